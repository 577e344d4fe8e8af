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

import duckdb

from strikelog.check import check_package
from strikelog.check.report import tally, text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.cli.terminal import add_package, progress
from strikelog.derive import CannotDerive
from strikelog.package import DescriptorError, load_package
from strikelog.publish import Changed, NotARelease, Original, build


def register(parser: argparse.ArgumentParser) -> None:
    add_package(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to publish to (default: dist in the package)")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="day that counts as today in rules on the future")


def run(options: argparse.Namespace) -> int:
    originals = _originals(options.package)
    report = check_package(options.package, today=options.today, progress=progress)
    sys.stderr.write(text([i for i in report.issues if i.severity == "error"]))
    if report.package is None or report.errors:
        print(f"nothing was published: {tally(report.issues)}", file=sys.stderr)
        return FINDINGS
    out = options.out or report.package.root / "dist"
    try:
        manifest = build(report.package, report.tables(), out, progress=progress, originals=originals)
    except NotARelease as why:
        return complain(f"--out: {why}")
    except Changed as why:
        print(f"nothing was published: {why.filename}: {why.strerror}", file=sys.stderr)
        return FINDINGS
    except OSError as why:
        return complain(f"{out} cannot be written: {why.strerror or why}")
    except (CannotDerive, duckdb.Error) as why:
        # The check finds nothing wrong with the rows: it is the schema and the SQL of a derived table that do not fit.
        words = " ".join([str(why).splitlines()[0], *getattr(why, "__notes__", ())])
        print(f"nothing was published: the tables cannot be made as the descriptor says: {words}", file=sys.stderr)
        return FINDINGS
    if report.warnings:
        print(f"{tally(report.issues)}: strikelog check shows them", file=sys.stderr)
    width = max(len(name) for name in manifest["tables"])
    for name, table in manifest["tables"].items():
        print(f"{name:<{width}}  {table['rows']:>9,} rows")
    print(f"{out}: version {manifest['version']}, {len(manifest['files'])} files")
    return CLEAN


def _originals(root: Path) -> dict[str, Original]:
    """The package's files before they are checked; nothing if they cannot be found, of which the check says more."""
    try:
        package = load_package(root)
        return {t.name: Original.of(package.path(t)) for t in package.tables}
    except (DescriptorError, OSError, ValueError):
        return {}
