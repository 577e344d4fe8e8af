"""examples:
  strikelog diff v0.1.0 .
  strikelog diff HEAD~1 HEAD
  strikelog diff dist /tmp/release --format markdown

OLD and NEW are each a folder with datapackage.json (the data, or a published release) or a git
revision. Rows are matched by their key. Exit status: 0 the same, 1 different, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys

from strikelog.check.report import text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.compare import NoVersion, compare, open_version
from strikelog.compare.report import RENDERERS, summary


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the earlier version: a folder or a git revision")
    parser.add_argument("new", metavar="NEW", help="the later version: a folder or a git revision")
    parser.add_argument("--format", choices=RENDERERS, default="text", help="how differences are written (default: text)")


def run(options: argparse.Namespace) -> int:
    try:
        comparison = compare(open_version(options.old), open_version(options.new))
    except NoVersion as why:
        sys.stderr.write(text(why.issues))
        return complain(str(why))
    sys.stdout.writelines(RENDERERS[options.format](comparison))
    if options.format == "text":
        print(summary(comparison), file=sys.stderr)
    return CLEAN if comparison.equal else FINDINGS
