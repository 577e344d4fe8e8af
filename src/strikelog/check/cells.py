"""What may not stand in a cell whatever its type: edge spaces, formulas, characters that cannot be seen."""

from __future__ import annotations

import polars as pl

from strikelog.check.tables import ROW, Hits
from strikelog.package import Field, Table

UNSEEN = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff]"
FORMULA = ("=", "+", "-", "@", "\t")


def free(field: Field) -> bool:
    """Whether any text may stand in the field, so that no other check would meet a stray character."""
    return field.type == "string" and not field.codes and not field.pattern


def tidy(table: Table, frame: pl.DataFrame, columns: list[str]) -> tuple[pl.DataFrame, list[tuple[str, Hits]]]:
    """Look into `columns`; returns the frame with edge spaces and unseen characters removed, and what was found."""
    found: list[tuple[str, Hits]] = []
    mended = []
    for name in columns:
        cell = frame[name]
        if cell.null_count() == len(cell):
            continue
        trimmed = cell.str.strip_chars()
        spaced = (cell.str.starts_with(" ") | cell.str.ends_with(" ") | ((trimmed != cell) & ~cell.str.contains(UNSEEN))).fill_null(False)
        unseen = cell.str.contains(UNSEEN).fill_null(False)
        wide = cell.str.len_bytes() != cell.str.len_chars()
        if wide.any():
            unseen |= (wide & (cell.str.normalize("NFC") != cell)).fill_null(False)
        formula = pl.Series([False]).new_from_index(0, len(cell))
        if free(table.field(name)):
            for mark in FORMULA:
                formula |= cell.str.starts_with(mark).fill_null(False)
        for code, mask, message, hint in (
            ("E115", spaced, "there is a space before or after {shown}", "did you mean {trimmed!r}? strikelog fmt trims it"),
            ("E117", formula, "a spreadsheet would run {shown} as a formula", "begin the cell with a word"),
            ("E120", unseen, "{shown} holds a character that cannot be seen, or a letter in two parts", "type the value afresh; strikelog fmt mends letters in two parts"),
        ):
            if mask.any():
                rows = pl.DataFrame({ROW: pl.arange(0, len(cell), eager=True, dtype=pl.UInt32), "cell": cell, "trimmed": trimmed}).filter(mask)
                rows = rows.with_columns(shown=pl.Series([ascii(c[:40]) if code == "E120" else repr(c[:40]) for c in rows["cell"]], dtype=pl.String))
                found.append((code, Hits(table.name, rows, name, message, hint)))
        if spaced.any() or unseen.any():
            clean = trimmed.str.replace_all(UNSEEN, "").str.normalize("NFC")
            mended.append(pl.when(clean != "").then(clean).alias(name))
    return frame.with_columns(mended), found
