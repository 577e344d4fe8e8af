"""How to open a release in what a reader knows, and the file that is made for maps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from website.publication import citation
from website.publication.downloads import FOLDER
from website.render import front_matter
from website.site import File, Site

PROSE = "docs/use/use.md"
MAP = f"{FOLDER}/events_wide.geojson"
# What stands in the prose for the site's address, and the sentence that explains it.
PLACEHOLDER = "https://SITE"
EXPLAINED = f" Write the address of this site for `{PLACEHOLDER}`."


def pages(site: Site) -> Iterator[File]:
    """The page, with the site's address and the citation in it, and the GeoJSON."""
    text = (site.root / PROSE).read_text(encoding="utf-8")
    if site.address:
        text = text.replace(EXPLAINED, "").replace(PLACEHOLDER, site.address)
    yield File("use.md", front_matter(title="Use it", description="How to open the data in Python, R, DuckDB, Excel, Stata and QGIS, and what to mind.", styles=["recipes.css"]) + "\n".join([
        text, "```text", citation.apa(site.package, site.address), "```", "",
        "```bibtex", citation.bibtex(site.package, site.address), "```", ""]))
    yield File(MAP, json.dumps(collection(site), ensure_ascii=False, separators=(",", ":")) + "\n")


def collection(site: Site) -> dict[str, Any]:
    """`events_wide` as GeoJSON: every event with all its columns, and no geometry where it has no point."""
    return {
        "type": "FeatureCollection", "name": "events_wide",
        "features": [_feature(row) for row in site.rows("FROM events_wide ORDER BY event_id")],
    }


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    longitude, latitude = row.pop("longitude"), row.pop("latitude")
    point = None if longitude is None or latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}
