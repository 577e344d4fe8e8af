"""Claims: a value that fits its field, a number with its state, a figure with one preferred claim."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import polars as pl

from strikelog.check import nearest
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
        yield Hits(
            table,
            tables[table].filter(pl.col(least) > pl.col(most)),
            least,
            least + " is above " + most + " ({" + least + "} > {" + most + "})",
            "swap them or correct one",
        )


@rule("E502", reads="claims")
def number_beside_none(tables: Tables) -> Iterator[Hits]:
    wrong = tables["claims"].filter(STATE.is_in(["none", "some"]) & (LEAST.is_not_null() | MOST.is_not_null()))
    yield Hits(
        "claims",
        wrong.with_columns(number=pl.coalesce(LEAST, MOST)),
        "state",
        "the state is {state} and there is a number ({number})",
        "leave the numbers empty, or write counted",
    )


@rule("E503", reads="claims")
def number_without_state(tables: Tables) -> Iterator[Hits]:
    claims, number = tables["claims"], LEAST.is_not_null() | MOST.is_not_null()
    yield Hits("claims", claims.filter(number & STATE.is_null()), "state", "there is a number and no state", "write counted")
    yield Hits(
        "claims",
        claims.filter((STATE == "counted") & ~number),
        "value_min",
        "the state is counted and there is no number",
        "give value_min and value_max, or write some or none",
    )


@rule("E504", reads="claims")
def two_preferred(tables: Tables) -> Iterator[Hits]:
    preferred = tables["claims"].filter(pl.col("standing") == "preferred")
    again = preferred.with_columns(first=pl.col("claim_id").first().over(FIGURE)).filter(pl.col("claim_id") != pl.col("first"))
    yield Hits(
        "claims", again, "standing", "{first} is preferred already for {field} of {event_id}", "keep one preferred and accept the other"
    )


def days_said(tables: Tables) -> pl.DataFrame:
    """For each claim of a date, its first and last day."""
    return tables.kept(
        "days said",
        lambda: tables["claims"].select(ROW, FIELD, "value").filter(FIELD == "date").select(ROW, *interval(pl.col("value"))),
    )


def interval(value: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """First and last day of a date claim's value, null where it is no date or interval."""
    value = pl.when(value.str.contains(INTERVAL)).then(value)
    first, last = (day.str.to_date("%Y-%m-%d", strict=False) for day in (value.str.head(10), value.str.tail(10)))
    return first.alias("said_first"), last.alias("said_last")


@rule("E507", reads="claims events sites actors weapons", whole="sites actors weapons")
def value_against_field(tables: Tables) -> Iterator[Hits]:
    yield from misfits(tables, tables.package.lookup("claims.field").enum)


def misfits(tables: Tables, fields: Sequence[str]) -> Iterator[Hits]:
    """Claims of these fields whose value does not fit them."""
    by_field = tables.kept(
        "claims by field",
        lambda: (
            tables.sound("claims", "state")
            .select(ROW, FIELD, "value", STATE, number=LEAST.is_not_null() | MOST.is_not_null())
            .partition_by("field", as_dict=True, include_key=False)
        ),
    )
    for code in tables.package.lookup("claims.field").codes:
        if code.value in fields and "takes" in code.traits and (code.value,) in by_field:
            yield from tables.kept(f"misfits in {code.value}", functools.partial(_value_against, tables, code, by_field[code.value,]))


def _value_against(tables: Tables, code: Code, rows: pl.DataFrame) -> list[Hits]:
    return list(_misfits_of(tables, code, rows))


def _misfits_of(tables: Tables, code: Code, rows: pl.DataFrame) -> Iterator[Hits]:
    takes = str(code.traits["takes"])
    value = pl.col("value")
    if takes in ("count", "state"):
        yield Hits(
            "claims",
            rows.filter(value.is_not_null()),
            "value",
            f"{code.value} takes no value here",
            "leave it empty; numbers go to value_min and value_max",
        )
        yield Hits(
            "claims",
            rows.filter(STATE.is_null() & ~pl.col("number")),
            "state",
            f"{code.value} says nothing",
            "write counted, none or some",
        )
        return
    nobody = (STATE == "none") if code.traits.get("responsibility") else pl.lit(False)
    stray = pl.col("number") | (STATE.is_not_null() & ~nobody)
    yield Hits(
        "claims",
        rows.filter(stray.fill_null(False)),
        "state",
        f"{code.value} takes a value and no number or state",
        "write the value" + (", or the state none where a source says that nobody did" if code.traits.get("responsibility") else ""),
    )
    yield Hits(
        "claims",
        rows.filter((value.is_null() & ~nobody.fill_null(False)) | (value.is_not_null() & nobody.fill_null(False))),
        "value",
        f"{code.value} needs a value",
        f"give it: {code.description}",
    )
    rows = rows.filter(value.is_not_null())
    if takes == "interval":
        first, last = pl.col("said_first"), pl.col("said_last")
        wrong = days_said(tables).filter(first.is_null() | last.is_null() | (last < first))
        wrong = rows.filter(pl.col(ROW).is_in(wrong[ROW].implode()))
        yield Hits(
            "claims",
            wrong,
            "value",
            "{value!r} is no day and no interval of days",
            "write YYYY-MM-DD, or two of them with a slash between, the earlier first",
            _nearest_day,
        )
        return
    table, _, column = takes.partition(".")
    field = tables.package.lookup(takes)
    if (key := tables.package.table(table).reference(column)) is not None:
        table, column = key.to_table, key.to_fields[0]
    if (column,) == tables.package.table(table).primary_key:
        yield from _unknown(tables, rows, "value", table, column)
    elif field.codes:
        wrong = rows.filter(~value.is_in(field.enum))
        yield Hits(
            "claims",
            wrong,
            "value",
            "{value!r} is not a code of " + takes,
            f"allowed: {', '.join(field.enum)}",
            functools.partial(nearest.code, field),
        )
    elif field.pattern:
        yield Hits(
            "claims",
            rows.filter(~value.str.contains(full_match(field.pattern))),
            "value",
            "{value!r} does not have the form of " + takes,
            f"it looks like {field.example}",
        )


def _nearest_day(value: str) -> str:
    if re.fullmatch(INTERVAL, value):
        ends = [nearest.real_day(end) or end for end in value.split("/")]
        return "/".join(sorted(ends)) if "/".join(sorted(ends)) != value else ""
    return " or ".join(nearest.days(value))


def _unknown(tables: Tables, rows: pl.DataFrame, cell: str, table: str, column: str) -> Iterator[Hits]:
    lost = rows.filter(pl.col(cell).is_not_null() & ~pl.col(cell).is_in(tables[table][column].drop_nulls().implode()))
    lost = nearest.lost(tables, lost, cell, (table, column))
    if lost.height:
        yield Hits(
            "claims",
            lost,
            cell,
            "{" + cell + "!r} is in no row of " + table + "{_also}",
            f"allowed: any {column} in {tables.package.table(table).path}",
            nearest.among(tables.known(table, column), 0.6),
        )


@rule("E508", reads="claims actors weapons", whole="actors weapons")
def qualifier_against_field(tables: Tables) -> Iterator[Hits]:
    qualified = tables["claims"].select(ROW, FIELD, "qualifier").filter(pl.col("qualifier").is_not_null())
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
    yield Hits(
        "claims",
        claims.filter(attributed & strength.is_null() & pl.col("value").is_not_null()),
        "strength",
        "the attribution has no strength",
        f"allowed: {allowed}",
    )
    yield Hits(
        "claims",
        claims.filter(~attributed & strength.is_not_null()),
        "strength",
        "{field} takes no strength",
        "leave it empty; only attributed_to has one",
    )


@rule("E510", reads="claims")
def standing_without_reason(tables: Tables) -> Iterator[Hits]:
    wrong = tables["claims"].filter((pl.col("standing") != "accepted") & pl.col("standing_reason").is_null())
    yield Hits("claims", wrong, "standing_reason", "the claim is {standing} and no reason is given", "say why in a few words of your own")


@rule("W512", reads="events claims", whole="claims")
def more_down_than_up(tables: Tables) -> Iterator[Hits]:
    """Compares the least that any source allows to have come down with the most that any has going up."""
    stages = {stage: tables.package.codes_with("claims.field", stage=stage) for stage in ("up", "down")}
    claims = tables.standing_claims().filter(STATE.is_in(["counted", "none"]) & FIELD.is_in(stages["up"] + stages["down"]))
    rising = FIELD.is_in(stages["up"])
    # Most events are done with: all that any claim has coming down is not above the smallest most of any.
    bounds = {"down": LEAST.filter(~rising).sum(), "up": MOST.fill_null(0).filter(rising).min()}
    doubtful = claims.group_by("_event").agg(**bounds).filter(pl.col("down") > pl.col("up"))
    claims = claims.filter(tables.among("events", doubtful["_event"]).gather(claims["_event"]))
    version = ["_event", "field", "_source", "asserter_id"]
    whole = pl.col("qualifier").is_null()
    parts = claims.group_by(*version, whole=whole).agg(
        least_sum=LEAST.fill_null(0).sum(),
        least_one=LEAST.fill_null(0).min(),
        most_sum=MOST.sum(),
        most_one=MOST.max(),
        open=((STATE == "counted") & MOST.is_null()).any(),
    )
    # A source's number of all together, else the sum of its numbers by weapon.
    parts = parts.sort("whole", descending=True).unique(version, keep="first", maintain_order=True)
    least, most = (pl.when("whole").then(f"{end}_one").otherwise(f"{end}_sum") for end in ("least", "most"))
    figure = parts.group_by("_event", "field").agg(least=least.min(), most=most.max(), open=pl.col("open").any())
    up = figure.filter(rising & ~pl.col("open")).select("_event", up=pl.col("most"))
    down = figure.filter(~rising).group_by("_event").agg(down=pl.col("least").sum())
    wrong = (
        tables["events"].join(up.join(down, on="_event").filter(pl.col("down") > pl.col("up")), left_on=ROW, right_on="_event").sort(ROW)
    )
    yield Hits(
        "events",
        wrong,
        "event_id",
        "at least {down} were intercepted, struck or failed, and at most {up} launched",
        "sources may differ; look at the claims",
    )


@rule("W513", reads="claims")
def said_twice(tables: Tables) -> Iterator[Hits]:
    columns = [*FIGURE, "source_id", "asserter_id", "value", "value_min", "value_max", "state", "standing"]
    claims = tables["claims"]
    hashes = claims.select(columns).hash_rows()
    if hashes.n_unique() == len(hashes):
        return
    alike = claims.filter(hashes.is_duplicated()).with_columns(first=pl.col("claim_id").first().over(columns))
    yield Hits(
        "claims",
        alike.filter(pl.col("claim_id") != pl.col("first")),
        "claim_id",
        "{claim_id} says the same as {first}",
        "remove one of them",
    )
