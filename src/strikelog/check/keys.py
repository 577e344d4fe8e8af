"""Keys as the descriptor declares them: given once, not differing by case only, and pointing at something."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables
from strikelog.package import ForeignKey, Table


def check(tables: Tables) -> Iterator[tuple[str, Hits]]:
    """Findings on primary keys, unique values and references of every table."""
    for table in tables.package.tables:
        if table.primary_key:
            yield from _given_once(tables, table, table.primary_key, "E401")
            yield from _case(tables, table)
        for group in (*table.unique_keys, *((f.name,) for f in table.fields if f.unique)):
            yield from _given_once(tables, table, group, "E406")
        for key in table.foreign_keys:
            yield from _points(tables, table, key)


def _given_once(tables: Tables, table: Table, columns: tuple[str, ...], code: str) -> Iterator[tuple[str, Hits]]:
    frame = tables[table.name].select(ROW, *columns).drop_nulls(list(columns))
    if frame.select(columns).n_unique() == frame.height:
        return
    first = pl.col(ROW).min().over(list(columns))
    again = frame.with_columns(first=first).filter(pl.col(ROW) != pl.col("first"))
    checked = tables.checked[table.name]
    shown = again.head(1000).with_columns(
        first_line=pl.Series([checked.rows.line(r) for r in again["first"].head(1000)], dtype=pl.Int64),
        key=pl.concat_str([pl.col(c).cast(pl.String) for c in columns], separator=", ").head(1000))
    what = "this id is" if code == "E401" else "this value is"
    yield code, Hits(table.name, shown, columns[0], what + " given already in line {first_line}: {key}",
                     "give the row an id of its own (strikelog new), or remove the repeated row" if code == "E401" else "cite the row in line {first_line}")


def _case(tables: Tables, table: Table) -> Iterator[tuple[str, Hits]]:
    column = table.primary_key[0]
    ids = tables[table.name].select(ROW, column).drop_nulls()
    if len(table.primary_key) > 1 or ids[column].dtype != pl.String or not ids[column].str.contains("[A-Z]").any():
        return
    folded = ids.with_columns(folded=pl.col(column).str.to_lowercase())
    alike = folded.filter(pl.col(column).n_unique().over("folded") > 1)
    alike = alike.with_columns(other=pl.col(column).first().over("folded")).filter(pl.col(column) != pl.col("other"))
    if alike.height:
        yield "E402", Hits(table.name, alike, column, "{" + column + "} differs from {other} by case only", "write ids in small letters, and give the row one of its own")


def _points(tables: Tables, table: Table, key: ForeignKey) -> Iterator[tuple[str, Hits]]:
    target = tables.checked[key.to_table]
    if not target.rows.whole or set(key.to_fields) & target.rows.absent:
        return
    column = key.fields[0]
    child = tables[table.name].select(ROW, *key.fields)
    if len(key.fields) == 1:
        lost = child.filter(pl.col(column).is_not_null() & tables.referred(table.name, column).is_null())
    else:
        lost = child.drop_nulls().join(target.typed, left_on=list(key.fields), right_on=list(key.to_fields), how="anti", maintain_order="left")
    if key.to_table == "events" and lost.height and "retractions" in tables.checked:
        retired = tables["retractions"]["event_id"]
        lost = lost.filter(~pl.col(column).is_in(retired.implode())) if table.name == "links" else lost
    if not lost.height:
        return
    known = [str(v) for v in target.typed[key.to_fields[0]].drop_nulls().head(20_000)]
    lost = lost.head(1000)
    near = [difflib.get_close_matches(str(v), known, 1, 0.75) for v in lost[column]]
    hint = pl.Series([f"did you mean {n[0]}?" if n else f"add it to {tables.package.table(key.to_table).path} first, or correct the id" for n in near], dtype=pl.String)
    yield "E403", Hits(table.name, lost.with_columns(hint=hint), column, "{" + column + "} is in no row of " + key.to_table, "{hint}")
