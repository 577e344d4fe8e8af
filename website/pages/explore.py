"""The explorer: map, time line and table of the events, linked; and the data that it works on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import shapely

from strikelog.geo import features
from strikelog.package import Field, Table
from website.pictures.palette import COLOURS
from website.render import page
from website.site import File, Site

DATA, BASEMAP = "assets/data/explore.json", "assets/data/basemap.json"
TABLE = "events_wide"
# How the columns that hold several names part them; their descriptions say so in these words.
SEPARATOR = "; "
LISTED = f"parted by '{SEPARATOR}'"
# Outlines are rounded to so many parts of a degree, and travel as whole numbers.
GRID = 1000
# The names of countries stand within so many degrees of the events.
AROUND = 1.5


def pages(site: Site) -> Iterator[File]:
    """The page, the columns of every event, and the outlines that the map is drawn on."""
    data = columns(site)
    yield page(
        "explore.md", "explore.html", title="Explore",
        description="The events on a map, on a time line and in a table, with filters; every view has an address, and can be downloaded as CSV and GeoJSON.",
        meta={"hide": ["navigation", "toc"], "scripts": ["explore.js"], "styles": ["explore-page.css"]},
        number=data["size"], data=DATA, basemap=BASEMAP)
    yield File(DATA, _compact(data))
    yield File(BASEMAP, _compact(basemap(site)))


def columns(site: Site) -> dict[str, Any]:
    """Every column of the wide table, in the order of days, and what the schema says of it.

    Text that repeats travels once: `of` holds the values in order and `at`, for each event, the place of
    its value there, or -1. Other columns are plain lists with nulls.
    """
    table = site.package.table(TABLE)
    rows = site.rows(f"FROM {TABLE} ORDER BY date_earliest, event_id")
    return {
        "version": site.package.version,
        "size": len(rows),
        "separator": SEPARATOR,
        "fields": [_field(field) for field in table.fields],
        "values": {field.name: _values(field, [row[field.name] for row in rows], table) for field in table.fields},
        "governorates": {f["properties"]["iso_3166_2"]: f["properties"]["name"] for f in features("admin1")},
        "colours": COLOURS,
    }


def _field(field: Field) -> dict[str, Any]:
    """What the browser has to know of a column."""
    about: dict[str, Any] = {"name": field.name, "type": field.type, "title": field.title}
    if field.codes:
        about["codes"] = [[code.value, code.label, code.description] for code in field.codes]
    if LISTED in field.description:
        about["list"] = True
    return about


def _values(field: Field, values: list[Any], table: Table) -> Any:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    if field.type in ("integer", "number"):
        return plain
    distinct = sorted({value for value in plain if value is not None})
    if field.name in table.primary_key or len(distinct) > len(plain) / 2:
        return plain
    places = {value: place for place, value in enumerate(distinct)}
    return {"of": distinct, "at": [places.get(value, -1) for value in plain]}


def basemap(site: Site) -> dict[str, Any]:
    """The outlines of countries and governorates, with their names and a point inside each.

    A ring is a flat list of whole numbers in thousandths of a degree: longitude and latitude of its first
    point, then the steps from each point to the next. The point inside a country is as near to the events as
    the country reaches, so that its name is seen there.
    """
    [near] = site.rows(f"SELECT min(longitude) AS xmin, min(latitude) AS ymin, max(longitude) AS xmax, max(latitude) AS ymax FROM {TABLE}")
    window = None if near["xmin"] is None else shapely.box(**near).buffer(AROUND).envelope
    labels = {code.value: code.label for code in site.package.lookup(f"{TABLE}.country").codes}
    return {
        "grid": GRID,
        "countries": [_outline(f, f["properties"]["iso_a2"], labels.get(f["properties"]["iso_a2"], f["properties"]["NAME"]), window) for f in features("countries")],
        "governorates": [_outline(f, f["properties"]["iso_3166_2"], f["properties"]["name"]) for f in features("admin1")],
    }


def _outline(feature: Mapping[str, Any], code: str, name: str, window: shapely.Geometry | None = None) -> dict[str, Any]:
    geometry = feature["geometry"]
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    shape = shapely.from_geojson(json.dumps(geometry))
    shown = shape if window is None else shape.intersection(window)
    x, y = shapely.maximum_inscribed_circle(shape if shown.is_empty else shown, 0.02).coords[0]
    return {"code": code, "name": name, "inside": [round(y, 3), round(x, 3)], "parts": [[_steps(ring) for ring in part] for part in parts]}


def _steps(ring: Iterable[Iterable[float]]) -> list[int]:
    steps: list[int] = []
    before = (0, 0)
    for longitude, latitude, *_ in ring:
        point = (round(longitude * GRID), round(latitude * GRID))
        steps += (point[0] - before[0], point[1] - before[1])
        before = point
    return steps


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
