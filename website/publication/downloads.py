"""The published files as the site offers them: what each is, its size, and its checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from strikelog.package import DESCRIPTOR, Package, Table
from strikelog.publish import DATABASE, MANIFEST
from strikelog.publish.files import SUMS
from website.site import Site

FOLDER = "data"
# Name and media type of each form, by how the file's name ends.
FORMS: Mapping[str, tuple[str, str]] = {
    ".csv": ("CSV", "text/csv"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
    ".duckdb": ("DuckDB", "application/vnd.duckdb"),
    ".json": ("JSON", "application/json"),
    "": ("Text", "text/plain"),
}
ABOUT: Mapping[str, str] = {
    DATABASE: "Every table and view, with the meaning of each column in its comments",
    DESCRIPTOR: "The schema of the published tables, for any Frictionless tool",
    MANIFEST: "What the release holds: rows and content hash of each table, size of each file",
    SUMS: "The SHA-256 of every other file",
}


@dataclass(frozen=True, slots=True)
class Download:
    """One published file. `size` is in bytes, `table` is None for a file that is not one table."""

    name: str
    about: str
    size: int
    sha256: str
    table: Table | None = None

    @property
    def path(self) -> str:
        """Where the site has it."""
        return f"{FOLDER}/{self.name}"

    @property
    def form(self) -> str:
        return FORMS[Path(self.name).suffix][0]

    @property
    def media_type(self) -> str:
        return FORMS[Path(self.name).suffix][1]


def downloads(site: Site) -> dict[str, Download]:
    """Every file of the release by its name: tables in the order of the schema, then the rest. Raises OSError."""
    sums = checksums(site.release)
    found = {}
    for name in (*(f"{t.name}{ending}" for t in site.package.published for ending in (".csv", ".parquet")), DATABASE, DESCRIPTOR, MANIFEST, SUMS):
        file = site.release / name
        digest = sums.get(name) or hashlib.sha256(file.read_bytes()).hexdigest()
        table = _table(site.package, name)
        found[name] = Download(name, ABOUT.get(name) or first_sentence(table.description if table else name), file.stat().st_size, digest, table)
    return found


def checksums(release: Path) -> dict[str, str]:
    """The SHA-256 of each file that the release's own list names."""
    lines = (release / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def first_sentence(text: str) -> str:
    """What a description says first, such as what one row of a table is."""
    said = text.split(": ")[0].split(". ")[0].rstrip(".").removeprefix("One row is ")
    return said[:1].upper() + said[1:]


def _table(package: Package, name: str) -> Table | None:
    return next((t for t in package.published if name in (f"{t.name}.csv", f"{t.name}.parquet")), None)
