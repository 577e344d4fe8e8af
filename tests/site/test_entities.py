"""The pages of the real events, sites, actors and weapons, as a reader meets them."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pytest

from strikelog.publish import DATABASE
from tests.site.reader import Reader

FOLDERS = ("events", "sites", "actors", "weapons")
SITE, ACTOR, WEAPON = "sites/st-ain-al-asad.html", "actors/ac-islamic-resistance-in-iraq.html", "weapons/wp-107-mm-rocket.html"
INDEX_LIMIT = 1_500_000


@pytest.fixture(scope="module")
def database(site: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release that the site was made from."""
    with duckdb.connect(str(site.parent / "dist" / DATABASE), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def embassy(database: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Rounds on the embassy in Baghdad, 8 December 2023: the event that most is said of."""
    answer = database.execute("SELECT * FROM events_wide WHERE date_earliest = DATE '2023-12-08' AND site_id = 'st-us-embassy-baghdad'")
    columns = [c[0] for c in answer.description or ()]
    rows = answer.fetchall()
    assert len(rows) == 1
    return dict(zip(columns, rows[0], strict=True))


def looked_at(reader: Reader, path: str) -> None:
    """A page opens without complaint, asks nobody else, fits, and axe finds nothing wrong with it."""
    reader.go(path)
    assert reader.text("h1").strip()
    assert not reader.foreign()
    assert not reader.complaints()
    assert not reader.too_wide()
    assert not reader.axe()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["events", SITE, ACTOR, WEAPON, "events/index.html", "sites/index.html", "actors/index.html", "weapons/index.html"])
def test_a_page_reads_well_on_a_desk_by_day_and_by_night(reader: Reader, embassy: dict[str, Any], path: str, dark: bool) -> None:
    with reader.dark(dark):
        looked_at(reader, f"events/{embassy['event_id']}.html" if path == "events" else path)
        if path == "events":
            reader.js("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert not reader.axe()


@pytest.mark.parametrize("path", ["events", SITE, ACTOR, WEAPON, "events/index.html", "actors/index.html"])
def test_a_page_fits_a_telephone(phone: Reader, embassy: dict[str, Any], path: str) -> None:
    looked_at(phone, f"events/{embassy['event_id']}.html" if path == "events" else path)
    phone.js("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert not phone.too_wide()


def test_every_claim_of_the_embassy_is_on_its_page_as_the_database_tells_it(reader: Reader, embassy: dict[str, Any], database: duckdb.DuckDBPyConnection) -> None:
    reader.go(f"events/{embassy['event_id']}.html")
    shown: dict[str, dict[str, str]] = reader.js("""
        return Object.fromEntries([...document.querySelectorAll('.field table.said tbody tr')].map(row => [row.id, {
            field: row.closest('.field').id, standing: row.cells[2].textContent.trim(), by: row.cells[0].textContent.trim(), report: row.cells[1].textContent.trim(),
            says: row.closest('details').querySelector('summary b').textContent.trim(), of: row.closest('details').querySelector('summary .of')?.textContent ?? ''}]))""")
    claims = database.execute("""
        SELECT c.claim_id, c.field, c.standing, a.name, r.publisher, q.name, c.state, c.value_min, c.value_max
        FROM claims AS c LEFT JOIN actors AS a ON a.actor_id = c.asserter_id LEFT JOIN sources AS r USING (source_id)
        LEFT JOIN (SELECT actor_id AS id, name FROM actors UNION ALL SELECT weapon_id, name FROM weapons) AS q ON q.id = c.qualifier
        WHERE c.event_id = ?""", [embassy["event_id"]]).fetchall()
    assert len(claims) == len(shown) > 100
    for key, field, standing, asserter, publisher, qualifier, state, least, most in claims:
        row = shown[key]
        assert row["field"] == field and row["standing"].lower() == standing
        assert row["by"].startswith(asserter or "the report itself") and row["report"].startswith(publisher or "publisher not known")
        assert (qualifier or "") in row["of"]
        if state == "counted" and least == most:
            assert row["says"] == str(least)
        elif state == "none" and field in ("killed", "injured"):
            assert row["says"] == "none"


def test_the_headlines_are_those_of_events_wide(reader: Reader, embassy: dict[str, Any]) -> None:
    reader.go(f"events/{embassy['event_id']}.html")
    shown = reader.js("""return Object.fromEntries([...document.querySelectorAll('.figures li')].map(li => [
        li.querySelector('.of').textContent.toLowerCase(), [li.className, li.querySelector('b').textContent]]))""")
    for field in ("launched", "intercepted", "impacted", "failed", "killed", "injured", "damage"):
        state, words = shown[field]
        assert state == (embassy[f"{field}_state"] or "unknown")
        if state == "counted":
            best = embassy[f"{field}_best"]
            assert words == (str(best) if best is not None else f"at least {embassy[f'{field}_min']}")
        else:
            assert words == {"unknown": "not known", "none": "0", "some": "some"}[state]
    assert {state for state, _ in shown.values()} == {"counted", "unknown", "none", "some"}


def test_a_figure_leads_to_what_is_said_of_it(reader: Reader, embassy: dict[str, Any]) -> None:
    reader.go(f"events/{embassy['event_id']}.html")
    reader.one(".figures a[href='#launched']").click()
    reader.wait("document.querySelector('#launched').getBoundingClientRect().top < innerHeight && location.hash === '#launched'")


def test_the_form_for_corrections_is_filled_in(reader: Reader, embassy: dict[str, Any]) -> None:
    reader.go(f"events/{embassy['event_id']}.html")
    link = reader.one(".actions a").get_attribute("href")
    assert link.startswith("https://example.org/code/issues/new?template=correction.yml&title=") and link.endswith(f"row={embassy['event_id']}")


def test_every_event_site_actor_and_weapon_has_a_page(site: Path, database: duckdb.DuckDBPyConnection) -> None:
    for folder in FOLDERS:
        keys = {row[0] for row in database.execute(f"SELECT {folder[:-1]}_id FROM {folder}").fetchall()}
        if folder == "events":
            keys |= {row[0] for row in database.execute("SELECT event_id FROM retractions").fetchall()}
        assert {p.stem for p in (site / folder).glob("*.html")} == keys | {"index"}


def test_the_list_of_events_has_every_event_once_and_narrows_by_words(reader: Reader, database: duckdb.DuckDBPyConnection) -> None:
    reader.go("events/index.html")
    total = len(database.execute("SELECT event_id FROM events").fetchall())
    assert len(set(reader.js("return [...document.querySelectorAll('.list li a')].map(a => a.href)"))) == total
    box = reader.one(".filter input")
    reader.wait("document.querySelector('.filter').checkVisibility()")
    box.send_keys("MISSILES 2020 erbil")
    shown = reader.wait("[...document.querySelectorAll('.list li')].filter(l => l.checkVisibility()).map(l => l.textContent)")
    assert 0 < len(shown) < 10 and all("Missiles" in line and "Erbil" in line for line in shown)
    assert reader.text(".filter output") == f"{len(shown)} of {total}"


def test_a_reader_finds_an_event_by_its_id_and_by_site_and_date(site: Path, embassy: dict[str, Any]) -> None:
    index = site / "search" / "search_index.json"
    found = {d["location"]: d for d in json.loads(index.read_text(encoding="utf-8"))["docs"]}
    entry = found[f"events/{embassy['event_id']}.html"]
    assert entry["title"] == "Mortar, US embassy in Baghdad, 8 December 2023"
    assert embassy["event_id"] in entry["text"] and embassy["summary"] in entry["text"]
    assert "Al-Asad air base" in found[SITE]["text"]
    assert index.stat().st_size < INDEX_LIMIT


def test_every_link_and_anchor_of_these_pages_leads_somewhere(site: Path) -> None:
    ids: dict[Path, set[str]] = {}

    def anchors(file: Path) -> set[str]:
        if file not in ids:
            ids[file] = set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))
        return ids[file]

    checked: set[tuple[str, str]] = set()
    for folder in FOLDERS:
        for page in (site / folder).glob("*.html"):
            body = page.read_text(encoding="utf-8").partition('<div class="record">')[2].partition("</article>")[0]
            assert body, page
            for link in re.findall(r'href="([^"]*)"', body):
                target = html.unescape(link)
                if target.startswith(("http://", "https://")):
                    continue
                path, _, anchor = target.partition("#")
                path = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0]))) if path else page.relative_to(site).as_posix()
                if (path, anchor) not in checked:
                    checked.add((path, anchor))
                    assert (site / path).is_file(), f"{page.name}: {target}"
                    assert not anchor or anchor in anchors(site / path), f"{page.name}: {target}"
    assert len(checked) > 1000
