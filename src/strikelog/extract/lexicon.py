"""The words of one language, read from its folder, and where they stand in a text.

A language is a folder of TOML files: `category.value = [phrases]`. Phrases are folded when they are
read; a star at the end of a phrase stands for the rest of the word. Nothing in the code knows a word
of any language, so that a third language is a third folder.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import ahocorasick  # type: ignore[import-not-found, unused-ignore]

from strikelog.folding import fold

LANGUAGES = Path(__file__).parent / "languages"
# Categories that hold patterns or settings and are not looked for as phrases.
PATTERNS = frozenset({"timex", "clause", "settings", "timex_glue", "pattern"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text with what it stands for: a category of words and a value in it."""

    start: int
    end: int
    label: str
    value: str


class Marks:
    """The marks of a text by category, each list in order of place."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._lists: dict[str, list[Mark]] = {}
        self._starts: dict[str, list[int]] = {}
        for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.value)):
            self._lists.setdefault(mark.label, []).append(mark)
        for label, found in self._lists.items():
            self._starts[label] = [m.start for m in found]

    def within(self, label: str, start: int, end: int, *values: str) -> list[Mark]:
        """Marks of a category that lie in the stretch, of the given values only if any are given."""
        starts = self._starts.get(label)
        if not starts:
            return []
        found = self._lists[label]
        inside = []
        for mark in found[bisect_left(starts, start) :]:
            if mark.start >= end:
                break
            if mark.end <= end and (not values or mark.value in values):
                inside.append(mark)
        return inside

    def any(self, label: str, start: int, end: int, *values: str) -> bool:
        return bool(self.within(label, start, end, *values))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language. `words` holds category, value and folded phrases; `lists` holds patterns."""

    code: str
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    lists: Mapping[str, Mapping[str, tuple[str, ...]]]
    automaton: Any = field(repr=False)

    def phrases(self, category: str, *values: str) -> tuple[str, ...]:
        """Folded phrases of a category, of all its values if none is named."""
        table = self.words.get(category, {})
        return tuple(p for v, ps in table.items() if not values or v in values for p in ps)

    def patterns(self, category: str, value: str) -> tuple[str, ...]:
        return self.lists.get(category, {}).get(value, ())

    def mark(self, folded: str) -> list[Mark]:
        """Every phrase of the language in a folded text; of one category, none inside a longer one."""
        raw: dict[str, list[Mark]] = {}
        size = len(folded)
        for last, entries in self.automaton.iter(folded):
            for label, value, length, open_end in entries:
                start, end = last - length + 1, last + 1
                if start and folded[start - 1].isalnum() and folded[start].isalnum():
                    continue
                if open_end:
                    while end < size and folded[end].isalnum():
                        end += 1
                elif end < size and folded[end].isalnum() and folded[end - 1].isalnum():
                    continue
                raw.setdefault(label, []).append(Mark(start, end, label, value))
        return [mark for found in raw.values() for mark in _outermost(found)]


def _outermost(found: list[Mark]) -> list[Mark]:
    """Those that no longer mark of the same category holds; equal stretches with other values all stay."""
    kept: list[Mark] = []
    for mark in sorted(set(found), key=lambda m: (m.start, -m.end, m.value)):
        if kept and mark.end <= kept[-1].end and (mark.start, mark.end) != (kept[-1].start, kept[-1].end):
            continue
        kept.append(mark)
    return kept


def words_pattern(phrases: Iterable[str]) -> str:
    """An alternation of folded phrases, longest first, for use in a pattern."""
    return (
        "|".join(re.escape(p[:-1]) + r"\w*" if p.endswith("*") else re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))
        or "(?!)"
    )


@lru_cache(maxsize=256)
def pattern(lexicon: Lexicon, name: str, form: str = "{}") -> re.Pattern[str]:
    """One of the language's own patterns over folded text, of `[pattern]`; `form` says what stands around it."""
    return re.compile(form.replace("{}", "(?:" + ("|".join(lexicon.patterns("pattern", name)) or "(?!)") + ")"))


@lru_cache(maxsize=16)
def load_lexicon(folder: Path) -> Lexicon:
    """Read the folder of one language. Raises FileNotFoundError, or ValueError naming the file."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no words of a language")
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in files:
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            raise ValueError(f"{file}: {why}") from None
        for category, table in tables.items():
            home = lists if category in PATTERNS else words
            for value, phrases in table.items():
                if not isinstance(phrases, list) or not all(isinstance(p, str) and p for p in phrases):
                    raise ValueError(f"{file}: {category}.{value} is not a list of phrases")
                made = tuple(phrases) if category in PATTERNS else tuple(dict.fromkeys(fold(p) for p in phrases))
                home.setdefault(category, {})[str(value)] = home.get(category, {}).get(str(value), ()) + made
    return Lexicon(folder.name, words, lists, _automaton(words))


def _automaton(words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Any:
    entries: dict[str, list[tuple[str, str, int, bool]]] = {}
    for category, table in words.items():
        for value, phrases in table.items():
            for phrase in phrases:
                stem = phrase.rstrip("*")
                entry = (category, value, len(stem), phrase.endswith("*"))
                if stem and entry not in (known := entries.setdefault(stem, [])):
                    known.append(entry)
    automaton = ahocorasick.Automaton()
    for stem, found in entries.items():
        automaton.add_word(stem, tuple(found))
    if not entries:
        automaton.add_word("\0", ())
    automaton.make_automaton()
    return automaton


def languages(extra: Path | None = None) -> dict[str, Path]:
    """Code and folder of each language known: ours, and those in a folder of the caller's."""
    folders = [f for base in (LANGUAGES, extra) if base and base.is_dir() for f in sorted(base.iterdir())]
    return {f.name: f for f in folders if f.is_dir() and any(f.glob("*.toml"))}


def detect(folded: str, lexicons: Iterable[Lexicon]) -> str | None:
    """The language whose most frequent words the text has most of; None if it has none of any."""
    tokens = re.findall(r"\w+'?", folded[:20000])
    best, most = None, 0
    for lexicon in lexicons:
        stop = {fold(w) for w in lexicon.patterns("settings", "stop_words")}
        count = sum(t in stop for t in tokens)
        if count > most:
            best, most = lexicon.code, count
    return best
