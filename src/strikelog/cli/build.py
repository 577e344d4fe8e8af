"""examples:
  strikelog build
  strikelog build --out /tmp/release

Nothing is published if the check finds an error. The folder is written beside its place and
swapped in whole, so that a build that is stopped leaves the previous one as it was.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from strikelog.check import check_package
from strikelog.check.report import tally, text
from strikelog.cli import CLEAN, FINDINGS
from strikelog.cli.terminal import add_package, progress
from strikelog.publish import build


def register(parser: argparse.ArgumentParser) -> None:
    add_package(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to publish to (default: dist in the package)")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="day that counts as today in rules on the future")


def run(options: argparse.Namespace) -> int:
    report = check_package(options.package, today=options.today, progress=progress)
    sys.stderr.write(text(report.issues))
    if report.package is None or report.errors:
        print(f"nothing was published: {tally(report.issues)}", file=sys.stderr)
        return FINDINGS
    out = options.out or report.package.root / "dist"
    tables, report.frames = report.tables, {}  # large data are held once
    manifest = build(report.package, tables, out, progress=progress)
    width = max(len(name) for name in manifest["tables"])
    for name, table in manifest["tables"].items():
        print(f"{name:<{width}}  {table['rows']:>9,} rows")
    print(f"{out}: version {manifest['version']}, {len(manifest['files'])} files")
    return CLEAN
