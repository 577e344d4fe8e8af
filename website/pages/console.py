"""The SQL console: its page, the database that it asks, and what it knows before the database is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from strikelog.package import Field, Table
from strikelog.publish import DATABASE
from website.recipes import load_recipes
from website.render import page
from website.site import File, Site

PAGE, DATA, PUBLISHED = "console.md", "assets/data/console.json", f"data/{DATABASE}"
# A researcher opens it first; so it stands first, and the first question is about it.
FIRST = "events_wide"
# Things of which each has a page; the folder of their pages is named like the table.
PLACES = ("events", "sites", "actors", "weapons")
BEGIN = f"""\
-- Attacks by year: how many, and in how many it is known that nobody was hurt.
SELECT
    year(date_earliest) AS year,
    count(*) AS events,
    count(*) FILTER (killed_best = 0 AND injured_best = 0) AS nobody_hurt
FROM {FIRST}
GROUP BY ALL
ORDER BY year;
"""


def pages(site: Site) -> Iterator[File]:
    """The page, the published database, and the names and meanings that the page offers.

    Raises BadRecipe if a recipe cannot be read.
    """
    database = (site.release / DATABASE).read_bytes()
    yield page(
        PAGE, "console.html", title="SQL console",
        description="Write SQL against the published database, in the browser: nothing to install, and nothing is sent anywhere.",
        meta={"hide": ["navigation", "toc"], "scripts": ["console.js"], "styles": ["console-page.css"]},
        data=DATA, database=PUBLISHED, megabytes=len(database) / 1e6)
    yield File(PUBLISHED, database)
    yield File(DATA, json.dumps(knowledge(site, database), ensure_ascii=False, separators=(",", ":")))


def knowledge(site: Site, database: bytes) -> dict[str, Any]:
    """What the page knows of the database: its tables and columns with their meanings, and the recipes."""
    return {
        "database": {"path": PUBLISHED, "bytes": len(database), "mark": hashlib.sha256(database).hexdigest()[:12]},
        "begin": BEGIN,
        "tables": list(_tables(site)),
        "recipes": [{"slug": r.slug, "title": r.title, "text": " ".join(r.text.split()), "sql": r.sql, "chart": dict(r.chart)} for r in load_recipes(site.root)],
        "places": [_place(site, site.package.table(name)) for name in PLACES],
    }


def _place(site: Site, table: Table) -> dict[str, Any]:
    """The columns of whatever table that hold ids of this one, what such an id looks like, and where the pages are."""
    [key] = table.primary_key
    columns = {key} | {f.name for t in site.package.published for f in t.fields if (to := t.reference(f.name)) and to.to_table == table.name}
    return {"columns": sorted(columns), "form": table.field(key).pattern, "folder": table.name}


def _tables(site: Site) -> Iterator[dict[str, Any]]:
    """Every table and view of the database: the first to open, the other derived ones, views, what people edit, what explains."""
    types = {(row["table_name"], row["column_name"]): row["data_type"].partition("(")[0] for row in site.rows("FROM duckdb_columns() WHERE NOT internal")}
    derived = sorted(site.package.derived, key=lambda table: table.name != FIRST)
    for dictionary, tables in (("derived", derived[:1]), ("tables", site.package.tables), ("derived", (*derived[1:], *site.package.views))):
        for table in tables:
            link = f"reference/{dictionary}.html#{table.name}"
            columns = [_column(field, types[table.name, field.name], f"{link}.{field.name}") for field in table.fields]
            yield {"name": table.name, "kind": table.kind, "rows": _count(site, table.name), "description": table.description, "link": link, "columns": columns}
    known = {table.name for table in (*site.package.published, *site.package.views)}
    for row in site.rows("SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY name"):
        if row["name"] not in known:
            columns = site.rows("SELECT column_name AS name, data_type AS type, coalesce(comment, '') AS description FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [row["name"]])
            yield {"name": row["name"], "kind": "about", "rows": _count(site, row["name"]), "description": row["comment"] or "", "columns": columns}


def _column(field: Field, kind: str, link: str) -> dict[str, Any]:
    codes = [[code.value, code.label, code.description] for code in field.codes]
    return {"name": field.name, "type": kind, "description": field.description, "link": link} | ({"codes": codes} if codes else {})


def _count(site: Site, table: str) -> int:
    return int(site.rows(f'SELECT count(*) AS n FROM "{table}"')[0]["n"])
