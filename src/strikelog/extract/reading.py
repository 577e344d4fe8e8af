"""A text with everything that was recognised in it: words, names, numbers, times, weapons."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from strikelog.extract.dates import Timex, find_timexes
from strikelog.extract.gazetteer import Gazetteer, Name
from strikelog.extract.lexicon import Lexicon, Mark, Marks, pattern, words_pattern
from strikelog.extract.numbers import Quantity, find_quantities
from strikelog.extract.text import Text


@dataclass(frozen=True, slots=True)
class Weapon:
    """Weapons in a phrase: what kind, how many, and whether the phrase speaks of them as known.

    `kind` is None for a word that stands for weapons named before. `modifier` is for a weapon that
    only tells the kind of an attack ("drone strike").
    """

    start: int
    end: int
    kind: str | None
    ids: tuple[str, ...]
    quantity: Quantity | None
    definite: bool = False
    modifier: bool = False


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known of a text before anything is concluded from it."""

    text: Text
    lexicon: Lexicon
    gazetteer: Gazetteer
    published: date

    @property
    def folded(self) -> str:
        return self.text.folded

    @cached_property
    def marks(self) -> Marks:
        return Marks(self.lexicon.mark(self.folded))

    @cached_property
    def names(self) -> list[Name]:
        return self.gazetteer.find(self.folded)

    @cached_property
    def quantities(self) -> list[Quantity]:
        taken = [(t.start, t.end) for t in self.timexes]
        return [q for q in find_quantities(self.folded, self.lexicon) if not any(s <= q.start and q.end <= e for s, e in taken)]

    @cached_property
    def timexes(self) -> list[Timex]:
        # A number before "days" is a time; a name that holds a number is none.
        names = [(n.start, n.end) for n in self.names if n.kind == "site"]
        return [t for t in find_timexes(self.folded, self.lexicon) if not any(s < t.end and t.start < e for s, e in names)]

    @cached_property
    def _weapon_starts(self) -> list[int]:
        return [w.start for w in self.weapons]

    @cached_property
    def weapons(self) -> list[Weapon]:
        return list(_weapons(self))

    def names_in(self, kind: str, start: int, end: int) -> list[Name]:
        return [n for n in self.names if n.kind == kind and start <= n.start and n.end <= end]

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        return [q for q in self.quantities if start <= q.start and q.end <= end]

    def quantities_plain(self, start: int, end: int) -> bool:
        """Whether a number that is more than an article stands in the stretch."""
        return any(not q.article and q.state == "counted" and (q.least or q.most) for q in self.quantities_in(start, end))

    def timexes_in(self, start: int, end: int) -> list[Timex]:
        return [t for t in self.timexes if start <= t.start and t.start < end]

    def weapons_in(self, start: int, end: int) -> list[Weapon]:
        return self.weapons[bisect_left(self._weapon_starts, start) : bisect_left(self._weapon_starts, end)]

    def has(self, label: str, start: int, end: int, *values: str) -> bool:
        return self.marks.any(label, start, end, *values)


@lru_cache(maxsize=64)
def ending(lexicon: Lexicon, category: str, value: str, gap: str = r"\s*") -> re.Pattern[str]:
    """A pattern for one of the phrases at the very end of what stands before something."""
    return re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases(category, value))}){gap}$")


@lru_cache(maxsize=64)
def beginning(lexicon: Lexicon, category: str, value: str) -> re.Pattern[str]:
    """A pattern for one of the phrases at the very beginning of what stands after something."""
    return re.compile(rf"\s*(?:{words_pattern(lexicon.phrases(category, value))})(?!\w)")


def _weapons(reading: Reading) -> list[Weapon]:
    marks, folded, size = reading.marks, reading.folded, len(reading.folded)
    defences = marks.within("defence", 0, size)
    sites = [n for n in reading.names if n.kind == "site"]

    def free(mark: Mark) -> bool:
        return not any(d.start <= mark.start and mark.end <= d.end for d in defences) and not any(
            s.start <= mark.start and mark.end <= s.end for s in sites
        )

    kinds: list[tuple[int, int, str | None]] = [(m.start, m.end, m.value) for m in marks.within("weapon", 0, size) if free(m)]
    taken = [(s, e) for s, e, _ in kinds]
    kinds += [
        (m.start, m.end, None) for m in marks.within("vague", 0, size) if free(m) and not any(s < m.end and m.start < e for s, e in taken)
    ]
    merged: list[tuple[int, int, str | None]] = []
    for start, end, kind in sorted(kinds, key=lambda k: k[:2]):
        # "mortar rounds", "roquettes Grad": two words for one thing.
        if (
            (merged and 0 <= start - merged[-1][1] <= 1)
            or (merged and _one_munition(marks, merged[-1][0], end))
            or (merged and pattern(reading.lexicon, "weapon_of_type").fullmatch(folded, merged[-1][1], start))
            or (merged and any(n.kind == "weapon" and n.start < merged[-1][1] and end <= n.end for n in reading.names))
        ):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), _of_two(merged[-1][2], kind))
        else:
            merged.append((start, end, kind))
    munitions = [m for m in marks.within("munition", 0, size)]
    named = [n for n in reading.names if n.kind == "weapon"]
    made = []
    for start, end, kind in merged:
        ids = [m.value for m in munitions if m.start < end and start < m.end]
        # The table of weapons goes before the words of the language, a longer name before a shorter.
        names = [
            n.entity_id
            for n in named
            if n.start < end and start < n.end and reading.gazetteer.weapons.get(n.entity_id, {}).get("weapon_class") != "air_defence"
        ]
        best = _narrowest(reading.gazetteer, names + ids)
        covering = [n for n in named if n.start <= start and end <= n.end and n.entity_id == best] or (best in ids)
        if best and best not in GENERIC and covering:
            kind = CLASSES.get(reading.gazetteer.weapons[best]["weapon_class"], kind)
        made.append(_phrase(reading, start, end, kind, (best,) if best else (), folded))
    return made


# Classes of weapons that tell a kind of event.
CLASSES = {
    "rocket": "rocket",
    "missile": "missile",
    "drone": "drone",
    "mortar": "mortar",
    "artillery": "artillery",
    "explosive_device": "bomb",
}
ORDER = ("drone", "rocket", "missile", "mortar", "artillery", "bomb", "air_strike", "indirect_fire")


def _one_munition(marks: Marks, start: int, end: int) -> bool:
    """Whether one name of a munition spans both words ("drone chargé de bombes")."""
    return any(m.start <= start and m.end >= end for m in marks.within("munition", start, end + 1))


def _of_two(one: str | None, other: str | None) -> str | None:
    known = [k for k in (one, other) if k]
    return min(known, key=ORDER.index) if known else None


GENERIC = ("wp-drone", "wp-rocket", "wp-missile", "wp-mortar-shell", "wp-armed-drone")


def _narrowest(gazetteer: Gazetteer, ids: list[str]) -> str | None:
    known = [i for i in ids if i in gazetteer.weapons]
    return (
        min(known, key=lambda i: (GENERIC.index(i) + 1 if i in GENERIC[:4] else 1 if i in GENERIC else 0, ids.index(i))) if known else None
    )


def _phrase(reading: Reading, start: int, end: int, kind: str | None, ids: tuple[str, ...], folded: str) -> Weapon:
    lexicon = reading.lexicon
    before = folded[max(0, start - 40) : start]
    after = folded[end : end + 24]
    quantity = None
    for q in reversed(reading.quantities_in(max(0, start - 60), start)):
        gap = folded[q.end : start]
        if len(gap.split()) <= 4 and not re.search(r"[,.;:()«»\"\n]", gap) and not _blocked(reading, q.end, start):
            quantity = q
        break
    unit = reading.marks.within("number", quantity.end, start, "part_of") if quantity else []
    quantity = None if unit else quantity
    modifier = bool(
        re.match(r" (?!\d)", after) and reading.has("event_noun", end + 1, end + 26) and _next_word_is(reading, "event_noun", end)
    )
    if not modifier and quantity is None:
        modifier = bool(pattern(lexicon, "by_weapon", "{}$").search(before) and _previous_is(reading, "event_noun", start))
    definite = bool(ending(lexicon, "grammar", "definite").search(before))
    word = folded[start:end].split()[0]
    plural = word.endswith(lexicon.phrases("grammar", "plural_ending")) or folded[start:end].endswith(
        lexicon.phrases("grammar", "plural_ending")
    )
    if quantity is None and not modifier:
        if definite and not plural:
            quantity = Quantity(start, end, 1, 1, rule="numbers.definite")
        elif plural and not definite:
            quantity = Quantity(start, end, None, None, "some", rule="numbers.bare_plural")
    elif quantity and quantity.article and plural:
        quantity = Quantity(quantity.start, end, None, None, "some", rule="numbers.bare_plural")
    if quantity and re.search(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('number', 'least_unit'))})(?!\w)", folded[quantity.end : start]):
        quantity = Quantity(quantity.start, quantity.end, quantity.least, None, quantity.state, rule="numbers.least_unit")
    return Weapon(start, end, kind, ids, quantity, definite, modifier)


def _blocked(reading: Reading, start: int, end: int) -> bool:
    return (
        reading.has("person", start, end)
        or reading.has("event_noun", start, end, "unspecified", "ground_attack", "explosion", "air_strike")
        or any(n.start < end and start < n.end and n.kind != "weapon" for n in reading.names)
    )


def _next_word_is(reading: Reading, label: str, end: int) -> bool:
    return any(not reading.folded[end : m.start].strip() for m in reading.marks.within(label, end, end + 30))


def _previous_is(reading: Reading, label: str, start: int) -> bool:
    found = reading.marks.within(label, max(0, start - 40), start)
    return bool(found) and len(reading.folded[found[-1].end : start].split()) <= 2
