"""A small map of where something was, drawn as closely as that is known and no closer."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import shapely
from markupsafe import Markup

from strikelog.geo import features
from website.pictures.maps import Window

WIDTH, RATIO = 360, 0.78
# Countries smaller than this many degrees across are shown with their neighbours.
LEAST_SPAN = 3.5
MARGIN = 0.5
POINT, RING, REGION, COUNTRY = "point", "ring", "region", "country"
# How each degree of knowledge of a place is drawn; codes of events.location_precision and sites.coordinate_precision.
DRAWN: Mapping[str, str] = {
    "exact": POINT, "site": POINT, "near_site": RING, "area": RING, "locality": RING, "admin1": REGION, "country": COUNTRY}


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a place: country and governorate as codes, a point in degrees, and how closely it is known."""

    country: str
    admin1: str | None
    longitude: float | None
    latitude: float | None
    precision: str

    @property
    def drawn(self) -> str:
        """How it is drawn: what is not at hand gives way to what is wider."""
        wanted = DRAWN.get(self.precision, COUNTRY)
        if wanted in (POINT, RING) and self.longitude is None:
            wanted = REGION
        return COUNTRY if wanted == REGION and self.admin1 not in _shapes("admin1", "iso_3166_2") else wanted


def locator(place: Place, label: str) -> Markup:
    """The map as SVG; `label` says in words what it shows. Nothing where no outline of the country is at hand."""
    outline = _shapes("countries", "iso_a2").get(place.country)
    if outline is None:
        return Markup("")
    window = _window(place.country)
    longitude, latitude = place.longitude, place.latitude
    if longitude is not None and latitude is not None and not window.box.contains(shapely.Point(longitude, latitude)):
        window = _around(outline.union(shapely.Point(longitude, latitude)).bounds)
    mark = Markup("")
    if place.drawn == COUNTRY:
        mark = _region(window, outline)
    elif place.drawn == REGION:
        mark = _region(window, _shapes("admin1", "iso_3166_2")[str(place.admin1)])
    elif longitude is not None and latitude is not None:
        x, y = window.place(longitude, latitude)
        mark = Markup('<circle class="ring" cx="{0}" cy="{1}" r="13"/>' if place.drawn == RING else '<circle class="halo" cx="{0}" cy="{1}" r="10"/><circle class="dot" cx="{0}" cy="{1}" r="4.5"/>').format(x, y)
    return Markup('<svg class="locator" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(WIDTH, window.height, label, _ground(window, place.country), mark)


@cache
def _shapes(file: str, key: str) -> Mapping[str, Any]:
    return {f["properties"][key]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features(file)}


@cache
def _window(country: str) -> Window:
    return _around(_shapes("countries", "iso_a2")[country].bounds)


def _around(bounds: tuple[float, float, float, float]) -> Window:
    """A window of the one shape that all these maps have, around what must show."""
    west, south, east, north = bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    squeeze = math.cos(math.radians(latitude))
    across = max((east - west) + 2 * MARGIN, ((north - south) + 2 * MARGIN) / RATIO / squeeze, LEAST_SPAN)
    up = across * RATIO * squeeze
    return Window(longitude - across / 2, longitude + across / 2, latitude - up / 2, latitude + up / 2, WIDTH)


@cache
def _ground(window: Window, country: str) -> Markup:
    """Land, the country that it is about, its governorates and the names of countries."""
    others = [_drawn(window, shape, 1.4) for code, shape in _shapes("countries", "iso_a2").items() if code != country]
    inner = [_drawn(window, shape, 1.4) for code, shape in _shapes("admin1", "iso_3166_2").items() if code.startswith(f"{country}-")]
    span = window.east - window.west
    return Markup('<g class="land">{}</g><g class="own">{}</g><g class="inner">{}</g><g class="names">{}</g>').format(
        Markup("").join(others), _drawn(window, _shapes("countries", "iso_a2")[country]), Markup("").join(inner),
        Markup("".join(window.names(margin=span / 20, least=span * span / 60))))


def _region(window: Window, shape: Any) -> Markup:
    return Markup('<g class="region">{}</g>').format(_drawn(window, shape))


def _drawn(window: Window, shape: Any, coarse: float = 0.8) -> Markup:
    """The part of a shape that shows, true to so many pixels."""
    pixel = 1 / window.scale
    shown = shapely.clip_by_rect(shape.simplify(coarse * pixel), *window.box.buffer(3 * pixel).bounds)
    parts = [p for p in getattr(shown, "geoms", [shown]) if p.geom_type == "Polygon" and not p.is_empty]
    if not parts:
        return Markup("")
    return Markup('<path d="{}"/>').format(window.path(json.loads(shapely.to_geojson(shapely.MultiPolygon(parts)))))
