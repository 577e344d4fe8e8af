"""Numbers in words and figures, and how exactly they are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strikelog.extract.lexicon import Lexicon, pattern, words_pattern
from strikelog.folding import fold

# An inner space or point is a separator of thousands only before three figures.
FIGURES = re.compile(r"(?<![\w.,])\d{1,3}(?:[ .,\u202f\u00a0]\d{3})+(?![\w]|[.,]\d)|(?<![\w.,:/-])(?<!\b[b-xz] )\d{1,7}(?![\w:/]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text gives it. `state` is `counted` or `some`; `article` marks a mere "a"."""

    start: int
    end: int
    least: int | None
    most: int | None
    state: str = "counted"
    article: bool = False
    rule: str = "numbers.counted"


@dataclass(frozen=True)
class _Grammar:
    values: dict[str, int]
    word: re.Pattern[str]
    some: re.Pattern[str]
    article: frozenset[str]
    either: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    joiner: str


@lru_cache(maxsize=16)
def _grammar(lexicon: Lexicon) -> _Grammar:
    values = {p: int(v) for v, ps in lexicon.words.get("numeral", {}).items() for p in ps}
    particle = pattern(lexicon, "number_particle").pattern

    def before(value: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{words_pattern(lexicon.phrases('number', value))})\s*(?:(?:{particle})\s*)?$")

    return _Grammar(
        values,
        re.compile(rf"(?<!\w)(?:{words_pattern(values)})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('number', 'some'))})(?!\w)"),
        frozenset(lexicon.phrases("number", "article")),
        re.compile(rf" (?:{words_pattern(lexicon.phrases('number', 'or'))}) "),
        tuple((cue, before(cue)) for cue in ("at_least", "more_than", "at_most", "about")),
        words_pattern(lexicon.phrases("number", "joiner")),
    )


def find_quantities(folded: str, lexicon: Lexicon) -> list[Quantity]:
    """Every quantity of a folded text, in order, none overlapping."""
    grammar = _grammar(lexicon)
    atoms: list[tuple[int, int, int, bool]] = []
    for match in FIGURES.finditer(folded):
        digits = re.sub(r"\D", "", match.group())
        atoms.append((match.start(), match.end(), int(digits), False))
    atoms += _spelled(folded, grammar)
    atoms.sort()
    made: list[Quantity] = []
    skip = -1
    for n, (start, end, value, article) in enumerate(atoms):
        if start < skip:
            continue
        least, most, rule = value, value, "numbers.counted"
        if (
            n + 1 < len(atoms)
            and not article
            and grammar.either.fullmatch(folded[end : atoms[n + 1][0]])
            and value < atoms[n + 1][2] <= value * 3 + 2
        ):
            end, most, rule = atoms[n + 1][1], atoms[n + 1][2], "numbers.either"
            skip = end
        bounds: tuple[int | None, int | None] = (least, most)
        for cue, shape in grammar.cues:
            if found := shape.search(folded[max(0, start - 24) : start]):
                begin = max(0, start - 24) + found.start()
                if cue == "at_least":
                    bounds, rule, start = (least, None), "numbers.at_least", begin
                elif cue == "more_than":
                    bounds, rule, start = (least + 1, None), "numbers.more_than", begin
                elif cue == "at_most":
                    bounds, rule, start = (None, most), "numbers.at_most", begin
                break
        made.append(Quantity(start, end, *bounds, article=article, rule=rule))
    for match in grammar.some.finditer(folded):
        if not any(q.start < match.end() and match.start() < q.end for q in made):
            made.append(Quantity(match.start(), match.end(), None, None, "some", rule="numbers.some"))
    return sorted(made, key=lambda q: q.start)


def numbers_said(said: str, lexicon: Lexicon | None = None) -> set[int]:
    """The numbers that some words say, ordinals and words for one included; without a language, those in figures."""
    found = {int(d) for d in re.findall(r"\d+", re.sub(r"(?<=\d)[ .,\u202f\u00a0](?=\d{3})", "", said))}
    if lexicon is None:
        return found
    folded = fold(said)
    for q in find_quantities(folded, lexicon):
        found |= {n for n in (q.least, q.most) if n is not None}
    for mark in lexicon.mark(folded):
        if mark.label == "ordinal":
            found |= {int(mark.value), 1}
        elif mark.label == "pronoun" and mark.value in ("one", "other"):
            found.add(1)
        elif mark.label == "pronoun" and mark.value == "both":
            found.add(2)
    # "The drone" says one; so does a lone word in the singular.
    if re.match(r"(?:\w+['’ ])?\w+$", folded) and not re.search(r"\d", folded):
        found.add(1)
    return found


def _spelled(folded: str, grammar: _Grammar) -> list[tuple[int, int, int, bool]]:
    """Numerals in words, put together where they follow each other ("cent vingt et un")."""
    found = [(m.start(), m.end(), grammar.values[m.group()], m.group() in grammar.article) for m in grammar.word.finditer(folded)]
    made: list[tuple[int, int, int, bool]] = []
    n = 0
    while n < len(found):
        start, end, value, article = found[n]
        total, last = value, value
        while n + 1 < len(found):
            gap = folded[end : found[n + 1][0]]
            value_next = found[n + 1][2]
            joined = gap == " " or (
                re.fullmatch(rf" (?:{grammar.joiner}) ", gap) and (last >= 100 or (last in range(20, 100, 10) and value_next in (1, 11)))
            )
            if not joined:
                break
            if value_next in (100, 1000) and last < value_next:
                total = total - last + last * value_next
            elif last == 4 and value_next == 20:
                total = total - last + 80
                value_next = 80
            elif (
                (value_next < 10 and last >= 20 and last % 10 == 0)
                or (value_next < 20 and (last in (60, 80) or last >= 100))
                or (value_next < 100 and last >= 100)
                or (last == 10 and 7 <= value_next <= 9 and value_next < 10)
            ):
                total += value_next
            else:
                break
            last, end, article = (value_next if value_next not in (100, 1000) else total), found[n + 1][1], False
            n += 1
        made.append((start, end, total, article))
        n += 1
    return made
