"""Outlines of countries, for asking whether a point lies where it is said to lie.

`countries.geojson` is from Natural Earth 1:10m 4.1.0 (public domain), simplified and rounded to
three decimals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import shapely

# Outlines are coarse and places on a border are not: about fifteen kilometres, in degrees.
MARGIN = 0.15


@cache
def outlines() -> Mapping[str, shapely.Geometry]:
    """Outline of each country by its ISO 3166-1 code, in degrees of longitude and latitude."""
    collection = json.loads(files(__package__).joinpath("countries.geojson").read_text(encoding="utf-8"))
    shapes = {f["properties"]["iso_a2"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in collection["features"]}
    for shape in shapes.values():
        shapely.prepare(shape)
    return shapes


def lies_in(country: str, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """For each point, whether it lies in the country or within the margin of it.

    All points do where no outline of that country is at hand.
    """
    outline = outlines().get(country)
    if outline is None:
        return np.ones(len(longitude), dtype=bool)
    points = shapely.points(longitude, latitude)
    return np.asarray(shapely.dwithin(outline, points, MARGIN))
