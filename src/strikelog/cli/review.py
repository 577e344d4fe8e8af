"""examples:
  strikelog review candidates.jsonl --texts texts
  strikelog review candidates.jsonl --texts texts --coder ana --decisions ana.jsonl

Opens a page on this machine: candidates, least certain first, with what the text says of each value.
Every decision goes to the end of the decisions file at once; strikelog apply makes rows of them.
Needs the extra: pip install 'strikelog[review]'.
"""

from __future__ import annotations

import argparse
import getpass
import sys
import webbrowser
from contextlib import suppress
from datetime import date
from pathlib import Path

from strikelog.cli import CLEAN, complain
from strikelog.package import DescriptorError, load_package
from strikelog.review.candidates import Texts, Unreadable, read_candidates
from strikelog.review.decisions import Log, LogError
from strikelog.review.desk import Desk


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("candidates", type=Path, metavar="CANDIDATES", help="JSON Lines that strikelog extract wrote")
    parser.add_argument(
        "--texts", type=Path, required=True, metavar="DIR", help="folder with the texts that were read, or a JSON Lines corpus"
    )
    parser.add_argument(
        "--package", type=Path, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)"
    )
    parser.add_argument(
        "--decisions", type=Path, default=Path("decisions.jsonl"), metavar="FILE", help="the log of decisions (default: decisions.jsonl)"
    )
    parser.add_argument("--coder", metavar="NAME", help="who decides (default: the name of this account)")
    parser.add_argument("--port", type=int, default=0, metavar="PORT", help="port on 127.0.0.1 (default: any that is free)")
    parser.add_argument("--no-open", action="store_true", help="print the address and open no browser")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="day that counts as today in rules on the future")


def run(options: argparse.Namespace) -> int:
    try:
        from strikelog.review.server import Server
    except ImportError as why:
        return complain(f"the page needs {why.name}: pip install 'strikelog[review]'")
    coder = " ".join((options.coder if options.coder is not None else _account()).split())
    if not coder:
        return complain("--coder: give a name")
    if not options.texts.exists():
        return complain(f"--texts: there is no {options.texts}")
    try:
        root = load_package(options.package).root
        desk = Desk(root, read_candidates(options.candidates), Texts(options.texts), Log(options.decisions), coder, options.today)
        overview = desk.overview()
        server = Server(desk, options.port)
    except (DescriptorError, Unreadable, LogError) as why:
        return complain(str(why))
    except OSError as why:
        return complain(f"{why.filename or f'port {options.port}'}: {why.strerror}")
    if overview["torn"]:
        print(
            f"{options.decisions}: the last line was cut off by a crash; the decision in it was never confirmed and does not count",
            file=sys.stderr,
        )
    print(f"{overview['done']} of {overview['total']} candidates decided by {coder}; decisions go to {options.decisions}", file=sys.stderr)
    print(server.url, flush=True)
    if not options.no_open:
        webbrowser.open(server.url)
    with suppress(KeyboardInterrupt):
        server.run()
    return CLEAN


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
