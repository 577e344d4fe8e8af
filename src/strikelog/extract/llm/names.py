"""Ids for names that a model quotes, from the names of the package alone.

A name has an id if a name of the table is all of it but for words that name nothing: the language's
most frequent words, for sites a noun such as "base", for weapons a number. "The Harir base" is Harir;
of "Hezbollah Brigades" a "Hezbollah" in the table is only a part, and it stays a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from strikelog.extract.gazetteer import Gazetteer
from strikelog.extract.lexicon import Lexicon
from strikelog.folding import fold


@dataclass(frozen=True)
class Names:
    gazetteer: Gazetteer
    lexicon: Lexicon

    def entity(self, kind: str, name: str) -> str | None:
        """The id of a `site`, `actor` or `weapon` of that name; None if the table has none."""
        folded = fold(name)
        found = [n for n in self.gazetteer.find(folded) if n.kind == kind]
        ids = {n.entity_id for n in found}
        if len(ids) == 1 and self._empty(_without(folded, [(n.start, n.end) for n in found]), kind, found[0].entity_id):
            return ids.pop()
        if kind == "site" and not found:
            return self.gazetteer.by_consonants(name, self.lexicon.phrases("site_noun"))
        return None

    def admin1(self, name: str) -> str | None:
        """The code of a governorate of that name; None if the language has none."""
        codes = {mark.value for mark in self.lexicon.mark(fold(name)) if mark.label == "admin1"}
        return codes.pop() if len(codes) == 1 else None

    def _empty(self, rest: str, kind: str, entity: str) -> bool:
        """Whether the words beside a name name nothing by themselves."""
        lexicon = self.lexicon
        phrases = [
            *map(fold, lexicon.patterns("settings", "stop_words")),
            *lexicon.phrases("grammar", "definite"),
            *lexicon.phrases("number", "article"),
        ]
        if kind == "weapon":
            phrases += lexicon.phrases("numeral")
        # An airport of Mosul is not Mosul.
        elif kind == "site" and self.gazetteer.sites[entity]["site_type"] != "settlement":
            phrases += lexicon.phrases("site_noun")
        known = {word for phrase in phrases for word in phrase.rstrip("*").split()}
        return all(w in known or (kind == "weapon" and w.isdigit()) for w in re.findall(r"\w+'?", rest))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """What is left of a text without some stretches, each gone for a space."""
    made, at = "", 0
    for start, end in spans:
        made, at = f"{made}{text[at:start]} ", end
    return made + text[at:]
