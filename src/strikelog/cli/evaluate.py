"""examples:
  strikelog evaluate corpus --split dev
  strikelog evaluate corpus --split test --totals --format markdown
  strikelog evaluate corpus candidates.jsonl --split dev
  strikelog evaluate gold.jsonl candidates.jsonl --texts texts --corpus texts.jsonl

Compares candidates with a gold standard: that of a folder with gold.jsonl, texts.jsonl and texts/, or
of one file. Of a folder, without CANDIDATES, the engine `rules` reads the texts itself. Events of a text
are matched one to one so that most agrees; leniently a pair counts if two of date, place and kind agree,
strictly if all three do. With texts also tells whether each span lies in its text and carries its value.
Exit status: 0, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from strikelog.cli import CLEAN, complain
from strikelog.package import DescriptorError

if TYPE_CHECKING:
    from strikelog.evaluate import Evaluation


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", type=Path, metavar="GOLD", help="a folder like corpus/, or JSON Lines: id, events, tallies")
    parser.add_argument(
        "candidates",
        type=Path,
        nargs="?",
        metavar="CANDIDATES",
        help="JSON Lines, as `strikelog extract` writes them (default, for a folder: what the rules find)",
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="how figures are written (default: text)")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="folder with the texts as ID.txt: look at the spans too")
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="JSON Lines with id, language, difficulty, voice, split of each text")
    parser.add_argument("--split", metavar="NAME", help="only texts of this split")
    parser.add_argument("--totals", action="store_true", help="figures only, no list of misses and false alarms")
    parser.add_argument(
        "--package", type=Path, default=Path(), metavar="DIR", help="folder with datapackage.json, for the names (default: this folder)"
    )


def run(options: argparse.Namespace) -> int:
    try:
        from strikelog import corpus
        from strikelog.evaluate import evaluate, read_lines
        from strikelog.evaluation_report import RENDERERS
    except ModuleNotFoundError as why:
        return complain(f"{why.name} is not installed; this verb needs the extra `extract`: pip install 'strikelog[extract]'")
    folder = options.gold.is_dir()
    needed = (options.gold / "gold.jsonl", options.gold / "texts.jsonl") if folder else (options.gold,)
    for path in (*needed, options.candidates, options.corpus):
        if path is not None and not path.is_file():
            return complain(f"there is no file {path}")
    if folder and (options.texts or options.corpus):
        return complain(f"{options.gold} is a folder, which has its own texts; --texts and --corpus go with a file of gold")
    if not folder and options.candidates is None:
        return complain("give the candidates too; only of a folder like corpus/ are the texts at hand")
    if options.texts is not None and not options.texts.is_dir():
        return complain(f"--texts: there is no folder {options.texts}")
    if options.split and not folder and options.corpus is None:
        return complain("--split needs --corpus, which says what split a text is of")

    def result() -> Evaluation:
        candidates = read_lines(options.candidates) if options.candidates else None
        if folder:
            return corpus.measure(options.gold, options.package, options.split, candidates)
        rows = corpus.gold_rows(options.gold, options.corpus, options.split)
        texts = corpus.read_texts(options.texts, (row["id"] for row in rows)) if options.texts else None
        return evaluate(rows, candidates or [], texts, corpus.names_of(options.package))

    try:
        sys.stdout.write(RENDERERS[options.format](result(), not options.totals))
    except (DescriptorError, FileNotFoundError) as why:
        return complain(f"--package: {why}")
    except ValueError as why:
        return complain(str(why))
    return CLEAN
