"""Outlines of countries and governorates, for asking whether a point lies where it is said to lie, and for maps.

`countries.geojson` and `admin1.geojson` (Iraq and Syria) are from Natural Earth 1:10m 4.1.0 (public
domain), simplified and rounded to three decimals; the governorates have their ISO 3166-2 codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import shapely

# Outlines are coarse and places on a border are not: about fifteen kilometres, in degrees.
MARGIN = 0.15


def features(file: str) -> list[dict[str, Any]]:
    """The GeoJSON features of `countries` or `admin1`, in degrees of longitude and latitude."""
    collection: dict[str, list[dict[str, Any]]] = json.loads(files(__package__).joinpath(f"{file}.geojson").read_text(encoding="utf-8"))
    return collection["features"]


@cache
def outlines() -> Mapping[str, shapely.Geometry]:
    """Outline of each country by its ISO 3166-1 code, in degrees of longitude and latitude."""
    shapes = {f["properties"]["iso_a2"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features("countries")}
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
