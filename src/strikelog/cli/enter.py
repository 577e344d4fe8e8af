"""examples:
  strikelog enter march.toml --dry-run
  strikelog enter march.toml april.toml

A coding sheet says in TOML which reports were read and what each of them says of each event; how it is
written is in docs/sheets.md. Sites, actors and weapons are found by any of their names, a source that
stands already by its address, and ids, dates and places of the event rows follow from what is said.
All rows are added or none, after a check of the result in a copy; a second run adds nothing.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from strikelog.check.report import one_line, text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.entry import placing, together
from strikelog.entry.entering import Entering
from strikelog.entry.plan import Plan
from strikelog.entry.reference import Reference
from strikelog.entry.sheet import Unread, read
from strikelog.package import DescriptorError


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sheets", type=Path, nargs="+", metavar="SHEET", help="coding sheets in TOML")
    parser.add_argument(
        "--package", type=Path, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument("--retrieved", type=date.fromisoformat, metavar="DATE", help="day on which the reports were read (default: today)")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="day that counts as today in rules on the future")


def run(options: argparse.Namespace) -> int:
    try:
        sheets = [read(path) for path in options.sheets]
        finished = together.finish(options.package)
        reference = Reference.load(options.package)
    except (DescriptorError, Unread) as why:
        return complain(str(why))
    except OSError as why:
        return complain(f"{why.filename}: {why.strerror or why}")
    if finished:
        print(f"finished what an earlier run had begun: {', '.join(finished)}", file=sys.stderr)
    plan = Plan(reference)
    for sheet in sheets:
        Entering(sheet, plan, options.retrieved or options.today or date.today()).run()
    troubles = [words for sheet in sheets for words in sheet.troubles]
    for words in troubles:
        print(one_line(words))
    if troubles:
        print(f"nothing was written: {len(troubles)} to mend in the sheets", file=sys.stderr)
        return FINDINGS
    try:
        issues = placing.place(plan, today=options.today, dry=options.dry_run)
    except OSError as why:
        complain(f"{why.filename or 'a file'}: {why.strerror or why}; the data files are as they were")
        return FINDINGS
    sys.stdout.write(text(issues))
    if any(i.severity == "error" for i in issues):
        print("nothing was written: the package would not pass the check", file=sys.stderr)
        return FINDINGS
    for words in plan.said:
        print(one_line(words))
    rows = ", ".join(f"{len(added)} in {table}" for table, added in plan.added.items())
    print(f"{'would add' if options.dry_run else 'added'} {rows}" if rows else "nothing to add", file=sys.stderr)
    return CLEAN
