"""Links between events: no circles, no answers before their cause, no look-alikes left unlinked."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables, rule

# Look-alikes are sought among events known to within fewer days than these; a season overlaps with everything.
TOO_WIDE_DAYS = 60


def directed(tables: Tables) -> list[str]:
    return [c.value for c in tables.package.lookup("links.link_type").codes if c.traits.get("directed")]


@rule("E701", reads="links")
def link_to_itself(tables: Tables) -> Iterator[Hits]:
    yield Hits(
        "links",
        tables["links"].filter(pl.col("event_id") == pl.col("other_event_id")),
        "other_event_id",
        "the link ties {event_id} to itself",
        "name the other event, or remove the link",
    )


@rule("E702", reads="links retractions")
def link_to_retired(tables: Tables) -> Iterator[Hits]:
    retired = tables["retractions"].select("event_id", successor=pl.col("replaced_by").fill_null("none")).unique("event_id")
    for column in ("event_id", "other_event_id"):
        lost = tables["links"].join(retired, left_on=column, right_on="event_id", how="inner", maintain_order="left")
        yield Hits("links", lost, column, "{" + column + "} is retired", "its successor: {successor}")


@rule("E703", reads="links events")
def answer_before_cause(tables: Tables) -> Iterator[Hits]:
    events, links = tables["events"], tables["links"].select(ROW, "link_type")
    dated = links.with_columns(
        answer=events["date_latest"].gather(tables.referred("links", "event_id")),
        cause=events["date_earliest"].gather(tables.referred("links", "other_event_id")),
    )
    yield Hits(
        "links",
        dated.filter((pl.col("link_type") == "answer_to") & (pl.col("answer") < pl.col("cause"))),
        "event_id",
        "{event_id} ({answer}) comes before {other_event_id} ({cause}), which it answers",
        "swap the two, or correct a date",
    )


@rule("E704", reads="links")
def answers_in_a_circle(tables: Tables) -> Iterator[Hits]:
    ties = tables["links"].filter(pl.col("link_type").is_in(directed(tables)) & (pl.col("event_id") != pl.col("other_event_id")))
    causes: dict[str, set[str]] = {}
    for event, other in ties.select("event_id", "other_event_id").drop_nulls().iter_rows():
        causes.setdefault(event, set()).add(other)
    while True:
        try:
            TopologicalSorter(causes).prepare()
            return
        except CycleError as error:
            circle = error.args[1]
        last = ties.filter((pl.col("event_id") == circle[1]) & (pl.col("other_event_id") == circle[0]))
        step = (circle[1], circle[0]) if last.height else (circle[0], circle[1])
        hit = ties.filter((pl.col("event_id") == step[0]) & (pl.col("other_event_id") == step[1])).head(1)
        yield Hits(
            "links",
            hit,
            "other_event_id",
            "answers run in a circle: " + " → ".join(reversed(circle)),
            "remove or turn round one of these links",
        )
        causes[step[0]].discard(step[1])


@rule("E705", reads="links")
def tie_twice(tables: Tables) -> Iterator[Hits]:
    one, two = pl.col("event_id"), pl.col("other_event_id")
    turned = ~pl.col("link_type").is_in(directed(tables)) & (one > two)
    links = tables["links"].with_columns(a=pl.when(turned).then(two).otherwise(one), b=pl.when(turned).then(one).otherwise(two))
    again = links.with_columns(first=pl.col("link_id").first().over("link_type", "a", "b", "source_id")).filter(
        pl.col("link_id") != pl.col("first")
    )
    yield Hits("links", again, "link_id", "{first} is the same tie", "remove one of the two")


@rule("E706", reads="links")
def link_without_source(tables: Tables) -> Iterator[Hits]:
    yield Hits(
        "links",
        tables["links"].filter(pl.col("source_id").is_null() & (pl.col("basis") == "stated")),
        "source_id",
        "the tie is stated and no source is given",
        "give the source, or write inferred and say why in the note",
    )


@rule("W707", reads="events links sites", whole="links")
def look_alikes(tables: Tables) -> Iterator[Hits]:
    days = _days(tables)
    pairs = days.with_columns(other=pl.col(ROW).shift(1).over("where", "day")).drop_nulls("other")
    pairs = pairs.unique([ROW, "other"], maintain_order=True)
    if not pairs.height:
        return
    events = tables["events"].select(ROW, "event_id", "site_id", "event_type")
    pairs = pairs.select(ROW, "other", "day").join(events, on=ROW, how="left", maintain_order="left")
    pairs = pairs.with_columns(other=events["event_id"].gather(pairs["other"]))
    group = _groups(tables["links"])
    mine, other = (
        pairs[c].replace_strict(list(group), list(group.values()), default=None, return_dtype=pl.String) for c in ("event_id", "other")
    )
    yield Hits(
        "events",
        pairs.filter((mine != other).fill_null(True)),
        "event_id",
        "{event_id} and {other} are both {event_type} at {site_id} on {day}",
        "merge them, or link them: possible_duplicate, same_wave or distinct_from",
    )


def _days(tables: Tables) -> pl.DataFrame:
    """Days at which an event at a site shares its kind with another: `_row`, `day`, and a number for site and kind."""
    events = tables["events"]
    kinds = {c.value: number for number, c in enumerate(tables.package.lookup("events.event_type").codes)}
    kind = pl.col("event_type").replace_strict(kinds, default=None, return_dtype=pl.Int64)
    span = (pl.col("date_latest") - pl.col("date_earliest")).dt.total_days()
    placed = (
        events.select(ROW, "date_earliest", "date_latest", where=tables.referred("events", "site_id").cast(pl.Int64) * len(kinds) + kind)
        .filter(tables.first("events") & pl.col("where").is_not_null() & (span >= 0) & (span + 1 < TOO_WIDE_DAYS))
    )
    one = pl.col("date_earliest") == pl.col("date_latest")
    wide = placed.filter(~one).with_columns(day=pl.date_ranges("date_earliest", "date_latest")).explode("day")
    days = pl.concat([placed.filter(one).with_columns(day="date_earliest"), wide]).select(ROW, "where", "day")
    shared = (pl.col("where") * 10_000_000 + pl.col("day").to_physical()).is_duplicated()
    return days.filter(shared).sort(ROW, "day")


def _groups(links: pl.DataFrame) -> dict[str, str]:
    """For each linked event, one event that stands for all that links join it to."""
    parent: dict[str, str] = {}

    def root(event: str) -> str:
        while (up := parent.setdefault(event, event)) != event:
            parent[event] = event = parent[up]
        return event

    for one, two in links.select("event_id", "other_event_id").drop_nulls().iter_rows():
        parent[root(one)] = root(two)
    return {event: root(event) for event in list(parent)}
