"""From typed tables to `dist/`: Parquet, CSV, DuckDB, descriptor, manifest and checksums, all or nothing.

`manifest.json` and every file it lists are the same bytes in every build of the same tables. A
DuckDB file never is, so the manifest says what its tables contain (the content hashes, see
`content_hash`) and not its size. `SHA256SUMS` does list it: its purpose is to show that a download
is whole, and the database is the file most people download.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypedDict, TypeVar

import pyarrow as pa

from strikelog.package import DESCRIPTOR, Package, Table
from strikelog.publish import swap
from strikelog.publish.content import content_hash
from strikelog.publish.database import Database
from strikelog.publish.files import SUMS, Changed, Original, file_hash, sync, write_csv, write_json, write_parquet, write_sums
from strikelog.targets import arrow, frictionless

__all__ = ["DATABASE", "MANIFEST", "Changed", "Manifest", "NotARelease", "Original", "Published", "build", "content_hash"]

DATABASE = "strikelog.duckdb"
MANIFEST = "manifest.json"

Progress = Callable[[str, int, int], None]
T = TypeVar("T")


class NotARelease(ValueError):
    """The folder to write holds something else, and replacing it would lose that."""


class Published(TypedDict):
    """One table as published: its kind (base or derived), how many rows it has, and its content hash."""

    kind: str
    rows: int
    content_sha256: str


class Manifest(TypedDict):
    """What a build wrote: its tables, and each file with its size in bytes (but for the database)."""

    name: str
    version: str
    tables: dict[str, Published]
    views: list[str]
    files: dict[str, int]


@dataclass(slots=True)
class _Steps:
    """Counts what is done of what there is to do."""

    progress: Progress | None
    total: int
    done: int = 0

    def __call__(self, stage: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(stage, self.done, self.total)


def build(
    package: Package,
    tables: Iterable[pa.Table],
    out: Path,
    progress: Progress | None = None,
    originals: Mapping[str, Original] | None = None,
) -> Manifest:
    """Publish the base `tables`, in the package's order, and all that is derived from them, in the folder `out`.

    Whoever looks at `out` meanwhile, or after a build that was killed, finds the previous release
    whole. The CSV of a table in `originals` is that file, copied. `progress` is called with the step
    just done, its number and how many there are. Raises NotARelease if `out` is a file, or a folder
    with other things in it, KeyError if a table lacks a column, ValueError if a table is missing,
    CannotDerive if nothing makes a derived table as the schema has it, duckdb.Error if the tables
    break the schema, OSError if the disk does not take it.
    """
    try:
        out = out.resolve()
    except RuntimeError:  # so Python 3.11 and 3.12 say
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(out)) from None
    ours = not out.exists() or (out.is_dir() and ((out / MANIFEST).exists() or not any(out.iterdir())))
    if not ours or package.root.resolve().is_relative_to(out):
        raise NotARelease(f"{out} is not a release of ours, and building there would remove it; name another folder")
    steps = _Steps(progress, len(package.tables) + len(package.derived) + len(package.views) + 2)
    folder = swap.prepare(out)
    try:
        manifest = _write(package, tables, folder, steps, originals or {})
        swap.replace(out, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    steps(f"{out.name} is in place")
    return manifest


def _write(
    package: Package, tables: Iterable[pa.Table], folder: Path, steps: _Steps, originals: Mapping[str, Original]
) -> Manifest:
    scratch = folder / ".scratch"
    content: dict[str, tuple[int, Future[str]]] = {}
    files: dict[str, Future[str]] = {}
    # Two threads write files, outside Python's lock, and one makes the next table, while this one drives the database.
    with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(1) as maker:

        def submit(table: Table, data: pa.Table) -> None:
            original = originals.get(table.name)
            for kind, write in (
                ("parquet", partial(write_parquet, data)),
                ("csv", original.copy if original else partial(write_csv, data)),
            ):
                name = f"{table.name}.{kind}"
                files[name] = pool.submit(_finish, folder / name, write)
            content[table.name] = (len(data), pool.submit(content_hash, data))

        try:
            with Database(package, folder / DATABASE, scratch) as database:
                # From a table in many chunks DuckDB fills many small row groups, and writes them all again at the checkpoint.
                joined = ((table, arrow.typed(table, data).combine_chunks()) for table, data in zip(package.tables, tables, strict=True))
                for table, data in _ahead(joined, maker):
                    submit(table, data)
                    database.load(table, data)
                    steps(f"loaded {table.name}")
                with closing(database.derived()) as derived:
                    for table, data in derived:
                        # In this order the files of the last large table are written while the database is finished.
                        database.load(table, data)
                        submit(table, data)
                        steps(f"derived {table.name}")
                for view in package.views:
                    database.view(view)
                    steps(f"made {view.name}")
                database.explain()
            database_hash = _settled(folder / DATABASE)
            for job in (*files.values(), *(job for _, job in content.values())):
                job.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    shutil.rmtree(scratch, ignore_errors=True)
    hashes = {name: job.result() for name, job in files.items()} | {DATABASE: database_hash}
    write_json(frictionless.descriptor(package), folder / DESCRIPTOR)
    manifest: Manifest = {
        "name": package.name,
        "version": package.version,
        "tables": {t.name: _published(t, *content[t.name]) for t in package.published},
        "views": [view.name for view in package.views],
        "files": {name: (folder / name).stat().st_size for name in sorted((*files, DESCRIPTOR))},
    }
    write_json(manifest, folder / MANIFEST)
    for name in (DESCRIPTOR, MANIFEST):
        hashes[name] = _settled(folder / name)
    write_sums(folder, hashes)
    sync(folder / SUMS)
    steps("all files written")
    return manifest


def _ahead(items: Iterator[T], maker: Executor) -> Iterator[T]:
    """The items, each made by the `maker` while there is work on the one before."""
    coming = maker.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = maker.submit(next, items, None)
        yield item


def _published(table: Table, rows: int, content: Future[str]) -> Published:
    return {"kind": table.kind, "rows": rows, "content_sha256": content.result()}


def _finish(path: Path, write: Callable[[Path], None]) -> str:
    write(path)
    return _settled(path)


def _settled(path: Path) -> str:
    """The hash of a file that is on the disk."""
    sync(path)
    return file_hash(path)
