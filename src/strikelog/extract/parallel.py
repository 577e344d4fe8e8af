"""Many documents on all cores: streamed in, candidates out in the order of the documents."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from strikelog.extract.candidate import Candidate
from strikelog.extract.documents import Raw, Unreadable, prepare
from strikelog.extract.engine import Engine, load_engine
from strikelog.extract.lexicon import languages, load_lexicon

# Documents given to a process at a time: enough that handing over costs little, few enough to keep order cheaply.
CHUNK = 16
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: its candidates as JSON lines, or why it could not be read.

    `refused` names values that an engine was given and the text does not bear out.
    """

    name: str
    lines: tuple[str, ...] = ()
    trouble: str = ""
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    package: Path
    published: date | None = None
    language: str | None = None
    languages: Path | None = None


_ENGINE: tuple[Settings, Engine] | None = None


def _engine(settings: Settings) -> Engine:
    global _ENGINE
    if _ENGINE is None or _ENGINE[0] != settings:
        # A broken language is no fault of the first document that is in it.
        for folder in languages(settings.languages).values():
            load_lexicon(folder)
        _ENGINE = (settings, load_engine(settings.package, settings.languages))
    return _ENGINE[1]


def extract_one(settings: Settings, raw: Raw | Unreadable) -> Outcome:
    """Read one document. What is wrong with it comes back as words that name it.

    A fault of ours on one text is told in the same way: a long run is worth more than one text.
    """
    engine = _engine(settings)
    if isinstance(raw, Unreadable):
        return Outcome(raw.name, trouble=str(raw))
    try:
        document = prepare(raw, settings.published, settings.language, settings.languages)
        candidates = engine.extract(document)
        return Outcome(raw.name, tuple(_line(c) for c in candidates))
    except Unreadable as why:
        return Outcome(raw.name, trouble=str(why))
    except Exception as why:
        return Outcome(raw.name, trouble=f"{raw.name}: the engine failed on it ({type(why).__name__}: {why}); please report this text")


def _line(candidate: Candidate) -> str:
    line = json.dumps(candidate, ensure_ascii=False)
    # Half a surrogate pair, which JSON can hold and UTF-8 cannot, must be written by its number.
    return line if line.isascii() or not SURROGATE.search(line) else json.dumps(candidate)


def _chunk(job: tuple[Settings, list[Raw | Unreadable]]) -> list[Outcome]:
    settings, documents = job
    return [extract_one(settings, raw) for raw in documents]


def extract_all(
    settings: Settings, documents: Iterable[Raw | Unreadable], jobs: int | None = None, done: Callable[[int], None] | None = None
) -> Iterator[Outcome]:
    """The outcome of each document in the order in which they come, whatever the number of jobs."""
    jobs = jobs or os.cpu_count() or 1
    count = 0
    chunks = _chunks(documents)
    first = next(chunks, [])
    # Before any process starts: what is wrong with the package is no fault of a document.
    _engine(settings)
    if jobs == 1 or len(first) < CHUNK:
        for raw in first:
            yield extract_one(settings, raw)
            count += 1
            if done:
                done(count)
        for chunk in chunks:
            for raw in chunk:
                yield extract_one(settings, raw)
                count += 1
                if done:
                    done(count)
        return
    with multiprocessing.get_context("spawn" if os.name == "nt" else "fork").Pool(jobs, initializer=_engine, initargs=(settings,)) as pool:
        # Only so many chunks are under way that neither documents nor outcomes pile up.
        waiting = deque([pool.apply_async(_chunk, ((settings, first),))])
        more = True
        while waiting:
            while more and len(waiting) < jobs * 3:
                following = next(chunks, None)
                if following is None:
                    more = False
                else:
                    waiting.append(pool.apply_async(_chunk, ((settings, following),)))
            for outcome in waiting.popleft().get():
                yield outcome
                count += 1
                if done:
                    done(count)


def _chunks(documents: Iterable[Raw | Unreadable]) -> Iterator[list[Raw | Unreadable]]:
    held: list[Raw | Unreadable] = []
    for raw in documents:
        held.append(raw)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held
