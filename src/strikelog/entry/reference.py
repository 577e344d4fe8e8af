"""What the package holds already, looked up the ways the desk needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from strikelog.entry.shape import Shape
from strikelog.folding import fold
from strikelog.package import Package, load_package
from strikelog.stubs import read_frames

Row = Mapping[str, str]

# Tables of things that have names, and what a coder has to say of a new one beside its name.
NAMED = {"sites": ("site_type", "country", "admin1"), "actors": ("actor_kind", "country"), "weapons": ("weapon_class",)}
NEAR_DAYS = 7
# How a value that is no row yet is written in a record.
NEW = "new:"


@dataclass(frozen=True)
class Reference:
    """The rows of a package, with every cell as text and empty cells as ''."""

    package: Package
    frames: Mapping[str, pl.DataFrame]

    @staticmethod
    def load(root: Path) -> Reference:
        """Read the package. Raises DescriptorError."""
        package = load_package(root)
        return Reference(package, read_frames(package))

    @cached_property
    def shape(self) -> Shape:
        return Shape.of(self.package)

    def rows(self, table: str) -> list[Row]:
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {name: list(frame.fill_null("").iter_rows(named=True)) for name, frame in self.frames.items()}

    @cached_property
    def entities(self) -> dict[str, Row]:
        """Sites, actors and weapons by id."""
        return {r[self.key(table)]: r for table in NAMED for r in self.rows(table)}

    def key(self, table: str) -> str:
        return self.package.table(table).primary_key[0]

    @cached_property
    def names(self) -> dict[str, str]:
        """Ids of sites, actors and weapons by folded name."""
        return {fold(r["name"]): r["entity_id"] for r in self.rows("names")}

    def named(self, name: str, table: str) -> str | None:
        """The id of what bears that name in the table, whatever its case and accents."""
        found = self.names.get(fold(name.strip()))
        return found if found in self.keys[table] else None

    @cached_property
    def keys(self) -> dict[str, set[str]]:
        """Ids that each table has."""
        return {t.name: {r[t.primary_key[0]] for r in self.rows(t.name)} for t in self.package.tables if t.primary_key}

    @cached_property
    def events(self) -> dict[str, Row]:
        return {r["event_id"]: r for r in self.rows("events")}

    @cached_property
    def retired(self) -> set[str]:
        return {r["event_id"] for r in self.rows("retractions")}

    @cached_property
    def claims(self) -> dict[str, list[Row]]:
        """Claims by event."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("claims"):
            found[row["event_id"]].append(row)
        return found

    @cached_property
    def event_of_claim(self) -> dict[str, str]:
        return {r["claim_id"]: r["event_id"] for r in self.rows("claims")}

    @cached_property
    def sources(self) -> dict[str, Row]:
        return {r["source_id"]: r for r in self.rows("sources")}

    def source_of(self, sha256: str, url: str) -> Row | None:
        """The report that is entered already: by the hash of its text, else by its address."""
        by_hash, by_address = self._sources_by
        return (by_hash.get(sha256) if sha256 else None) or (by_address.get(_address(url)) if url else None)

    @cached_property
    def _sources_by(self) -> tuple[dict[str, Row], dict[str, Row]]:
        """Reports by the hash of their text, and by their address, before any archived copy's; the first of each."""
        rows = self.rows("sources")
        by_hash: dict[str, Row] = {}
        by_address: dict[str, Row] = {}
        for row in rows:
            by_hash.setdefault(row["sha256"], row)
        for column in ("url", "archive_url"):
            for row in rows:
                by_address.setdefault(_address(row[column]), row)
        return by_hash, by_address

    def near(self, site_id: str, earliest: str, latest: str) -> list[str]:
        """Events at that site within a few days of the interval, the nearest first."""
        asked = {"date_earliest": earliest, "date_latest": latest}
        if not site_id:
            return []
        gaps = [(days_apart(r, asked), r["event_id"]) for r in self.rows("events") if self._same_place(r["site_id"], site_id)]
        return [event for gap, event in sorted((g, e) for g, e in gaps if g is not None) if gap <= NEAR_DAYS]

    def _same_place(self, one: str, other: str) -> bool:
        """Whether both are one site, or one lies within the other."""
        within = {r["site_id"]: r["within_site_id"] for r in self.rows("sites")}
        return bool(one) and (one == other or within.get(one) == other or within.get(other) == one)

    def label(self, value: str) -> str:
        """The name of an id, for people."""
        row = self.entities.get(value)
        return row["name"] if row else value


def _address(url: str) -> str:
    """An address without what makes no other page of it."""
    bare = url.strip().partition("#")[0].rstrip("/")
    scheme, colon, rest = bare.partition("://")
    host, slash, path = (rest if colon else scheme).partition("/")
    return host.lower().removeprefix("www.") + slash + path


def days_apart(one: Row, other: Row) -> int | None:
    """Days between two intervals, 0 if they meet; None if one of them has no day."""
    ends = [_day(r[c] or r["date_earliest"]) for r in (one, other) for c in ("date_earliest", "date_latest")]
    if None in ends:
        return None
    first, last, begin, end = (d.toordinal() for d in ends if d)
    return max(begin - last, first - end, 0)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
