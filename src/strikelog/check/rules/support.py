"""What rests on what: an event, its kind, date and place on standing claims, and an inference on a reason."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator

import polars as pl

from strikelog.check.rules.claims import FIELD, days_said, misfits
from strikelog.check.tables import ROW, Hits, Tables, rule

PLACED = ("event_type", "date", "country", "admin1", "site_id")


@rule("E505", reads="events claims", whole="claims")
def no_standing_claim(tables: Tables) -> Iterator[Hits]:
    supported = tables.among("events", tables.standing_claims()["_event"])
    # A row with an id that was given before has a finding of its own.
    bare = tables["events"].select(ROW).filter(~supported & tables.first("events"))
    yield Hits("events", bare, "event_id", "no claim stands for {event_id}", "add a claim, accept one, or retire the event")


@rule("E506", reads="events claims", whole="claims")
def event_without_support(tables: Tables) -> Iterator[Hits]:
    events, claims = tables["events"], tables.standing_claims()

    def having(rows: pl.DataFrame) -> pl.Series:
        """For each event, whether one of these claims is about it."""
        return tables.among("events", rows["_event"])

    # What a claim with a finding of its own may have supported, nobody can say.
    odd = pl.concat([rows[ROW] for rows in (claims.filter(FIELD.is_null()), *(hits.frame for hits in misfits(tables, PLACED)))])
    unsure = claims.filter(pl.col(ROW).is_in(odd.implode()))
    held = having(claims) & ~having(unsure.filter(FIELD.is_null()))

    def lacking(column: str, *support: pl.Series) -> pl.DataFrame:
        """Events that lack one of these kinds of support, and have no doubtful claim on `column`."""
        lack = held & ~having(unsure.filter(FIELD == column))
        return events.select(ROW).filter(lack & ~functools.reduce(operator.and_, support))

    site, admin1 = events["site_id"].is_not_null(), events["admin1"].is_not_null()
    for column, wanted, thing in (
        ("event_type", events["event_type"].is_not_null(), "kind"),
        ("site_id", site, "place"),
        ("admin1", ~site & admin1, "place"),
        ("country", ~site & ~admin1 & events["country"].is_not_null(), "place"),
    ):
        said = claims.filter(FIELD == column)
        backed = said.filter(said["value"] == events[column].gather(said["_event"]))
        yield Hits(
            "events",
            lacking(column, ~wanted | having(backed)),
            column,
            "no standing claim says {" + column + "}",
            f"add the claim, or take the {thing} that a claim gives",
        )
    said = days_said(tables).drop_nulls()
    said = said.with_columns(_event=tables.referred("claims", "event_id").gather(said[ROW]))
    said = said.filter(tables.among("claims", claims[ROW]).gather(said[ROW]))
    earliest, latest = (events[c].gather(said["_event"]) for c in ("date_earliest", "date_latest"))
    first, last = said["said_first"], said["said_last"]
    support = [having(said.filter(mask)) for mask in ((first >= earliest) & (last <= latest), first <= earliest, last >= latest)]
    orderly = (events["date_latest"] >= events["date_earliest"]).fill_null(False)
    yield Hits(
        "events",
        lacking("date", *(~orderly | part for part in support)),
        "date_earliest",
        "no standing claim supports {date_earliest} to {date_latest}",
        "some date claim must lie within the two days, and they within what the claims say",
    )


@rule("E511", reads="claims sources links")
def inference_without_reason(tables: Tables) -> Iterator[Hits]:
    for table, basis in (("claims", "basis"), ("links", "basis"), ("sources", "published_basis")):
        wrong = tables[table].filter((pl.col(basis) == "inferred") & pl.col("note").is_null())
        yield Hits(table, wrong, "note", "the value is inferred and the note is empty", "say in the note what it was inferred from")
