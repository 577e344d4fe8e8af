"""The descriptor of what is published: a Data Package that any Frictionless tool opens in `dist/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strikelog.package import ABOUT, Field, Package, Table


def descriptor(package: Package) -> dict[str, Any]:
    """`datapackage.json` of a release: base and derived tables, each as CSV and as Parquet."""
    # These are carried over from the source descriptor as they stand; all else is said of the tables as published.
    about = {key: package.descriptor[key] for key in ABOUT if key in package.descriptor}
    return about | {"resources": [_resource(table) for table in package.published]}


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "kind": table.kind,
        "formats": [
            {"path": f"{table.name}.csv", "format": "csv", "mediatype": "text/csv"},
            {"path": f"{table.name}.parquet", "format": "parquet", "mediatype": "application/vnd.apache.parquet"},
        ],
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"fields": [_field(f) for f in table.fields]}
    if table.primary_key:
        made["primaryKey"] = list(table.primary_key)
    if table.order and table.order != table.primary_key:
        made["order"] = list(table.order)
    if table.unique_keys:
        made["uniqueKeys"] = [list(key) for key in table.unique_keys]
    if table.foreign_keys:
        made["foreignKeys"] = [
            {"fields": list(k.fields), "reference": {"resource": _name(k.to_table, table), "fields": list(k.to_fields)}}
            for k in table.foreign_keys
        ]
    return made


def _name(to: str, table: Table) -> str:
    """How a reference names a table: by the standard, an empty name is the table itself."""
    return "" if to == table.name else to


def _field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"name": field.name, "type": field.type, "title": field.title, "description": field.description}
    more = {"example": field.example, "format": field.format, "part_of": field.part_of}
    made |= {key: value for key, value in more.items() if value is not None}
    if field.codes:
        made["categories"] = [{"value": c.value, "label": c.label, "description": c.description, **c.traits} for c in field.codes]
    if limits := _constraints(field):
        made["constraints"] = limits
    return made


def _constraints(field: Field) -> Mapping[str, Any]:
    limits = {
        "required": field.required or None,
        "unique": field.unique or None,
        "enum": list(field.enum) or None,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
    }
    return {key: value for key, value in limits.items() if value is not None}
