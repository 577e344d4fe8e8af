"""The descriptor as Arrow: types, and in their metadata what each table and column means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa

from strikelog.package import Field, Table

if TYPE_CHECKING:
    import polars as pl

TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "time": pa.time64("us"),
    "year": pa.int32(),
}


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table. Parquet keeps the metadata of the table and of each field."""
    about = {"name": table.name, "title": table.title, "description": table.description}
    return pa.schema([_field(f) for f in table.fields], metadata=about)


def typed(table: Table, data: pa.Table) -> pa.Table:
    """The data in the table's schema: its columns in order, cast, with their metadata.

    Raises KeyError if a column is missing, pyarrow.ArrowInvalid or ValueError if a value does not fit.
    """
    return data.select(list(table.columns)).cast(schema(table))


def from_polars(table: Table, frame: pl.DataFrame) -> pa.Table:
    """The frame in the table's schema, each column in one chunk. Raises as `typed` does."""
    # polars joins chunks without copying text, as Arrow must; a column at a time takes less memory.
    return typed(table, pa.table({column.name: column.rechunk().to_arrow() for column in frame.iter_columns()}))


def _field(field: Field) -> pa.Field:
    about = {"title": field.title, "description": field.description, "type": field.type, "required": json.dumps(field.required)}
    if field.example is not None:
        about["example"] = str(field.example)
    if field.codes:
        codes = [{"value": c.value, "label": c.label, "description": c.description} for c in field.codes]
        about["codes"] = json.dumps(codes, ensure_ascii=False)
    return pa.field(field.name, TYPES[field.type], nullable=not field.required, metadata=about)
