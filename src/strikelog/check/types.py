"""From text to types: guarded casts, the compiled pandera schema, and what a bad cell should have been."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pandera.errors
import polars as pl

from strikelog.check import nearest
from strikelog.check.tables import ROW, Hits
from strikelog.package import Field, Table
from strikelog.targets import pandera as target

# Casts are looser than a reader would be: each is let through only if the cell has this form.
# Digits are spelled out, since \d would take those of every script.
FORMS = {
    "integer": r"^-?(0|[1-9][0-9]{0,17})$",
    "number": r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$",
    "boolean": r"^(true|false)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "datetime": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    "time": r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$",
    "year": r"^[0-9]{4}$",
}
KINDS = {"boolean": "true or false", "datetime": "a day with a time", "time": "a time", "year": "a year"}
# A host with a path, and before it, rightly or wrongly written, the scheme.
ADDRESS = re.compile(r"(?:(https?)[:/]+)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?/[^\s]*)", re.IGNORECASE)
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
            failures += [
                Failure(c, f, typed[ROW].filter(mask))
                for c, mask in ((code, bad & ~formed), ("E202" if f.type == "date" else code, bad & formed))
                if mask.any()
            ]
    return typed, failures


def _cast(field: Field) -> pl.Expr:
    cell = pl.col(field.name)
    fits = cell.str.contains(FORMS[field.type])
    if field.type in ("date", "datetime"):
        fits &= ~cell.str.starts_with("0000")  # a year that polars knows and no calendar
    cell = pl.when(fits).then(cell)
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
    """What the compiled schema finds in a typed frame. In an empty column that may be empty there is nothing to find."""
    filled = replace(table, fields=tuple(f for f in table.fields if f.required or typed[f.name].null_count() < typed.height))
    try:
        target.schema(filled).validate(typed.select(filled.columns), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    failures = []
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        code = "E305" if str(check) == target.NOT_NULL else str(check)
        assert not group["index"].has_nulls(), f"{table.name}.{column}: the check {check} cannot run: {group['failure_case'][0]}"
        if column not in absent:
            failures.append(Failure(code, table.field(str(column)), group["index"].cast(pl.UInt32).sort()))
    return failures


def spoil(table: Table, typed: pl.DataFrame, failures: list[Failure]) -> pl.DataFrame:
    """The typed frame with the cells of these failures null.

    Those of keys keep what they say: rows that hold the same bad id still belong together.
    """
    keys = {*table.primary_key, *(c for key in table.foreign_keys for c in key.fields)}
    bad = [f for f in failures if f.field.name not in keys]
    return typed.with_columns(
        pl.when(~pl.col(ROW).is_in(pl.concat([f.rows for f in bad if f.field.name == name]).implode())).then(pl.col(name)).alias(name)
        for name in dict.fromkeys(f.field.name for f in bad)
    )


def hits(table: Table, failure: Failure) -> Hits:
    """A failure in words: what is wrong, what is allowed, and the nearest valid value.

    There are none for a malformed reference: `malformed` gives them when it is known what it may point at.
    """
    wrong, allowed = _words(failure)
    if failure.code == "E304" and table.reference(failure.field.name):
        return Hits(table.name, pl.DataFrame(schema={ROW: pl.UInt32}), failure.field.name, wrong, allowed)
    return Hits(table.name, pl.DataFrame({ROW: failure.rows}), failure.field.name, wrong, allowed, partial(_nearest, failure))


def malformed(table: Table, field: Field, rows: pl.Series, there: Callable[[str], str]) -> Hits:
    """References of another form than their field's, with the nearest id that is `there`."""
    failure = Failure("E304", field, rows)
    wrong, allowed = _words(failure)
    return Hits(
        table.name, pl.DataFrame({ROW: rows}), field.name, wrong, allowed, lambda cell: there(cell) or _nearest(failure, cell)
    )


def _words(failure: Failure) -> tuple[str, str]:
    f = failure.field
    cell = "{" + f.name + "!r}"
    match failure.code:
        case "E201":
            return f"{cell} is not written as a date", "write YYYY-MM-DD, with two digits for month and day"
        case "E202":
            return f"there is no day {cell}", "look it up in a calendar"
        case "E301":
            return f"{cell} is not a whole number", "write digits 0 to 9 only, at most 18 of them"
        case "E302":
            return f"{cell} is not a number", "write digits 0 to 9, with a point before decimals"
        case "E303":
            return f"{cell} is not a code of this field", f"allowed: {', '.join(f.enum)}"
        case "E304":
            return (
                f"{cell} does not have the form of this field",
                f"it looks like {f.example}" if f.example is not None else f"the form is {f.pattern}",
            )
        case "E305":
            return f"{f.title.lower()} is required and the cell is empty", f"give it: {f.description}"
        case "E306":
            bounds = (f"at least {f.minimum:g}" if f.minimum is not None else "", f"at most {f.maximum:g}" if f.maximum is not None else "")
            turned = "; were latitude and longitude swapped?" if f.name == "latitude" else ""
            return f"{cell} is out of bounds", f"allowed: {' and '.join(b for b in bounds if b)}{turned}"
        case _:
            return f"{cell} is not {KINDS[f.type]}", {
                "boolean": "write true or false",
                "datetime": "write YYYY-MM-DDTHH:MM:SSZ",
                "time": "write HH:MM:SS",
            }.get(f.type, "write four digits")


def _nearest(failure: Failure, cell: str) -> str:
    plain = "".join(str(unicodedata.digit(c, c)) for c in cell).strip()
    match failure.code:
        case "E303":
            return nearest.code(failure.field, plain)
        case "E201":
            return " or ".join(nearest.days(plain))
        case "E202":
            return nearest.real_day(plain)
        case "E301" | "E302":
            return _number(failure.field, plain)
        case "E304" if failure.field.format == "uri":
            address = ADDRESS.fullmatch(plain)
            return f"{(address[1] or 'https').lower()}://{address[2]}" if address else ""
        case "E304":
            lower = nearest.latin(plain.lower())
            forms = (lower, plain.upper(), re.sub(r"[\s_]+", "-", lower), f"0{plain}")
            return next((form for form in forms if form != cell and _fits(failure.field, form)), "")
        case "E306":
            # A stray sign; any other number may be anything.
            least, most = failure.field.minimum, failure.field.maximum
            stray = plain.startswith("-") and least is not None and 0 <= least <= float(plain[1:]) <= (most or float("inf"))
            return plain[1:] if stray else ""
    return ""


def _number(field: Field, plain: str) -> str:
    number = re.sub(r"[\s_]", "", plain).removeprefix("+")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+", number):
        number = number.replace(",", "")
    number = number.replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", number):
        return ""
    whole, _, decimals = number.partition(".")
    whole = str(int(whole)) if whole != "-0" else whole
    if field.type == "integer" or not decimals:
        return whole if not decimals.strip("0") else ""
    return f"{whole}.{decimals}"


def _fits(field: Field, value: str) -> bool:
    return bool(pl.Series([value]).str.contains(target.full_match(field.pattern or ""))[0])
