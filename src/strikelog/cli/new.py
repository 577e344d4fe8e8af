"""examples:
  strikelog new event
  strikelog new claim event_id=ev-7k3mq9 source_id=so-m4t8xd field=launched value_min=2 value_max=2 state=counted
  strikelog new site --append site_id=st-taji name=Taji site_type=base country=IQ

Prints what each column wants and then a row with a fresh id, ready to be pasted into the file. With
--append the row is written into the file at its place, if the values given are allowed.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from strikelog import stubs
from strikelog.atomic import write_beside
from strikelog.canonical import format_table
from strikelog.check.report import one_line, text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.issues import Findings
from strikelog.package import DescriptorError, Package, Table, load_package
from strikelog.rows import read_bytes


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="what the row is: event, source, claim, link, site, actor, weapon, tally, …")
    parser.add_argument("row", nargs="*", default=[], metavar="FIELD=VALUE", help="values of the row")
    parser.add_argument("--append", action="store_true", help="write the row into its file instead of printing it")
    parser.add_argument("--package", type=Path, default=Path(), metavar="PACKAGE",
                        help="folder with datapackage.json (default: this folder)")


def run(options: argparse.Namespace) -> int:
    try:
        package = load_package(options.package)
    except DescriptorError as error:
        return complain(str(error))
    if unsafe := [flaw.message for flaw in package.flaws if flaw.kind == "unsafe_path"]:
        return complain("; ".join(unsafe))
    kinds = stubs.kinds(package)
    table = kinds.get(options.kind) or next((t for t in package.tables if t.name == options.kind), None)
    if table is None:
        return complain(f"{options.kind} is nothing that has rows here; {_nearest(options.kind, list(kinds))}")
    values: dict[str, str] = {}
    for pair in options.row:
        name, equals, value = pair.partition("=")
        if not equals:
            return complain(f"a row takes FIELD=VALUE, not {pair!r}")
        if name not in table.columns:
            return complain(f"{table.name} has no field {name!r}; {_nearest(name, list(table.columns))}")
        if name in values:
            return complain(f"{name} is given twice")
        values[name] = value
    frames = stubs.read_frames(package)
    if wrong := stubs.problems(table, values, frames):
        return max(complain(one_line(words)) for words in wrong)
    drawn = stubs.draws_id(package, table)
    if drawn and drawn.name not in values:
        values[drawn.name] = stubs.fresh_id(package, drawn, frames)
    if options.append:
        return _append(package, table, values)
    print("\n".join(stubs.notes(table)))
    print(stubs.csv_line(table, values))
    return CLEAN


def _append(package: Package, table: Table, values: dict[str, str]) -> int:
    if empty := [c for c in table.primary_key if not values.get(c, "").strip()]:
        return complain(f"a row of {table.name} needs {' and '.join(empty)}: give {' '.join(f'{c}=…' for c in empty)}")
    findings = Findings()
    data = read_bytes(package, table, findings)
    made = format_table(table, data, [values]) if data is not None else None
    if made is None or made.data is None:
        sys.stdout.write(text(made.issues if made else findings.sorted()))
        print(f"{table.path} is as it was: mend it first", file=sys.stderr)
        return FINDINGS
    try:
        write_beside(package.path(table), made.data)
    except OSError as why:
        complain(f"{table.path} could not be written and is as it was: {why.strerror or why}")
        return FINDINGS
    line = made.data.decode("utf-8").split("\n").index(stubs.csv_line(table, values)) + 1
    print(f"{table.path}:{line}: {'/'.join(values[c] for c in table.primary_key)}")
    if missing := [f.name for f in table.fields if f.required and not values.get(f.name)]:
        print(f"still to be filled in: {', '.join(missing)}", file=sys.stderr)
    return CLEAN


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
