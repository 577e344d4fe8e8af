"""Where in a text the words stand that a model quotes.

A quote is looked for as it is, then folded: letters small and without accents, apostrophes,
hyphens and spaces of any kind alike. Where it stands more than once, whole words go before parts of
words; then the place nearest to the event's anchor, first by sentences and then by characters; then
the earlier one. The anchor is the first of the event's quotes that stands in the text only once. A
folded quote is never part of a word, and a number never part of a number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from strikelog.extract.lexicon import Lexicon
from strikelog.extract.numbers import FIGURES
from strikelog.extract.text import read_text
from strikelog.folding import fold

Span = tuple[int, int]
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Quoted:
    """A text in which quotes are looked for."""

    raw: str
    folded: str
    sentences: tuple[int, ...]
    inner: frozenset[int]

    @classmethod
    def of(cls, raw: str, lexicon: Lexicon) -> Quoted:
        """A text with where its sentences begin and where its numbers have an inside."""
        read = read_text(raw, lexicon)
        numbers = (m.span() for figures in (FIGURES, DIGITS) for m in figures.finditer(raw))
        inner = frozenset(at for start, end in numbers for at in range(start + 1, end))
        return cls(raw, read.folded, tuple(s.start for s in read.sentences), inner)

    def places(self, quote: str) -> list[Span]:
        """Every place of a quote that counts, in order."""
        exact = quote.strip()
        if not exact:
            return []
        found = [span for span in _all(re.escape(exact), self.raw) if not self._parts_number(span)]
        if not found and (words := fold(exact).split()):
            return list(filter(self._whole, _all(" +".join(map(re.escape, words)), self.folded)))
        return list(filter(self._whole, found)) or found

    def anchor(self, quotes: Iterable[str]) -> Span | None:
        """Where the first quote stands that stands only once."""
        return next((found[0] for quote in quotes if len(found := self.places(quote)) == 1), None)

    def find(self, quote: str, anchor: Span | None = None) -> Span | None:
        """The place of a quote, nearest to the anchor if there are several; None if it is not in the text."""
        found = self.places(quote)
        if anchor is None or not found:
            return found[0] if found else None
        return min(found, key=lambda span: (*self._away(span, anchor), span[0]))

    def _away(self, one: Span, other: Span) -> tuple[int, int]:
        """How many sentences, and how many characters, lie between two stretches."""
        sentences = abs(bisect_right(self.sentences, one[0]) - bisect_right(self.sentences, other[0]))
        return sentences, max(one[0] - other[1], other[0] - one[1], 0)

    def _parts_number(self, span: Span) -> bool:
        """Whether a stretch begins or ends inside a number: "5" of "175", "2,500" or "2.5"."""
        return not self.inner.isdisjoint(span)

    def _whole(self, span: Span) -> bool:
        """Whether a stretch neither begins nor ends inside a word or a number."""
        words = (self.raw[at - 1].isalnum() and self.raw[at].isalnum() for at in span if 0 < at < len(self.raw))
        return not any(words) and not self._parts_number(span)


def _all(pattern: str, text: str) -> list[Span]:
    """Every place of a pattern, those that overlap too."""
    return [m.span(1) for m in re.finditer(f"(?=({pattern}))", text)]
