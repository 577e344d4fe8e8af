"""The rules a second time, in SQL, to be held against the check: it shares no code with it.

It reads `datapackage.json` by itself, loads the CSV files with Python's own reader, and finds bad cells
and broken rules with DuckDB. Left out: how files are written (their own tests hold two readers against
each other), outlines of countries, folded names, circles, and texts at hand.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb

Finding = tuple[str, str, int, str]

FORMS = {"integer": "-?(0|[1-9][0-9]{0,17})", "number": r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?", "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}"}
SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "string": "VARCHAR"}
BAD_FORM = {"integer": "E301", "number": "E302", "date": "E201"}
SAME_CELL = "(faults.tbl, faults.line, faults.field) = (found.tbl, found.line, found.field)"
# Findings on ids themselves stand beside those on their form.
ON_IDS = ("E401", "E402", "E406")


def findings(root: Path, today: str) -> set[Finding]:
    """Code, table, line and field of all that the oracle finds in a package."""
    schema = {r["name"]: r for r in json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute("CREATE TABLE faults (tbl VARCHAR, line BIGINT, field VARCHAR, code VARCHAR)")
        database.execute("CREATE TABLE found (code VARCHAR, tbl VARCHAR, line BIGINT, field VARCHAR)")
        database.execute("CREATE TABLE codes (field VARCHAR, code VARCHAR)")
        database.execute("CREATE TABLE coded (name VARCHAR)")
        database.execute("CREATE MACRO bare(id) AS regexp_replace(lower(id), '[^a-z0-9]', '', 'g')")
        for resource in schema.values():
            _load(database, root, resource)
        _kinds(database, schema)
        _keys(database, schema)
        database.execute(f"SET VARIABLE today = DATE '{today}'")
        for statement in (Path(__file__).parent / "rules.sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                database.execute(statement)
        return set(
            database.execute(
                "SELECT code, tbl, line, field FROM faults UNION SELECT code, tbl, line, field FROM found"
                f" WHERE code IN {ON_IDS} OR NOT EXISTS (FROM faults WHERE {SAME_CELL})"
                f" AND NOT (code <> 'E403' AND EXISTS (FROM found AS faults WHERE faults.code = 'E403' AND {SAME_CELL}))"
            ).fetchall()
        )


def _load(database: duckdb.DuckDBPyConnection, root: Path, resource: dict[str, Any]) -> None:
    """The table as text, its faults, and the table as types: bad cells are null, those of keys apart."""
    name, fields, schema = resource["name"], resource["schema"]["fields"], resource["schema"]
    with (root / resource["path"]).open(encoding="utf-8", newline="") as file:
        records = [(line, record) for line, record in enumerate(csv.reader(file), 1) if any(record)][1:]
    database.execute(f"CREATE TABLE raw_{name} (line BIGINT, {', '.join(f['name'] + ' VARCHAR' for f in fields)})")
    if records:
        values = f"({', '.join('?' * (len(fields) + 1))})"
        database.execute(
            f"INSERT INTO raw_{name} VALUES {', '.join([values] * len(records))}",
            [cell for line, record in records for cell in (line, *(c or None for c in record))],
        )
    keys = {*_listed(schema.get("primaryKey")), *(c for k in schema.get("foreignKeys", []) for c in _listed(k["fields"]))}
    columns = []
    for field in fields:
        cell, kind, limits = field["name"], field["type"], field.get("constraints", {})
        value = f"TRY_CAST({cell} AS {SQL_TYPES[kind]})"
        wrong = {"E305": f"{cell} IS NULL"} if limits.get("required") else {}
        if kind in FORMS:
            formed = f"regexp_full_match({cell}, '{FORMS[kind]}')"
            wrong[BAD_FORM[kind]] = f"NOT {formed}"
            if kind == "date":
                wrong["E202"] = f"{formed} AND ({value} IS NULL OR {cell} LIKE '0000%')"
        if "enum" in limits:
            wrong["E303"] = f"{cell} NOT IN ({', '.join(_quoted(v) for v in limits['enum'])})"
        if "pattern" in limits:
            wrong["E304"] = f"NOT regexp_full_match({cell}, {_quoted(limits['pattern'])})"
        bounds = [f"{value} {sign} {limits[k]}" for k, sign in (("minimum", "<"), ("maximum", ">")) if k in limits]
        if bounds:
            wrong["E306"] = f"({formed}) AND ({' OR '.join(bounds)})"
        for code, condition in wrong.items():
            database.execute(f"INSERT INTO faults SELECT '{name}', line, '{cell}', '{code}' FROM raw_{name} WHERE {condition}")
        bad = f"EXISTS (FROM faults WHERE tbl = '{name}' AND faults.line = raw_{name}.line AND field = '{cell}')"
        columns.append(cell if cell in keys else f"CASE WHEN NOT {bad} THEN {value} END AS {cell}")
    database.execute(f"CREATE TABLE {name} AS SELECT line, {', '.join(columns)} FROM raw_{name} ORDER BY line")


def _kinds(database: duckdb.DuckDBPyConnection, schema: dict[str, Any]) -> None:
    """What each field of a claim takes, and the codes and forms of the fields of events."""
    database.execute("CREATE TABLE kinds (field VARCHAR, takes VARCHAR, qualifier VARCHAR, responsibility BOOLEAN, form VARCHAR)")
    events = {f["name"]: f for f in schema["events"]["schema"]["fields"]}
    claims, links = ({f["name"]: f for f in schema[table]["schema"]["fields"]} for table in ("claims", "links"))
    coded = {c for f in (claims["field"], links["link_type"]) for c in f["constraints"]["enum"]} | {"event", *events, *claims}
    database.executemany("INSERT INTO coded VALUES (?)", [[name] for name in sorted(coded)])
    for code in next(f for f in schema["claims"]["schema"]["fields"] if f["name"] == "field")["categories"]:
        takes = code["takes"].removeprefix("events.").partition(".")[0]
        limits = events.get(takes, {}).get("constraints", {})
        takes = "sites" if takes == "site_id" else takes
        database.execute(
            "INSERT INTO kinds VALUES (?, ?, ?, ?, ?)",
            [
                code["value"],
                takes,
                code.get("qualifier", "").partition(".")[0] or None,
                bool(code.get("responsibility")),
                None if "enum" in limits else limits.get("pattern"),
            ],
        )
        for value in limits.get("enum", []):
            database.execute("INSERT INTO codes VALUES (?, ?)", [takes, value])


def _keys(database: duckdb.DuckDBPyConnection, schema: dict[str, Any]) -> None:
    for name, resource in schema.items():
        keys = resource["schema"]
        primary = _listed(keys.get("primaryKey"))
        unique = [[f["name"]] for f in keys["fields"] if f.get("constraints", {}).get("unique")]
        for code, group in [("E401", primary), *(("E406", g) for g in unique)]:
            given = " AND ".join(f"{c} IS NOT NULL" for c in group)
            database.execute(
                f"INSERT INTO found SELECT '{code}', '{name}', line, '{group[0]}' FROM {name} WHERE {given}"
                f" QUALIFY row_number() OVER (PARTITION BY {', '.join(group)} ORDER BY line) > 1"
            )
        if len(primary) == 1:
            database.execute(
                f"INSERT INTO found SELECT 'E402', '{name}', line, '{primary[0]}' FROM {name} WHERE {primary[0]} IS NOT NULL"
                f" QUALIFY {primary[0]} <> first_value({primary[0]}) OVER (PARTITION BY lower({primary[0]}) ORDER BY line)"
            )
        for key in keys.get("foreignKeys", []):
            [column], [to] = _listed(key["fields"]), _listed(key["reference"]["fields"])
            target = key["reference"]["resource"] or name
            retired = (
                f" AND {column} NOT IN (SELECT event_id FROM retractions WHERE event_id IS NOT NULL)"
                if target == "events" and name in ("links", "retractions")
                else ""
            )
            database.execute(
                f"INSERT INTO found SELECT 'E403', '{name}', line, '{column}' FROM {name} WHERE {column} IS NOT NULL{retired}"
                f" AND {column} NOT IN (SELECT {to} FROM {target} WHERE {to} IS NOT NULL)"
                f" AND NOT EXISTS (FROM faults WHERE tbl = '{name}' AND faults.line = {name}.line AND field = '{column}')"
                f" AND NOT EXISTS (FROM {target} AS t WHERE {_malformed(target, to)}"
                f" AND levenshtein(bare(t.{to}), bare({name}.{column})) <= 1)"
                f" QUALIFY row_number() OVER (PARTITION BY {column} ORDER BY line) = 1"
                f" OR NOT EXISTS (FROM {target} AS t WHERE {_malformed(target, to)})"
            )


def _malformed(table: str, column: str) -> str:
    """Whether a row `t` of a table has a bad id, by which others may mean it."""
    return f"EXISTS (FROM faults WHERE tbl = '{table}' AND field = '{column}' AND faults.line = t.line)"


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
