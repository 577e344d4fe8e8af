"""The data dictionary: each table and field with its meaning, from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from strikelog.targets import markdown
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """The tables that people edit, and those that are derived from them."""
    package = site.package
    yield File("reference/tables.md", markdown.dictionary(package, package.tables, "Tables", "The tables that people edit, as CSV files in `data/`. They are published in the same form as Parquet, CSV and DuckDB."))
    yield File("reference/derived.md", markdown.dictionary(package, (*package.derived, *package.views), "Derived tables and views", "Made from the tables at build time, never by hand. The views are in the DuckDB file."))
