"""examples:
  strikelog evaluate corpus/gold.jsonl candidates.jsonl
  strikelog evaluate corpus/gold.jsonl candidates.jsonl --texts corpus/texts --corpus corpus/texts.jsonl
  strikelog evaluate gold.jsonl candidates.jsonl --format json --split test

Compares candidates with a gold standard. Events of a text are matched one to one so that most agrees;
leniently a pair counts if two of date, place and kind agree, strictly if all three do. With --texts
also tells whether each span lies in the text and carries its value. Exit status: 0, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from strikelog.cli import CLEAN, complain


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", type=Path, metavar="GOLD", help="JSON Lines: id, events, tallies")
    parser.add_argument("candidates", type=Path, metavar="CANDIDATES", help="JSON Lines, as `strikelog extract` writes them")
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
        from strikelog.evaluate import evaluate, read_lines
        from strikelog.evaluation_report import RENDERERS
    except ModuleNotFoundError as why:
        return complain(f"{why.name} is not installed; this verb needs the extra `extract`: pip install 'strikelog[extract]'")
    for path in (options.gold, options.candidates, options.corpus):
        if path is not None and not path.is_file():
            return complain(f"there is no file {path}")
    if options.texts is not None and not options.texts.is_dir():
        return complain(f"--texts: there is no folder {options.texts}")
    if options.split and options.corpus is None:
        return complain("--split needs --corpus, which says what split a text is of")
    try:
        gold, candidates = read_lines(options.gold), read_lines(options.candidates)
        about = {row["id"]: row for row in read_lines(options.corpus)} if options.corpus else {}
    except (ValueError, KeyError) as why:
        return complain(str(why))
    if missing := next((n for n, row in enumerate(gold, 1) if "id" not in row), 0):
        return complain(f"{options.gold}:{missing}: a text without an id")
    rows = [
        {
            **{k: about.get(g["id"], {}).get(k) for k in ("language", "difficulty", "voice") if about.get(g["id"], {}).get(k) is not None},
            **g,
        }
        for g in gold
        if not options.split or about.get(g["id"], {}).get("split") == options.split
    ]
    texts = None
    if options.texts is not None:
        texts = {
            g["id"]: path.read_bytes().decode("utf-8").replace("\r\n", "\n")
            for g in rows
            if (path := options.texts / f"{g['id']}.txt").is_file()
        }
    result = evaluate(rows, candidates, texts, _aliases(options.package))
    sys.stdout.write(RENDERERS[options.format](result, not options.totals))
    return CLEAN


def _aliases(package: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    path = package / "data" / "names.csv"
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                names.setdefault(row["entity_id"], []).append(row["name"])
    return names
