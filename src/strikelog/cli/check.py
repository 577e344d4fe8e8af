"""examples:
  strikelog check
  strikelog check --format github
  strikelog check --texts ../texts

A finding reads path:line:field, its severity and code, what is wrong and what to do.
`strikelog explain CODE` says why the rule exists. Warnings alone leave the status at 0.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from strikelog.check import check_package
from strikelog.check.report import RENDERERS, tally
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.cli.terminal import add_package, day, progress
from strikelog.package import DESCRIPTOR


def register(parser: argparse.ArgumentParser) -> None:
    add_package(parser)
    parser.add_argument("--format", choices=RENDERERS, default="text", help="how findings are written (default: text)")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="folder with the texts that were read: compare their hashes and look at number spans")
    parser.add_argument("--today", type=day, metavar="DATE", help="day that counts as today in rules on the future")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")


def run(options: argparse.Namespace) -> int:
    if options.texts is not None and not options.texts.is_dir():
        return complain(f"--texts: there is no folder {options.texts}")
    if options.package.is_dir() and not os.path.lexists(options.package / DESCRIPTOR):
        return complain(f"there is no {DESCRIPTOR} in {options.package.resolve()}; name the folder of a package")
    report = check_package(options.package, today=options.today, texts=options.texts, progress=progress)
    sys.stdout.write(RENDERERS[options.format](report.issues))
    if options.format == "text":
        if report.package is not None and not report.issues:
            rows = sum(frame.height for frame in report.frames.values())
            print(f"clean: {rows:,} rows in {len(report.frames)} tables, {report.frames['events'].height if 'events' in report.frames else 0:,} events", file=sys.stderr)
        elif report.issues:
            print(f"{tally(report.issues)}; strikelog explain CODE says more", file=sys.stderr)
    return FINDINGS if report.errors or (options.strict and report.warnings) else CLEAN
