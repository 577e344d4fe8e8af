"""The one form in which a table's file is written, so that a change of one fact is a change of one line.

Columns in the order of the descriptor, rows by the table's `order`, no quotes but where needed, line
feeds, UTF-8 in normal form C, no space at the edge of a cell, one line a record. Nothing is written
that does not read back as the same records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import polars as pl

from strikelog.issues import Findings, Issue
from strikelog.package import Table
from strikelog.rows import parse_rows

# Faults in how a file is written that leave no doubt about its records: column order, byte order
# mark, carriage returns, blank rows, line breaks in cells, another delimiter.
MENDABLE = frozenset({"E106", "E110", "E111", "E113", "E114", "E116"})
# As Python has it, which also decides what a blank row is; polars alone would leave some at the edges.
SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical bytes of a file; or None, and in `issues` why its records are in doubt."""

    data: bytes | None
    issues: tuple[Issue, ...] = ()


def format_table(table: Table, data: bytes, add: Sequence[Mapping[str, str]] = ()) -> Formatted:
    """Bring the bytes of a table's file into canonical form, with the rows of `add` among its own.

    A file that cannot be read without fault, but for what may be mended, has no canonical form.
    """
    findings = Findings()
    rows = parse_rows(table, data, findings)
    if issues := faults(findings):
        return Formatted(None, issues)
    frame = rows.frame
    if add:
        added = pl.DataFrame([[row.get(c) for c in table.columns] for row in add], schema=frame.schema, orient="row")
        frame = pl.concat([frame, added])
    frame = arrange(table, mend(frame))
    made = to_csv(frame)
    if made == data:
        return Formatted(made)
    findings = Findings()
    back = parse_rows(table, made, findings).frame
    if issues := tuple(replace(i, line=0) for i in findings.sorted()):
        return Formatted(None, issues)
    assert back.equals(frame), f"{table.path} does not read back as it was written"
    return Formatted(made)


def faults(findings: Findings) -> tuple[Issue, ...]:
    """Those findings of a reading that leave the records of the file in doubt."""
    return tuple(i for i in findings.sorted() if i.code not in MENDABLE)


def mend(frame: pl.DataFrame) -> pl.DataFrame:
    """The records with cells on one line, trimmed and in normal form C; records without a value are dropped."""
    cells = pl.all().str.replace_all(r"\s*\n\s*", " ").str.strip_chars(SPACES).str.normalize("NFC")
    frame = frame.with_columns(cells).with_columns(pl.when(pl.all() != "").then(pl.all()))
    return frame.filter(pl.any_horizontal(pl.all().is_not_null()))


def arrange(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The records in the table's order, by code point, empty cells first; the other columns decide between equals."""
    return frame.sort([*table.order, *(c for c in table.columns if c not in table.order)])


def to_csv(frame: pl.DataFrame) -> bytes:
    """Header and records as CSV, quoted only where a cell holds a comma or a quote."""
    out = BytesIO()
    frame.write_csv(out)
    return out.getvalue()
