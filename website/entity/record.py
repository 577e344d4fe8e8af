"""The whole record, read with one query a table and grouped by what its pages are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel import Locale

from strikelog.geo import features
from strikelog.package import Code
from website.entity import wording
from website.site import Site

Row = dict[str, Any]
# Tables whose rows have pages of their own beside the events.
NAMED = ("sites", "actors", "weapons")
_ENGLISH = Locale("en")


@dataclass(frozen=True)
class Record:
    """Rows of the release as dictionaries; `things` has sites, actors and weapons together, by id."""

    site: Site
    events: Sequence[Row]
    claims: Mapping[str, Sequence[Row]]
    links: Sequence[Row]
    sources: Mapping[str, Row]
    things: Mapping[str, Row]
    table_of: Mapping[str, str]
    names: Mapping[str, Sequence[Row]]
    governorates: Mapping[str, str]

    @cached_property
    def event(self) -> Mapping[str, Row]:
        return {e["event_id"]: e for e in self.events}

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """The fields that a claim can be about, in the order of the schema."""
        return {code.value: code for code in self.site.package.lookup("claims.field").codes}

    @cached_property
    def standing(self) -> frozenset[str]:
        """The standings of claims that count."""
        return frozenset(self.site.package.codes_with("claims.standing", stands=True))

    def stands(self, claim: Row) -> bool:
        return claim["standing"] in self.standing

    def name(self, key: str | None) -> str:
        """The name of a site, actor or weapon; the id itself of one that is not known."""
        return "" if key is None else str(self.things[key]["name"]) if key in self.things else key

    def path(self, key: str) -> str | None:
        """The page of an event, site, actor or weapon, or None if it has none."""
        if key in self.event:
            return f"events/{key}.md"
        return f"{self.table_of[key]}/{key}.md" if key in self.table_of else None

    def governorate(self, code: str | None) -> str:
        """The name of a governorate where its outline is known, else its code."""
        return "" if code is None else self.governorates.get(code, code)

    def country(self, code: str | None) -> str:
        """The name of a country: the schema's for those where events happen, else its common English name."""
        if code is None:
            return ""
        coded = self.site.package.lookup("events.country")
        return coded.code(code).label if code in coded.enum else str(_ENGLISH.territories.get(code, code))

    def place(self, event: Row) -> str:
        """Where an event was, as closely as it is known, in few words."""
        if event["site"]:
            return ("near " if event["location_precision"] == "near_site" else "") + str(event["site"])
        return self.governorate(event["admin1"]) or self.country(event["country"])

    def title(self, event: Row) -> str:
        """What a person calls the event: its kind, place and date."""
        return f"{self.site.label('events.event_type', event['event_type'])}, {self.place(event)}, {wording.when(event)}"

    def root(self, source_id: str) -> str:
        """The report that another reprints, or itself; what counts as one independent source."""
        source = self.sources.get(source_id)
        return str(source["root_source_id"] or source_id) if source else source_id


def read(site: Site) -> Record:
    """Read the release of a site. Raises duckdb.Error."""
    things: dict[str, Row] = {}
    table_of: dict[str, str] = {}
    for table in NAMED:
        key = site.package.table(table).primary_key[0]
        for row in site.rows(f"SELECT * FROM {table} ORDER BY name, {key}"):
            things[row[key]], table_of[row[key]] = row, table
    return Record(
        site=site,
        events=site.rows("SELECT * FROM events_wide ORDER BY date_earliest, date_latest, time_local NULLS FIRST, event_id"),
        claims=grouped(site.rows("SELECT * FROM claims ORDER BY event_id, claim_id"), "event_id"),
        links=site.rows("SELECT * FROM links ORDER BY link_id"),
        sources={s["source_id"]: s for s in site.rows("SELECT * FROM sources")},
        things=things, table_of=table_of,
        names=grouped(site.rows("SELECT * FROM names ORDER BY entity_id, language, name"), "entity_id"),
        governorates={f["properties"]["iso_3166_2"]: f["properties"]["name"] for f in features("admin1")})


def grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """The rows of each value of a column, in their order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return dict(found)
