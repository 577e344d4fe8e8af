"""The front page: what it says is what the data say, and what it offers is there."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import pytest

from strikelog.package import load_package
from tests.helpers import REPOSITORY
from tests.site.reader import Reader
from website.publication.citation import apa, bibtex

# Compressed, without anything that is asked for later.
FIRST_VIEW = 300_000
FIGURES = {
    "events of ": "SELECT count(*) FROM events",
    "claims": "SELECT count(*) FROM claims",
    "reports of ": "SELECT count(*) FROM sources",
    "sites in ": "SELECT count(DISTINCT site_id) FROM events",
    "languages": "SELECT count(DISTINCT language) FROM sources",
    "running totals": "SELECT count(*) FROM tallies",
    "events on which sources give different": "SELECT count(DISTINCT event_id) FROM disagreements",
}


@pytest.fixture(scope="module")
def release(site: Path) -> Path:
    return site.parent / "dist"


def test_the_figures_are_those_of_the_data(reader: Reader, release: Path) -> None:
    reader.go("index.html")
    tiles = {tile.find_element("css selector", "dt").text: tile.find_element("css selector", "dd").text for tile in reader.all(".home-figures > div")}
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        for words, query in FIGURES.items():
            [(wanted,)] = database.sql(query).fetchall()
            [told] = [figure for label, figure in tiles.items() if label.startswith(words)]
            assert told == f"{wanted:,}", words
        [(well, every)] = database.sql("SELECT count(*) FILTER (independent_sources >= 2), count(*) FROM events_wide").fetchall()
    assert tiles["of events with two independent sources or more"] == f"{100 * well / every:.0f} %"


def test_every_published_file_is_offered_with_its_size_and_checksum(reader: Reader, release: Path, site: Path) -> None:
    reader.go("index.html")
    reader.js("document.querySelector('.home details').open = true")
    rows = {row.find_element("css selector", "th").text: row for row in reader.all(".home table.files tbody tr")}
    assert set(rows) == {file.name for file in release.iterdir()}
    for name, row in rows.items():
        held = (site / "data" / name).read_bytes()
        assert held == (release / name).read_bytes(), name
        assert hashlib.sha256(held).hexdigest() in row.text
        assert row.find_element("css selector", "a").get_attribute("href") == f"{reader.address}/data/{name}"
        told = row.find_element("css selector", ".number").text
        assert float(re.sub(r"[^\d.]", "", told)) == pytest.approx(len(held) / {"bytes": 1, "kB": 1e3, "MB": 1e6}[told.split()[1]], rel=0.05, abs=0.6)


def test_what_most_people_take_comes_first(reader: Reader) -> None:
    reader.go("index.html")
    assert [a.get_attribute("href").rpartition("/")[2] for a in reader.all(".home-files a.get")] == ["events_wide.csv", "events_wide.parquet", "strikelog.duckdb"]


def test_references_say_what_the_citation_file_says() -> None:
    citation = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r'^ *(?:- )?([a-z-]+): "?([^"\n]+?)"?$', citation, re.MULTILINE))
    package = load_package(REPOSITORY)
    for reference in (apa(package, "https://example.org/x"), bibtex(package, "https://example.org/x")):
        for part in (said["title"], said["version"], said["name"], said["date-released"][:4], "https://example.org/x/"):
            assert part in reference
    assert said["date-released"] in bibtex(package)
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,\n(  \w+ += \{.*\},\n)+\}", bibtex(package))


def test_references_are_copied(reader: Reader) -> None:
    reader.browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    reader.go("index.html")
    reader.wait("document.querySelector('button[data-copies=bibtex]').checkVisibility()")
    for name in ("apa", "bibtex", "verify"):
        button = reader.one(f"button[data-copies={name}]")
        reader.js("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        reader.wait("document.querySelector('.said').textContent === 'Copied'")
        reader.js("document.querySelector('.said').textContent = ''")
        reader.browser.set_script_timeout(20)
        copied = reader.browser.execute_async_script("const done = arguments[0]; navigator.clipboard.readText().then(done, why => done(String(why)))")
        assert copied == reader.js("return document.getElementById(arguments[0]).textContent", name)
    assert "@misc{" in reader.text("#bibtex")


def test_the_picture_leads_to_the_map_and_fits_the_dark(reader: Reader) -> None:
    ground = "return getComputedStyle(document.querySelector('.home-picture svg > rect')).fill"
    reader.go("index.html")
    light = reader.js(ground)
    assert reader.one(".home-picture > a").get_attribute("href") == f"{reader.address}/explore.html"
    assert reader.one(".home-picture svg").get_attribute("aria-label")
    with reader.dark():
        reader.go("index.html")
        assert reader.js(ground) != light


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_in_the_way(reader: Reader, dark: bool) -> None:
    with reader.dark(dark):
        reader.go("index.html")
        assert not reader.axe()
        assert not reader.complaints()


def test_it_fits_a_telephone(phone: Reader) -> None:
    phone.go("index.html")
    assert not phone.too_wide()
    assert not phone.axe()
    assert phone.one(".home-kinds").is_displayed()


def test_a_wrong_address_leads_back(reader: Reader) -> None:
    for wrong in ("nothing.html", "events/deep/er/nothing.html"):
        with pytest.raises(urllib.error.HTTPError) as found:
            urllib.request.urlopen(f"{reader.address}/{wrong}")
        assert found.value.code == 404
        reader.go(wrong)
        assert "no such page" in reader.text("h1")
        reader.one("article a[href$='index.html']").click()
        reader.wait("document.querySelector('.home')")
