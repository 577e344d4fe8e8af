"""Claims: a value that fits its field, a figure with one preferred claim, an event that rests on claims."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables, rule
from strikelog.package import Code, Package
from strikelog.targets.pandera import full_match

LEAST, MOST, STATE, FIELD = pl.col("value_min"), pl.col("value_max"), pl.col("state"), pl.col("field")
FIGURE = ["event_id", "field", "qualifier"]
INTERVAL = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?$"


def fields_that_take(package: Package, *kinds: str) -> list[str]:
    """Claim fields whose `takes` is one of these kinds."""
    return [c.value for c in package.lookup("claims.field").codes if c.traits.get("takes") in kinds]


@rule("E501", reads="claims tallies")
def least_above_most(tables: Tables) -> Iterator[Hits]:
    for table, least, most in (("claims", "value_min", "value_max"), ("tallies", "total_min", "total_max")):
        yield Hits(table, tables[table].filter(pl.col(least) > pl.col(most)), least,
                   least + " is above " + most + " ({" + least + "} > {" + most + "})", "swap them or correct one")


@rule("E502", reads="claims")
def number_beside_none(tables: Tables) -> Iterator[Hits]:
    wrong = tables["claims"].filter(STATE.is_in(["none", "some"]) & (LEAST.is_not_null() | MOST.is_not_null()))
    yield Hits("claims", wrong, "state", "the state is {state} and there is a number ({value_min}–{value_max})", "leave the numbers empty, or write counted")


@rule("E503", reads="claims")
def number_without_state(tables: Tables) -> Iterator[Hits]:
    claims, number = tables["claims"], LEAST.is_not_null() | MOST.is_not_null()
    yield Hits("claims", claims.filter(number & STATE.is_null()), "state", "there is a number and no state", "write counted")
    yield Hits("claims", claims.filter((STATE == "counted") & ~number), "value_min", "the state is counted and there is no number",
               "give value_min and value_max, or write some or none")


@rule("E504", reads="claims")
def two_preferred(tables: Tables) -> Iterator[Hits]:
    preferred = tables["claims"].filter(pl.col("standing") == "preferred")
    again = preferred.with_columns(first=pl.col("claim_id").first().over(FIGURE)).filter(pl.col("claim_id") != pl.col("first"))
    yield Hits("claims", again, "standing", "{first} is preferred already for {field} of {event_id}", "keep one preferred and accept the other")


@rule("E505", reads="events claims", whole="claims")
def no_standing_claim(tables: Tables) -> Iterator[Hits]:
    events = tables["events"]
    bare = events.filter(~pl.col(ROW).is_in(tables.standing_claims()["_event"].unique().implode()))
    yield Hits("events", bare, "event_id", "no claim stands for {event_id}", "add a claim, accept one, or retire the event")


@rule("E506", reads="events claims", whole="claims")
def event_without_support(tables: Tables) -> Iterator[Hits]:
    events, claims = tables["events"], tables.standing_claims()
    held = events.filter(pl.col(ROW).is_in(claims["_event"].unique().implode()))

    def backed(column: str) -> pl.Expr:
        """Rows of events for which a standing claim gives the very value of `column`."""
        said = claims.filter(FIELD == column).select("_event", said=pl.col("value")).join(
            events.select(ROW, column), left_on="_event", right_on=ROW)
        return pl.col(ROW).is_in(said.filter(pl.col("said") == pl.col(column))["_event"].unique().implode())

    yield Hits("events", held.filter(pl.col("event_type").is_not_null() & ~backed("event_type")), "event_type", "no standing claim says {event_type}",
               "add the claim, or take the kind that a claim gives")
    for column, wanted in (("site_id", pl.col("site_id").is_not_null()),
                           ("admin1", pl.col("site_id").is_null() & pl.col("admin1").is_not_null()),
                           ("country", pl.col("site_id").is_null() & pl.col("admin1").is_null() & pl.col("country").is_not_null())):
        yield Hits("events", held.filter(wanted & ~backed(column)), column, "no standing claim says {" + column + "}",
                   "add the claim, or take the place that a claim gives")
    said = claims.filter(FIELD == "date").select("_event", *interval(pl.col("value"))).drop_nulls()
    said = said.join(events.select(ROW, "date_earliest", "date_latest"), left_on="_event", right_on=ROW)
    first, last = pl.col("said_first"), pl.col("said_last")
    inside = (first >= pl.col("date_earliest")) & (last <= pl.col("date_latest"))
    support = said.group_by("_event").agg(inside=inside.any(), first=first.min(), last=last.max())
    dated = held.filter(pl.col("date_latest") >= pl.col("date_earliest")).join(support, left_on=ROW, right_on="_event", how="left", maintain_order="left")
    ok = pl.col("inside") & (pl.col("first") <= pl.col("date_earliest")) & (pl.col("last") >= pl.col("date_latest"))
    yield Hits("events", dated.filter(~ok.fill_null(False)), "date_earliest", "no standing claim supports {date_earliest} to {date_latest}",
               "some date claim must lie within the two days, and they within what the claims say")


def interval(value: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of a date claim's value, null where it is no date or interval."""
    first = value.str.extract(INTERVAL, 1)
    last = pl.coalesce(value.str.extract(INTERVAL, 2), first)
    return (first.str.to_date("%Y-%m-%d", strict=False).alias("said_first"), last.str.to_date("%Y-%m-%d", strict=False).alias("said_last"))


@rule("E507", reads="claims events sites actors weapons", whole="sites actors weapons")
def value_against_field(tables: Tables) -> Iterator[Hits]:
    claims = tables["claims"]
    for code in tables.package.lookup("claims.field").codes:
        rows = claims.filter(FIELD == code.value)
        if rows.height:
            yield from _value_against(tables, code, rows)


def _value_against(tables: Tables, code: Code, rows: pl.DataFrame) -> Iterator[Hits]:
    takes = str(code.traits["takes"])
    value = pl.col("value")
    if takes in ("count", "state"):
        yield Hits("claims", rows.filter(value.is_not_null()), "value", f"{code.value} takes no value here", "leave it empty; numbers go to value_min and value_max")
        yield Hits("claims", rows.filter(STATE.is_null() & LEAST.is_null() & MOST.is_null()), "state", f"{code.value} says nothing", "write counted, none or some")
        return
    nobody = (STATE == "none") if code.traits.get("responsibility") else pl.lit(False)
    stray = LEAST.is_not_null() | MOST.is_not_null() | (STATE.is_not_null() & ~nobody)
    yield Hits("claims", rows.filter(stray.fill_null(False)), "state", f"{code.value} takes a value and no number or state",
               "write the value" + (", or the state none where a source says that nobody did" if code.traits.get("responsibility") else ""))
    yield Hits("claims", rows.filter((value.is_null() & ~nobody.fill_null(False)) | (value.is_not_null() & nobody.fill_null(False))), "value",
               f"{code.value} needs a value", code.description)
    rows = rows.filter(value.is_not_null())
    if takes == "interval":
        first, last = interval(value)
        wrong = rows.filter(first.is_null() | last.is_null() | (last < first))
        yield Hits("claims", wrong, "value", "{value!r} is no day and no interval of days", "write YYYY-MM-DD, or two of them with a slash between, the earlier first")
        return
    table, _, column = takes.partition(".")
    field = tables.package.lookup(takes)
    if (key := tables.package.table(table).reference(column)) is not None:
        table, column = key.to_table, key.to_fields[0]
    if (column,) == tables.package.table(table).primary_key:
        yield from _unknown(tables, rows, "value", table, column)
    elif field.codes:
        wrong = rows.filter(~value.is_in(field.enum))
        yield Hits("claims", wrong, "value", "{value!r} is not a code of " + takes, f"allowed: {', '.join(field.enum)}")
    elif field.pattern:
        yield Hits("claims", rows.filter(~value.str.contains(full_match(field.pattern))), "value", "{value!r} does not have the form of " + takes, f"it looks like {field.example}")


def _unknown(tables: Tables, rows: pl.DataFrame, cell: str, table: str, column: str) -> Iterator[Hits]:
    known = tables[table][column].drop_nulls()
    lost = rows.filter(pl.col(cell).is_not_null() & ~pl.col(cell).is_in(known.implode()))
    if not lost.height:
        return
    lost, names = lost.head(1000), known.to_list()
    near = [difflib.get_close_matches(v, names, 1, 0.6) for v in lost[cell]]
    lost = lost.with_columns(near=pl.Series([f"did you mean {n[0]}? " if n else "" for n in near], dtype=pl.String))
    yield Hits("claims", lost, cell, "{" + cell + "!r} is in no row of " + table, "{near}allowed: a " + column + " of " + table)


@rule("E508", reads="claims actors weapons", whole="actors weapons")
def qualifier_against_field(tables: Tables) -> Iterator[Hits]:
    qualified = tables["claims"].filter(pl.col("qualifier").is_not_null())
    for code in tables.package.lookup("claims.field").codes:
        rows = qualified.filter(FIELD == code.value)
        if target := code.traits.get("qualifier"):
            table, _, column = str(target).partition(".")
            yield from _unknown(tables, rows, "qualifier", table, column)
        else:
            yield Hits("claims", rows, "qualifier", f"{code.value} takes no qualifier", "leave it empty")


@rule("E509", reads="claims")
def strength_of_attribution(tables: Tables) -> Iterator[Hits]:
    claims, strength, attributed = tables["claims"], pl.col("strength"), FIELD == "attributed_to"
    allowed = ", ".join(tables.package.lookup("claims.strength").enum)
    yield Hits("claims", claims.filter(attributed & strength.is_null() & pl.col("value").is_not_null()), "strength", "the attribution has no strength", f"allowed: {allowed}")
    yield Hits("claims", claims.filter(~attributed & strength.is_not_null()), "strength", "{field} takes no strength", "leave it empty; only attributed_to has one")


@rule("E510", reads="claims")
def standing_without_reason(tables: Tables) -> Iterator[Hits]:
    wrong = tables["claims"].filter((pl.col("standing") != "accepted") & pl.col("standing_reason").is_null())
    yield Hits("claims", wrong, "standing_reason", "the claim is {standing} and no reason is given", "say why in a few words of your own")


@rule("E511", reads="claims sources links")
def inference_without_reason(tables: Tables) -> Iterator[Hits]:
    for table, basis in (("claims", "basis"), ("links", "basis"), ("sources", "published_basis")):
        wrong = tables[table].filter((pl.col(basis) == "inferred") & pl.col("note").is_null())
        yield Hits(table, wrong, "note", "the value is inferred and the note is empty", "say in the note what it was inferred from")


@rule("W512", reads="events claims", whole="claims")
def more_down_than_up(tables: Tables) -> Iterator[Hits]:
    """Compares the least that any source allows to have come down with the most that any has going up."""
    claims = tables.standing_claims().filter(STATE.is_in(["counted", "none"]) & FIELD.is_in(["launched", "intercepted", "impacted", "failed"]))
    version = claims.group_by("_event", "field", "_source", "asserter_id").agg(
        least=LEAST.fill_null(0).sum(), most=MOST.sum(), open=((STATE == "counted") & MOST.is_null()).any())
    figure = version.group_by("_event", "field").agg(least=pl.col("least").min(), most=pl.col("most").max(), open=pl.col("open").any())
    up = figure.filter((FIELD == "launched") & ~pl.col("open")).select("_event", up=pl.col("most"))
    down = figure.filter(FIELD != "launched").group_by("_event").agg(down=pl.col("least").sum())
    wrong = tables["events"].join(up.join(down, on="_event").filter(pl.col("down") > pl.col("up")), left_on=ROW, right_on="_event").sort(ROW)
    yield Hits("events", wrong, "event_id", "at least {down} were intercepted, struck or failed, and at most {up} launched", "sources may differ; look at the claims")


@rule("W513", reads="claims")
def said_twice(tables: Tables) -> Iterator[Hits]:
    columns = [*FIGURE, "source_id", "asserter_id", "value", "value_min", "value_max", "state", "standing"]
    claims = tables["claims"]
    hashes = claims.select(columns).hash_rows()
    if hashes.n_unique() == len(hashes):
        return
    alike = claims.filter(hashes.is_duplicated()).with_columns(first=pl.col("claim_id").first().over(columns))
    yield Hits("claims", alike.filter(pl.col("claim_id") != pl.col("first")), "claim_id", "{claim_id} says the same as {first}", "remove one of them")
