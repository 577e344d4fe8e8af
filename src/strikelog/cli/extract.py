"""examples:
  strikelog extract article.txt --published 2022-01-05
  strikelog extract pages/ --out candidates.jsonl
  strikelog extract - --published 2022-01-05 --lang fr < article.txt
  strikelog extract --corpus corpus.parquet --out candidates.jsonl --jobs 4
  strikelog extract pages/ --engine llm --model NAME --url http://localhost:8000/v1 --cache answers

Reads texts and pages and writes candidate events, one JSON object a line; the schema is
strikelog/extract/candidate.schema.json. Nothing enters the data: `strikelog review` shows candidates
to a person. A document's day of publication comes from the corpus or the page, else from --published.
The engine `rules` needs no network and gives the same bytes for the same bytes. The engine `llm` asks a
model for values and quotes; a value stands only if its quote is in the text and its number in its quote,
and what is refused is listed at the end.
Exit status: 0 all documents read, 1 some could not be read or answered (each is named), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from strikelog.cli import CLEAN, FINDINGS, complain, extract_llm
from strikelog.package import DescriptorError

if TYPE_CHECKING:
    from strikelog.extract.documents import Raw, Unreadable
    from strikelog.extract.parallel import Outcome

NEEDED = "this verb needs the extra `extract`: pip install 'strikelog[extract]'"


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="text or HTML files, folders of them, or - for standard input")
    parser.add_argument(
        "--published", type=date.fromisoformat, metavar="DATE", help="day of publication, for documents that do not tell it"
    )
    parser.add_argument("--lang", metavar="CODE", help="language, for documents that do not tell it (default: recognised)")
    parser.add_argument(
        "--corpus",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="JSON Lines or Parquet with id, text, published, language, url",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: standard output)")
    parser.add_argument("--engine", choices=("rules", "llm"), default="rules", help="what reads the texts (default: rules)")
    parser.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help=f"processes (default: all cores); with --engine llm questions at a time (default: {extract_llm.JOBS})",
    )
    parser.add_argument(
        "--package",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="folder with datapackage.json, for names and known events (default: this folder)",
    )
    parser.add_argument("--languages", type=Path, metavar="DIR", help="folder with further languages, one folder each")
    extract_llm.add_options(parser)


def run(options: argparse.Namespace) -> int:
    try:
        from strikelog.extract.documents import from_corpus, from_paths, from_stream
        from strikelog.extract.parallel import Settings, extract_all
    except ModuleNotFoundError as why:
        return complain(f"{why.name} is not installed; {NEEDED}")
    if not options.paths and not options.corpus:
        return complain("name a file, a folder, - for standard input, or --corpus FILE")
    if options.jobs is not None and options.jobs < 1:
        return complain("--jobs takes a number from 1")
    if options.engine == "rules" and (given := extract_llm.given(options)):
        return complain(f"{', '.join(given)}: only with --engine llm")
    missing = [str(p) for p in (*map(Path, (p for p in options.paths if p != "-")), *options.corpus) if not p.exists()]
    if missing:
        return complain(f"there is no {', no '.join(missing)}")

    def documents() -> Iterator[Raw | Unreadable]:
        for path in options.paths:
            yield from from_stream(sys.stdin) if path == "-" else from_paths([Path(path)])
        yield from chain.from_iterable(from_corpus(c) for c in options.corpus)

    def by_rules(settings: Settings, documents: Iterable[Raw | Unreadable], done: Callable[[int], None]) -> Iterator[Outcome]:
        return extract_all(settings, documents, options.jobs, done)

    try:
        extract = by_rules if options.engine == "rules" else extract_llm.prepare(options)
    except extract_llm.Unusable as why:
        return complain(str(why))
    except ImportError:
        return complain(extract_llm.NEEDED)
    except (DescriptorError, FileNotFoundError) as why:
        return complain(f"--package: {why}")
    settings = Settings(options.package, options.published, options.lang, options.languages)
    unread = read = found = 0
    refused: dict[str, tuple[str, ...]] = {}
    with ExitStack() as stack:
        try:
            out = stack.enter_context(options.out.open("w", encoding="utf-8", newline="\n")) if options.out else sys.stdout
        except OSError as why:
            return complain(f"--out: {options.out} cannot be written: {why.strerror or why}")
        try:
            for outcome in extract(settings, documents(), _progress):
                read += 1
                if outcome.refused:
                    refused[outcome.name] = outcome.refused
                if outcome.trouble:
                    unread += 1
                    print(f"{_clear()}strikelog: {outcome.trouble}", file=sys.stderr)
                for line in outcome.lines:
                    found += 1
                    out.write(line + "\n")
        except (DescriptorError, FileNotFoundError) as why:
            return complain(f"--package: {why}")
        except ValueError as why:
            return complain(str(why))
    if sys.stderr.isatty() or options.out:
        print(
            f"{_clear()}{found:,} candidates in {read - unread:,} documents{f', {unread:,} could not be read' if unread else ''}",
            file=sys.stderr,
        )
    if refused:
        print(f"{_clear()}strikelog: {sum(map(len, refused.values())):,} values refused in {len(refused):,} documents", file=sys.stderr)
    for name, values in refused.items():
        print(f"strikelog: {name}: {len(values):,} refused: {'; '.join(values)}", file=sys.stderr)
    return FINDINGS if unread else CLEAN


def _clear() -> str:
    return "\r\x1b[K" if sys.stderr.isatty() else ""


def _progress(done: int) -> None:
    """A count on standard error for a person who watches; how many are to come is not known of a stream."""
    if sys.stderr.isatty() and done % 20 == 0:
        print(f"{_clear()}{done:,} documents", end="", file=sys.stderr, flush=True)
