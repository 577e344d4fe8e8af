"""`strikelog.duckdb`: every table and view, typed, constrained and explained in comments."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from strikelog import derive
from strikelog.package import Package, Table
from strikelog.publish.guide import GUIDE, rows
from strikelog.targets import arrow, ddl

# What every client from 1.0 on opens, and the browser's; the default of 2.0 opens in nothing older.
STORAGE_VERSION = "v1.0.0"
MEMORY = "1700MB"


class Database:
    """A new database file at `path`, filled step by step; leave the context to have it whole on the disk."""

    def __init__(self, package: Package, path: Path, scratch: Path):
        self.package = package
        self.enums = ddl.enums(package)
        # Nothing is fetched from the network, whatever a query asks for.
        self.connection = duckdb.connect(config={
            "memory_limit": MEMORY, "temp_directory": str(scratch), "autoinstall_known_extensions": "false"})
        self.connection.execute(f"ATTACH {ddl.literal(str(path))} AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
        self.connection.execute("USE made")
        for statement in ddl.create_types(self.enums):
            self.connection.execute(statement)

    def load(self, table: Table, data: pa.Table) -> None:
        """Make and fill a table. Raises duckdb.Error, with the table in a note, if the data break the schema."""
        columns = ", ".join(map(ddl.identifier, table.columns))
        with ddl.named(table):
            self.connection.execute(ddl.create_table(table, self.enums))
            self.connection.register("_incoming", data)
            self.connection.execute(f"INSERT INTO {ddl.identifier(table.name)} SELECT {columns} FROM _incoming")
        self.connection.unregister("_incoming")

    def derived(self) -> Generator[tuple[Table, pa.Table], None, None]:
        """Each derived table, to be loaded before the next one is asked for. Raises as `derive.derived` does."""
        return derive.derived(self.connection, self.package)

    def view(self, view: Table) -> None:
        """Make a view. Raises as `derive.derived` does."""
        with ddl.named(view):
            self.connection.execute(ddl.create_view(view, derive.view(self.package, view)))

    def explain(self) -> None:
        """Fill the guide and comment everything, in one transaction: hundreds of them would each wait for the disk."""
        self.connection.begin()
        for table in GUIDE:
            self.load(table, pa.Table.from_pylist(rows(self.package, table), arrow.schema(table)))
        for table in (*self.package.published, *self.package.views, *GUIDE):
            for statement in ddl.comments(table):
                self.connection.execute(statement)
        self.connection.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self.connection.execute("CHECKPOINT made")
                self.connection.execute("USE memory")
                self.connection.execute("DETACH made")
        finally:
            self.connection.close()
