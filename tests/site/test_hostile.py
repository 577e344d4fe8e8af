"""Whatever stands in the data, it is text: a site made of vandalised rows runs nothing and shows everything."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.site.conftest import made_once, make_site, serve
from tests.site.hostile import MARK, MERGED, RETRACTED, vandalise
from tests.site.reader import Reader, open_reader

# One worker makes this site, while the other goes on.
pytestmark = pytest.mark.xdist_group("hostile")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "hostile", lambda folder: make_site(folder, vandalise(folder)))


@pytest.fixture(scope="module")
def visitor(hostile: Path) -> Iterator[Reader]:
    for address in serve(hostile):
        yield from open_reader(address)


class Markup(HTMLParser):
    """Elements and attributes that the hostile text would have become; `told` counts where it stands as text."""

    def __init__(self, text: str):
        super().__init__()
        self.wrong: list[str] = []
        self.told = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            scheme = (value or "").strip().lower()
            if name.startswith("on") or (name in ("href", "src", "action") and scheme.startswith(("javascript:", "data:text"))):
                self.wrong.append(f"<{tag} {name}={value!r}>")
        if tag == "img" and dict(attributes).get("src") == "x":
            self.wrong.append("<img src=x>")

    def handle_data(self, data: str) -> None:
        self.told += MARK in data
        if self.cdata_elem == "script" and f"window.{MARK}=1" == data.strip():
            self.wrong.append(f"<script>{data}")
        if self.cdata_elem is None and MARK in data and ("_*` 49" in data or "}} 49" in data):
            self.wrong.append("a template was filled in")


def test_no_page_holds_markup_of_the_data(hostile: Path) -> None:
    told = 0
    for path in sorted(hostile.rglob("*.html")):
        page = Markup(path.read_text(encoding="utf-8"))
        assert not page.wrong, f"{path.relative_to(hostile)}: {page.wrong[:3]}"
        told += bool(page.told)
    assert told > 1000, "the hostile text must have reached the pages"


def test_the_parser_finds_what_it_looks_for() -> None:
    for text in ("<img src=x onerror=1>", "<a href=' javascript:1'>", f"<script>window.{MARK}=1</script>"):
        assert Markup(text).wrong
    assert Markup(f"<p>&lt;script&gt;window.{MARK}=1").told


def test_data_for_machines_stay_whole(hostile: Path) -> None:
    for path in hostile.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in hostile.rglob("*.xml"):
        ET.parse(path)


PAGES = ("index.html", "explore.html", "console.html?sql=" + quote("SELECT summary, note FROM events_wide LIMIT 20"), "events/index.html", "sites/index.html",
         "actors/index.html", "recipes/index.html", "reference/tables.html", "reference/quality.html", "reference/changelog.html", f"events/{MERGED}.html", f"events/{RETRACTED}.html")


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_when_a_page_is_opened(visitor: Reader, page: str) -> None:
    visitor.go(page)
    visitor.wait("document.readyState === 'complete'")
    assert visitor.text("h1")
    assert visitor.js(f"return window.{MARK}") is None
    assert not visitor.foreign()
    assert not visitor.complaints()


def test_the_explorer_shows_hostile_names_as_text(visitor: Reader) -> None:
    visitor.go("explore.html")
    visitor.wait("document.querySelectorAll('#explore tbody tr').length")
    assert MARK in visitor.text("#explore table")
    assert not visitor.js("return document.querySelectorAll('#explore img[src=x], #explore a[href^=javascript]').length")
    assert visitor.js(f"return window.{MARK}") is None


def test_a_retired_address_says_what_became_of_it(visitor: Reader) -> None:
    visitor.go(f"events/{MERGED}.html")
    assert "merged" in visitor.text("article").lower()
    assert visitor.all("article a[href*='ev-']")
    visitor.go(f"events/{RETRACTED}.html")
    assert "retracted" in visitor.text("article").lower() or "retired" in visitor.text("article").lower()
