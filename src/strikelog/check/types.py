"""From text to types: guarded casts, the compiled pandera schema, and what a bad cell should have been."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandera.errors
import polars as pl

from strikelog.check.tables import ROW, Checked, Hits
from strikelog.package import Field, Table
from strikelog.targets import pandera as target

# Casts are looser than a reader would be: each is let through only if the cell has this form.
# Digits are spelled out, since \d would take those of every script.
FORMS = {
    "integer": r"^-?(0|[1-9][0-9]{0,17})$",
    "number": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
    "boolean": r"^(true|false)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "datetime": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    "time": r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$",
    "year": r"^[0-9]{4}$",
}
FORM_CODES = {"integer": "E301", "number": "E302", "date": "E201"}


@dataclass(frozen=True, slots=True)
class Failure:
    """Cells of one column that break one rule: `rows` are row numbers."""

    code: str
    field: Field
    rows: pl.Series


def cast(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Failure]]:
    """The frame with every column in its type and a `_row` column; cells that do not fit are null and reported."""
    typed = frame.with_columns(*(_cast(f) for f in table.fields if f.type != "string")).with_row_index(ROW)
    failures: list[Failure] = []
    for f in table.fields:
        if f.type != "string" and typed[f.name].null_count() > frame[f.name].null_count():
            bad = frame[f.name].is_not_null() & typed[f.name].is_null()
            formed = frame[f.name].str.contains(FORMS[f.type]).fill_null(False)
            code = FORM_CODES.get(f.type, "E307")
            failures += [Failure(c, f, typed[ROW].filter(mask)) for c, mask in ((code, bad & ~formed), ("E202" if f.type == "date" else code, bad & formed)) if mask.any()]
    return typed, failures


def _cast(field: Field) -> pl.Expr:
    cell = pl.col(field.name)
    cell = pl.when(cell.str.contains(FORMS[field.type])).then(cell)
    match field.type:
        case "date":
            return cell.str.to_date("%Y-%m-%d", strict=False).alias(field.name)
        case "datetime":
            return cell.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False, time_unit="us").alias(field.name)
        case "time":
            return cell.str.to_time("%H:%M:%S", strict=False).alias(field.name)
        case "boolean":
            return (cell == "true").alias(field.name)
        case _:
            return cell.cast(target.TYPES[field.type], strict=False).alias(field.name)


def validate(table: Table, typed: pl.DataFrame, absent: frozenset[str]) -> list[Failure]:
    """What the compiled schema finds in a typed frame."""
    try:
        target.schema(table).validate(typed.drop(ROW), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    failures = []
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        code = "E305" if str(check) == target.NOT_NULL else str(check)
        if column not in absent:
            failures.append(Failure(code, table.field(str(column)), group["index"].cast(pl.UInt32).sort()))
    return failures


def hits(table: Table, checked: Checked, failure: Failure) -> Hits:
    """A failure in words: what is wrong, what is allowed, and the nearest valid value."""
    frame = checked.rows.frame.with_row_index(ROW).filter(pl.col(ROW).is_in(failure.rows.implode()))
    frame = frame.select(ROW, cell=pl.col(failure.field.name)).head(1000) if failure.code != "E305" else frame.select(ROW, cell=pl.lit(""))
    wrong, allowed = _words(failure)
    near = pl.Series("near", [_nearest(failure, cell or "") for cell in frame["cell"]], dtype=pl.String)
    frame = frame.with_columns(near=pl.when(near != "").then(pl.lit("did you mean ") + near + pl.lit("? ")).otherwise(pl.lit("")), allowed=pl.lit(allowed))
    return Hits(table.name, frame, failure.field.name, wrong, "{near}{allowed}")


def _words(failure: Failure) -> tuple[str, str]:
    f = failure.field
    match failure.code:
        case "E201":
            return "{cell!r} is not written as a date", "write YYYY-MM-DD, with two digits for month and day"
        case "E202":
            return "there is no day {cell}", "look it up in a calendar"
        case "E301":
            return "{cell!r} is not a whole number", "write digits 0 to 9 only"
        case "E302":
            return "{cell!r} is not a number", "write digits 0 to 9, with a point before decimals"
        case "E303":
            return "{cell!r} is not a code of this field", f"allowed: {', '.join(f.enum)}"
        case "E304":
            return "{cell!r} does not have the form of this field", f"it looks like {f.example}" if f.example is not None else f"the form is {f.pattern}"
        case "E305":
            return f"{f.title.lower()} is required and the cell is empty", f"give it: {f.description}"
        case "E306":
            bounds = (f"at least {f.minimum:g}" if f.minimum is not None else "", f"at most {f.maximum:g}" if f.maximum is not None else "")
            return "{cell} is out of bounds", f"allowed: {' and '.join(b for b in bounds if b)}"
        case _:
            return f"{{cell!r}} is not a {f.type}", {"boolean": "write true or false", "datetime": "write YYYY-MM-DDTHH:MM:SSZ", "time": "write HH:MM:SS"}.get(f.type, "write four digits")


def _nearest(failure: Failure, cell: str) -> str:
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() and unicodedata.digit(c, None) is not None else c for c in cell).strip()
    match failure.code:
        case "E303":
            folded = {code.lower(): code for code in failure.field.enum}
            near = difflib.get_close_matches(plain.lower().replace(" ", "_"), folded, 1, 0.5)
            return folded[near[0]] if near else ""
        case "E201":
            return " or ".join(_dates(plain))
        case "E301":
            digits = plain.replace("_", "").replace(",", "").replace(" ", "").removeprefix("+").removesuffix(".0").lstrip("0") or plain
            return digits if digits.isascii() and digits.isdigit() and digits != cell else ""
        case "E302":
            number = plain.replace(",", ".").replace("_", "").removeprefix("+")
            return number if number != cell and number.replace(".", "", 1).removeprefix("-").isdigit() else ""
        case "E304":
            return plain.lower() if plain.lower() != cell and _fits(failure.field, plain.lower()) else ""
    return ""


def _fits(field: Field, value: str) -> bool:
    return bool(pl.Series([value]).str.contains(target.full_match(field.pattern or ""))[0])


def _dates(text: str) -> Iterator[str]:
    """The days that a date in another form may mean: year first, else day or month first."""
    for mark in "/.- ":
        parts = text.split(mark)
        if len(parts) == 3 and all(p.isdigit() for p in parts):
            numbers = [int(p) for p in parts]
            orders = [(0, 1, 2)] if len(parts[0]) == 4 else [(2, 1, 0), (2, 0, 1)]
            found = set()
            for order in orders:
                try:
                    found.add(date(*(numbers[i] for i in order)).isoformat())
                except ValueError:
                    continue
            yield from sorted(found)
            return
