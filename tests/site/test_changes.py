"""What the pages on changes tell of two versions whose difference is known, and of the repository's own."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from strikelog.compare import Comparison, compare, open_version
from tests.helpers import EVENT, ROWS, write_package
from tests.site.reader import Reader
from website.history import Release
from website.pages.changes import LISTED, release_page, section_of, summary
from website.site import File

HOSTILE = "<img src=x onerror=alert(1)> ```"

PAGES = ("ev-aaaaaa", "ev-bbbbbb", "ev-cccccc", "ev-dddddd", "ev-eeeeee")


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    """Two versions: one event changed, one merged, one retracted, one added, and more claims than are listed."""
    old = dict(ROWS) | {"events": [*ROWS["events"], EVENT | {"event_id": "ev-dddddd"}]}
    claims = [*ROWS["claims"], *(ROWS["claims"][0] | {"source_id": "so-bbbbbb", "value_min": n, "value_max": n} for n in range(LISTED + 5))]
    new = dict(ROWS) | {
        "events": [EVENT | {"summary": HOSTILE}, ROWS["events"][1], EVENT | {"event_id": "ev-eeeeee"}], "claims": claims,
        "retractions": [{"event_id": "ev-cccccc", "retracted_on": "2022-02-01", "reason": "merged", "replaced_by": "ev-bbbbbb"},
                        {"event_id": "ev-dddddd", "retracted_on": "2022-02-01", "reason": "unsupported"}]}
    write_package(tmp_path / "old", old)
    write_package(tmp_path / "new", new)
    return compare(open_version(str(tmp_path / "old")), open_version(str(tmp_path / "new")))


def page_of(compared: Comparison, events: Collection[str] = PAGES) -> File:
    return release_page(Release("9.9.9", date(2022, 2, 1), compared), compared, events)


def test_a_release_tells_every_change_of_its_events(compared: Comparison) -> None:
    page = page_of(compared)
    text = str(page.content)
    assert page.path == "changes/9.9.9.md"
    for event in PAGES:
        assert f'href="../events/{event}.html"' in text
    assert re.search(r"ev-cccccc.*: merged into .*ev-bbbbbb", text)
    assert re.search(r"ev-dddddd.*: retracted as .*unsupported", text)
    assert "Two drones came, and one fell." in text


def test_hostile_values_stay_text(compared: Comparison) -> None:
    text = str(page_of(compared).content)
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img" not in text and "```" not in text


def test_too_many_rows_are_counted_and_not_listed(compared: Comparison) -> None:
    claims = next(c for c in compared.tables if c.table.name == "claims")
    assert claims.added.height > LISTED
    assert section_of(claims).added == []
    events = next(c for c in compared.tables if c.table.name == "events")
    assert [row["_key"] for row in section_of(events).added] == ["ev-eeeeee"]
    text = str(page_of(compared).content)
    assert f"{claims.added.height} rows added" in text


def test_a_summary_counts_by_table(compared: Comparison) -> None:
    told = summary(Release("9.9.9", date(2022, 2, 1), compared))
    assert "Events: 1 added, 1 changed, 1 merged, 1 retracted" in told
    assert summary(Release("0.0.1", date(2022, 2, 1), None)).startswith("The first")


def test_only_what_has_a_page_is_a_link(compared: Comparison) -> None:
    links = set(re.findall(r'href="(\.\./events/[^"]*)"', str(page_of(compared, {"ev-aaaaaa"}).content)))
    assert links == {"../events/ev-aaaaaa.html"}


def test_the_log_leads_to_every_release(reader: Reader, site: Path) -> None:
    reader.go("reference/changelog.html")
    pages = {a.get_attribute("href") for a in reader.all("article .release a[href*='/changes/']")}
    assert {href.rpartition("/")[2] for href in pages} == {path.name for path in (site / "changes").glob("*.html")} != set()
    for href in pages:
        reader.go(href.removeprefix(f"{reader.address}/"))
        assert reader.text("h1").startswith("Changes from")
        assert not reader.axe()
        assert not reader.complaints()


def test_the_pages_fit_a_telephone(phone: Reader, site: Path) -> None:
    for path in ("reference/changelog.html", *(f"changes/{p.name}" for p in (site / "changes").glob("*.html"))):
        phone.go(path)
        assert not phone.too_wide()
