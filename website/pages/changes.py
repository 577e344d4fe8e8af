"""What each release changed: CHANGELOG with counts, a page a release with every row, and a feed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.etree import ElementTree

import polars as pl

from strikelog.compare import Comparison, TableChanges
from strikelog.compare.changes import FATE, FATES, KEY, LABEL, WHY
from website.history import Release
from website.publication.citation import authors
from website.render import front_matter, part, words
from website.site import File, Site

PATH = "reference/changelog.md"
FEED = "changes.xml"
ATOM = "http://www.w3.org/2005/Atom"
# Feeds and their entries keep these names wherever the site stands.
TAG = "tag:strikelog,2026"
# Of a table with more added rows than this only the number is told, of events every one; of changed values the first so many.
LISTED, VALUES = 300, 2000
META = {"styles": ["reference.css"]}


@dataclass(frozen=True, slots=True)
class Section:
    """What a page tells of one table."""

    changes: TableChanges
    added: list[dict[str, Any]]
    changed: list[tuple[str, str, list[dict[str, Any]]]]
    gone: list[dict[str, Any]]
    values: int


def pages(site: Site) -> Iterator[File]:
    """The log, a page for each release that can be compared with one before, and the feed."""
    yield File(PATH, log(site))
    known = {row["event_id"] for row in site.rows("SELECT event_id FROM events UNION SELECT event_id FROM retractions")}
    for release in site.releases:
        if release.changes is not None:
            yield release_page(release, release.changes, known)
    yield File(FEED, feed(site))


def address_of(release: Release) -> str:
    """The page of a release, or the log where it has none."""
    return f"changes/{release.version}.md" if release.changes is not None else f"{PATH}#v{release.version}"


def counted(comparison: Comparison) -> list[tuple[str, dict[str, int]]]:
    """Title and counts of each table that differs."""
    return [(c.table.title, c.counts) for c in comparison.tables]


def log(site: Site) -> str:
    """CHANGELOG in its own words, and below each release what it changed in numbers."""
    prose = (site.root / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](../")
    head, *sections = re.split(r"(?m)^(?=## )", prose)
    known = {release.version: release for release in site.releases}
    title, _, lead = head.partition("\n")
    parts = [front_matter(title="Changes", description="What each release added, changed, merged and retracted, value by value.", **META), f"{title}\n",
             lead.strip(), "", part(PATH, "changes/feed.html", feed=FEED), ""]
    for section in sections:
        heading, _, body = section.partition("\n")
        version = heading.removeprefix("## ").partition(" ")[0]
        parts += [f"{heading} {{ #v{version} }}", body.rstrip(), ""]
        if release := known.get(version):
            parts += [part(PATH, "changes/counts.html", release=release, counts=counted(release.changes) if release.changes else [], fates=FATES,
                           page=address_of(release)), ""]
    return "\n".join(parts)


def release_page(release: Release, comparison: Comparison, events: Collection[str]) -> File:
    """Every row that a release added, changed, merged, retracted or removed, but for those too many to read.

    `events` are the ids that have a page; where a key or a value is one of them, it leads there.
    """
    def link(text: str | None) -> str:
        return f"events/{text}.md" if text in events else ""

    path, version = f"changes/{release.version}.md", words(release.version)
    old, new = comparison.old.package.version, comparison.new.package.version
    title = f"Changes from {old} to {new}"
    parts = [front_matter(title=title, description=f"Each row that release {new} of {release.day} added, changed, merged or retracted.", search={"exclude": True}, **META),
             f"# Changes from {words(old)} to {version}", "",
             part(path, "changes/summary.html", release=release, old=old, new=new, counts=counted(comparison), fates=FATES, log=f"{PATH}#v{release.version}"), ""]
    for changes in comparison.tables:
        parts += [f"## {words(changes.table.title)} {{ #{changes.table.name} }}", "",
                  part(path, "changes/table.html", section=section_of(changes), link=link, listed=LISTED, key=KEY, label=LABEL, fate=FATE, why=WHY, limit=VALUES), ""]
    return File(path, "\n".join(parts))


def section_of(changes: TableChanges) -> Section:
    """The rows that a page lists. A table that is new as a whole has its number of rows only, events have every one."""
    many = changes.added.height > LISTED and changes.table.name != "events"
    rows: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for value in islice(changes.changed.iter_rows(named=True), VALUES):
        rows.setdefault(value[KEY], (value[LABEL] or "", []))[1].append(value)
    return Section(
        changes, [] if many else list(changes.added.iter_rows(named=True)), [(key, *told) for key, told in rows.items()],
        list(changes.gone.sort(pl.col(FATE), maintain_order=True).iter_rows(named=True)), changes.changed.height)


def feed(site: Site) -> str:
    """The releases as Atom 1.0, newest first. Links are whole where the site's address is known."""
    root = ElementTree.Element("feed", xmlns=ATOM)

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        made = ElementTree.SubElement(parent, name, attributes)
        made.text = text or None
        return made

    def whole(path: str) -> str:
        page = re.sub(r"\.md(?=$|#)", ".html", path)
        return f"{site.address}/{page}" if site.address else page

    add(root, "title", f"{site.package.title}: changes")
    add(root, "id", f"{TAG}:changes")
    add(root, "updated", f"{max((r.day for r in site.releases), default='1970-01-01')}T00:00:00Z")
    add(root, "link", rel="self", type="application/atom+xml", href=whole(FEED))
    add(root, "link", rel="alternate", type="text/html", href=whole(PATH))
    for name in authors(site.package):
        add(add(root, "author"), "name", name)
    for release in reversed(site.releases):
        entry = add(root, "entry")
        add(entry, "title", f"Version {release.version}")
        add(entry, "id", f"{TAG}:release/{release.version}")
        add(entry, "updated", f"{release.day}T00:00:00Z")
        add(entry, "link", rel="alternate", type="text/html", href=whole(address_of(release)))
        add(entry, "summary", summary(release))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def summary(release: Release) -> str:
    """What a release changed, in one line."""
    if release.changes is None:
        return "The first release that is known here."
    told = "; ".join(f"{title}: {', '.join(f'{n:,} {word}' for word, n in counts.items() if n) or 'columns or codes only'}" for title, counts in counted(release.changes))
    return told or "No row changed."
