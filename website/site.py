"""What every page is made from, and what a page is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from strikelog.package import Package, load_package
from strikelog.publish import DATABASE
from website.history import Release, releases

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site before the builder: its path, such as `events/ev-7k3mq9.md`, and what is in it."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Site:
    """What pages are made from.

    `root` is the repository, with its prose; `package` the data package and `release` the folder published
    from it; `database` is the release's, read-only. `releases` are all that are known, oldest first. `address` is where the site will stand and `repository`
    where issues are opened, both without a slash at the end; either is empty when that is not known.
    """

    root: Path
    package: Package
    release: Path
    database: duckdb.DuckDBPyConnection
    releases: tuple[Release, ...] = ()
    address: str = ""
    repository: str = ""

    def rows(self, query: str, parameters: Iterable[object] = ()) -> list[dict[str, Any]]:
        """The answer to a query, a dictionary a row. Raises duckdb.Error."""
        answer = self.database.cursor().execute(query, list(parameters))
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def label(self, field: str, code: str | None) -> str:
        """The words for a code of the field that `table.field` names; nothing for no code."""
        return "" if code is None else self.package.lookup(field).code(code).label


@contextmanager
def open_site(release: Path, package: Path = ROOT, address: str = "", repository: str = "") -> Iterator[Site]:
    """A site of this repository's prose and the release in that folder. Raises OSError, duckdb.Error."""
    with duckdb.connect(str(release / DATABASE), read_only=True) as database:
        yield Site(ROOT, load_package(package), release, database, releases(package, ROOT), address.rstrip("/"), repository.rstrip("/"))
