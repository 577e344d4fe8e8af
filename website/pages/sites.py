"""A page for each site and the list of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from website.entity import wording
from website.entity.pages import entity_page, explore_link, over_time, report_link
from website.entity.record import Record, Row, grouped, read
from website.pictures.locator import COUNTRY, POINT, RING, Place, locator
from website.site import File, Site

WIKIDATA, GEONAMES = "https://www.wikidata.org/wiki/", "https://www.geonames.org/"


def pages(site: Site) -> Iterator[File]:
    """Raises duckdb.Error."""
    record = read(site)
    events = grouped(record.events, "site_id")
    occupants = grouped(site.rows("SELECT * FROM occupants ORDER BY from_date NULLS FIRST, actor_id, source_id"), "site_id")
    sites = [row for key, row in record.things.items() if record.table_of[key] == "sites"]
    within = grouped((s for s in sites if s["within_site_id"]), "within_site_id")
    for row in sites:
        key = row["site_id"]
        yield _site(record, row, events.get(key, []), occupants.get(key, []), within.get(key, []), sum(len(events.get(s["site_id"], ())) for s in within.get(key, ())))
    yield entity_page(
        record, "sites/index.md", "sites.html", title="Sites", description="Every base, town, field and other place of the record.", scripts=["filter.js"],
        rows=[(row, events.get(row["site_id"], [])) for row in sites])


def _site(record: Record, row: Row, events: Sequence[Row], occupants: Sequence[Row], within: Sequence[Row], events_within: int) -> File:
    key = row["site_id"]
    path = f"sites/{key}.md"
    place = Place(row["country"], row["admin1"], row["longitude"], row["latitude"], row["coordinate_precision"] or "country")
    where = _where(record, row, place)
    kind = record.site.label("sites.site_type", row["site_type"])
    return entity_page(
        record, path, "site.html", title=row["name"],
        description=f"{kind} in {record.site.label('sites.country', row['country'])}: {wording.number(len(events), 'event')}, names, occupants.",
        row=row, kind=kind, events=events, occupants=occupants, within=within, events_within=events_within, names=record.names.get(key, ()),
        map=locator(place, f"Map: {where}"), map_words=where, wikidata=WIKIDATA, geonames=GEONAMES,
        report_link=report_link(record, path, key, row["name"]), explore_link=explore_link(path, site_id=key), **over_time(record, events))


def _where(record: Record, row: Row, place: Place) -> str:
    """In words, what the map shows."""
    country = record.site.label("sites.country", row["country"])
    if place.drawn == POINT:
        return f"{row['name']}, {country}."
    if place.drawn == RING:
        meaning = record.site.package.lookup("sites.coordinate_precision").code(row["coordinate_precision"]).description
        return f"{row['name']}, {country}. What the point marks: {meaning[0].lower()}{meaning[1:]}"
    return f"{country}: there are no coordinates." if place.drawn == COUNTRY else f"{record.governorate(row['admin1'])}, {country}: there are no coordinates."
