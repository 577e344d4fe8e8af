"""One table as Parquet and as CSV, and the hashes of files."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

# DuckDB gives out a table in pieces of so many rows, which are written as they are. Eight of them make a row group.
ROWS_IN_A_PIECE = 122_880
ROWS_IN_A_GROUP = 8 * ROWS_IN_A_PIECE
DATETIME = "%Y-%m-%dT%H:%M:%SZ"
SUMS = "SHA256SUMS"


def write_parquet(table: pa.Table, path: Path) -> None:
    """The same bytes for the same rows, with the schema's metadata on the table and on each column."""
    with pyarrow.parquet.ParquetWriter(path, table.schema, compression="zstd") as writer:
        for start in range(0, max(len(table), 1), ROWS_IN_A_GROUP):
            writer.write_table(_in_pieces(table.slice(start, ROWS_IN_A_GROUP)), row_group_size=ROWS_IN_A_GROUP)


def _in_pieces(table: pa.Table) -> pa.Table:
    """The table in chunks of one size: pages end where chunks end, and where those end depends on who made the table."""
    return pa.concat_tables([table.slice(at, ROWS_IN_A_PIECE).combine_chunks() for at in range(0, max(len(table), 1), ROWS_IN_A_PIECE)])


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8 with LF; text is quoted, so that an empty cell is never an empty text; numbers and dates are not."""
    for at, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            seconds = table.column(at).cast(pa.timestamp("s"))
            table = table.set_column(at, field.name, pc.strftime(seconds, format=DATETIME))
    options = pyarrow.csv.WriteOptions(batch_size=1 << 14, quoting_style="needed", quoting_header="none")
    pyarrow.csv.write_csv(table, path, options)


class Changed(OSError):
    """A file that was checked is another by now."""


@dataclass(frozen=True, slots=True)
class Original:
    """A CSV file of the package as it stood when it was looked at."""

    path: Path
    size: int
    changed_ns: int

    @staticmethod
    def of(path: Path) -> Original:
        """Raises OSError."""
        about = path.stat()
        return Original(path, about.st_size, about.st_mtime_ns)

    def copy(self, to: Path) -> None:
        """The same bytes elsewhere. Raises OSError; Changed if the file was written to meanwhile."""
        shutil.copyfile(self.path, to)
        if Original.of(self.path) != self:
            raise Changed(errno.EBUSY, "it was changed during the build; build again", str(self.path))


def write_json(value: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, hashes: Mapping[str, str]) -> None:
    """`SHA256SUMS`, which `sha256sum -c` reads."""
    (folder / SUMS).write_text("".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)), encoding="utf-8")


def sync(path: Path) -> None:
    """Have a file, or the entries of a folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
