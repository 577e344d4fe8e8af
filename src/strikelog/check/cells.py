"""What may not stand in a cell whatever its type: edge spaces, formulas, characters that cannot be seen."""

from __future__ import annotations

import polars as pl

from strikelog.check.tables import ROW, Hits
from strikelog.package import Field, Table

UNSEEN = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\ufffe\uffff\x{e0000}-\x{e007f}"
)
# Names in Persian and Arabic are written with these: joiners, and marks of direction. Elsewhere they are slips.
JOINING, NAMES = r"\u061c\u200c-\u200f", ("names", "name")
# A letter that some program could not read. It is not taken out: what stood there, nobody knows.
LOST = r"\ufffd"
FORMULA = r"^[=+\-@\t]"
# A cell far beyond any note that somebody wrote by hand.
LONGEST_CELL = 10_000
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
        found += _overlong(table, frame, name)
        odd = frame[name].str.contains(ODD).fill_null(False)
        if not odd.any():
            continue
        rows = pl.DataFrame({ROW: odd.arg_true(), "cell": frame[name].filter(odd)}).with_columns(trimmed=pl.col("cell").str.strip_chars())
        cell, trimmed = rows["cell"], rows["trimmed"]
        hidden = f"[{UNSEEN if (table.name, name) == NAMES else UNSEEN + JOINING}]"
        unseen = cell.str.contains(hidden)
        clean = trimmed.str.replace_all(hidden, "").str.strip_chars().str.normalize("NFC")
        formula = (cell.str.contains(FORMULA) | clean.str.contains(FORMULA)) & free(table.field(name))
        spaced = cell.str.starts_with(" ") | cell.str.ends_with(" ") | ((trimmed != cell) & ~unseen)
        unseen |= (cell.str.normalize("NFC") != cell) | cell.str.contains(LOST)
        blank = spaced & (trimmed == "")
        for code, mask, message, hint in (
            (
                "E115",
                spaced & ~blank & ~formula,
                "there is a space before or after {cell!r}",
                "did you mean {trimmed!r}? strikelog fmt trims it",
            ),
            ("E115", blank, "there is nothing but space in the cell", "give its value, or leave it empty"),
            ("E117", formula, "a spreadsheet would run {cell!r} as a formula", "begin the cell with a word"),
            (
                "E120",
                unseen & ~formula,
                "{cell!r} holds a character that cannot be seen or was lost, or a letter in two parts",
                "type the value afresh; strikelog fmt mends letters in two parts",
            ),
        ):
            if mask.any():
                found.append((code, Hits(table.name, rows.filter(mask), name, message, hint)))
        if spaced.any() or unseen.any():
            mended.append(frame[name].clone().scatter(rows[ROW], clean.replace("", None)))
    return frame.with_columns(mended), found


def _overlong(table: Table, frame: pl.DataFrame, name: str) -> list[tuple[str, Hits]]:
    """Cells of one column with more characters than anybody meant."""
    cell = frame[name]
    if (frame.select(pl.col(name).str.len_bytes().max()).item() or 0) <= LONGEST_CELL:
        return []
    long = (cell.str.len_chars() > LONGEST_CELL).fill_null(False)
    rows = pl.DataFrame({ROW: long.arg_true(), "chars": [f"{n:,}" for n in cell.filter(long).str.len_chars()]})
    message = f"the cell has {{chars}} characters; at most {LONGEST_CELL:,} are meant"
    return [("E118", Hits(table.name, rows, name, message, "was something pasted into it by mistake?"))] if rows.height else []
