"""From claims to headlines: the derived tables and the views, one SQL file each.

The files in `sql/` are plain DuckDB SQL, but for lists of codes, which are looked up in the
descriptor: `{claims.field takes=count}` stands for the codes of that field with that trait, and
`{standing}` for the standings with which a claim counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any

import duckdb
import krippendorff

from strikelog.package import Code, Package, Table
from strikelog.targets import ddl

STANDING = ("preferred", "accepted")
NOT_STATED = ""
HEADLINE_RULE = (
    "Over the claims that stand (preferred or accepted), min is the smallest number that one of them gives and max the largest, "
    "empty if one of them has no upper bound, as at least and some have none. best is the preferred claim's number, else the number "
    "on which all standing claims agree, else empty. state is the preferred claim's, else counted if one counts, none if all say "
    "none, and some if not. None is zero; some is no number. Nothing is averaged. In events_wide a source's version of the total is its "
    "count for all together, else the sum of its counts by weapon or party; the rule is then applied to the versions. Reprints of "
    "one root source count as one source."
)


def derive(connection: duckdb.DuckDBPyConnection, package: Package, done: Callable[[Table], None] | None = None) -> None:
    """Make the derived tables and the views of the package in a database that holds its base tables.

    The types of coded fields (`ddl.create_types`) must be there too. `done` is called after each
    table and view. Raises duckdb.Error if the base tables break a constraint of the schema.
    """
    enums = ddl.enums(package)
    connection.execute(_filled(package, "_prelude"))
    try:
        for table in package.derived:
            connection.execute(ddl.create_table(table, enums))
            if table.name == "agreement":
                if found := agreement(connection.table("recodings").to_arrow_table().to_pylist()):
                    connection.executemany("INSERT INTO agreement VALUES (?, ?, ?, ?, ?)", found)
            else:
                connection.execute(f"INSERT INTO {ddl.identifier(table.name)} {query(package, table)}")
            if done:
                done(table)
    finally:
        connection.execute("DROP TABLE IF EXISTS temp.totals; DROP TABLE IF EXISTS temp.figures; DROP TABLE IF EXISTS temp.counts; "
                           "DROP TABLE IF EXISTS temp.standing_claims")
    for view in package.views:
        connection.execute(ddl.create_view(view, query(package, view)))
        if done:
            done(view)


def query(package: Package, table: Table) -> str:
    """The SELECT that makes a derived table or view: its columns, in order and in their types, its rows in a fixed order."""
    return _shaped(table, _filled(package, table.name), ddl.enums(package))


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
    counts = [[Counter(pair)[v] for v in values] for pair in pairs]
    return round(float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")), 4)


def _value(cell: str | None) -> str:
    """A coder's value; several values are a set, whatever the order in which they were written."""
    return " | ".join(sorted(part.strip() for part in (cell or NOT_STATED).split(" | ")))


def _filled(package: Package, name: str) -> str:
    text = files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8").strip()
    return re.sub(r"\{([^}]+)\}", lambda found: _codes(package, found[1]), text)


def _codes(package: Package, wanted: str) -> str:
    if wanted == "standing":
        return _list(STANDING)
    field, *traits = wanted.split()
    return _list(c.value for c in package.lookup(field).codes if all(_has(c, *t.split("=")) for t in traits))


def _has(code: Code, trait: str, value: str) -> bool:
    given = code.traits.get(trait)
    return given == value or json.dumps(given) == value


def _list(values: Iterable[str]) -> str:
    return f"({', '.join(map(ddl.literal, values))})"


def _shaped(table: Table, sql: str, enums: ddl.Enums) -> str:
    columns = ", ".join(f"CAST(made.{ddl.identifier(f.name)} AS {ddl.type_of(f, enums)}) AS {ddl.identifier(f.name)}" for f in table.fields)
    order = ", ".join(map(ddl.identifier, table.primary_key)) or "ALL"
    return f"SELECT {columns} FROM ({sql}) AS made ORDER BY {order}"
