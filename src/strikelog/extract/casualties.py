"""How many people were killed and hurt, none included, by the words of one sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from strikelog.extract.figures import CASUALTIES, Fact, fact_of
from strikelog.extract.lexicon import pattern, words_pattern
from strikelog.extract.numbers import Quantity
from strikelog.extract.reading import Reading, beginning, ending


def casualty_facts(reading: Reading, start: int, end: int) -> list[Fact]:
    """What a sentence says of people killed and hurt, none included."""
    made: list[Fact] = []
    used: set[int] = set()
    plural = reading.lexicon.phrases("grammar", "plural_ending")
    marks = reading.marks.within("casualty", start, end)
    spans = sorted({(m.start, m.end) for m in marks})
    for left, right in spans:
        forms = {m.value for m in marks if (m.start, m.end) == (left, right)}
        fields = _fields(forms)
        if not fields:
            continue
        if "safe" in forms:
            if not _none(reading, left, right, start, end):
                made.append(Fact("injured", None, None, "none", left, right, "figures.safe", at=left))
            continue
        if none := _none(reading, left, right, start, end):
            made += [Fact(f, None, None, "none", none[0], none[1], "figures.none", at=left) for f in fields]
            continue
        found = _people(reading, left, right, forms, start, end, used)
        if found is None or "both_noun" in forms:
            before = pattern(reading.lexicon, "some_people").search(reading.folded, max(start, left - 24), left)
            if before and any(f.endswith("_noun") for f in forms) and reading.folded[left:right].endswith(plural):
                # Of casualties of whom the text says no more at least some were hurt.
                field = "injured" if "both_noun" in forms else fields[0]
                made.append(Fact(field, None, None, "some", before.start(), right, "figures.some_people", at=left))
            continue
        quantity, span = found
        used.add(quantity.start)
        made.append(fact_of(fields[0], quantity, *span, "figures.casualties", "", None, left))
    return _dedupe(_unhurt(made))


def _fields(forms: set[str]) -> list[str]:
    if "both_noun" in forms:
        return ["killed", "injured"]
    fields = [f for f in CASUALTIES if any(form.startswith(f) for form in forms)]
    if not fields and "unhurt_passive" in forms:
        return ["unhurt"]
    return fields


def _none(reading: Reading, left: int, right: int, start: int, end: int) -> tuple[int, int] | None:
    """A negation that bears on the word: "no casualties", "sans faire de victime", "nobody was killed"."""
    folded = reading.folded
    before = folded[max(start, left - 70) : left]
    cut = max(before.rfind(c) for c in ";:") + 1
    begin = max(start, left - 70) + cut
    negations = [m for m in reading.marks.within("grammar", begin, left, "negation")]
    for mark in reversed(negations):
        gap = folded[mark.end : left]
        words = re.findall(r"\w+", gap)
        if len(words) <= 9 and "," not in pattern(reading.lexicon, "nor").sub("", gap) and not reading.quantities_plain(mark.end, left):
            return mark.start, right
    after = folded[right : min(end, right + 40)]
    negation = words_pattern(reading.lexicon.phrases("grammar", "negation"))
    found = re.match(rf" (?:\w+ ){{0,2}}(?:{negation})(?!\w)", after)
    if found and not reading.quantities_plain(max(start, left - 20), left):
        return left, right + found.end()
    return None


def _unhurt(facts: list[Fact]) -> list[Fact]:
    """ "Nobody was harmed" tells that none was injured; "harmed" without a negation tells too little."""
    return [replace(f, field="injured") if f.field == "unhurt" else f for f in facts if f.field != "unhurt" or f.state == "none"]


def _people(
    reading: Reading, left: int, right: int, forms: set[str], start: int, end: int, used: set[int]
) -> tuple[Quantity, tuple[int, int]] | None:
    """The number that goes with a word for killed or hurt: beside it, after it, or its subject before."""
    folded = reading.folded
    quantities = [
        q for q in reading.quantities_in(start, end) if q.start not in used and not _counts_things(reading, q) and not _partial(reading, q)
    ]
    nouns = any(f.endswith("_noun") for f in forms)
    active = any(f.endswith("_active") for f in forms)
    passive = any(f.endswith("_passive") for f in forms)
    before = [q for q in quantities if q.end <= left]
    after = [q for q in quantities if q.start >= right]
    near = _whole(before) if before else None
    if near and nouns and len(folded[near.end : left].split()) <= 2 and not re.search(r"[,;.]", folded[near.end : left]):
        return near, (near.start, right)
    verb_like = bool(
        re.search(
            rf"(?<!\w)(?:{words_pattern(reading.lexicon.phrases('grammar', 'auxiliary'))})(?: \w+)? ?$",
            folded[max(start, left - 24) : left],
        )
    )
    if (
        active
        and after
        and len(folded[right : after[0].start].split()) <= 2
        and not re.search(r"[,;.:]", folded[right : after[0].start])
        and not (passive and verb_like and near and reading.has("person", near.end, left))
        and not _of_other_noun(reading, after[0], forms, end)
    ):
        return _and_more(reading, after, 0), (min(left, after[0].start), _noun_end(reading, after[0], end))
    if near and passive:
        gap = folded[near.end : left]
        if len(gap) < 130 and (reading.has("person", near.start, left) or len(gap.split()) <= 4) and ";" not in gap:
            at = before.index(near)
            if at and _and_more(reading, before, at - 1) is not before[at - 1]:
                near = _and_more(reading, before, at - 1)
            return near, (near.start, right)
    if (
        nouns
        and after
        and len(folded[right : after[0].start].split()) <= 3
        and pattern(reading.lexicon, "toll_at").search(folded[right : after[0].start] + " ")
    ):
        return after[0], (left, after[0].end)
    if near and nouns and len(folded[near.end : left].split()) <= 4 and not re.search(r"[,;.]", folded[near.end : left]):
        return near, (near.start, right)
    return None


def _and_more(reading: Reading, quantities: list[Quantity], at: int) -> Quantity:
    """ "Three soldiers and a guide": two numbers of people that are told of together are added up."""
    one, other = quantities[at], quantities[at + 1] if at + 1 < len(quantities) else None
    if other is None or None in (one.least, one.most, other.least, other.most):
        return one
    people = reading.marks.within("person", other.end, other.end + 40)
    if (
        not pattern(reading.lexicon, "and_more").fullmatch(reading.folded, one.end, other.start)
        or not reading.has("person", one.end, other.start)
        or not people
        or len(reading.folded[other.end : people[0].start].split()) > 1
        or reading.has("casualty", one.end, people[0].end)
    ):
        return one
    return Quantity(one.start, other.end, (one.least or 0) + (other.least or 0), (one.most or 0) + (other.most or 0), rule="numbers.sum")


def _whole(quantities: list[Quantity]) -> Quantity:
    """The last number, or the one before of which the last are the parts ("five people, three men and two women")."""
    last = quantities[-1]
    for n, q in enumerate(quantities[:-1]):
        parts = [p.least or 0 for p in quantities[n + 1 :] if not p.article]
        if len(parts) >= 2 and q.least == sum(parts) and last.end - q.start < 90:
            return q
    return last


def _of_other_noun(reading: Reading, q: Quantity, forms: set[str], end: int) -> bool:
    """Whether the number after a verb goes with a noun of its own ("faisant sept blessés")."""
    own = {f.split("_")[0] for f in forms}
    nouns = reading.marks.within("casualty", q.end, min(end, q.end + 16), "killed_noun", "injured_noun")
    return bool(nouns) and not reading.folded[q.end : nouns[0].start].strip() and not own & {n.value.split("_")[0] for n in nouns}


def _partial(reading: Reading, q: Quantity) -> bool:
    """Whether a number tells a part of one told before ("dont deux grièvement", "two of them", "one of the injured")."""
    lexicon, folded = reading.lexicon, reading.folded
    among = pattern(lexicon, "among_them").match(folded, q.end)
    if among and any(m.start == among.end() for m in reading.marks.within("casualty", among.end(), among.end() + 20)):
        return True
    return bool(
        ending(lexicon, "number", "part_before").search(folded[max(0, q.start - 16) : q.start])
        or beginning(lexicon, "number", "part_of").match(folded[q.end : q.end + 20])
    )


def _noun_end(reading: Reading, q: Quantity, end: int) -> int:
    person = reading.marks.within("person", q.end, min(end, q.end + 40))
    return person[0].end if person else q.end


def _counts_things(reading: Reading, q: Quantity) -> bool:
    """Whether a number counts weapons, attacks, distances or hours, and no people."""
    folded, lexicon = reading.folded, reading.lexicon
    if any(w.quantity and w.quantity.start == q.start and w.quantity.end == q.end for w in reading.weapons):
        return True
    following = folded[q.end : q.end + 30]
    if pattern(lexicon, "unit", r"\s*{}").match(following):
        return True
    if q.article:
        persons = reading.marks.within("person", q.end, q.end + 34)
        gap = folded[q.end : persons[0].start] if persons else ""
        # "Un bus militaire": there the word for people is an adjective of a thing.
        if persons and reading.has("attacker", q.end, persons[0].start, "target"):
            return True
        return not (persons and len(gap.split()) <= 2 and not re.search(r"[,;.]", gap)) and not reading.has("casualty", q.end, q.end + 16)
    return (
        any(m.start - q.end <= 2 for m in reading.marks.within("event_noun", q.end, q.end + 20))
        or bool(beginning(lexicon, "site_noun", "base").match(following))
        or bool(
            ending(lexicon, "number", "before_year").search(folded[max(0, q.start - 12) : q.start]) and q.least and 1900 < q.least < 2100
        )
    )


def _dedupe(facts: list[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in facts:
        if not any(k.field == fact.field and k.value == fact.value for k in kept):
            kept.append(fact)
    return kept
