"""Outlines drawn flat: from degrees to the coordinates of a picture, for every map that is made without a browser."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

import shapely

from strikelog.geo import features


@dataclass(frozen=True)
class Window:
    """The part of the earth that a picture `width` pixels wide shows, in degrees; true to shape at its middle."""

    west: float
    east: float
    south: float
    north: float
    width: int

    @property
    def scale(self) -> float:
        """Pixels a degree of longitude."""
        return self.width / (self.east - self.west)

    @cached_property
    def stretch(self) -> float:
        """Pixels a degree of latitude."""
        return self.scale / math.cos(math.radians((self.south + self.north) / 2))

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.stretch)

    @property
    def box(self) -> shapely.Polygon:
        return shapely.box(self.west, self.south, self.east, self.north)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point of the earth lies in the picture."""
        return round((longitude - self.west) * self.scale, 1), round((self.north - latitude) * self.stretch, 1)

    def path(self, geometry: Mapping[str, Any]) -> str:
        """A polygon or several, as GeoJSON has them, as the data of an SVG path."""
        parts = geometry["coordinates"]
        rings = [ring for part in parts for ring in part] if geometry["type"] == "MultiPolygon" else parts
        return "".join("M" + "L".join(f"{x},{y}" for x, y in (self.place(*point[:2]) for point in ring)) + "Z" for ring in rings)

    def names(self, margin: float, least: float) -> list[str]:
        """Names of the countries as SVG text, each inside the part of its outline that shows.

        A country is named if that part, `margin` degrees within the window, has at least `least` square degrees.
        """
        inner, found = self.box.buffer(-margin), []
        for feature in features("countries"):
            shown = shapely.from_geojson(json.dumps(feature["geometry"])).intersection(inner)
            if shown.area > least:
                x, y = self.place(*shapely.maximum_inscribed_circle(shown, 0.05).coords[0])
                found.append(f'<text x="{x}" y="{y}" text-anchor="middle">{escape(feature["properties"]["NAME"].upper())}</text>')
        return found
