"""The data dictionary: its figures are those of the published files, counted here from the CSV by other means."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest

from strikelog.package import load_package
from strikelog.publish import build
from tests.helpers import REPOSITORY, ROWS, read_package, write_package
from tests.site.reader import Reader
from website.facts.profile import nice_step
from website.pages import dictionary
from website.site import open_site

PACKAGE = load_package(REPOSITORY)
PAGES = {"tables": PACKAGE.tables, "derived": PACKAGE.derived}
HOSTILE = "</code><img src=x onerror=alert(1)> ``` {{ 7*7 }}"


def cells(release: Path, table: str) -> dict[str, list[str]]:
    """The filled cells of each column of a published table."""
    with (release / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {field: [row[field] for row in rows if row[field] != ""] for field in (rows[0] if rows else {})}


@pytest.mark.parametrize("page", PAGES)
def test_every_field_says_how_often_it_is_filled(reader: Reader, site: Path, page: str) -> None:
    reader.go(f"reference/{page}.html")
    told = reader.js("return Object.fromEntries([...document.querySelectorAll('.spread')].map(e => [e.dataset.field, [+e.dataset.filled, +e.dataset.rows, e.innerText]]))")
    for table in PAGES[page]:
        held = cells(site.parent / "dist", table.name)
        if not held:
            continue
        for field in table.fields:
            filled, rows, words = told[f"{table.name}.{field.name}"]
            assert filled == len(held[field.name]), field.name
            assert f"filled in all {rows:,}" in words if filled == rows else f"filled in {filled:,} of {rows:,}" in words


@pytest.mark.parametrize("table", ["events", "claims", "sources", "events_wide"])
def test_codes_and_years_are_counted(reader: Reader, site: Path, table: str) -> None:
    held = cells(site.parent / "dist", table)
    schema = PACKAGE.table(table)
    reader.go(f"reference/{'derived' if schema in PACKAGE.derived else 'tables'}.html")
    read = """
        const field = document.getElementById(arguments[0]).closest('.field');
        return {codes: [...field.querySelectorAll('tbody tr')].map(r => [r.cells[0].textContent, r.cells[2].textContent]),
                columns: [...field.querySelectorAll('.column')].map(c => c.title), label: field.querySelector('.columns')?.ariaLabel};"""
    seen = 0
    for field in schema.fields:
        shown = reader.js(read, f"{table}.{field.name}")
        if field.codes:
            counts = Counter(held[field.name])
            assert dict(shown["codes"]) == {code: f"{counts[code]:,}" for code in field.enum}
            seen += 1
        elif field.type == "date" and held[field.name]:
            years = Counter(day[:4] for day in held[field.name])
            assert shown["columns"] == [f"{year}: {years[str(year)]:,}" for year in range(int(min(years)), int(max(years)) + 1)]
            assert all(column.replace(":", "") in shown["label"].replace(":", "") for column in shown["columns"])
            seen += 1
    assert seen > 3


def test_numbers_are_all_within_their_ranges(site: Path) -> None:
    """Whatever the ranges, their rows add up to what is filled."""
    from website.facts.profile import profiles

    with open_site(site.parent / "dist") as opened:
        kinds = Counter()
        for table in (*PACKAGE.published, *PACKAGE.views):
            for profile in profiles(opened, table).values():
                kinds[profile.kind] += 1
                if profile.kind != "texts":
                    assert sum(bar.rows for bar in profile.bars) == profile.filled, f"{table.name}.{profile.field.name}"
    assert set(kinds) == {"codes", "years", "numbers", "ranges", "texts"}


def test_steps_are_round_and_few() -> None:
    for low, high in ((0, 13), (0, 109), (1, 999_999), (-180, 180), (33.1, 33.9), (0, 0.5)):
        step = nice_step(low, high)
        assert f"{step:e}"[0] in "125"
        assert 4 <= (high - low) / step <= 12.1


def test_every_question_that_is_offered_has_an_answer(reader: Reader, site: Path) -> None:
    asked = 0
    with duckdb.connect(str(site.parent / "dist" / "strikelog.duckdb"), read_only=True) as database:
        for page in PAGES:
            reader.go(f"reference/{page}.html")
            for href in reader.js("return [...document.querySelectorAll('article a[href*=\"console.html?sql=\"]')].map(a => a.href)"):
                assert href.startswith(f"{reader.address}/console.html?sql=")
                database.sql(parse_qs(urlsplit(href).query)["sql"][0]).fetchall()
                asked += 1
    assert asked > sum(len(t.fields) for t in (*PACKAGE.tables, *PACKAGE.derived))


def test_tables_say_who_refers_to_whom(reader: Reader) -> None:
    reader.go("reference/tables.html")
    rows = {row.find_element("css selector", "th").text: row.find_elements("css selector", "td") for row in reader.all(".dictionary-head tbody tr")}
    assert set(rows) == {t.name for t in PACKAGE.tables}
    for table in PACKAGE.tables:
        to = {key.to_table for key in table.foreign_keys} - {table.name}
        assert set(rows[table.name][3].text.split()) == to
        for name in to:
            assert table.name in rows[name][4].text.split()
            assert reader.all(f".relations a[href='#{name}']") and reader.all(f".relations a[href='#{table.name}']")


def test_links_to_fields_lead_somewhere(reader: Reader) -> None:
    for page in PAGES:
        reader.go(f"reference/{page}.html")
        lost = reader.js("return [...document.querySelectorAll('article a[href^=\"#\"]')].map(a => decodeURIComponent(a.getAttribute('href').slice(1))).filter(id => id && !document.getElementById(id))")
        assert not lost


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_in_the_way(reader: Reader, dark: bool) -> None:
    with reader.dark(dark):
        for page in PAGES:
            reader.go(f"reference/{page}.html")
            assert not reader.axe()


def test_it_fits_a_telephone(phone: Reader) -> None:
    for page in (*PAGES, "rules"):
        phone.go(f"reference/{page}.html")
        assert not phone.too_wide()


def test_hostile_values_stay_text(tmp_path: Path) -> None:
    rows = dict(ROWS) | {
        "sources": [*ROWS["sources"], *({**ROWS["sources"][0], "source_id": f"so-hhhhh{n}", "url": f"https://example.org/h{n}", "publisher": HOSTILE} for n in (2, 3))]}
    package = write_package(tmp_path / "package", rows)
    build(package, read_package(package).values(), tmp_path / "dist")
    with open_site(tmp_path / "dist", tmp_path / "package") as opened:
        pages = {file.path: str(file.content) for file in dictionary.pages(opened)}
    text = pages["reference/tables.md"]
    assert "onerror=alert(1)&gt;" in text
    assert "<img" not in text and "```" not in text
