"""Every page of the site opens, asks nobody else, and holds what it promises."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from strikelog.issues import catalogue
from strikelog.package import load_package
from tests.helpers import REPOSITORY
from tests.site.reader import Reader

PACKAGE = load_package(REPOSITORY)
# Compressed bytes of all that a page asks for when it is opened.
FIRST_VIEW = 300_000
# Loaded only once somebody asks the database; the console shows itself before.
ENGINE = ("/assets/duckdb", "/data/")


def listed() -> list[str]:
    """The pages of the navigation."""
    class Loader(yaml.SafeLoader): ...

    Loader.add_constructor("!ENV", lambda loader, node: None)
    nav = yaml.load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), Loader)["nav"]

    def leaves(node: object) -> list[str]:
        if isinstance(node, str):
            return [node]
        children = node.values() if isinstance(node, dict) else node
        return [leaf for child in children for leaf in leaves(child)]  # type: ignore[union-attr]

    return [path.replace(".md", ".html") for path in leaves(nav)]


@pytest.mark.parametrize("page", [*listed(), "events/ev-vnrgyn.html", "sites/st-ain-al-asad.html"])
def test_the_first_view_of_a_page_is_light(reader: Reader, page: str) -> None:
    reader.go(page)
    reader.js("return new Promise(done => requestIdleCallback(done))")
    weights = {path: weight for path, weight in reader.weights().items() if not path.startswith(ENGINE)}
    assert f"/{page}" in weights and len(weights) > 3
    assert sum(weights.values()) <= FIRST_VIEW, sorted(weights.items(), key=lambda w: -w[1])


@pytest.mark.parametrize("page", listed())
def test_every_page_opens_and_asks_nobody_else(reader: Reader, page: str) -> None:
    reader.go(page)
    assert reader.text("h1").strip()
    assert not reader.foreign()
    assert not reader.complaints()


# Pages of prose; those of the data have tests of their own looks.
PROSE = ("codebook.html", "sheets.html", "extraction.html", "use.html", *(f"reference/{name}.html" for name in ("worked-examples", "contributing", "commands", "evaluation", "changelog")))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", PROSE)
def test_everybody_can_read_the_prose(reader: Reader, page: str, dark: bool) -> None:
    with reader.dark(dark):
        reader.go(page)
        assert not reader.axe()


@pytest.mark.parametrize("page", PROSE)
def test_the_prose_fits_a_telephone(phone: Reader, page: str) -> None:
    phone.go(page)
    assert not phone.too_wide()


def test_every_field_of_every_table_has_its_anchor(reader: Reader) -> None:
    for page, tables in (("tables", PACKAGE.tables), ("derived", (*PACKAGE.derived, *PACKAGE.views))):
        reader.go(f"reference/{page}.html")
        anchors = set(reader.js("return [...document.querySelectorAll('[id]')].map(e => e.id)"))
        wanted = {t.name for t in tables} | {f"{t.name}.{f.name}" for t in tables for f in t.fields}
        assert wanted <= anchors


def test_every_rule_has_its_anchor_and_its_words(reader: Reader) -> None:
    reader.go("reference/rules.html")
    text = reader.text("article")
    anchors = set(reader.js("return [...document.querySelectorAll('[id]')].map(e => e.id)"))
    for rule in catalogue().values():
        assert rule.code in anchors
        assert rule.title in text


def test_a_reader_finds_a_column_by_searching(reader: Reader) -> None:
    reader.go("index.html")
    reader.js("const s = document.querySelector('#__search'); s.checked = true; s.dispatchEvent(new Event('change'))")
    box = reader.one("input.md-search__input")
    reader.wait("document.querySelector('input.md-search__input').checkVisibility()")
    box.send_keys("date_earliest")
    reader.wait("document.querySelectorAll('a.md-search-result__link').length")
    hits = [a.get_attribute("href") or "" for a in reader.all("a.md-search-result__link")]
    assert any("tables.html" in href for href in hits)


def test_the_whole_site_is_built(site: Path) -> None:
    assert (site / "index.html").exists() and (site / "sitemap.xml").exists()
