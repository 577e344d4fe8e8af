"""CSV in, with true file lines: every record of a file, and every fault in how the file is written.

Two readers give the same rows. A large file that is written as it should be goes through polars in
one pass; a small file, or one with any fault, goes through the reader below, which knows lines,
names each fault and goes on after it. A test holds the two against each other.
"""

from __future__ import annotations

import difflib
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from strikelog.fast_reading import read_fast
from strikelog.issues import Findings, Issue
from strikelog.package import Package, Table

LARGEST_FILE = 2 << 30
LONGEST_LINE = 1 << 16
SMALL_FILE = 1 << 18
# A quoted cell may run on by mistake; beyond this many lines it is an open quote, not a long note.
LONGEST_CELL_LINES = 200
NEVER_CLOSED = "a quote is opened on this line and never closed"
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Rows:
    """The records of one table as text: `frame` has every declared column as String, in declared order.

    `lines` gives each row's physical line where rows and lines do not simply follow each other.
    `whole` is False if a row or the file was left out, so that absence in it proves nothing.
    `absent` names the columns that the file lacks.
    """

    table: Table
    frame: pl.DataFrame
    lines: list[int] | None = None
    whole: bool = True
    absent: frozenset[str] = frozenset()

    def line(self, row: int) -> int:
        return row + 2 if self.lines is None else self.lines[row]


@dataclass(slots=True)
class _Reading:
    """One file on its way through the careful reader."""

    table: Table
    findings: Findings
    records: list[list[str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    whole: bool = True
    absent: frozenset[str] = frozenset()
    overlong: set[int] = field(default_factory=set)

    def fault(self, code: str, line: int, message: str, hint: str, *, column: str = "", value: str = "") -> None:
        self.findings.add(Issue(code, "error", self.table.path, line, column, "", value, message, hint))

    def lost(self, code: str, line: int, message: str, hint: str, *, value: str = "") -> None:
        self.fault(code, line, message, hint, value=value)
        self.whole = False


def read_rows(package: Package, table: Table, findings: Findings) -> Rows:
    """Read one table's file; faults go to `findings`. Never raises for what a file contains."""
    data = read_bytes(package, table, findings)
    return Rows(table, _frame(table, []), [], whole=False) if data is None else parse_rows(table, data, findings)


def parse_rows(table: Table, data: bytes, findings: Findings) -> Rows:
    """Read the bytes of one table's file; faults go to `findings`. Never raises for what they contain."""
    if len(data) > SMALL_FILE and (frame := read_fast(data, table, LONGEST_LINE)) is not None:
        return Rows(table, frame)
    reading = _Reading(table, findings)
    _read_carefully(data, reading)
    return Rows(table, _frame(table, reading.records), reading.lines, reading.whole, reading.absent)


def _frame(table: Table, records: list[list[str | None]]) -> pl.DataFrame:
    return pl.DataFrame(records, schema={c: pl.String for c in table.columns}, orient="row")


def read_bytes(package: Package, table: Table, findings: Findings) -> bytes | None:
    """One table's file as it stands; None, and a finding, if it cannot be had."""
    path, reading = package.path(table), _Reading(table, findings)
    restore = "restore it, or write a file with only the header"
    try:
        if not path.resolve().is_relative_to(package.root.resolve()):
            reading.lost("E003", 0, "the file lies outside the package: a link leads there", "put the file itself into the package")
            return None
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            reading.lost("E119", 0, "this is not a plain file", restore)
            return None
        if about.st_size > LARGEST_FILE:
            reading.lost(
                "E118", 0, f"the file has {about.st_size:,} bytes; at most {LARGEST_FILE:,} are meant", "was the right file put here?"
            )
            return None
        return path.read_bytes()
    except FileNotFoundError:
        reading.lost("E101", 0, "the file is missing", restore)
    except UnicodeEncodeError:
        reading.lost("E119", 0, "the file's name has letters that this system is not set up for", "set LC_ALL=C.UTF-8, or PYTHONUTF8=1")
    except (OSError, ValueError, RuntimeError) as why:  # Python 3.11 says of a link to itself that it is a RuntimeError
        reading.lost("E119", 0, f"the file cannot be read: {getattr(why, 'strerror', None) or why}", restore)
    return None


def _read_carefully(data: bytes, reading: _Reading) -> None:
    table = reading.table
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        reading.lost("E109", 1, "the file is in UTF-16", "save the file as UTF-8")
        return
    if data.startswith(BOM):
        reading.fault("E110", 1, "the file begins with a byte order mark", "save as UTF-8 without BOM, or run strikelog fmt")
        data = data[len(BOM) :]
    if (at := data.find(b"\r")) >= 0:
        reading.fault(
            "E111", data.count(b"\n", 0, at) + 1, "lines end with a carriage return", "save with LF line ends, or run strikelog fmt"
        )
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = list(_decoded(data, reading))
    if lines and not lines[-1]:
        lines.pop()
    if not lines or not any(lines):
        reading.lost("E102", 1, "the file is empty", f"begin with the header: {','.join(table.columns)}")
        return
    delimiter = _delimiter(lines[0], reading)
    records = _records(lines, delimiter, reading)
    _, header = next(records, (1, []))
    places = _header(header, reading)
    if places is None:
        return
    for line, cells in records:
        if len(cells) > 1 and not any(cells):
            reading.fault("E113", line, "the row is blank: it has commas and no value", "remove it, or run strikelog fmt")
            continue
        if len(cells) != len(header):
            few = "few" if len(cells) < len(header) else "many"
            reading.lost(
                "E107",
                line,
                f"the row has {len(cells)} cells and the header {len(header)}: too {few}",
                "quote a cell that holds a comma" if few == "many" else "keep a comma for every empty cell",
                value=_first(cells),
            )
            continue
        reading.records.append([(cells[at] or None) if at is not None else None for at in places])
        reading.lines.append(line)


def _decoded(data: bytes, reading: _Reading) -> Iterator[str]:
    for number, raw in enumerate(data.split(b"\n"), 1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as why:
            line = raw.decode("utf-8", errors="replace")
            near = line[max(0, why.start - 10) : why.start + 10]
            reading.fault(
                "E109",
                number,
                f"a letter in {near!r} is not in UTF-8 (byte {why.start + 1} of the line, 0x{raw[why.start]:02X})",
                "save the file as UTF-8",
                value=near,
            )
            line = line.replace("\ufffd", "?")  # the mark of a lost letter would be a finding of its own
        if "\0" in line:
            reading.fault("E112", number, "the line holds a NUL character", "remove it; the file may be damaged")
            line = line.replace("\0", "")
        if len(line) > LONGEST_LINE:
            reading.lost(
                "E118",
                number,
                f"the line has {len(line):,} characters; at most {LONGEST_LINE:,} are meant",
                "was something pasted into a cell by mistake?",
                value=line[:40],
            )
            reading.overlong.add(number)
            line = ""
        yield line


def _delimiter(header: str, reading: _Reading) -> str:
    known = set(reading.table.columns)
    for other, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(known & {c.strip().strip('"') for c in header.split(other)}) > max(1, len(known & set(header.split(",")))):
            reading.fault("E116", 1, f"cells are parted by {name}", "save with commas", value=header[:60])
            return other
    return ","


def _records(lines: list[str], delimiter: str, reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    """Records with the line at which each starts; a record that cannot be closed costs one line, not the file."""
    at, width = 0, 0
    while at < len(lines):
        line, start = lines[at], at + 1
        if start in reading.overlong:
            at += 1
        elif not line.strip():
            reading.fault("E113", start, "the row is blank", "remove it, or run strikelog fmt")
            at += 1
        elif '"' not in line:
            cells = line.split(delimiter)
            width = width or len(cells)
            yield start, cells
            at += 1
        else:
            cells, used, trouble = _quoted_record(lines, at, delimiter)
            if used > 1 and width and len(cells) != width:
                used, trouble = 1, NEVER_CLOSED
            at += used
            if trouble:
                reading.lost(
                    "E108", start, trouble, 'put a quote at both ends of the cell, and double those inside it: ""', value=line[:60]
                )
                continue
            if used > 1:
                reading.fault("E114", start, f"a cell runs over {used} lines", "write it on one line")
            width = width or len(cells)
            yield start, cells


def _quoted_record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int, str | None]:
    """Cells of the record that starts at `lines[at]`, how many lines it takes, and what is wrong with it."""
    text, used, cells, position = lines[at], 1, [], 0
    while True:
        if not text.startswith('"', position):
            end = text.find(delimiter, position)
            end = len(text) if end < 0 else end
            cell = text[position:end]
            if '"' in cell:
                return [], 1, "a quote stands inside a cell that does not begin with one"
        else:
            parts, position = [], position + 1
            while True:
                end = text.find('"', position)
                if end < 0:
                    if used >= LONGEST_CELL_LINES or at + used >= len(lines):
                        return [], 1, NEVER_CLOSED
                    text += "\n" + lines[at + used]
                    used += 1
                    continue
                parts.append(text[position:end])
                position = end + 1
                if not text.startswith('"', position):
                    break
                parts.append('"')
                position += 1
            cell, end = "".join(parts), position
            if end < len(text) and not text.startswith(delimiter, end):
                return [], 1, "something stands between a closing quote and the next comma" if used == 1 else NEVER_CLOSED
        cells.append(cell)
        if end >= len(text):
            return cells, used, None
        position = end + 1


def _header(header: list[str], reading: _Reading) -> list[int | None] | None:
    """For each declared column, where it stands in the file; None if the first row is no header."""
    declared = reading.table.columns
    if not set(header) & set(declared):
        reading.lost(
            "E102", 1, "the first row names no column of this table", f"begin with the header: {','.join(declared)}", value=_first(header)
        )
        return None
    missing = [c for c in declared if c not in header]
    misspelt = set()
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            reading.fault("E105", 1, f"the column {name!r} stands {header.count(name)} times", "keep one of them", column=name, value=name)
        if name not in declared:
            near = difflib.get_close_matches(name, [c for c in missing if c not in misspelt], 1)
            misspelt.update(near)
            reading.fault(
                "E104",
                1,
                f"the column {name!r} is not in the descriptor",
                f"did you mean {near[0]}?" if near else "remove it, or describe it in datapackage.json",
                column=name,
                value=name,
            )
    for name in (c for c in missing if c not in misspelt):
        reading.fault("E103", 1, f"the column {name!r} is missing", "add it, with empty cells where nothing is known", column=name)
    known = [c for c in dict.fromkeys(header) if c in declared]
    if known != [c for c in declared if c in known]:
        moved = next(a for a, b in zip(known, (c for c in declared if c in known), strict=True) if a != b)
        reading.fault("E106", 1, f"the columns stand in another order, from {moved!r} on", "run strikelog fmt", column=moved, value=moved)
    reading.absent = frozenset(missing)
    return [header.index(c) if c in header else None for c in declared]


def _first(cells: list[str]) -> str:
    return unicodedata.normalize("NFC", next(islice(cells, 1), ""))[:60]
