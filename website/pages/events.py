"""A page for each event, one for each retired id, and the list of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from website.entity import wording
from website.entity.history import Step, histories, last_known
from website.entity.pages import entity_page, explore_link, over_time, report_link, short
from website.entity.record import Record, Row, grouped, read
from website.entity.versions import Version, figures, told
from website.pictures.locator import POINT, REGION, RING, Place, locator
from website.render import console, relative
from website.site import File, Site

# With more claims than this the versions are folded, and only what each says and how many say it is seen.
FOLDED_FROM = 60
# As many speakers as are named beside a version.
NAMED = 3


def pages(site: Site) -> Iterator[File]:
    """Raises duckdb.Error."""
    record = read(site)
    steps = histories(site.releases, record.event)
    recodings = grouped(site.rows("SELECT * FROM recodings ORDER BY round, event_id, field"), "event_id")
    retired = {r["event_id"]: r for r in site.rows("SELECT * FROM retractions ORDER BY event_id")}
    ties = _ties(record)
    for n, event in enumerate(record.events):
        near = (record.events[n - 1] if n else None, record.events[n + 1] if n + 1 < len(record.events) else None)
        key = event["event_id"]
        yield _event(record, event, steps.get(key, ()), recodings.get(key, ()), ties.get(key, ()), near)
    for row in retired.values():
        if row["event_id"] not in record.event:
            yield _retired(record, row, retired)
    years = [
        (year, [(month, list(rows)) for month, rows in groupby(of_year, key=lambda e: f"{e['date_earliest']:%B}")])
        for year, of_year in groupby(record.events, key=lambda e: e["date_earliest"].year)]
    yield entity_page(
        record, "events/index.md", "events.html", title="Events", description="Every event of the record, by day.", scripts=["filter.js"],
        years=years, retired=list(retired.values()), toll=_toll, within=wording.within, **over_time(record, record.events))


def _event(
    record: Record, event: Row, steps: Sequence[Step], recodings: Sequence[Row], ties: Sequence[Mapping[str, Any]], near: tuple[Row | None, Row | None],
) -> File:
    key = event["event_id"]
    path, title = f"events/{key}.md", record.title(event)
    claims = record.claims.get(key, ())
    groups = told(record, event)
    parties = _parties(record, claims)
    place = Place(event["country"], event["admin1"], event["longitude"], event["latitude"], event["location_precision"])
    sources = Counter(c["source_id"] for c in claims)
    coded = [_recoded(record, row) for row in recodings]
    return entity_page(
        record, path, "event.html", title=title, description=event["summary"],
        event=event,
        figures=list(figures(record, event)), groups=groups, told={f.code.value for g in groups for f in g.fields}, support=lambda version: _support(record, version),
        claims=len(claims), independent=len({record.root(s) for s in sources}), open=len(claims) <= FOLDED_FROM,
        sources=[{"row": record.sources[s], "claims": n} for s, n in sorted(sources.items(), key=lambda s: _by_day(record, s[0])) if s in record.sources],
        parties=parties, responsibility=[name for name, code in record.codes.items() if code.traits.get("responsibility") and parties[name] is not None],
        map=locator(place, f"Map: {_where(record, event, place)}"), map_words=_where(record, event, place),
        links=ties, recodings=coded, agreed=[c["label"] for c in coded if not c["differ"]], differing=[c for c in coded if c["differ"]],
        history=[_told_step(record, step, steps[0] is step and record.site.releases[0].version == step.version) for step in steps],
        before=near[0], after=near[1],
        report_link=report_link(record, path, key, title),
        explore_link=explore_link(path, **({"site_id": event["site_id"]} if event["site_id"] else {"country": event["country"]})),
        console_link=relative(path, console(f"SELECT *\nFROM claims_readable\nWHERE event_id = '{key}'\nORDER BY field, published")))


def _parties(record: Record, claims: Sequence[Row]) -> dict[str, list[str] | None]:
    """By field, the actors and weapons that standing claims name, the most often named first; None where no claim stands."""
    found: dict[str, Counter[str]] = {}
    for claim in claims:
        if record.stands(claim):
            named = found.setdefault(claim["field"], Counter())
            if claim["value"] is not None:
                named[claim["value"]] += 1
    return {
        name: [key for key, _ in found[name].most_common()] if name in found else None
        for name, code in record.codes.items() if code.traits.get("takes") in ("actors.actor_id", "weapons.weapon_id")}


def _where(record: Record, event: Row, place: Place) -> str:
    """In words, what the map shows."""
    country = record.site.label("events.country", event["country"])
    if place.drawn == POINT:
        return f"{record.place(event)}, {country}. {'Where it struck' if event['location_precision'] == 'exact' else 'The point is that of the site'}."
    if place.drawn == RING:
        return f"{record.place(event)}, {country}. Somewhere within or about the ring, which is a sign and not a measure."
    return f"{record.governorate(event['admin1'])}, {country}: known no closer." if place.drawn == REGION else f"{country}: known no closer."


def _support(record: Record, version: Version) -> str:
    """How many reports give a version, and who is quoted for it."""
    words = wording.number(version.reports, "report")
    if version.independent != version.reports:
        words += f", {version.independent} independent"
    itself = "the report itself" if sum(c["asserter_id"] is None for c in version.claims) == 1 else "the reports themselves"
    named = [record.name(a) if a else itself for a in version.asserters]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"{words} · {', '.join(named[:NAMED])}{more}"


def _by_day(record: Record, source_id: str) -> tuple[bool, str, str]:
    source = record.sources.get(source_id, {})
    return source.get("published") is None, str(source.get("published")), str(source.get("publisher"))


def _ties(record: Record) -> dict[str, list[Mapping[str, Any]]]:
    """The links of each event, seen from it."""
    field = record.site.package.lookup("links.link_type")
    found: dict[str, list[Mapping[str, Any]]] = {}
    for link in record.links:
        code = field.code(link["link_type"])
        for here, there in (("event_id", "other_event_id"), ("other_event_id", "event_id")):
            if link[here] in record.event and link[there] in record.event:
                turned = here == "other_event_id" and link["link_type"] == "answer_to"
                found.setdefault(link[here], []).append({
                    "row": link, "other": record.event[link[there]], "label": "Answered by" if turned else code.label, "about": code.description})
    for ties in found.values():
        ties.sort(key=lambda t: (t["label"], t["other"]["date_earliest"], t["row"]["link_id"]))
    return found


def _recoded(record: Record, row: Row) -> dict[str, Any]:
    """One field of a second coding in words."""
    name = row["field"]
    columns = record.site.package.table("events").columns
    label = record.codes[name].label if name in record.codes else record.site.package.lookup(f"events.{name}").title if name in columns else "Found as an event"

    def words(value: str | None) -> str:
        return "not stated" if value is None else "; ".join(_value(record, name, part) for part in value.split(" | "))

    first, second = ({*(row[c] or "").split(" | ")} for c in ("first_value", "second_value"))
    return {"label": label, "first": words(row["first_value"]), "second": words(row["second_value"]),
            "settled": words(row["settled_value"]) if row["settled_value"] is not None or row["settlement"] else "", "why": row["settlement"], "differ": first != second}


def _value(record: Record, name: str, value: str) -> str:
    """A stored value of a field of events or claims in words."""
    if value in record.things:
        return record.name(value)
    takes = record.codes[name].traits.get("takes", "") if name in record.codes else ""
    if takes == "interval":
        return wording.interval(value)
    if name == "admin1":
        return record.governorate(value)
    column = takes.partition(".")[2] if takes.startswith("events.") else name
    if column in record.site.package.table("events").columns:
        field = record.site.package.lookup(f"events.{column}")
        return field.code(value).label if value in field.enum else value
    return value


def _told_step(record: Record, step: Step, first: bool) -> dict[str, Any]:
    """What one release did, in words; a change of a row that is new with it is not told again."""
    lists: list[tuple[str, list[str]]] = []
    for table in ("claims", "links"):
        for fate in ("added", "removed"):
            rows = step.of(table, fate)
            if rows and not (step.added and fate == "added"):
                lists.append((f"{wording.number(len(rows), table[:-1])} {fate}", [_part(record, table, row) for row in rows]))
    new = {row.get("_key") for _, fate, row in step.rows if fate == "added"}
    values = [
        {"row": v.row, "field": _field_title(record, v.field, "claims" if v.row.startswith("cl-") else "links" if v.row else "events"),
         "old": _shown(record, v.field, v.old), "new": _shown(record, v.field, v.new)} for v in step.values if v.row not in new]
    return {"version": step.version, "day": step.day, "added": step.added, "changed": values, "lists": lists,
            "opening": "In the record from the first version that is known." if first else f"Added, with {wording.number(len(step.of('claims', 'added')), 'claim')}."}


def _field_title(record: Record, name: str, table: str) -> str:
    columns = record.site.package.table(table).columns
    return record.site.package.lookup(f"{table}.{name}").title if name in columns else name


def _shown(record: Record, name: str, value: str | None) -> str:
    return "empty" if value is None else _value(record, name, value)


def _part(record: Record, table: str, row: Mapping[str, Any]) -> str:
    """A claim or link that came or went, in one line."""
    if table == "links":
        return f"{record.site.label('links.link_type', row['link_type'])}: {row['event_id']}, {row['other_event_id']}"
    value = row["value"]
    says = _value(record, row["field"], value) if value is not None else wording.counted(
        row["state"], *(int(row[c]) if row[c] is not None else None for c in ("value_min", "value_max")))
    source = record.sources.get(row["source_id"])
    label = record.codes[row["field"]].label if row["field"] in record.codes else row["field"]
    return f"{label}: {says} ({(source and source['publisher']) or row['source_id']})"


def _retired(record: Record, row: Row, retired: Mapping[str, Row]) -> File:
    """The page of an id that names no event any more."""
    key = row["event_id"]
    path, chain = f"events/{key}.md", []
    at = row["replaced_by"]
    while at and at not in chain and at != key:
        chain.append(at)
        at = retired[at]["replaced_by"] if at in retired else None
    known = last_known(record.site.releases, key)
    version, values = known or ("", {})
    columns = record.site.package.table("events").columns
    last = [(f"events.{c}", _shown(record, c, values[c])) for c in columns if values.get(c) is not None and c != "event_id"]
    return entity_page(
        record, path, "retired.html", title=f"Retired: {key}", description=f"The id {key} names no event any more.",
        row=row, chain=chain, version=version, last=last, report_link=report_link(record, path, key, key))


def _toll(event: Row) -> str:
    """What came of an event, in two or three words: who was hurt, if anybody is known to have been."""
    parts = [f"{words} {short(event, field)}" for field, words in (("killed", "killed"), ("injured", "injured")) if event[f"{field}_state"] in ("counted", "some")]
    return ", ".join(parts)
