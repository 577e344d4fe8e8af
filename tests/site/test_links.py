"""Nothing on the site leads nowhere: each link, script, style and picture of each page is there."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

# Every page is parsed, once, by one worker.
pytestmark = pytest.mark.xdist_group("links")

# Attributes that name another file.
NAMES = {"href", "src", "poster", "data"}


class Page(HTMLParser):
    """What a page links to, and the anchors that it has."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in NAMES and value is not None and tag != "object":
                self.links.add(value)
            elif name in ("id", "name") and value:
                self.anchors.add(value)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def broken(pages: dict[Path, Page], site: Path) -> Iterator[str]:
    for path, page in pages.items():
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            if parts.path.startswith("/"):
                # The page for what is not found is served at any depth, so its links are whole.
                if path.name != "404.html":
                    yield f"{path.relative_to(site)} → {link} is not relative"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                yield f"{path.relative_to(site)} → {link}"
            elif parts.fragment and target in pages and not parts.fragment.startswith("__") and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{path.relative_to(site)} → {link} has no such anchor"


def test_every_link_leads_somewhere(pages: dict[Path, Page], site: Path) -> None:
    assert len(pages) > 1000
    found = list(broken(pages, site))
    assert not found, "\n".join(found[:20]) + f"\n{len(found)} in all"


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html">b</a><a href="#there">there</a><p id="here"><a href="#here">here</a>')
    pages = {path: Page(path) for path in tmp_path.glob("*.html")}
    assert sorted(broken(pages, tmp_path)) == ["a.html → #there has no such anchor", "a.html → b.html"]


def test_no_page_asks_another_host_for_anything_to_show(pages: dict[Path, Page]) -> None:
    """Links lead outside; scripts, styles, fonts and pictures do not."""

    class Loads(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            has = {name: value or "" for name, value in attributes}
            if tag == "link" and has.get("rel") in ("stylesheet", "preload", "modulepreload", "preconnect", "dns-prefetch"):
                loaded.add(has.get("href", ""))
            elif tag in ("script", "img", "iframe", "source", "video", "audio", "object", "embed"):
                loaded.add(has.get("src", has.get("data", "")))

    loaded: set[str] = set()
    for path in pages:
        Loads().feed(path.read_text(encoding="utf-8"))
    assert loaded
    assert not [address for address in loaded if urlsplit(address).netloc]
