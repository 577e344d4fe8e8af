"""Sources and tallies: known, cited, dated, and totals that only rise."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables, rule


@rule("E801", reads="tallies")
def falling_total(tables: Tables) -> Iterator[Hits]:
    series = ["counter_id", "counted", "scope", "since"]
    stands = tables.package.codes_with("tallies.standing", stands=True)
    standing = tables["tallies"].filter(pl.col("standing").is_in(stands)).drop_nulls(["as_of", "total_min"]).sort("as_of", ROW)
    by_day = standing.group_by(*series, "as_of", maintain_order=True).agg(day_max=pl.col("total_min").max())
    by_day = by_day.with_columns(
        reached=pl.col("day_max").cum_max().shift(1).over(series), reached_on=pl.col("as_of").shift(1).over(series)
    )
    dated = standing.join(by_day, on=[*series, "as_of"], nulls_equal=True, maintain_order="left")
    fallen = dated.filter(pl.col("total_max").fill_null(pl.col("total_min")) < pl.col("reached")).sort(ROW)
    yield Hits(
        "tallies",
        fallen,
        "total_min",
        "the total falls to {total_min}; the same counter gave {reached} by {reached_on}",
        "correct the number or the day, or mark the earlier total superseded",
    )


@rule("E802", reads="sources")
def source_without_trace(tables: Tables) -> Iterator[Hits]:
    yield Hits(
        "sources",
        tables["sources"].filter(pl.col("url").is_null() & pl.col("sha256").is_null()),
        "url",
        "{source_id} has neither an address nor the hash of a text",
        "give one of them",
    )


@rule("W803", reads="sources")
def uncited_source(tables: Tables) -> Iterator[Hits]:
    sources, package = tables["sources"], tables.package
    citing = [(table.name, key.fields[0]) for table in package.tables for key in table.foreign_keys if key.to_table == "sources"]
    if not citing or any(not checked.rows.whole for checked in tables.checked.values()):
        return
    cited = pl.concat([tables.referred(table, column) for table, column in citing])
    bare = sources.filter(~tables.among("sources", cited) & tables.first("sources"))
    yield Hits("sources", bare, "source_id", "no row cites {source_id}", "cite it, or remove it")


@rule("E804", reads="sources")
def day_without_basis(tables: Tables) -> Iterator[Hits]:
    sources = tables["sources"]
    yield Hits(
        "sources",
        sources.filter(pl.col("published").is_not_null() & pl.col("published_basis").is_null()),
        "published_basis",
        "nothing says where the day of publication comes from",
        "write stated, or inferred with a note",
    )
    yield Hits(
        "sources",
        sources.filter(pl.col("published").is_null() & pl.col("published_basis").is_not_null()),
        "published",
        "the day of publication is empty and a basis is given",
        "give the day, or empty the basis",
    )


@rule("E805", reads="tallies")
def parts_above_whole(tables: Tables) -> Iterator[Hits]:
    fields = tables.package.table("tallies").fields
    for whole in dict.fromkeys(f.part_of for f in fields if f.part_of):
        sums = tables["tallies"].with_columns(parts=pl.sum_horizontal(f.name for f in fields if f.part_of == whole))
        yield Hits(
            "tallies",
            sums.filter(pl.col("parts") > pl.col(whole)),
            whole,
            "the parts add up to {parts}, above the total of {" + whole + "}",
            "correct one of the numbers",
        )


@rule("E806", reads="sources")
def half_a_text(tables: Tables) -> Iterator[Hits]:
    together = ("text_name", "sha256", "text_chars")
    given = [pl.col(c).is_not_null() for c in together]
    for column in together:
        wrong = tables["sources"].filter(pl.any_horizontal(*given) & pl.col(column).is_null())
        yield Hits(
            "sources",
            wrong,
            column,
            column + " is missing and other details of the text are given",
            "give text_name, sha256 and text_chars together",
        )
