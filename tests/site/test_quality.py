"""Quality, rules and agreement: each figure is what its own query gives, and findings are counted whole."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest

from strikelog.check import check_package
from strikelog.issues import Findings, Issue, catalogue
from strikelog.package import load_package
from tests.helpers import REPOSITORY
from tests.site.reader import Reader
from website.facts.findings import counted

PAGES = ("quality", "coverage", "agreement", "rules")


def test_each_figure_is_what_its_query_gives(reader: Reader, site: Path) -> None:
    package = load_package(REPOSITORY)
    labels = {c.value: c.label for t in package.tables for f in t.fields for c in f.codes}
    reader.go("reference/quality.html")
    cards = reader.js("""
        return [...document.querySelectorAll('.card')].filter(c => c.querySelector('a[href*="console.html"]')).map(c => ({
            title: c.querySelector('h3').textContent, ask: c.querySelector('a[href*="console.html"]').href,
            bars: [...c.querySelectorAll('.bar-row')].map(r => [r.querySelector('dt').textContent, r.querySelector('b').textContent])}))""")
    assert len(cards) > 12
    with duckdb.connect(str(site.parent / "dist" / "strikelog.duckdb"), read_only=True) as database:
        for card in cards:
            answer = database.sql(parse_qs(urlsplit(card["ask"]).query)["sql"][0]).fetchall()
            shown = [(labels.get(value, value or "not given"), f"{rows:,}") for value, rows in answer]
            assert sorted(map(tuple, card["bars"])) == sorted(shown), card["title"]


def test_what_was_read_adds_up_to_the_sources(reader: Reader, site: Path) -> None:
    with (site.parent / "dist" / "sources.csv").open(encoding="utf-8", newline="") as file:
        scopes = Counter(row["read_scope"] for row in csv.DictReader(file))
    reader.go("reference/quality.html")
    [text] = [card.text for card in reader.all(".card") if card.text.startswith("What was read")]
    for number in scopes.values():
        assert f"{number:,}" in text


def test_findings_are_those_of_the_check(reader: Reader) -> None:
    issues = check_package(REPOSITORY).issues
    reader.go("reference/rules.html")
    lists = reader.js("return Object.fromEntries([...document.querySelectorAll('.rule')].filter(r => r.querySelector('.found')).map(r => [r.querySelector('h3').id, r.querySelectorAll('.found li').length]))")
    assert lists == dict(Counter(issue.code for issue in issues))
    reader.go("reference/quality.html")
    for code in lists:
        assert reader.all(f".card a[href$='rules.html#{code}']")


def test_findings_that_are_not_shown_are_counted() -> None:
    code = next(iter(catalogue()))
    kept = Findings(bound=3)
    for path, number in (("data/a.csv", 1234), ("data/b.csv", 2)):
        kept.add_many(code, path, (Issue(code, "error", path, n + 2, "", "", "", f"finding {n}", "") for n in range(number)), number)
    found = counted(kept.sorted())
    assert found.counts == {code: 1236}
    assert len(found.shown[code]) == 5
    assert (found.errors, found.warnings) == ((1236, 0) if code.startswith("E") else (0, 1236))


def test_agreement_tells_every_field_and_disagreement(reader: Reader, site: Path) -> None:
    reader.go("reference/agreement.html")
    with duckdb.connect(str(site.parent / "dist" / "strikelog.duckdb"), read_only=True) as database:
        wanted = Counter((field, events, agreed) for field, events, agreed in database.sql("SELECT field, events, agreed FROM agreement").fetchall())
        [(differ,)] = database.sql("SELECT count(*) FROM recodings WHERE first_value IS DISTINCT FROM second_value").fetchall()
    shown = reader.js("return [...document.querySelectorAll('article > .scroll tbody tr')].map(r => [r.cells[0].textContent, +r.cells[1].textContent, +r.cells[2].textContent])")
    assert Counter(map(tuple, shown)) == wanted
    assert reader.js("return document.querySelectorAll('.changes tbody tr').length") == differ


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_in_the_way(reader: Reader, dark: bool) -> None:
    with reader.dark(dark):
        for page in PAGES:
            reader.go(f"reference/{page}.html")
            assert not reader.axe(), page


def test_they_fit_a_telephone(phone: Reader) -> None:
    for page in PAGES:
        phone.go(f"reference/{page}.html")
        assert not phone.too_wide(), page
        assert not phone.axe(), page
