"""The descriptor as pandera: one schema a table, over typed polars frames."""

from __future__ import annotations

from collections.abc import Iterator

import pandera.polars as pa
import polars as pl

from strikelog.package import Field, Flaw, Package, Table

# pandera's own name for a null where none may be; every other check is named by its code.
NOT_NULL = "not_nullable"

TYPES: dict[str, type[pl.DataType] | pl.DataType] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
    "time": pl.Time,
    "year": pl.Int32,
}

NUMERIC = ("integer", "number", "year")


def schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of a table whose cells have their types.

    Each check bears the code of the rule it enforces, so that `failure_cases` names it. Validate
    eager frames with `lazy=True`: on a LazyFrame pandera looks at the schema and not at the data.
    """
    return pa.DataFrameSchema({f.name: _column(f) for f in table.fields}, strict=True, ordered=True, name=table.name)


def _column(field: Field) -> pa.Column:
    checks = []
    if field.codes:
        checks.append(pa.Check.isin(list(field.enum), error="E303"))
    if field.pattern:
        checks.append(pa.Check.str_matches(full_match(field.pattern), error="E304"))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error="E306"))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, error="E306"))
    return pa.Column(TYPES[field.type], checks, nullable=not field.required, title=field.title, description=field.description)


def unfit(package: Package) -> Iterator[Flaw]:
    """Constraints that no schema can hold to: what `schema` compiles has none of these."""
    known = {flaw.where for flaw in package.flaws}
    for table in package.tables:
        for field in table.fields:
            if f"{table.name}.{field.name}" not in known and (trouble := _unfit(field)):
                yield Flaw("malformed", f"{table.name}.{field.name}", "", *trouble)


def _unfit(field: Field) -> tuple[str, str] | None:
    if field.pattern is not None:
        if field.type != "string":
            return "`pattern` must stand on a field of type string", "correct or drop it"
        try:
            pl.Series([""]).str.contains(full_match(field.pattern))
        except pl.exceptions.ComputeError:
            return (
                f"the pattern {field.pattern!r} cannot be read",
                "write a plain regular expression",
            )
    for bound in (field.minimum, field.maximum):
        if bound is not None and (
            field.type not in NUMERIC or not abs(bound) < 2**53
        ):
            return "`minimum` and `maximum` must be numbers, on a field with numbers", "correct or drop them"
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        return "`minimum` is above `maximum`", "swap them or correct one"
    return None


def full_match(pattern: str) -> str:
    """The pattern as one that must match the whole value, as the Frictionless standard has it."""
    return f"^(?:{pattern})$"
