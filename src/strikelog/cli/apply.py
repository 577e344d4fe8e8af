"""examples:
  strikelog apply decisions.jsonl --candidates candidates.jsonl --texts texts
  strikelog apply ana.jsonl ben.jsonl --candidates candidates.jsonl --texts texts --dry-run

Replays decisions into the data files, all of them or none, after a check of the result in a copy. A
second run changes nothing. Exit status: 0 applied, 1 refused or something is still to be settled.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from strikelog.check.report import one_line, text
from strikelog.cli import CLEAN, FINDINGS, complain
from strikelog.package import DescriptorError, load_package
from strikelog.review.applying import apply
from strikelog.review.candidates import Texts, Unreadable, read_candidates
from strikelog.review.decisions import LogError, read


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("decisions", type=Path, nargs="+", metavar="DECISIONS", help="logs that strikelog review wrote")
    parser.add_argument("--candidates", type=Path, required=True, metavar="CANDIDATES", help="the candidates that were decided")
    parser.add_argument(
        "--texts", type=Path, required=True, metavar="DIR", help="folder with the texts that were read, or a JSON Lines corpus"
    )
    parser.add_argument(
        "--package", type=Path, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)"
    )
    parser.add_argument("--round", default="", metavar="HANDLE", help="also keep what two coders said, as this round of recodings")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="day that counts as today in rules on the future")


def run(options: argparse.Namespace) -> int:
    decisions = []
    try:
        root = load_package(options.package).root
        candidates = read_candidates(options.candidates)
        for log in options.decisions:
            if not log.is_file():
                return complain(f"there is no {log}")
            found = read(log)
            decisions += found.decisions
            if found.torn:
                print(f"{log}: the last line was cut off by a crash; it does not count", file=sys.stderr)
        made = apply(root, candidates, decisions, Texts(options.texts), today=options.today, dry=options.dry_run, round_=options.round)
    except (DescriptorError, Unreadable, LogError) as why:
        return complain(str(why))
    except OSError as why:
        complain(f"{why.filename or 'a file'}: {why.strerror or why}; the data files are as they were")
        return FINDINGS
    if made.finished:
        print(f"finished what an earlier run had begun: {', '.join(made.finished)}", file=sys.stderr)
    sys.stdout.write(text(made.findings))
    if made.refused:
        print(f"nothing was written: {one_line(made.refused)}", file=sys.stderr)
        return FINDINGS
    for words in made.said:
        print(one_line(words))
    for words in made.waiting:
        print(f"waiting: {one_line(words)}", file=sys.stderr)
    rows = ", ".join(f"{count} in {path}" for path, count in made.changed.items())
    print(f"{'would add' if options.dry_run else 'added'} {rows}" if rows else "nothing to add", file=sys.stderr)
    return FINDINGS if made.waiting else CLEAN
