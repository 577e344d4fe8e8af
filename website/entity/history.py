"""What each release did to each event: its own row value by value, its claims and its links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from strikelog.compare import TableChanges
from strikelog.compare.changes import FATE, KEY
from website.history import Release

# Columns that say which event a row is part of.
PARTS: Mapping[str, tuple[str, ...]] = {"claims": ("event_id",), "links": ("event_id", "other_event_id")}


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that a release changed; `row` is the claim or link, or nothing for the event's own row."""

    row: str
    field: str
    old: str | None
    new: str | None


@dataclass(slots=True)
class Step:
    """What one release did to one event. `rows` lists claims and links that came or went: table, fate, row."""

    version: str
    day: date
    added: bool = False
    values: list[Changed] = field(default_factory=list)
    rows: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    def of(self, table: str, fate: str) -> list[Mapping[str, Any]]:
        return [row for name, what, row in self.rows if (name, what) == (table, fate)]


def histories(releases: Sequence[Release], present: Iterable[str]) -> dict[str, list[Step]]:
    """The steps of each event, oldest first. An event that no release is known to have added was there from the first."""
    if not releases:
        return {}
    steps: defaultdict[str, dict[str, Step]] = defaultdict(dict)

    def step(event: str, release: Release) -> Step:
        return steps[event].setdefault(release.version, Step(release.version, release.day))

    for release in releases:
        for changes in release.changes.tables if release.changes else ():
            if changes.table.name == "events":
                _own_row(changes, partial(step, release=release))
            elif changes.table.name in PARTS:
                for event, fate, row in _parts(changes, release):
                    if fate == "changed":
                        step(event, release).values.append(Changed(row[KEY], row["field"], row["old"], row["new"]))
                    else:
                        step(event, release).rows.append((changes.table.name, fate, row))
    for event in present:
        if not any(s.added for s in steps[event].values()):
            step(event, releases[0]).added = True
    order = {release.version: n for n, release in enumerate(releases)}
    return {event: sorted(found.values(), key=lambda s: order[s.version]) for event, found in steps.items()}


def _own_row(changes: TableChanges, step: Callable[[str], Step]) -> None:
    for row in changes.added.iter_rows(named=True):
        step(row[KEY]).added = True
    for row in changes.changed.iter_rows(named=True):
        step(row[KEY]).values.append(Changed("", row["field"], row["old"], row["new"]))


def _parts(changes: TableChanges, release: Release) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Rows of claims or links that were added, removed or changed, with each event that they are part of."""
    columns = PARTS[changes.table.name]
    for fate, frame in (("added", changes.added), ("removed", changes.gone)):
        for row in frame.iter_rows(named=True):
            for event in dict.fromkeys(row[c] for c in columns):
                yield event, fate, row
    if changes.changed.height and release.changes is not None:
        frame = release.changes.new.frames[changes.table.name]
        key = changes.table.primary_key[0]
        owners = {row[0]: row[1:] for row in frame.select(key, *columns).iter_rows()}
        for row in changes.changed.iter_rows(named=True):
            for event in dict.fromkeys(owners.get(row[KEY], ())):
                yield event, "changed", row


def last_known(releases: Sequence[Release], event_id: str) -> tuple[str, Mapping[str, Any]] | None:
    """The row of an event that is gone, as the last release that had it gives it, with that release's version."""
    for release in reversed(releases):
        for changes in release.changes.tables if release.changes else ():
            if changes.table.name == "events" and changes.gone.height:
                for row in changes.gone.iter_rows(named=True):
                    if row[KEY] == event_id and release.changes is not None:
                        return release.changes.old.package.version, {c: v for c, v in row.items() if not c.startswith("_") and c != FATE}
    return None
