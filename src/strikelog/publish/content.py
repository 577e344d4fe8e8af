"""A hash of what a table says, whatever the file that holds it."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc


def content_hash(table: pa.Table) -> str:
    """SHA-256 over the columns and ordered rows of a table, in hex.

    The same for the Parquet, CSV and DuckDB copies of one table, since it looks at values only: not
    at chunks, metadata, nullability or dictionaries, and integers and strings of any width are one.
    It is the hash of a line for each column: its name, its type as Arrow calls the widest of its kind,
    how many rows, and two hashes. Of text these are of its lengths in bytes (4 bytes each, little-endian,
    -1 for an empty cell) and of all its bytes in UTF-8; of all else, of which rows are filled (a byte
    each, 1 or 0) and of the values (8 bytes each, a date 4, true and false 1; zero for an empty cell).
    """
    lines = (f"{name} {_column_hash(column)}\n" for name, column in zip(table.column_names, table.columns, strict=True))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _column_hash(column: pa.ChunkedArray) -> str:
    kind = _canonical(column.type)
    filled, values = hashlib.sha256(), hashlib.sha256()
    # Two running hashes, so that the result does not depend on where chunks end and nothing is copied together.
    for chunk in column.cast(kind).chunks:
        if _is_text(kind):
            lengths = pc.binary_length(chunk).cast(pa.int32())
            filled.update(_bytes(pc.fill_null(lengths, -1)))
            values.update(_text(chunk, pc.sum(lengths, min_count=0).as_py()))
        else:
            filled.update(_bytes(chunk.is_valid().cast(pa.uint8())))
            values.update(_bytes(chunk.fill_null(pa.scalar(0, kind)) if chunk.null_count else chunk))
    name = "string" if _is_text(kind) else str(kind)
    return f"{name} {len(column)} {filled.hexdigest()} {values.hexdigest()}"


def _canonical(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return pa.uint8()
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_floating(kind):
        return pa.float64()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")
    if pa.types.is_time(kind):
        return pa.time64("us")
    return kind if pa.types.is_date32(kind) or _is_text(kind) else pa.large_string()


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _bytes(array: pa.Array) -> memoryview:
    """The values of a fixed-width array without nulls, as they lie in memory."""
    buffer = array.buffers()[1]
    width = array.type.bit_width // 8
    return memoryview(buffer)[array.offset * width : (array.offset + len(array)) * width] if buffer else memoryview(b"")


def _text(array: pa.StringArray | pa.LargeStringArray, size: int) -> memoryview:
    """The text of all values, one after the other: `size` bytes."""
    text = _span(array)
    # What lies under a null is anybody's guess.
    return text if len(text) == size else _span(array.drop_null())


def _span(array: pa.StringArray | pa.LargeStringArray) -> memoryview:
    """All bytes from the first value's to the last one's."""
    data = array.buffers()[2]
    if not len(array) or data is None:
        return memoryview(b"")
    ends = memoryview(array.buffers()[1]).cast("q" if pa.types.is_large_string(array.type) else "i")
    return memoryview(data)[ends[array.offset] : ends[array.offset + len(array)]]
