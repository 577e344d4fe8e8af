"""A page for each actor and the list of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from website.entity.pages import entity_page, explore_link, over_time, report_link
from website.entity.record import Record, Row, grouped, read
from website.pages.sites import WIKIDATA
from website.site import File, Site

# What a claim says of the actor that it names, in the words of a heading; the keys are fields of claims.
PARTS: Mapping[str, str] = {
    "claimed_by": "Claimed", "acknowledged_by": "Acknowledged as its own", "attributed_to": "Attributed to it",
    "denied_by": "Denied", "target": "Its people or property attacked"}
# Filters of the explorer, by the field of claims that each is about.
FILTERS = ("claimed_by", "attributed_to")


@dataclass(slots=True)
class Part:
    """What one actor has to do with events: by field of claims, each event and whether a claim that says so stands; what it asserts."""

    named: dict[str, dict[str, bool]] = field(default_factory=dict)
    asserted: Counter[str] = field(default_factory=Counter)
    asserted_in: Counter[str] = field(default_factory=Counter)

    @property
    def events(self) -> set[str]:
        """Events that it did, or is said to have done, or that were done to it, by standing claims."""
        return {event for found in self.named.values() for event, stands in found.items() if stands}


def pages(site: Site) -> Iterator[File]:
    """Raises duckdb.Error."""
    record = read(site)
    parts = _parts(record)
    tallies = grouped(site.rows("SELECT * FROM tallies ORDER BY as_of NULLS LAST, tally_id"), "counter_id")
    bases = grouped(site.rows("SELECT * FROM occupants ORDER BY site_id, from_date NULLS FIRST"), "actor_id")
    actors = [row for key, row in record.things.items() if record.table_of[key] == "actors"]
    members = grouped((a for a in actors if a["part_of_actor_id"]), "part_of_actor_id")
    for row in actors:
        key = row["actor_id"]
        yield _actor(record, row, parts.get(key, Part()), members.get(key, []), bases.get(key, []), tallies.get(key, []))
    kinds = [(code, [(a, parts.get(a["actor_id"], Part())) for a in actors if a["actor_kind"] == code.value]) for code in site.package.lookup("actors.actor_kind").codes]
    yield entity_page(
        record, "actors/index.md", "actors.html", title="Actors", description="Every state, force, group, outlet and office of the record.", scripts=["filter.js"],
        kinds=[(code, rows) for code, rows in kinds if rows], total=len(actors), fields=PARTS)


def _parts(record: Record) -> dict[str, Part]:
    """The part that each actor has in the claims."""
    found: dict[str, Part] = {}
    for event_id, claims in record.claims.items():
        for claim in claims:
            if claim["field"] in PARTS and claim["value"] is not None:
                named = found.setdefault(claim["value"], Part()).named.setdefault(claim["field"], {})
                named[event_id] = named.get(event_id, False) or record.stands(claim)
            if claim["asserter_id"]:
                speaker = found.setdefault(claim["asserter_id"], Part())
                speaker.asserted[claim["field"]] += 1
                speaker.asserted_in[event_id] += 1
    return found


def _actor(record: Record, row: Row, part: Part, members: Sequence[Row], bases: Sequence[Row], tallies: Sequence[Row]) -> File:
    key = row["actor_id"]
    path = f"actors/{key}.md"
    kind = record.site.label("actors.actor_kind", row["actor_kind"])
    own = [e for e in record.events if e["event_id"] in part.events]
    relations = []
    for name, heading in PARTS.items():
        found = part.named.get(name, {})
        rows = [e for e in record.events if e["event_id"] in found]
        if rows:
            relations.append({
                "field": name, "heading": heading, "rows": rows, "stand": sum(found.values()),
                "notes": {event: "no claim of it stands" for event, stands in found.items() if not stands},
                "explore": explore_link(path, **{name: row["name"]}) if name in FILTERS else ""})
    return entity_page(
        record, path, "actor.html", title=row["name"], description=f"{kind}: events, names, and what it asserts in the record.",
        row=row, kind=kind, relations=relations, members=members, bases=bases, tallies=tallies, names=record.names.get(key, ()),
        asserted=[(record.codes[name], n) for name, n in part.asserted.most_common()], asserted_claims=part.asserted.total(),
        asserted_in=[(record.event[e], n) for e, n in sorted(part.asserted_in.items(), key=lambda pair: (record.event[pair[0]]["date_earliest"], pair[0])) if e in record.event],
        wikidata=WIKIDATA, report_link=report_link(record, path, key, row["name"]), **over_time(record, own))
