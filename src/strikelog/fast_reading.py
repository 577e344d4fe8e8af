"""Large files that are written as they should be, through polars in one pass; `rows` reads all others."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from strikelog.package import Table


def read_fast(data: bytes, table: Table, longest_line: int) -> pl.DataFrame | None:
    """The rows of a file in which nothing is wrong; None if anything might be.

    polars pads short rows and forgives much else: what it read is held against the file.
    """
    header = ",".join(table.columns).encode()
    if len(table.columns) == 1 or not data.startswith(header + b"\n"):  # in one column a blank row and an empty cell look alike
        return None
    if not data.endswith(b"\n") or b"\r" in data or b"\0" in data or _overlong(data, longest_line):
        return None
    if b"\n" + b"," * (len(table.columns) - 1) + b"\n" in data:
        return None
    try:
        frame = pl.read_csv(data, infer_schema=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if frame.columns != list(table.columns):
        return None
    return frame if _faithful(frame, data[: len(header) + 1], data) else None


def _faithful(frame: pl.DataFrame, header: bytes, data: bytes) -> bool:
    """Whether the frame holds all that stands in the file, and in its place.

    Lines with quotes must be what these rows give when they are written out again. On the others polars can only part
    at commas, and what it pads makes the file shorter than its cells and the marks between them.
    """
    rows, lines, height = _quoted_lines(data, len(header))
    if height != frame.height:
        return False
    quoted = frame.select(pl.all().gather(rows))
    if quoted.select(pl.any_horizontal((pl.all() == "").any())).item():
        return False
    if not _written_as(quoted, lines):
        return False
    plain = _chars(frame) - _chars(quoted) + (frame.height - quoted.height) * frame.width
    return len(header) + sum(map(len, lines)) + plain == len(data)


def _chars(frame: pl.DataFrame) -> int:
    """Bytes of all cells."""
    return sum(frame.select(pl.all().str.len_bytes().sum()).row(0))


def _written_as(frame: pl.DataFrame, lines: list[bytes]) -> bool:
    for start in range(0, len(lines), 1 << 17):
        written = BytesIO()
        frame.slice(start, 1 << 17).write_csv(written, include_header=False)
        if written.getvalue() != b"".join(lines[start : start + (1 << 17)]):
            return False
    return True


def _quoted_lines(data: bytes, start: int) -> tuple[list[int], list[bytes], int]:
    """From `start` on: the numbers of the lines with a quote, those lines, and how many lines there are at all."""
    rows, lines = [], []
    row, at = 0, start
    while (quote := data.find(b'"', at)) >= 0:
        begin, end = data.rfind(b"\n", 0, quote) + 1, data.find(b"\n", quote) + 1
        row += data.count(b"\n", at, begin)
        rows.append(row)
        lines.append(data[begin:end])
        row, at = row + 1, end
    return rows, lines, row + data.count(b"\n", at)


def _overlong(data: bytes, longest: int) -> bool:
    """Whether a line has more bytes than a line may have characters."""
    at = 0
    while at < len(data):
        end = data.rfind(b"\n", at, at + longest + 1)
        if end < 0:
            return True
        at = end + 1
    return False
