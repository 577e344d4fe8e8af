"""Questions for the data, each with its query and its answer."""

from __future__ import annotations

from collections.abc import Iterator

from website.render import table
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """Each query of docs/recipes with the answer that the present data gives."""
    parts = ["# Recipes", "", "Queries for `strikelog.duckdb`, each with its answer from the data of this version.", ""]
    for file in sorted((site.root / "docs" / "recipes").glob("*.sql")):
        comment, _, query = file.read_text(encoding="utf-8").partition("\n")
        parts += [f"## {comment.removeprefix('-- ')}", "", "```sql", query.strip(), "```", "", table(site.database.sql(query)), ""]
    yield File("reference/recipes.md", "\n".join(parts))
