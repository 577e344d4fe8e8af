"""From claims to headlines: the derived tables and the views, one SQL file each.

The files in `sql/` are plain DuckDB SQL, but for lists of codes, which are looked up in the
descriptor: `{claims.field takes=count}` stands for the codes of that field with that trait, and
`{standing}` for the standings with which a claim counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any

import duckdb
import krippendorff
import pyarrow as pa

from strikelog.package import Package, Table
from strikelog.targets import arrow, ddl

NOT_STATED = ""
HEADLINE_RULE = (
    "Over the claims that stand (preferred or accepted), min is the smallest number that one of them gives and max the largest, "
    "empty if one of them has no upper bound, as at least and some have none. best is the preferred claim's number, else the number "
    "on which all standing claims agree, else empty. state is the preferred claim's, else counted if one counts, none if all say "
    "none, and some if not. None is zero; some is no number. Nothing is averaged. In events_wide a source's version of the total is its "
    "count for all together, else the sum of its counts by weapon or party; the rule is then applied to the versions. Reprints of "
    "one root source count as one source."
)


class CannotDerive(ValueError):
    """A derived table or view that the descriptor names cannot be made from what it says."""


def derived(connection: duckdb.DuckDBPyConnection, package: Package) -> Generator[tuple[Table, pa.Table], None, None]:
    """Each derived table of the package, in its Arrow schema, from a database that holds the base tables.

    Load a table before you ask for the next one, which may read it, and close the iterator before the connection, since
    it has tables of its own there. Raises CannotDerive if a table has no SQL, the SQL
    finds no codes to look for, or what it gives does not fit the schema; duckdb.Error, with the table in a note, if
    the SQL fails.
    """
    if not package.derived:
        return
    try:
        connection.execute(_filled(package, "_prelude"))
        for table in package.derived:
            with ddl.named(table):
                data = _made(connection, package, table)
            yield table, data
    finally:
        connection.execute("DROP TABLE IF EXISTS temp.totals; DROP TABLE IF EXISTS temp.figures; DROP TABLE IF EXISTS temp.counts; "
                           "DROP TABLE IF EXISTS temp.standing_claims")


def _made(connection: duckdb.DuckDBPyConnection, package: Package, table: Table) -> pa.Table:
    make: Callable[[], pa.Table]
    if table.name == "agreement":
        rows = [dict(zip(table.columns, row, strict=True)) for row in _agreement_of(connection)]
        make = partial(pa.Table.from_pylist, rows, arrow.schema(table))
    else:
        # Codes are text here, as in every file; what loads the table makes enums of them.
        query = _shaped(table, _filled(package, table.name), {f.name: ddl.TYPES[f.type] for f in table.fields})
        make = partial(arrow.typed, table, connection.sql(query).to_arrow_table())
    try:
        return make()
    except ValueError as why:
        raise CannotDerive(f"what makes the table {table.name} does not fit its fields: {why}") from None


def _agreement_of(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, int, float | None]]:
    try:
        return agreement(connection.table("recodings").to_arrow_table().to_pylist())
    except KeyError as why:
        raise CannotDerive(f"the table agreement is made from recodings, which has no field {why}") from None


def view(package: Package, table: Table) -> str:
    """The SELECT that is a view: its columns, in order and in their types, its rows in a fixed order. Raises CannotDerive."""
    enums = ddl.enums(package)
    return _shaped(table, _filled(package, table.name), {f.name: ddl.type_of(f, enums) for f in table.fields})


def agreement(recodings: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, int, int, float | None]]:
    """Round, field, events, how many agreed, and Krippendorff's nominal alpha: a row for each field of each round."""
    units: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in recodings:
        pair = (_value(row["first_value"]), _value(row["second_value"]))
        if pair != (NOT_STATED, NOT_STATED):
            units.setdefault((row["round"], row["field"]), []).append(pair)
    return [(*key, len(pairs), sum(a == b for a, b in pairs), _alpha(pairs)) for key, pairs in sorted(units.items())]


def _alpha(pairs: list[tuple[str, str]]) -> float | None:
    values = sorted({v for pair in pairs for v in pair})
    if len(values) < 2:
        return None
    counts = [[pair.count(v) for v in values] for pair in pairs]
    return round(float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")), 4)


def _value(cell: str | None) -> str:
    """A coder's value; several values are a set, whatever the order in which they were written."""
    return " | ".join(sorted(part.strip() for part in (cell or NOT_STATED).split(" | ")))


def _filled(package: Package, name: str) -> str:
    try:
        text = files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise CannotDerive(f"nothing makes the table {name}: there is no sql/{name}.sql") from None
    return re.sub(r"\{([^}]+)\}", lambda found: _codes(package, found[1]), text)


def _codes(package: Package, wanted: str) -> str:
    field, *traits = ("claims.standing stands=true" if wanted == "standing" else wanted).split()
    given = {name: {"true": True}.get(value, value) for name, _, value in (t.partition("=") for t in traits)}
    try:
        codes = package.codes_with(field, **given)
    except KeyError as why:
        raise CannotDerive(f"the SQL of a derived table looks up the codes of {field}: {why.args[0]}") from None
    if not codes:
        raise CannotDerive(f"the SQL of a derived table needs a code of {field}" + "".join(f" with {t}" for t in traits))
    return _list(codes)


def _list(values: Iterable[str]) -> str:
    return f"({', '.join(map(ddl.literal, values))})"


def _shaped(table: Table, sql: str, types: Mapping[str, str]) -> str:
    columns = ", ".join(f"CAST(made.{ddl.identifier(name)} AS {kind}) AS {ddl.identifier(name)}" for name, kind in types.items())
    order = ", ".join(map(ddl.identifier, table.primary_key)) or "ALL"
    return f"SELECT {columns} FROM ({sql}) AS made ORDER BY {order}"
