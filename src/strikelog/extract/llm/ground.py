"""What the text bears out of an answer. What it does not is refused and named, and the rest stays.

Refused is a value whose quote, name or asserter is not in the text, whose number is not in its quote,
or that contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from strikelog.extract.candidate import span_of
from strikelog.extract.documents import Document
from strikelog.extract.engine import Engine
from strikelog.extract.lexicon import Lexicon
from strikelog.extract.llm.answer import Event, Said
from strikelog.extract.llm.names import Names
from strikelog.extract.llm.quotes import Quoted
from strikelog.extract.numbers import numbers_said

ENGINE = "llm"
NO_QUOTE = "its quote is not in the text"
NO_NUMBER = "its number is not in its quote"
NO_NAME = "its name is not in the text"
NO_ASSERTER = "its asserter is not in the text"
UNCOUNTED = "it is counted and has no number"
CROSSED = "its end lies before its beginning"
IMPOSSIBLE = "it lies after the day of publication, or centuries before"
Span = dict[str, Any]


def quotes_of(event: Event) -> Iterator[str]:
    """An event's quotes, those of its kind, day and place first."""
    for name in type(event).model_fields:
        value = getattr(event, name)
        yield from (said.quote for said in (value if isinstance(value, list) else [value]) if isinstance(said, Said))


@dataclass
class Ground:
    """A text under one event or tally. `label` names that, `anchor` is where it is told, `refused` grows."""

    engine: Engine
    document: Document
    lexicon: Lexicon
    text: Quoted
    refused: list[str]
    label: str
    anchor: tuple[int, int] | None = None

    @property
    def names(self) -> Names:
        return Names(self.engine.gazetteer, self.lexicon)

    def refuse(self, name: str, why: str) -> None:
        self.refused.append(f"{self.label}, {name}: {why}")

    def span(self, said: Said | None, name: str) -> Span | None:
        """The evidence that a quote gives; None, and a word of it, if the text does not have it."""
        if said is None:
            return None
        found = self.text.find(said.quote, self.anchor)
        if found is None:
            self.refuse(name, NO_QUOTE)
            return None
        return span_of(*found, said.basis, f"{ENGINE}.{name}")

    def words(self, span: Span) -> str:
        return self.document.text[span["start"] : span["end"]]

    def numbered(self, said: Said, name: str, *numbers: int | None) -> Span | None:
        """The evidence, if its words say every one of the numbers."""
        span = self.span(said, name)
        if span and {n for n in numbers if n is not None} - numbers_said(self.words(span), self.lexicon):
            self.refuse(name, NO_NUMBER)
            return None
        return span

    def bounded(self, said: Said, name: str, least: int | None, most: int | None) -> Span | None:
        """The evidence of a number with its bounds, one of which may be missing."""
        if least is None and most is None:
            self.refuse(name, UNCOUNTED)
        elif least is not None and most is not None and most < least:
            self.refuse(name, CROSSED)
        else:
            return self.numbered(said, name, least, most)
        return None

    def actor(self, name: str, near: Span) -> tuple[str, str | None] | None:
        """Somebody's name as the text has it, and the id; None if it is not in the text."""
        found = self.text.find(name, (near["start"], near["end"]))
        if found is None:
            return None
        words = self.document.text[slice(*found)]
        return words, self.names.entity("actor", words)

    def asserter(self, name: str | None, span: Span, of: str) -> dict[str, str | None] | None:
        """Who says it, as a figure or party has it; None if that is somebody who is not in the text.

        A value without its asserter would be the report's own word, so the value is then refused.
        """
        if name is None:
            return {"asserter": None, "asserter_id": None}
        if (found := self.actor(name, span)) is None:
            self.refuse(of, NO_ASSERTER)
            return None
        return {"asserter": found[0], "asserter_id": found[1]}
