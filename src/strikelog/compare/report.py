"""A comparison as text, JSON or Markdown that serves as release notes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from strikelog.check.report import markdown_cell, one_line
from strikelog.compare.changes import FATE, FATES, KEY, LABEL, NTH, WHY, Comparison, TableChanges
from strikelog.compare.versions import Version

Renderer = Callable[[Comparison], Iterator[str]]

EMPTY = "(empty)"
# Release notes have a reader, and GitHub takes at most 125,000 characters of them.
LISTED_ROWS = 200
WORDS: Mapping[str, str] = {"merged": "merged into", "retracted": "retracted as", "removed": "removed"}


def text(comparison: Comparison) -> Iterator[str]:
    """One line a row added or gone, and one line a value changed."""
    for changes in comparison.tables:
        name = changes.table.name
        for words in _schema(changes):
            yield f"{name}: {words}\n"
        if changes.state != "kept":
            continue
        for row in changes.added.iter_rows(named=True):
            yield f"{name} {_row(row)}: added\n"
        for row in changes.changed.iter_rows(named=True):
            yield f"{name} {_row(row)}: {row['field']} {_value(row['old'])} → {_value(row['new'])}\n"
        for row in changes.gone.iter_rows(named=True):
            yield f"{name} {_row(row)}: {_gone(row)}\n"


def summary(comparison: Comparison) -> str:
    """How many rows of which table, in one line."""
    def counted(changes: TableChanges) -> str:
        return ", ".join(f"{n:,} {word}" for word, n in changes.counts.items() if n) or "schema only"

    parts = [f"{c.table.name}: {counted(c)}" for c in comparison.tables]
    return "; ".join(parts) or f"{comparison.old.name} and {comparison.new.name} hold the same data"


def as_json(comparison: Comparison) -> Iterator[str]:
    """One object: both versions, and for each table that differs its rows with all their values."""
    made = {"old": _version(comparison.old), "new": _version(comparison.new), "tables": [_table(c) for c in comparison.tables]}
    yield json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def markdown(comparison: Comparison) -> Iterator[str]:
    """Counts first, then the rows of each table, as many as a person reads."""
    old, new = comparison.old, comparison.new
    yield f"## Changes from {_titled(old)} to {_titled(new)}\n\n"
    if comparison.equal:
        yield "Nothing changed.\n"
        return
    counted = ("added", "changed", *FATES)
    yield f"| Table | {' | '.join(word.capitalize() for word in counted)} |\n| --- |{' ---: |' * len(counted)}\n"
    for changes in comparison.tables:
        yield f"| {changes.table.title} | {' | '.join(f'{changes.counts[word]:,}' for word in counted)} |\n"
    for changes in comparison.tables:
        yield f"\n### {changes.table.title}\n"
        yield from _listed([f"- {markdown_cell(words)}" for words in _schema(changes)], "")
        if changes.state != "kept":
            continue
        yield from _listed(_items(changes.added), "Added", changes.added.height)
        values = [
            f"| {_marked(row)} | {row['field']} | {markdown_cell(_value(row['old']))} | {markdown_cell(_value(row['new']))} |"
            for row in changes.changed.head(LISTED_ROWS).iter_rows(named=True)]
        yield from _listed(values, "Changed", changes.changed.height, "| Row | Field | Was | Is |\n| --- | --- | --- | --- |\n")
        for fate in FATES:
            rows = changes.gone.filter(pl.col(FATE) == fate)
            yield from _listed(_items(rows), fate.capitalize(), rows.height)


RENDERERS: Mapping[str, Renderer] = {"text": text, "json": as_json, "markdown": markdown}


def _schema(changes: TableChanges) -> Iterator[str]:
    """What changed of the table itself."""
    if changes.state != "kept":
        yield f"table {changes.state} ({max(changes.added.height, changes.gone.height):,} rows)"
    for word, columns in (("added", changes.columns_added), ("removed", changes.columns_removed)):
        for column in columns:
            yield f"column {column} {word}"
    for code in changes.codes:
        yield f"code {code.code} of {code.field} {'added' if code.added else 'removed'}"


def _listed(lines: list[str], title: str, total: int | None = None, head: str = "") -> Iterator[str]:
    if not lines:
        return
    yield (f"\n**{title}**\n\n" if title else "\n") + head
    yield from (line + "\n" for line in lines)
    if total is not None and total > len(lines):
        yield f"\n… and {total - len(lines):,} more.\n"


def _items(rows: pl.DataFrame) -> list[str]:
    def why(row: Mapping[str, Any]) -> str:
        return f" {WORDS[row[FATE]]} `{markdown_cell(row[WHY])}`" if row.get(WHY) else ""

    return [f"- {_marked(row)}{why(row)}" for row in rows.head(LISTED_ROWS).iter_rows(named=True)]


def _row(row: Mapping[str, Any]) -> str:
    return one_line(row[KEY] + (f" ({row[LABEL]})" if row[LABEL] else ""))


def _marked(row: Mapping[str, Any]) -> str:
    return f"`{markdown_cell(row[KEY])}`" + (f" {markdown_cell(row[LABEL])}" if row[LABEL] else "")


def _gone(row: Mapping[str, Any]) -> str:
    return WORDS[row[FATE]] + (f" {one_line(row[WHY])}" if row[WHY] else "")


def _value(value: str | None) -> str:
    return EMPTY if value is None else one_line(value)


def _titled(version: Version) -> str:
    named = version.package.version
    return named if named and version.name.removeprefix("v") == named else f"{version.name} ({named})" if named else version.name


def _version(version: Version) -> dict[str, str]:
    return {"name": version.name, "version": version.package.version}


def _table(changes: TableChanges) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {}
    for row in changes.changed.iter_rows(named=True):
        entry = rows.setdefault(row[KEY], {"key": row[KEY], "label": row[LABEL], "values": []})
        entry["values"].append({"field": row["field"], "old": row["old"], "new": row["new"]})
    return {
        "table": changes.table.name,
        "state": changes.state,
        "columns_added": list(changes.columns_added),
        "columns_removed": list(changes.columns_removed),
        "codes_added": [{"field": c.field, "code": c.code} for c in changes.codes if c.added],
        "codes_removed": [{"field": c.field, "code": c.code} for c in changes.codes if not c.added],
        "counts": changes.counts,
        "added": [_whole(row) for row in changes.added.iter_rows(named=True)],
        "changed": list(rows.values()),
        **{fate: [_whole(row) | _explained(row) for row in changes.gone.iter_rows(named=True) if row[FATE] == fate] for fate in FATES},
    }


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {k: v for k, v in row.items() if v is not None and k not in (KEY, LABEL, FATE, WHY, NTH)}
    return {"key": row[KEY], "label": row[LABEL], "values": values}


def _explained(row: Mapping[str, Any]) -> dict[str, str]:
    return {"merged": {"into": row[WHY]}, "retracted": {"reason": row[WHY]}}.get(row[FATE], {})
