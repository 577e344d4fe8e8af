"""Dates that must agree with each other, with their precision, with the sources and with today."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from strikelog.check.rules.claims import days_said
from strikelog.check.tables import ROW, Hits, Tables, rule

EARLIEST, LATEST = pl.col("date_earliest"), pl.col("date_latest")


@rule("E203", reads="events")
def latest_before_earliest(tables: Tables) -> Iterator[Hits]:
    yield Hits(
        "events",
        tables["events"].filter(LATEST < EARLIEST),
        "date_latest",
        "before date_earliest ({date_latest} < {date_earliest})",
        "swap them or correct one",
    )


@rule("E204", reads="events")
def precision_against_interval(tables: Tables) -> Iterator[Hits]:
    """Each precision says in the descriptor how many days it spans, and whether these are a whole month or year."""
    events = tables["events"].select(ROW, "date_precision", EARLIEST, LATEST, days=(LATEST - EARLIEST).dt.total_days() + 1)
    events = events.filter(pl.col("days") >= 1)
    length = pl.format("{} day{}", "days", pl.when(pl.col("days") == 1).then(pl.lit("")).otherwise(pl.lit("s")))
    for code in tables.package.lookup("events.date_precision").codes:
        least, most, whole = (code.traits.get(k) for k in ("days_min", "days_max", "whole"))
        fits = pl.lit(True)
        if least is not None:
            fits &= pl.col("days") >= least
        if most is not None:
            fits &= pl.col("days") <= most
        if whole:
            unit = {"month": "1mo", "year": "1y"}[whole]
            fits &= (EARLIEST.dt.truncate(unit) == EARLIEST) & (LATEST == EARLIEST.dt.truncate(unit).dt.offset_by(unit).dt.offset_by("-1d"))
        yield Hits(
            "events",
            events.filter(pl.col("date_precision") == code.value).filter(~fits).with_columns(length=length),
            "date_precision",
            "{date_precision} does not fit {date_earliest} to {date_latest}, {length}",
            f"{code.value} is: {code.description[:1].lower()}{code.description[1:].rstrip('.')}",
        )


@rule("E205", reads="events claims sources", whole="claims sources")
def later_than_every_source(tables: Tables) -> Iterator[Hits]:
    claims, days = tables.standing_claims(), tables["events"].select(ROW, "date_earliest")
    reported = pl.DataFrame({ROW: claims["_event"], "published": tables["sources"]["published"].gather(claims["_source"])})
    in_time = reported["published"].is_null() | (reported["published"] >= days["date_earliest"].gather(reported[ROW]))
    late = days.filter(tables.among("events", reported[ROW]) & ~tables.among("events", reported[ROW].filter(in_time)))
    last = reported.join(late, on=ROW, how="semi").group_by(ROW).agg(last=pl.col("published").max())
    # What lies beyond today is another slip.
    late = late.join(last, on=ROW, maintain_order="left").filter(EARLIEST.is_between("last", tables.today, closed="right"))
    yield Hits(
        "events", late, "date_earliest", "{date_earliest} is later than the last of its sources ({last})", "is the year or the month right?"
    )


# What was on that day, by table. A month in which an event was may last beyond today; its first day may not.
DAYS_PAST = {"events": ("date_earliest",), "sources": ("published", "retrieved"), "retractions": ("retracted_on",), "tallies": ("as_of",)}


@rule("E206", reads="events claims sources retractions tallies")
def in_the_future(tables: Tables) -> Iterator[Hits]:
    said = days_said(tables).filter(pl.col("said_first") > tables.today)
    yield Hits("claims", said, "value", "{value} is after today (" + tables.today.isoformat() + ")", "is the year right?")
    for table, column in ((table, column) for table, columns in DAYS_PAST.items() for column in columns):
        yield Hits(
            table,
            tables[table].filter(pl.col(column) > tables.today),
            column,
            "{" + column + "} is after today (" + tables.today.isoformat() + ")",
            "is the year right?",
        )


@rule("E207", reads="occupants tallies")
def period_turned_round(tables: Tables) -> Iterator[Hits]:
    for table, begin, end in (("occupants", "from_date", "to_date"), ("tallies", "since", "as_of")):
        yield Hits(
            table,
            tables[table].filter(pl.col(end) < pl.col(begin)),
            end,
            "before " + begin + " ({" + end + "} < {" + begin + "})",
            "swap them or correct one",
        )
