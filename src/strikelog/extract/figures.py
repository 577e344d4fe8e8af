"""How many weapons reached which stage, by the words of one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from strikelog.extract.lexicon import Mark, pattern, words_pattern
from strikelog.extract.numbers import Quantity
from strikelog.extract.reading import Reading, Weapon, ending

STAGES = ("launched", "intercepted", "impacted", "failed")
CASUALTIES = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Fact:
    """One number for one field, where the text says it. `part` marks one of several told of before."""

    field: str
    least: int | None
    most: int | None
    state: str
    start: int
    end: int
    rule: str
    part: str = ""
    kind: str | None = None
    at: int = 0

    @property
    def value(self) -> tuple[int | None, int | None, str]:
        return self.least, self.most, self.state


def stage_facts(reading: Reading, start: int, end: int) -> list[Fact]:
    """What a sentence says of weapons: each phrase with the stages that the words after it tell."""
    stages = _stages(reading, start, end)
    if not stages:
        return []
    facts: list[Fact] = []
    phrases = [w for w in reading.weapons_in(start, end) if not w.modifier]
    pronouns = _pronouns(reading, start, end, phrases)
    starts = sorted([w.start for w in phrases] + [p.start for p in pronouns])
    for weapon in phrases:
        if weapon.kind in ("air_strike",) or (weapon.quantity is None and not weapon.definite):
            continue
        if weapon.quantity is None and not reading.folded[weapon.start : weapon.end].endswith(
            reading.lexicon.phrases("grammar", "plural_ending")
        ):
            continue
        if (
            weapon.quantity is None
            and weapon.definite
            and reading.folded[weapon.start : weapon.end].endswith(reading.lexicon.phrases("grammar", "plural_ending"))
        ):
            following = [
                s
                for s in stages
                if s.start >= weapon.end and s.start - weapon.end < 40 and not any(weapon.start < o <= s.start for o in starts)
            ]
            for stage in following[:1]:
                if stage.value in ("intercepted", "impacted", "failed"):
                    facts.append(
                        Fact(stage.value, None, None, "all", weapon.start, weapon.end, "figures.all", "all", weapon.kind, stage.start)
                    )
            continue
        if weapon.quantity is None:
            continue
        governing = _governing(reading, weapon.start, weapon.end, stages, starts, start, end)
        if part := _part_of(reading, weapon, start):
            # "Three of the five rockets hit": five came, three hit.
            facts += [
                fact_of(s.value, part, part.start, weapon.end, rule, f"n{part.start}", weapon.kind, s.start)
                for s, rule in governing
                if s.value != "launched"
            ]
            q = weapon.quantity
            facts.append(fact_of("launched", q, q.start, weapon.end, "figures.whole", "", weapon.kind, weapon.start))
            continue
        for stage, rule in governing:
            q = weapon.quantity
            facts.append(fact_of(stage.value, q, min(q.start, weapon.start), weapon.end, rule, "", weapon.kind, stage.start))
    for pronoun in pronouns:
        following = [s for s in stages if s.start >= pronoun.end and not any(pronoun.start < o <= s.start for o in starts)][:2]
        for stage in following[:1]:
            facts.append(
                Fact(
                    stage.value,
                    pronoun.least,
                    pronoun.most,
                    pronoun.state,
                    pronoun.start,
                    pronoun.end,
                    pronoun.rule,
                    pronoun.part,
                    None,
                    stage.start,
                )
            )
    facts += _trailing(reading, stages, phrases, start, end)
    if not any(f.field == "intercepted" for f in facts):
        facts += _foiled(reading, start, end)
    return _once(facts)


def _part_of(reading: Reading, weapon: Weapon, start: int) -> Quantity | None:
    """The number before "of the five rockets"."""
    whole = weapon.quantity
    if whole is None or whole.state != "counted" or whole.article:
        return None
    gap = pattern(reading.lexicon, "of_whole")
    before = reading.quantities_in(max(start, whole.start - 24), whole.start)
    part = before[-1] if before and gap.fullmatch(reading.folded, before[-1].end, whole.start) else None
    return part if part and part.least and whole.least and part.least < whole.least else None


def _trailing(reading: Reading, stages: list[Mark], phrases: list[Weapon], start: int, end: int) -> list[Fact]:
    """ "Shot down two of them", "en a intercepté deux": a number alone after the word for the stage."""
    made = []
    taken = {w.quantity.start for w in phrases if w.quantity}
    for q in reading.quantities_in(start, end):
        stage = next((s for s in stages if 0 <= q.start - s.end <= 1), None)
        closes = pattern(reading.lexicon, "alone").match(reading.folded, q.end)
        if stage and closes and not q.article and q.start not in taken:
            made.append(Fact(stage.value, q.least, q.most, q.state, q.start, q.end, "figures.trailing", f"n{q.start}", None, stage.start))
    return made


def _foiled(reading: Reading, start: int, end: int) -> list[Fact]:
    """ "Attacks were foiled": something was stopped, and how much is not said."""
    return [
        Fact("intercepted", None, None, "some", m.start, m.end, "figures.foiled", "", None, m.start)
        for m in reading.marks.within("foiled", start, end)
        if reading.has("event_noun", max(start, m.start - 60), min(end, m.end + 60)) and not _negated(reading, m, start)
    ][:1]


def _once(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for fact in facts:
        if (fact.field, fact.start) not in seen:
            seen.add((fact.field, fact.start))
            kept.append(fact)
    return kept


def fact_of(field: str, q: Quantity, start: int, end: int, rule: str, part: str, kind: str | None, at: int) -> Fact:
    return Fact(field, q.least, q.most, q.state, start, end, q.rule if q.rule.startswith("numbers.") else rule, part, kind, at)


def _stages(reading: Reading, start: int, end: int) -> list[Mark]:
    """Words that tell a stage; of words inside one another the longest, "not exploded" before "exploded"."""
    made: list[Mark] = []
    for mark in reading.marks.within("stage", start, end):
        if mark.value != "failed" and _negated(reading, mark, start):
            if mark.value == "intercepted":
                continue
            mark = Mark(
                mark.start,
                mark.end,
                mark.label,
                "failed"
                if mark.value == "impacted" and pattern(reading.lexicon, "blast").search(reading.folded, mark.start, mark.end)
                else "",
            )
        if mark.value:
            made.append(mark)
    return made


def _negated(reading: Reading, mark: Mark, start: int) -> bool:
    before = reading.folded[max(start, mark.start - 32) : mark.start]
    return bool(
        re.search(rf"(?<!\w)(?:{words_pattern(reading.lexicon.phrases('grammar', 'negation'))})(?:\W+\w+){{0,4}}\W*$", before)
    ) and not re.search(r"[,;:]", before[-20:])


def _governing(
    reading: Reading, left: int, right: int, stages: list[Mark], starts: list[int], start: int, end: int
) -> list[tuple[Mark, str]]:
    """The stage words that speak of the phrase: those after it up to the next phrase, else the one before."""
    following = [s for s in stages if s.start >= right and not any(right <= o <= s.start for o in starts if o > left)]
    inside = [s for s in following if s.start - right < 140]
    before = [
        s
        for s in stages
        if s.end <= left and left - s.end < (100 if s.value == "intercepted" else 45) and not any(s.end <= o < left for o in starts)
    ]
    if ending(reading.lexicon, "grammar", "with").search(reading.folded[max(start, left - 60) : _phrase_start(reading, left)]):
        hit = [s for s in stages if s.end <= left and s.value == "impacted"]
        return [
            (Mark(left, right, "stage", "impacted" if hit and _by(reading, left, start) else "launched"), "figures.means"),
            *[(s, "figures.subject") for s in inside if s.value in ("intercepted", "failed")][:1],
        ]
    tight = [s for s in before if len(reading.folded[s.end : left].split()) <= 4]
    beside = [s for s in tight if not reading.folded[s.end : _phrase_start(reading, left)].strip()]
    # "Intercepted two drones that were heading for ...": the verb before the phrase goes on to hold.
    relative = tight and tight[-1].value == "intercepted" and pattern(reading.lexicon, "relative").match(reading.folded, right)
    if tight and (beside or relative or not (inside and inside[0].start - right < 12)):
        others = ("intercepted", "failed", "launched") if tight[-1].value == "intercepted" else ("intercepted", "failed")
        chosen = [tight[-1], *[s for s in inside if s.value != tight[-1].value and s.value in others][:1]]
        return [(s, "figures.object") for s in chosen]
    if inside:
        kept: list[Mark] = []
        for stage in inside:
            if stage.value not in {k.value for k in kept} and (not kept or stage.value != "launched" or kept[0].value == "intercepted"):
                kept.append(stage)
        # What was shot down did not come down on the target as well.
        if any(k.value == "intercepted" for k in kept):
            kept = [k for k in kept if k.value != "impacted"]
        return [(s, "figures.subject") for s in kept]
    return [(s, "figures.object") for s in before[-1:]]


def _phrase_start(reading: Reading, left: int) -> int:
    """Where the number of a weapon phrase begins."""
    weapon = next((w for w in reading.weapons_in(left, left + 1)), None)
    return min(left, weapon.quantity.start) if weapon and weapon.quantity else left


def _by(reading: Reading, left: int, start: int) -> bool:
    return bool(ending(reading.lexicon, "grammar", "by").search(reading.folded[max(start, left - 60) : _phrase_start(reading, left)]))


def _pronouns(reading: Reading, start: int, end: int, phrases: list[Weapon]) -> list[Fact]:
    """ "Two were shot down and the third …": numbers and ordinals that stand for weapons told of before."""
    lexicon, folded = reading.lexicon, reading.folded
    filler = set(lexicon.phrases("grammar", "filler"))
    taken = [(w.quantity.start, w.quantity.end) for w in phrases if w.quantity]
    stages = _stages(reading, start, end)
    made: list[Fact] = []

    def leads_to_stage(at: int, least: int = 0) -> bool:
        nxt = next((s for s in stages if s.start >= at), None)
        if nxt is None or nxt.start - at > 60:
            return False
        words = re.findall(r"\w+'?|[,;:.]", folded[at : nxt.start])
        # "Un a percuté": the auxiliary may be part of the phrase for the stage.
        led = len(words) + (folded[nxt.start : nxt.end].split()[0] in filler)
        return least <= led and len(words) <= 7 and all(w in filler for w in words)

    for q in reading.quantities_in(start, end):
        if any(s <= q.start and q.end <= e for s, e in taken) or (q.article and not leads_to_stage(q.end, 1)):
            continue
        nouns = reading.marks.within("event_noun", q.end, min(end, q.end + 30))
        if nouns and len(folded[q.end : nouns[0].start].split()) <= 1:
            continue
        if leads_to_stage(q.end) and not any(
            folded[m.start : m.end] not in filler for m in reading.marks.within("person", q.end, q.end + 12)
        ):
            made.append(Fact("", q.least, q.most, q.state, q.start, q.end, "figures.pronoun", f"n{q.start}"))
    for mark in reading.marks.within("ordinal", start, end):
        if leads_to_stage(mark.end) and not any(f.start <= mark.start < f.end for f in made):
            made.append(Fact("", 1, 1, "counted", mark.start, mark.end, "figures.ordinal", f"o{mark.value}"))
    for mark in reading.marks.within("pronoun", start, end):
        if not leads_to_stage(mark.end) or any(f.start <= mark.start < f.end or mark.start <= f.start < mark.end for f in made):
            continue
        if mark.value in ("one", "other"):
            made.append(Fact("", 1, 1, "counted", mark.start, mark.end, "figures.one_other", mark.value))
        elif mark.value in ("both", "all"):
            made.append(
                Fact(
                    "",
                    2 if mark.value == "both" else None,
                    2 if mark.value == "both" else None,
                    "counted" if mark.value == "both" else "all",
                    mark.start,
                    mark.end,
                    "figures.all",
                    "all",
                )
            )
        elif mark.value == "none":
            made.append(Fact("", None, None, "none", mark.start, mark.end, "figures.none", "none"))
        elif mark.value == "most":
            made.append(Fact("", None, None, "some", mark.start, mark.end, "figures.most", "most"))
    return made
