"""One way to compare names and texts whatever their case, accents, apostrophes and hyphens."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character in "\u2212\u00ad":
        return " "
    if character in "\u2018\u2019\u02bc\u02bb\u02bf\u02be`\u00b4\u2032":
        return "'"
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)[:1] or character
    lowered = base.casefold()
    return lowered if len(lowered) == 1 else base.lower()[:1]


def fold(text: str) -> str:
    """The text in small letters without accents, hyphens as spaces, one kind of apostrophe.

    Keeps the length, code point for code point, so that an offset in the folded text is an offset
    in the text itself.
    """
    return "".join(map(_fold_character, text))
