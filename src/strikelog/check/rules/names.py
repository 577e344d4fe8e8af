"""Names and identities: one name for one thing, retired ids, reprints, and parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from strikelog.check import nearest
from strikelog.check.tables import ROW, Hits, Tables, rule
from strikelog.folding import fold
from strikelog.package import Package, Table


def named_tables(package: Package) -> list[Table]:
    """Tables of things that have names: those with a `name` and an id of their own."""
    return [t for t in package.tables if "name" in t.columns and len(t.primary_key) == 1]


@rule("E403", reads="names")
def name_of_nothing(tables: Tables) -> Iterator[Hits]:
    """`names` points into several tables, which no reference in the descriptor can say."""
    named = named_tables(tables.package)
    if not named or any(not tables.checked[t.name].rows.whole or tables.checked[t.name].rows.absent for t in named):
        return
    known = pl.concat([tables[t.name][t.primary_key[0]].alias("entity_id") for t in named])
    lost = tables.sound("names", "entity_id").filter(~pl.col("entity_id").is_in(known.drop_nulls().implode()))
    lost = nearest.lost(tables, lost, "entity_id", *((t.name, t.primary_key[0]) for t in named))
    yield Hits(
        "names",
        lost,
        "entity_id",
        "{entity_id} is in no row of " + " or ".join(t.name for t in named) + "{_also}",
        "add it there first, or correct the id",
        nearest.among(pl.concat([tables.known(t.name, t.primary_key[0]).alias("entity_id") for t in named])),
    )


# In `recodings`, whether the coder found the event at all.
WHOLE_EVENT = "event"


@rule("E411", reads="recodings events claims links")
def recoding_of_nothing(tables: Tables) -> Iterator[Hits]:
    package = tables.package
    coded = [*package.table("events").columns, *package.table("claims").columns, WHOLE_EVENT]
    coded += [code for coded_field in ("claims.field", "links.link_type") for code in package.lookup(coded_field).enum]
    yield Hits(
        "recodings",
        tables["recodings"].filter(~pl.col("field").is_in(coded)),
        "field",
        "{field} is nothing that is coded: no field of events or claims and no kind of claim or link",
        "correct it, or remove the row",
        nearest.among(pl.Series(coded), 0.6),
    )


@rule("E404", reads="events retractions")
def retired_id_used(tables: Tables) -> Iterator[Hits]:
    retired = tables["retractions"]["event_id"]
    yield Hits(
        "events",
        tables["events"].filter(pl.col("event_id").is_in(retired.implode())),
        "event_id",
        "{event_id} is a retired id",
        "give the event a fresh id (strikelog new event)",
    )


@rule("E405", reads="names")
def name_of_two_things(tables: Tables) -> Iterator[Hits]:
    names = tables["names"].drop_nulls(["entity_id", "name"])
    names = names.with_columns(folded=pl.Series([fold(n) for n in names["name"]], dtype=pl.String))
    shared = names.with_columns(first=pl.col("entity_id").first().over("folded")).filter(pl.col("entity_id") != pl.col("first"))
    yield Hits("names", shared, "name", "{name!r} is a name of {first} too", "make one of the two names longer, or remove it")


@rule("E407", reads="events retractions", whole="events")
def retired_without_successor(tables: Tables) -> Iterator[Hits]:
    retired = tables["retractions"]
    yield Hits(
        "retractions",
        retired.filter((pl.col("reason") == "merged") & pl.col("replaced_by").is_null()),
        "replaced_by",
        "{event_id} was merged and nothing says into what",
        "give the id of the event it was merged into",
    )
    yield Hits(
        "retractions",
        retired.filter((pl.col("replaced_by") == pl.col("event_id")) | pl.col("replaced_by").is_in(retired["event_id"].implode())),
        "replaced_by",
        "{replaced_by} is a retired id itself",
        "give the id that holds today",
    )


@rule("E408", reads="sources")
def reprint_of_reprint(tables: Tables) -> Iterator[Hits]:
    sources = tables["sources"]
    reprints = sources.filter(pl.col("root_source_id").is_not_null())
    yield Hits(
        "sources",
        reprints.filter(pl.col("root_source_id") == pl.col("source_id")),
        "root_source_id",
        "{source_id} is a reprint of itself",
        "leave it empty",
    )
    roots = sources.select(root_source_id="source_id", root_of_root="root_source_id").unique(
        "root_source_id", keep="first", maintain_order=True
    )
    chained = reprints.join(roots, on="root_source_id", maintain_order="left").filter(
        pl.col("root_of_root").is_not_null() & (pl.col("root_source_id") != pl.col("source_id"))
    )
    yield Hits("sources", chained, "root_source_id", "{root_source_id} is itself a reprint, of {root_of_root}", "name {root_of_root}")


@rule("E409", reads="sites actors")
def part_of_itself(tables: Tables) -> Iterator[Hits]:
    for table, column in (("sites", "within_site_id"), ("actors", "part_of_actor_id")):
        frame = tables[table].with_columns(parent=tables.referred(table, column))
        parents = dict(zip(frame[ROW], frame["parent"], strict=True))
        rows = [row for row in parents if _comes_back(row, parents)]
        yield Hits(
            table,
            frame.filter(pl.col(ROW).is_in(rows)),
            column,
            "following " + column + " leads back to this row",
            "correct or empty one of them",
        )


def _comes_back(row: int, parents: dict[int, int | None]) -> bool:
    seen, at = {row}, parents[row]
    while at is not None and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == row


@rule("E410", reads="names sites actors weapons", whole="names")
def canonical_name(tables: Tables) -> Iterator[Hits]:
    canonical = tables["names"].filter(pl.col("name_kind") == "canonical")
    again = canonical.with_columns(first=pl.col("name").first().over("entity_id"), n=pl.int_range(pl.len()).over("entity_id")).filter(
        pl.col("n") > 0
    )
    yield Hits(
        "names", again, "name_kind", "{entity_id} has a canonical name already: {first}", "keep one; call the other an alias or a spelling"
    )
    chosen = canonical.select("entity_id", canonical=pl.col("name")).unique("entity_id", keep="first", maintain_order=True)
    unsure = tables["names"].filter(pl.col("name_kind").is_null() | pl.col("name").is_null())["entity_id"].unique()
    for table in named_tables(tables.package):
        key = table.primary_key[0]
        frame = tables.sound(table.name, key).join(chosen, left_on=key, right_on="entity_id", how="left", maintain_order="left")
        yield Hits(
            table.name,
            frame.filter(pl.col("canonical").is_null() & pl.col(key).is_not_null() & ~pl.col(key).is_in(unsure.implode())),
            "name",
            "{name!r} has no canonical row in names",
            "add a row to names: {" + key + "},en,{name},canonical,",
        )
        yield Hits(
            table.name,
            frame.filter(pl.col("canonical") != pl.col("name")),
            "name",
            "the name is {name!r} here and {canonical!r} in names",
            "make them one",
        )
