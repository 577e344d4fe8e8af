"""examples:
  strikelog fmt
  strikelog fmt --check

Sorts rows and columns, mends line ends, quoting, delimiters and spaces, and changes no value. A
file whose records are in doubt is left as it is, and what is wrong with it is said.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from strikelog.atomic import write_beside
from strikelog.canonical import Formatted, format_table
from strikelog.check.report import one_line, text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.cli.terminal import add_package
from strikelog.issues import Findings
from strikelog.package import DescriptorError, load_package
from strikelog.rows import read_bytes

CONTEXT = 3
# Of a file in disorder nobody reads more, and comparing lines costs their number squared.
COMPARED_LINES, SHOWN_LINES = 2_000, 200


def register(parser: argparse.ArgumentParser) -> None:
    add_package(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; print what would change")


def run(options: argparse.Namespace) -> int:
    try:
        package = load_package(options.package)
    except DescriptorError as error:
        return complain(str(error))
    if unsafe := [flaw.message for flaw in package.flaws if flaw.kind == "unsafe_path"]:
        return complain("; ".join(unsafe))
    changed = failed = 0
    for table in package.tables:
        findings = Findings()
        data = read_bytes(package, table, findings)
        made = Formatted(None, tuple(findings.sorted())) if data is None else format_table(table, data)
        sys.stdout.write(text(made.issues))
        failed += made.data is None
        if data is None or made.data is None or made.data == data:
            continue
        changed += 1
        if options.check:
            sys.stdout.writelines(_difference(table.path, data, made.data))
            continue
        try:
            write_beside(package.path(table), made.data)
        except OSError as why:
            complain(f"{table.path} could not be written and is as it was: {why.strerror or why}")
            failed += 1
        else:
            print(f"{table.path}: rewritten")
    if failed:
        print(f"{failed} of {len(package.tables)} files left as they were", file=sys.stderr)
    if options.check and changed:
        print(f"{changed} of {len(package.tables)} files would be rewritten; run strikelog fmt", file=sys.stderr)
    return FINDINGS if failed or (options.check and changed) else CLEAN


def _difference(path: Path | str, old: bytes, new: bytes) -> Iterator[str]:
    """A unified diff, as much of it as a person will read."""
    before, after = ([one_line(line) for line in data.decode("utf-8").split("\n")] for data in (old, new))
    first = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    start = max(0, first - CONTEXT)
    before, after = before[start:], after[start:]
    lines = difflib.unified_diff(before[:COMPARED_LINES], after[:COMPARED_LINES], f"{path}", f"{path} (canonical)", n=CONTEXT, lineterm="")
    for number, line in enumerate(islice(lines, SHOWN_LINES + 1)):
        if number == SHOWN_LINES:
            yield f"… and more in {path}\n"
        else:
            yield _placed(line, start) + "\n"


def _placed(line: str, start: int) -> str:
    """The head of a hunk with its line numbers counted from the start of the file."""
    if not line.startswith("@@"):
        return line
    parts = line.split(" ")
    for at in (1, 2):
        number, _, length = parts[at][1:].partition(",")
        parts[at] = f"{parts[at][0]}{int(number) + start}" + (f",{length}" if length else "")
    return " ".join(parts)
