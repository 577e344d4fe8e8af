"""The descriptor as DuckDB SQL: types, tables, views, and comments that say what everything means.

Keys are documented in the comments and not declared: in DuckDB their indexes double the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import duckdb

from strikelog.package import Code, Field, Package, Table

TYPES: dict[str, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
    "year": "INTEGER",
}
# What DuckDB would choose for nearly every such column after trying all ways; to name it halves the time of writing.
COMPRESSION: dict[str, str] = {
    "string": "FSST", "integer": "BITPACKING", "date": "BITPACKING", "year": "BITPACKING", "number": "ALP"}
# Names that a type of ours cannot have, since DuckDB has given them.
BUILT_IN = """
    array bigint bignum binary bit bitstring blob bool boolean bpchar bytea char date datetime dec decimal double enum float float4
    float8 geometry guid hugeint int int1 int128 int16 int2 int32 int4 int64 int8 integer integral interval list logical long map null
    numeric nvarchar oid real row short signed smallint string struct text time time_ns timestamp timestamp_ms timestamp_ns timestamp_s
    timestamp_us timestamptz timestamptz_ns timetz tinyint tuple type ubigint uhugeint uint128 uint16 uint32 uint64 uint8 uinteger union
    usmallint utinyint uuid varbinary varchar variant varint"""
Enums = Mapping[tuple[str, ...], str]


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def enums(package: Package) -> dict[tuple[str, ...], str]:
    """A type's name for each list of codes: the first field's, with its table's where that name is taken."""
    found: dict[tuple[str, ...], str] = {}
    for table in (*package.published, *package.views):
        for field in table.fields:
            if field.codes and field.enum not in found:
                taken = {*found.values(), *BUILT_IN.split()}
                name = f"{table.name}_{field.name}" if field.name in taken else field.name
                while name in taken:
                    name += "_"
                found[field.enum] = name
    return found


def create_types(enums: Enums) -> list[str]:
    return [f"CREATE TYPE {identifier(name)} AS ENUM ({', '.join(map(literal, codes))})" for codes, name in enums.items()]


def type_of(field: Field, enums: Enums) -> str:
    return identifier(enums[field.enum]) if field.codes else TYPES[field.type]


def create_table(table: Table, enums: Enums) -> str:
    columns = ",\n  ".join(_column(table, f, enums) for f in table.fields)
    return f"CREATE TABLE {identifier(table.name)} (\n  {columns}\n)"


def create_view(view: Table, query: str) -> str:
    return f"CREATE VIEW {identifier(view.name)} AS {query}"


@contextmanager
def named(table: Table) -> Iterator[None]:
    """Have an error of the database say of which table it speaks."""
    try:
        yield
    except duckdb.Error as why:
        why.add_note(f"while making the {table.kind} {'' if table.kind == 'view' else 'table '}{table.name}")
        raise


def comments(table: Table) -> list[str]:
    """A comment on the table or view and on each of its columns."""
    kind, name = "VIEW" if table.kind == "view" else "TABLE", identifier(table.name)
    made = [f"COMMENT ON {kind} {name} IS {literal(describe_table(table))}"]
    return made + [f"COMMENT ON COLUMN {name}.{identifier(f.name)} IS {literal(describe(table, f))}" for f in table.fields]


def describe_table(table: Table) -> str:
    """What a table is, and its key, in one line."""
    parts = [_sentence(table.title), table.description]
    if table.primary_key:
        parts.append(f"Key: {', '.join(table.primary_key)}.")
    parts += [f"No two rows share {', '.join(key)}." for key in table.unique_keys]
    return " ".join(filter(None, parts))


def describe(table: Table, field: Field) -> str:
    """What a column is, where it points, and what each of its codes means, in one line."""
    parts = [_sentence(field.title), field.description]
    if key := table.reference(field.name):
        parts.append(f"Refers to {key.to_table}.{key.to_fields[0]}.")
    if field.codes:
        parts.append(f"Codes: {meanings(field.codes)}")
    elif field.example is not None:
        parts.append(f"Example: {field.example}")
    return " ".join(filter(None, parts))


def meanings(codes: Iterable[Code]) -> str:
    return " ".join(f"{c.value}: {_sentence(c.description or c.label)}" for c in codes)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _column(table: Table, field: Field, enums: Enums) -> str:
    name = identifier(field.name)
    parts = [name, type_of(field, enums)]
    pattern = field.pattern if field.type == "string" and not field.codes else None
    if way := _compression(table, field):
        parts.append(f"USING COMPRESSION {way}")
    if field.required:
        parts.append("NOT NULL")
    # An id that refers to a table has the form that is checked there.
    if pattern and not table.reference(field.name):
        parts.append(f"CHECK (regexp_full_match({name}, {literal(pattern)}))")
    if field.minimum is not None:
        parts.append(f"CHECK ({name} >= {field.minimum})")
    if field.maximum is not None:
        parts.append(f"CHECK ({name} <= {field.maximum})")
    return " ".join(parts)


def _compression(table: Table, field: Field) -> str | None:
    if field.codes:
        return "BITPACKING"
    # An id that refers to a table is one of few.
    return "DICTIONARY" if field.type == "string" and table.reference(field.name) else COMPRESSION.get(field.type)
