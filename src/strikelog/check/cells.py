"""What may not stand in a cell whatever its type: edge spaces, formulas, characters that cannot be seen."""

from __future__ import annotations

import polars as pl

from strikelog.check.tables import ROW, Hits
from strikelog.package import Field, Table

UNSEEN = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff]"
FORMULA = r"^[=+\-@\t]"
# What any of these has; most cells have nothing of it and need no closer look.
ODD = r"^[\s=+\-@]|\s$|[^\x20-\x7e]"


def free(field: Field) -> bool:
    """Whether any text may stand in the field, so that no other check would meet a stray character."""
    return field.type == "string" and not field.codes and not field.pattern


def tidy(table: Table, frame: pl.DataFrame, columns: list[str]) -> tuple[pl.DataFrame, list[tuple[str, Hits]]]:
    """Look into `columns`; returns the frame with edge spaces and unseen characters removed, and what was found."""
    found: list[tuple[str, Hits]] = []
    mended = []
    for name in columns:
        odd = frame[name].str.contains(ODD).fill_null(False)
        if not odd.any():
            continue
        rows = pl.DataFrame({ROW: odd.arg_true(), "cell": frame[name].filter(odd)}).with_columns(trimmed=pl.col("cell").str.strip_chars())
        cell, trimmed = rows["cell"], rows["trimmed"]
        unseen = cell.str.contains(UNSEEN)
        spaced = cell.str.starts_with(" ") | cell.str.ends_with(" ") | ((trimmed != cell) & ~unseen)
        unseen |= cell.str.normalize("NFC") != cell
        blank = spaced & (trimmed == "")
        formula = cell.str.contains(FORMULA) & free(table.field(name))
        for code, mask, message, hint in (
            ("E115", spaced & ~blank, "there is a space before or after {cell!r}", "did you mean {trimmed!r}? strikelog fmt trims it"),
            ("E115", blank, "there is nothing but space in the cell", "give its value, or leave it empty"),
            ("E117", formula, "a spreadsheet would run {cell!r} as a formula", "begin the cell with a word"),
            (
                "E120",
                unseen & ~formula,
                "{cell!r} holds a character that cannot be seen, or a letter in two parts",
                "type the value afresh; strikelog fmt mends letters in two parts",
            ),
        ):
            if mask.any():
                found.append((code, Hits(table.name, rows.filter(mask), name, message, hint)))
        if spaced.any() or unseen.any():
            clean = trimmed.str.replace_all(UNSEEN, "").str.normalize("NFC").replace("", None)
            mended.append(frame[name].clone().scatter(rows[ROW], clean))
    return frame.with_columns(mended), found
