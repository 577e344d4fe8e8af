"""The tables by which the database explains itself: `_about`, `_fields`, `_codes`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from strikelog.derive import HEADLINE_RULE
from strikelog.package import Field, Package, Table
from strikelog.targets import ddl

Row = dict[str, Any]


def _text(name: str, title: str, description: str, *, required: bool = True) -> Field:
    return Field(name, "string", title, description, required=required)


ABOUT = Table(
    "_about", "About", "What this database is: its version, its licence, how to cite it, and the rule of its headline figures.", "guide",
    (_text("key", "Key", "What the value is a value of."), _text("value", "Value", "The value.")), primary_key=("key",))
FIELDS = Table(
    "_fields", "Fields", "One row is one column of one table or view, with its meaning: the data dictionary.", "guide",
    (
        _text("table_name", "Table", "Table or view."),
        _text("column_name", "Column", "Column."),
        Field("position", "integer", "Position", "Place of the column in its table, from 1.", required=True, minimum=1),
        _text("type", "Type", "Kind of value: string, integer, number, boolean, date, datetime, time or year."),
        _text("title", "Title", "Name of the column in words."),
        _text("description", "Description", "What the column says.", required=False),
        Field("required", "boolean", "Required", "Whether no cell of it is empty.", required=True),
        Field("key", "boolean", "Part of the key", "Whether it is of its table's key, which no two rows share.", required=True),
        _text("refers_to", "Refers to", "Table and column that hold the id it gives.", required=False),
        _text("codes", "Codes", "Each allowed value with its meaning; `_codes` has them one by one.", required=False),
    ),
    primary_key=("table_name", "column_name"))
CODES = Table(
    "_codes", "Codes", "One row is one allowed value of one coded column, with its meaning.", "guide",
    (
        _text("table_name", "Table", "Table or view."),
        _text("column_name", "Column", "Column."),
        _text("code", "Code", "The value as it stands in the table."),
        _text("label", "Label", "The value in words."),
        _text("description", "Description", "What it means.", required=False),
    ),
    primary_key=("table_name", "column_name", "code"))
GUIDE = (ABOUT, FIELDS, CODES)


def rows(package: Package, table: Table) -> list[Row]:
    """The rows of one table of the guide."""
    return list({ABOUT.name: _about, FIELDS.name: _fields, CODES.name: _codes}[table.name](package))


def _about(package: Package) -> Iterator[Row]:
    licences = package.descriptor.get("licenses", ())
    authors = ", ".join(c["title"] for c in package.descriptor.get("contributors", ()) if "title" in c)
    year = str(package.descriptor.get("created", ""))[:4]
    cite = f"{authors or package.title} ({year or 'n.d.'}). {package.title}. Version {package.version}. Data set."
    docs = package.descriptor.get("homepage") or "The codebook and the data dictionary are in docs/ of the repository."
    about = {
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "licence": "; ".join(" ".join(filter(None, (x.get("name"), x.get("path")))) for x in licences),
        "how to cite": cite,
        "headline rule": HEADLINE_RULE,
        "docs": f"{docs} Here, `_fields` and `_codes` hold the data dictionary, and every table, view and column has a comment.",
        "keys": "Keys and references are described in `_fields` and not declared: their indexes would double the file.",
    }
    return ({"key": key, "value": value} for key, value in about.items())


def _tables(package: Package) -> tuple[Table, ...]:
    return (*package.published, *package.views, *GUIDE)


def _fields(package: Package) -> Iterator[Row]:
    for table in _tables(package):
        for position, field in enumerate(table.fields, 1):
            to = table.reference(field.name)
            yield {
                "table_name": table.name,
                "column_name": field.name,
                "position": position,
                "type": field.type,
                "title": field.title,
                "description": field.description or None,
                "required": field.required,
                "key": field.name in table.primary_key,
                "refers_to": f"{to.to_table}.{to.to_fields[0]}" if to else None,
                "codes": ddl.meanings(field.codes) or None,
            }


def _codes(package: Package) -> Iterator[Row]:
    for table in _tables(package):
        for field in table.fields:
            for code in field.codes:
                yield {
                    "table_name": table.name,
                    "column_name": field.name,
                    "code": code.value,
                    "label": code.label,
                    "description": code.description or None,
                }
