"""Make a package of any size that is clean by every rule, in canonical form, and skewed as real data are.

    python benchmarks/synthesise.py 100000 /tmp/package [--seed 1]

Few sites, actors and sources have most of the events, most optional columns are mostly empty, and
free text is made of words that no language has. Codes, forms of ids and what each field takes are
read from the descriptor. One seed always gives the same bytes.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import shapely

from strikelog import geo
from strikelog.canonical import arrange, to_csv
from strikelog.package import DESCRIPTOR, Code, Field, Package, load_package

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = np.datetime64("2003-03-20"), np.datetime64("2024-12-31")
LAST_REPORT = np.datetime64("2025-06-30")
# Events of one kind at one site are kept apart by giving each its own two days.
SLOT_DAYS = 2
SYLLABLES = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "l")]

Columns = dict[str, pl.Series]
Numbers = np.ndarray


@dataclass(slots=True)
class World:
    """What the tables are made from; tables already made are in `tables`."""

    package: Package
    chance: np.random.Generator
    events: int
    tables: dict[str, pl.DataFrame]

    def field(self, dotted: str) -> Field:
        return self.package.lookup(dotted)

    def rank(self, items: int, size: int, skew: float = 1.0) -> Numbers:
        """Random places in a list of `items`, the first ones most often."""
        weights = np.arange(1, items + 1, dtype=float) ** -skew
        edges = np.cumsum(weights / weights.sum())
        return np.minimum(np.searchsorted(edges, self.chance.random(size)), items - 1)

    def code(self, dotted: str, size: int, skew: float = 1.0) -> pl.Series:
        enum = pl.Series(self.field(dotted).enum)
        return enum.gather(self.rank(len(enum), size, skew))

    def number(self, low: int, high: int, size: int) -> Numbers:
        return self.chance.integers(low, high, size)

    def some(self, values: pl.Series, share: float) -> pl.Series:
        """The values, all but that share of them emptied."""
        return only(values, self.chance.random(len(values)) < share)

    def one_of(self, table: str, size: int, skew: float = 1.0) -> pl.Series:
        """Ids of a table already made."""
        ids = self.tables[table][self.package.table(table).primary_key[0]]
        return ids.gather(self.rank(len(ids), size, skew))

    def ids(self, dotted: str, size: int) -> pl.Series:
        """Different ids in the form of that field, in an order that tells nothing."""
        form = re.fullmatch(r"\^([a-z]+-)\[([a-z0-9]+)\]\{(\d+)\}\$", self.field(dotted).pattern or "")
        assert form, f"{dotted} is not an opaque id"
        prefix, letters, length = form[1].encode(), np.frombuffer(form[2].encode(), np.uint8), int(form[3])
        space = len(letters) ** length
        step = next(s for s in range(int(space * 0.618), space) if np.gcd(s, len(letters)) == 1)
        left = (np.arange(size, dtype=np.int64) % space * (step % (1 << 40))) % space
        cells = np.empty((size, len(prefix) + length), np.uint8)
        cells[:, : len(prefix)] = np.frombuffer(prefix, np.uint8)
        for at in range(length):
            cells[:, len(prefix) + at] = letters[left % len(letters)]
            left //= len(letters)
        return text(cells)

    def prose(self, size: int) -> pl.Series:
        """Sentences in no language, some with commas and quotes."""
        words = np.array(["".join(self.chance.choice(SYLLABLES, n)) for n in self.number(1, 4, 600)])

        def phrases(joint: str) -> pl.Series:
            picked = [[str(words[w]) for w in self.rank(len(words), n)] for n in self.number(2, 6, 2000)]
            return pl.Series(
                [
                    " ".join(p[:2]) + (joint if lucky < 0.15 else " ") + " ".join(p[2:])
                    for p, lucky in zip(picked, self.chance.random(len(picked)), strict=True)
                ]
            )

        first, middle, last = (
            pool.str.strip_chars().gather(self.number(0, len(pool), size)) for pool in (phrases(" "), phrases(', "so" '), phrases(", "))
        )
        return first.str.head(1).str.to_uppercase() + first.str.slice(1) + " " + middle + " " + last + "."


def text(cells: Numbers) -> pl.Series:
    """One string for each row of a matrix of ASCII bytes."""
    rows, width = cells.shape
    offsets = pa.py_buffer(np.arange(0, (rows + 1) * width, width, dtype=np.int64))
    return pl.Series(pa.LargeStringArray.from_buffers(rows, offsets, pa.py_buffer(np.ascontiguousarray(cells))))


def only(values: pl.Series, wanted: Numbers | pl.Series) -> pl.Series:
    """The values where wanted, else null."""
    kept = values.to_frame("v").select(pl.when(pl.lit(pl.Series(wanted))).then(pl.col("v")))
    return kept["v"]


def zipf(world: World, size: int, most: int) -> Numbers:
    return np.minimum(world.chance.zipf(1.6, size), most) - 1


def names(prefix: str, size: int) -> tuple[pl.Series, pl.Series]:
    """Ids and names of that many things; no two names are alike."""
    base = len(SYLLABLES)
    words = [SYLLABLES[n // base % base] + SYLLABLES[n * 37 % base] + SYLLABLES[n // base**2] for n in range(size)]
    return pl.Series([f"{prefix}-{w}-{n}" for n, w in enumerate(words)]), pl.Series(
        [f"{w.capitalize()} {prefix.upper()}{n}" for n, w in enumerate(words)]
    )


def sources(w: World) -> Columns:
    size = max(50, w.events // 10)
    ids = w.ids("sources.source_id", size)
    days = np.sort(BEGIN + w.number(1, int((LAST_REPORT - BEGIN).astype(int)), size))
    days[-1] = LAST_REPORT
    published = w.some(pl.Series(days).cast(pl.Date), 0.97)
    held = pl.Series(w.chance.random(size) < 0.6)
    hexadecimal = np.frombuffer(b"0123456789abcdef", np.uint8)
    roots = np.arange(0, size, 10)
    return {
        "source_id": ids,
        "publisher": w.prose(min(size, 300)).str.head(18).str.strip_chars(' ,."').gather(w.rank(min(size, 300), size)),
        "url": "https://news.example/" + ids.str.tail(6),
        "published": published,
        "published_basis": only(pl.Series(["stated"]).new_from_index(0, size), published.is_not_null()),
        "language": w.code("sources.language", size),
        "source_kind": w.code("sources.source_kind", size),
        "read_scope": w.code("sources.read_scope", size),
        "retrieved": pl.Series(np.full(size, LAST_REPORT + 1)).cast(pl.Date),
        "text_name": only(ids.str.tail(6) + ".txt", held),
        "sha256": only(text(hexadecimal[w.number(0, 16, size * 64).reshape(size, 64)]), held),
        "text_chars": only(pl.Series(w.number(500, 9000, size)), held),
        "root_source_id": only(ids.gather(roots[w.rank(len(roots), size)]), (w.chance.random(size) < 0.1) & (np.arange(size) % 10 > 0)),
        "note": w.some(w.prose(size), 0.05),
    }


def sites(w: World) -> Columns:
    size = max(20, int(3 * w.events**0.5))
    ids, called = names("st", size)
    country = w.code("sites.country", size, 1.5)
    longitude, latitude = np.zeros(size), np.zeros(size)
    for name in country.unique().sort():
        where = np.flatnonzero((country == name).to_numpy())
        longitude[where], latitude[where] = inside(w, geo.outlines()[name], len(where))
    located = w.chance.random(size) < 0.9
    return {
        "site_id": ids,
        "name": called,
        "site_type": w.code("sites.site_type", size),
        "country": country,
        "admin1": w.some(country + "-" + pl.Series([chr(65 + n % 3) + chr(70 + n % 7) for n in w.number(0, 21, size)]), 0.9),
        "latitude": only(pl.Series(latitude.round(4)), located),
        "longitude": only(pl.Series(longitude.round(4)), located),
        "coordinate_precision": only(w.code("sites.coordinate_precision", size), located),
        "coordinate_source_id": only(w.one_of("sources", size), located),
        "within_site_id": only(ids.gather(np.arange(size) // 2), (np.arange(size) > 1) & (w.chance.random(size) < 0.1)),
    }


def inside(w: World, outline: shapely.Geometry, size: int) -> tuple[Numbers, Numbers]:
    """That many random points within an outline."""
    west, south, east, north = shapely.bounds(outline)
    x, y = np.empty(0), np.empty(0)
    while len(x) < size:
        more = w.chance.uniform(west, east, 4 * size + 10), w.chance.uniform(south, north, 4 * size + 10)
        hit = shapely.contains_xy(outline, *more)
        x, y = np.append(x, more[0][hit]), np.append(y, more[1][hit])
    return x[:size], y[:size]


def actors(w: World) -> Columns:
    size = max(20, int(w.events**0.5))
    ids, called = names("ac", size)
    member = (np.arange(size) > 1) & (w.chance.random(size) < 0.3)
    return {
        "actor_id": ids,
        "name": called,
        "actor_kind": w.code("actors.actor_kind", size),
        "country": w.some(w.code("events.country", size), 0.7),
        "part_of_actor_id": only(ids.gather(np.arange(size) // 2), member),
        "part_of_source_id": only(w.one_of("sources", size), member),
    }


def weapons(w: World) -> Columns:
    size = max(10, int(w.events**0.5 / 5))
    ids, called = names("wp", size)
    return {
        "weapon_id": ids,
        "name": called,
        "weapon_class": w.code("weapons.weapon_class", size),
        "calibre_mm": w.some(pl.Series(w.number(60, 600, size) / 2), 0.3),
        "spec_source_id": w.some(w.one_of("sources", size), 0.3),
    }


def every_name(w: World) -> Columns:
    things = pl.concat([w.tables[t].select(pl.first().alias("entity_id"), "name") for t in ("sites", "actors", "weapons")])
    languages, kinds = w.field("names.language").enum, w.field("names.name_kind").enum
    rows = [things.with_columns(language=pl.lit("en"), name_kind=pl.lit("canonical"))]
    for kind in kinds:
        if kind != "canonical":
            more = things.sample(fraction=0.5, seed=len(rows))
            language = pl.Series(languages).gather(w.rank(len(languages), more.height))
            # The first column is the thing's own id, so a form made from it is a name of nothing else.
            form = pl.col("entity_id").str.to_titlecase() + f" {SYLLABLES[len(rows)]}"
            rows.append(more.with_columns(name=form, name_kind=pl.lit(kind), language=language))
    made = pl.concat(rows, how="diagonal").unique(["entity_id", "language", "name"], maintain_order=True)
    return {c: made[c] for c in ("entity_id", "language", "name", "name_kind")}


def span_of(w: World, precision: pl.Series, first: Numbers) -> tuple[Numbers, Numbers]:
    """First and last day of each event, as its precision says."""
    last = first.copy()
    for code in w.field("events.date_precision").codes:
        rows = np.flatnonzero((precision == code.value).to_numpy())
        unit = {"month": "M", "year": "Y"}.get(code.traits.get("whole", ""))
        if unit:
            period = first[rows].astype(f"datetime64[{unit}]")
            first[rows], last[rows] = period, (period + 1).astype("datetime64[D]") - 1
        elif code.traits.get("days_max") == code.traits["days_min"]:
            last[rows] += code.traits["days_min"] - 1
        else:
            last[rows] += w.number(8, 20, len(rows))
    return first, last


def events(w: World) -> Columns:
    size = w.events
    places = w.tables["sites"]
    site = w.rank(places.height, size, 0.7)
    kinds = w.field("events.event_type").enum
    kind = w.rank(len(kinds), size, 0.8)
    slot = w.number(0, int((END - BEGIN).astype(int)) // SLOT_DAYS, size)
    there = places.gather(site)
    precision = w.code("events.date_precision", size, 2)
    one_day = (precision == w.field("events.date_precision").codes[0].value).to_numpy()
    first, last = span_of(w, precision, BEGIN + slot * SLOT_DAYS + one_day * w.number(0, SLOT_DAYS, size))
    # An event that may lie in the days of others of its kind has no site.
    own_days = pl.Series((last - first).astype(int) < SLOT_DAYS)
    at_site = pl.Series((site * len(kinds) + kind) * 10_000 + slot).is_first_distinct() & own_days & pl.Series(w.chance.random(size) < 0.9)
    country = there["country"].zip_with(at_site, w.code("events.country", size, 1.5))
    admin1 = there["admin1"].zip_with(at_site, w.some(country + "-" + "QA", 0.7))
    exact = at_site & there["latitude"].is_not_null() & pl.Series(w.chance.random(size) < 0.03)
    vague = pl.Series(["country"]).new_from_index(0, size).zip_with(admin1.is_null(), pl.Series(["admin1"]).new_from_index(0, size))
    placed = (
        pl.Series(["site", "near_site", "area"]).gather(w.rank(3, size, 2)).zip_with(~exact, pl.Series(["exact"]).new_from_index(0, size))
    )
    return {
        "event_id": w.ids("events.event_id", size),
        "event_type": pl.Series(kinds).gather(kind),
        "date_earliest": pl.Series(first).cast(pl.Date),
        "date_latest": pl.Series(last).cast(pl.Date),
        "date_precision": precision,
        "part_of_day": w.some(w.code("events.part_of_day", size), 0.3),
        "time_local": w.some(pl.Series([f"{h:02}:{m:02}" for h in range(24) for m in range(0, 60, 5)]).gather(w.number(0, 288, size)), 0.1),
        "country": country,
        "admin1": admin1,
        "site_id": only(there["site_id"], at_site),
        "place_detail": w.some(w.prose(size).str.head(24).str.strip_chars(' ,"'), 0.05),
        "latitude": only((there["latitude"] + w.number(0, 200, size) / 10_000).round(4), exact),
        "longitude": only((there["longitude"] + w.number(0, 200, size) / 10_000).round(4), exact),
        "location_precision": placed.zip_with(at_site, vague),
        "target_type": w.code("events.target_type", size),
        "occurrence": w.code("events.occurrence", size),
        "composite_count": w.some(pl.Series(w.number(2, 9, size)), 0.01),
        "summary": w.prose(size),
        "coding_method": w.code("events.coding_method", size),
        "record_status": w.code("events.record_status", size),
        "note": w.some(w.prose(size), 0.05),
    }


def claims(w: World) -> Columns:
    """What each event needs, from its first report; then more, most of it about few events."""
    happened, reports = w.tables["events"], w.tables["sources"]
    # Reports lie in the order of their days, so a place beyond this one is a report made afterwards.
    days = np.sort(reports["published"].fill_null(strategy="backward").to_numpy())
    lead = np.searchsorted(days, happened["date_latest"].to_numpy())
    lead = np.minimum(lead + zipf(w, w.events, 30), reports.height - 1)
    place = happened.select(
        pl.coalesce(pl.when(pl.col(c).is_not_null()).then(pl.lit(c)) for c in ("site_id", "admin1", "country"))
    ).to_series()
    everything = np.arange(w.events)
    needed = pl.concat([pl.DataFrame({"event": everything, "source": lead, "field": f}) for f in ("event_type", "date", place)])
    codes = w.field("claims.field").codes
    often = sorted(codes, key=lambda c: {"count": 0, "actors.actor_id": 1}.get(c.traits["takes"], 2))
    about = np.repeat(everything, np.minimum(w.chance.lognormal(-0.2, 1.1, w.events), 40).astype(int))
    later = (w.chance.random(len(about)) < 0.5) * (1 + zipf(w, len(about), 30))
    more = pl.DataFrame(
        {
            "event": about,
            "source": np.minimum(lead[about] + later, reports.height - 1),
            "field": pl.Series([c.value for c in often]).gather(w.rank(len(often), len(about), 0.7)),
        }
    )
    asked = pl.concat([needed.with_columns(needed=True), more.with_columns(needed=False)])
    made = pl.concat([valued(w, code, asked.filter(pl.col("field") == code.value)) for code in codes], how="diagonal")
    made = (
        made.sort("needed", descending=True, maintain_order=True)
        .unique([c for c in made.columns if c not in ("needed", "strength")], keep="first", maintain_order=True)
        .with_columns(basis=pl.lit("stated"))
    )
    uncited = np.setdiff1d(np.arange(reports.height), made["source"].unique().to_numpy())
    made = pl.concat(
        [
            made,
            pl.DataFrame({"event": w.number(0, w.events, len(uncited)), "source": uncited}).with_columns(
                field=pl.lit("damage"), state=pl.lit("some"), needed=False
            ),
        ],
        how="diagonal",
    ).sort("event", maintain_order=True)
    size = made.height
    needed_here = made["needed"].to_numpy()
    luck = w.chance.random(size)
    standing = np.select(
        [needed_here & (luck < 0.03), ~needed_here & (luck < 0.05), ~needed_here & (luck < 0.07)],
        ["preferred", "superseded", "rejected"],
        "accepted",
    )
    held = reports["sha256"].is_not_null().gather(made["source"])
    start, inferred = w.number(0, 400, size), w.chance.random(size) < 0.02
    columns = {c: made[c] for c in ("field", "qualifier", "value", "value_min", "value_max", "state", "strength")}
    return columns | {
        "claim_id": w.ids("claims.claim_id", size),
        "event_id": happened["event_id"].gather(made["event"]),
        "source_id": reports["source_id"].gather(made["source"]),
        "asserter_id": w.some(w.one_of("actors", size, 0.8), 0.4),
        "standing": pl.Series(standing),
        "standing_reason": only(w.prose(size).str.head(40).str.strip_chars(' ,"'), standing != "accepted"),
        "basis": pl.Series(np.where(inferred, "inferred", "stated")),
        "span_start": only(pl.Series(start), held),
        "span_end": only(pl.Series(start + w.number(3, 60, size)), held),
        "note": only(w.prose(size), inferred | (w.chance.random(size) < 0.03)),
    }


def valued(w: World, code: Code, asked: pl.DataFrame) -> pl.DataFrame:
    """Rows of one claim field with the values that the descriptor says it takes."""
    size, takes = asked.height, str(code.traits["takes"])
    if takes in ("count", "state"):
        state = pl.Series(["counted", "none", "some"] if takes == "count" else ["none", "some"]).gather(
            w.rank(3 if takes == "count" else 2, size)
        )
        # More goes up than comes down: else every second event would have sources that differ.
        up = code.value == "launched"
        state = state.replace("none", "some") if up else state
        least = w.number(20, 40, size) if up else zipf(w, size, 3 if code.traits.get("qualifier") == "weapons.weapon_id" else 60)
        counted = state == "counted"
        made = asked.with_columns(
            state=state,
            value_min=only(pl.Series(least), counted),
            value_max=w.some(only(pl.Series(least + w.rank(4, size, 3)), counted), 0.9),
        )
        if target := code.traits.get("qualifier"):
            made = made.with_columns(qualifier=w.some(w.one_of(target.partition(".")[0], size), 0.2))
        return made
    table, _, column = takes.partition(".")
    happened = w.tables["events"]
    if takes == "interval":
        first, last = (happened[c].gather(asked["event"]).cast(pl.String) for c in ("date_earliest", "date_latest"))
        return asked.with_columns(value=first.zip_with(first == last, first + "/" + last))
    if table == "events":
        own, field = happened[column].gather(asked["event"]), w.field(takes)
        other = w.code(takes, size) if field.codes else own
        return asked.with_columns(value=own.zip_with(asked["needed"], other)).filter(pl.col("value").is_not_null())
    made = asked.with_columns(value=w.one_of(table, size))
    if code.traits.get("responsibility"):
        nobody = pl.lit(pl.Series(w.chance.random(size) < 0.1))
        made = made.with_columns(value=pl.when(~nobody).then("value"), state=pl.when(nobody).then(pl.lit("none")))
    if code.value == "attributed_to":
        made = made.with_columns(strength=only(w.code("claims.strength", size), made["value"].is_not_null()))
    return made


def links(w: World) -> Columns:
    size = max(2, w.events // 20)
    order = w.tables["events"].select("event_id", "date_earliest").sort("date_earliest", "event_id")["event_id"]
    later = np.sort(w.chance.choice(np.arange(1, w.events), size, replace=False))
    earlier = np.maximum(0, later - 1 - zipf(w, size, 50))
    basis = w.code("links.basis", size, 3)
    return {
        "link_id": w.ids("links.link_id", size),
        "event_id": order.gather(later),
        "link_type": w.code("links.link_type", size),
        "other_event_id": order.gather(earlier),
        "source_id": w.one_of("sources", size),
        "basis": basis,
        "note": only(w.prose(size), basis == "inferred"),
    }


def tallies(w: World) -> Columns:
    size = max(10, int(w.events**0.5 / 4))
    total = pl.Series(np.arange(size) % 25 * 7 + 5)
    parts = [total // n for n in (2, 3, 20)]
    return {
        "tally_id": w.ids("tallies.tally_id", size),
        "counter_id": w.tables["actors"]["actor_id"].gather(np.arange(size) // 25),
        "source_id": w.one_of("sources", size),
        "counted": w.code("tallies.counted", 1).new_from_index(0, size),
        "scope": w.prose(1).new_from_index(0, size),
        "as_of": pl.Series(BEGIN + np.arange(size) % 25 * 200).cast(pl.Date),
        "total_min": total,
        "total_max": w.some(total, 0.9),
        "iraq": parts[0],
        "syria": parts[1],
        "jordan": parts[2],
        "standing": pl.Series(["accepted"]).new_from_index(0, size),
    }


def occupants(w: World) -> Columns:
    there = w.tables["sites"]["site_id"]
    return {"site_id": there, "actor_id": w.one_of("actors", len(there)), "source_id": w.one_of("sources", len(there))}


def retractions(w: World) -> Columns:
    size = w.events // 200
    reason = w.code("retractions.reason", size)
    return {
        "event_id": w.ids("events.event_id", w.events + size).tail(size),
        "retracted_on": pl.Series(np.full(size, LAST_REPORT)).cast(pl.Date),
        "reason": reason,
        "replaced_by": only(w.one_of("events", size, 0), reason == "merged"),
    }


def recodings(w: World) -> Columns:
    coded = [f for f in w.package.table("events").fields if f.codes]
    size = max(5, w.events // 100)
    field, found = w.rank(len(coded), size, 0), w.tables["events"].head(size)
    first = pl.Series([found[coded[f].name][n] for n, f in enumerate(field)], dtype=pl.String)
    return {
        "round": pl.Series(["bench-1"]).new_from_index(0, size),
        "event_id": found["event_id"],
        "field": pl.Series([coded[f].name for f in field]),
        "first_value": first,
        "second_value": w.some(first, 0.9),
    }


# In the order in which each can refer to those before it.
MAKERS = {
    "sources": sources,
    "sites": sites,
    "actors": actors,
    "weapons": weapons,
    "names": every_name,
    "events": events,
    "claims": claims,
    "links": links,
    "tallies": tallies,
    "occupants": occupants,
    "retractions": retractions,
    "recodings": recodings,
}


def synthesise(size: int, out: Path, seed: int = 1, root: Path = ROOT) -> dict[str, int]:
    """Write a package of `size` events to the folder `out`; returns the rows of each table."""
    package = load_package(root)
    w = World(package, np.random.default_rng(seed), size, {})
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copy(root / DESCRIPTOR, out / DESCRIPTOR)
    for name in (*MAKERS, *(t.name for t in package.tables if t.name not in MAKERS)):
        table = package.table(name)
        columns = MAKERS[name](w) if name in MAKERS else {}
        rows = max(map(len, columns.values()), default=0)
        w.tables[name] = pl.DataFrame(
            [columns.get(c, pl.Series([None], dtype=pl.String).new_from_index(0, rows)).alias(c) for c in table.columns]
        )
        path = out / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_csv(arrange(table, w.tables[name])))
    return {name: frame.height for name, frame in w.tables.items()}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Make a synthetic package.")
    parser.add_argument("events", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    for name, rows in synthesise(options.events, options.out, options.seed).items():
        print(f"{name:<12} {rows:>10,}")


if __name__ == "__main__":
    main()
