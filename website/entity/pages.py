"""What every page of an entity is given, and the addresses that lead away from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from website.entity import wording
from website.entity.record import Record, Row
from website.entity.strip import legend, strip
from website.pictures.palette import COLOURS, OTHER
from website.render import page, relative
from website.site import File

META: Mapping[str, Any] = {"hide": ["navigation", "toc"], "styles": ["entity.css"]}


def entity_page(record: Record, path: str, template: str, *, title: str, description: str = "", scripts: Sequence[str] = (), **values: Any) -> File:
    """A page made by a template that knows the record and its words."""
    package = record.site.package
    base = {t.name for t in package.tables}
    return page(
        path, template, title=title, description=description, meta={**META, "scripts": list(scripts)}, record=record,
        meaning=lambda dotted, code: package.lookup(dotted).code(code).description.replace("`", ""), is_base=lambda table: table in base,
        web_address=wording.web_address, direction=wording.direction, when=wording.when, day=wording.day, number=wording.number,
        colour=lambda kind: COLOURS.get(kind, OTHER), short=short, bounds=wording.bounds, **values)


def short(event: Row, field: str) -> str:
    """A headline figure in a cell: a dash where no report says anything, 0 where they say none."""
    state = event[f"{field}_state"]
    if state is None:
        return wording.DASH
    if state == "none":
        return "0"
    if state == "counted" and event[f"{field}_best"] is not None:
        return f"{event[f'{field}_best']:,}"
    return wording.bounds(event[f"{field}_min"], event[f"{field}_max"]) if state == "counted" else "some"


def over_time(record: Record, events: Sequence[Row]) -> dict[str, Any]:
    """The strip of time and its legend, by the names that the templates have for them."""
    return {"strip": strip(record, events), "legend": legend(record, events)}


def report_link(record: Record, path: str, key: str, title: str) -> str:
    """Where to say that a row is wrong: the form for corrections, with the row filled in, or how to contribute."""
    if not record.site.repository:
        return relative(path, "reference/contributing.md")
    return f"{record.site.repository}/issues/new?" + urlencode({"template": "correction.yml", "title": f"Correction: {title}", "row": key})


def explore_link(path: str, **wanted: str) -> str:
    """The explorer with these filters, which are columns of events_wide."""
    return f"{relative(path, 'explore.md')}?{urlencode(wanted)}"
