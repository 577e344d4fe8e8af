"""Keys as the descriptor declares them: given once, not differing by case only, and pointing at something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from strikelog.check import nearest
from strikelog.check.tables import ROW, Hits, Tables
from strikelog.check.types import malformed
from strikelog.package import ForeignKey, Table
from strikelog.targets.pandera import full_match

# Rules on retired events look into these tables and say more.
HAVE_RULES_ON_RETIRED = ("links", "retractions")


def checks(tables: Tables) -> Iterator[Callable[[], Iterator[tuple[str, Hits]]]]:
    """What gives the findings on primary keys, unique values and references of every table, each by itself."""
    for table in tables.package.tables:
        if table.primary_key:
            yield partial(_given_once, tables, table, table.primary_key, "E401")
            yield partial(_case, tables, table)
        for group in (*table.unique_keys, *((f.name,) for f in table.fields if f.unique)):
            yield partial(_given_once, tables, table, group, "E406")
        for key in table.foreign_keys:
            yield partial(_form, tables, table, key)
            yield partial(_points, tables, table, key)


def _given_once(tables: Tables, table: Table, columns: tuple[str, ...], code: str) -> Iterator[tuple[str, Hits]]:
    frame = tables[table.name].select(ROW, *columns).drop_nulls(list(columns))
    if frame.select(columns).hash_rows().n_unique() == frame.height:
        return
    again = frame.with_columns(_first=pl.col(ROW).min().over(list(columns))).filter(pl.col(ROW) != pl.col("_first"))
    key = ", ".join(f"{{{c}}}" for c in columns)
    if code == "E401":
        message, hint = (
            f"this id is given already in line {{first_line}}: {key}",
            "give the row an id of its own (strikelog new), or remove the repeated row",
        )
    else:
        message, hint = f"this value is given already in line {{first_line}}: {key}", "cite the row in line {first_line}"
    yield code, Hits(table.name, again, columns[0], message, hint)


def _case(tables: Tables, table: Table) -> Iterator[tuple[str, Hits]]:
    column = table.primary_key[0]
    ids = tables[table.name].select(ROW, column).drop_nulls()
    if len(table.primary_key) > 1 or ids[column].dtype != pl.String or not ids[column].str.contains("[A-Z]").any():
        return
    folded = ids.with_columns(_folded=pl.col(column).str.to_lowercase())
    alike = folded.filter(pl.col(column).n_unique().over("_folded") > 1)
    alike = alike.with_columns(_other=pl.col(column).first().over("_folded")).filter(pl.col(column) != pl.col("_other"))
    if alike.height:
        yield (
            "E402",
            Hits(
                table.name,
                alike,
                column,
                "{" + column + "} differs from {_other} by case only",
                "write ids in small letters, and give the row one of its own",
            ),
        )


def _form(tables: Tables, table: Table, key: ForeignKey) -> Iterator[tuple[str, Hits]]:
    """References that have not the form of an id: here, since it is known here which id they may have meant."""
    column = key.fields[0]
    field = table.field(column)
    if len(key.fields) > 1 or not field.pattern or column in tables.checked[table.name].rows.absent:
        return
    wrong = tables[table.name].select(ROW, column).filter(~pl.col(column).str.contains(full_match(field.pattern)))
    if wrong.height:
        there = nearest.among(tables.known(key.to_table, key.to_fields[0]), 0.7)
        yield "E304", malformed(table, field, wrong[ROW], there)


def _points(tables: Tables, table: Table, key: ForeignKey) -> Iterator[tuple[str, Hits]]:
    target = tables.checked[key.to_table]
    if not target.rows.whole or set(key.to_fields) & target.rows.absent:
        return
    column = key.fields[0]
    child = tables[table.name].select(ROW, *key.fields)
    if len(key.fields) == 1:
        lost = child.filter(pl.col(column).is_not_null() & tables.referred(table.name, column).is_null())
    else:
        lost = child.drop_nulls().join(
            target.typed, left_on=list(key.fields), right_on=list(key.to_fields), how="anti", maintain_order="left"
        )
    lost = tables.checked[table.name].sound(lost, *key.fields)
    path, successors = tables.package.table(key.to_table).path, _successors(tables, key)
    retired = lost.filter(pl.col(column).cast(pl.String).is_in(list(successors)))
    if retired.height and table.name not in HAVE_RULES_ON_RETIRED:
        instead = retired[column].replace_strict(successors, return_dtype=pl.String)
        yield (
            "E403",
            Hits(
                table.name,
                retired.with_columns(_instead=instead),
                column,
                "{" + column + "} is a retired event",
                "write {_instead}, or remove the row",
            ),
        )
    lost = lost.join(retired, on=ROW, how="anti", maintain_order="left")
    lost = nearest.lost(tables, lost, column, (key.to_table, key.to_fields[0]))
    if lost.height:
        yield (
            "E403",
            Hits(
                table.name,
                lost,
                column,
                "{" + column + "} is in no row of " + key.to_table + "{_also}",
                f"add it to {path} first, or correct the id",
                nearest.among(tables.known(key.to_table, key.to_fields[0])),
            ),
        )


def _successors(tables: Tables, key: ForeignKey) -> dict[str, str]:
    """Each retired event and what took its place, for a reference to events."""
    if (
        key.to_table != "events"
        or "retractions" not in tables.checked
        or not {"event_id", "replaced_by"} <= set(tables["retractions"].columns)
    ):
        return {}
    rows = tables["retractions"].select(pl.col("event_id", "replaced_by").cast(pl.String)).drop_nulls("event_id")
    return {event: instead or "another event" for event, instead in rows.iter_rows()}
