"""The front page, and the published files that it offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from strikelog.package import Table
from strikelog.publish import DATABASE
from strikelog.publish.files import SUMS
from website.facts.figures import figures
from website.pictures.palette import COLOURS, OTHER
from website.publication import citation
from website.publication.dataset import dataset
from website.publication.downloads import Download, downloads
from website.render import page
from website.site import File, Site

# What most people take, in this order; the rest is below.
PROMINENT = ("events_wide.csv", "events_wide.parquet", DATABASE)


def pages(site: Site) -> Iterator[File]:
    """The front page, and every published file but the database, which is the console's."""
    files = downloads(site)
    package = site.package
    yield page(
        "index.md", "home.html", title=package.title, description=package.description,
        meta={"hide": ["navigation", "toc"], "styles": ["home-page.css"], "scripts": ["home.js"], "dataset": dataset(site, files)},
        package=package, figures=figures(site), picture=picture(site.root / "docs" / "picture.svg"), sums=SUMS,
        prominent=[files[name] for name in PROMINENT], tables=_by_table(files), kinds=_kinds(site), other=[f for f in files.values() if f.table is None and f.name not in PROMINENT],
        apa=citation.apa(package, site.address), bibtex=citation.bibtex(package, site.address), day=package.descriptor.get("created", "")[:10],
        licences=package.descriptor.get("licenses", ()), latest=site.releases[-1] if site.releases else None)
    for name, file in files.items():
        if name != DATABASE:
            yield File(file.path, (site.release / name).read_bytes())


def _by_table(files: Mapping[str, Download]) -> list[tuple[Table, list[Download]]]:
    """The tables with the files that hold them."""
    found: dict[str, list[Download]] = {}
    for file in files.values():
        if file.table:
            found.setdefault(file.table.name, []).append(file)
    return [(held[0].table, held) for held in found.values() if held[0].table]


def _kinds(site: Site) -> list[tuple[str, str]]:
    """Colour and words of each kind of event that the picture tells apart, as it does."""
    codes = {c.value: c.label for c in site.package.lookup("events.event_type").codes}
    present = {row["kind"] for row in site.rows("SELECT DISTINCT event_type::VARCHAR AS kind FROM events")}
    return [*((colour, codes[kind]) for kind, colour in COLOURS.items() if kind in present and kind in codes), (OTHER, "Other")]


def picture(path: Path) -> Markup:
    """A drawing to stand within a page, whose styles then reach it. It is the project's own."""
    return Markup(path.read_text(encoding="utf-8").strip())
