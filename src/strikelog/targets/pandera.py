"""The descriptor as pandera: one schema a table, over typed polars frames."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from strikelog.package import Field, Table

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


def full_match(pattern: str) -> str:
    """The pattern as one that must match the whole value, as the Frictionless standard has it."""
    return f"^(?:{pattern})$"
