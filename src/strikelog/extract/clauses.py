"""Clauses: the stretches of a sentence that can each speak of another event, and what each says."""

from __future__ import annotations

import re
from functools import lru_cache

from strikelog.extract.casualties import casualty_facts
from strikelog.extract.clause import Clause
from strikelog.extract.dates import Timex
from strikelog.extract.figures import stage_facts
from strikelog.extract.kinds import tell_kind
from strikelog.extract.lexicon import Lexicon, Mark, pattern
from strikelog.extract.places import choose, find_places, wide_place
from strikelog.extract.reading import Reading, ending
from strikelog.extract.speech import find_asserter
from strikelog.extract.text import Sentence
from strikelog.extract.unreal import tell_reality


@lru_cache(maxsize=16)
def _breaks(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon.patterns("clause", "break")) or "(?!)")


def read_clauses(reading: Reading, sentence: Sentence, order: int) -> list[Clause]:
    """The clauses of one sentence, each with all that stands in it."""
    asserter = find_asserter(reading, sentence.start, sentence.end)
    facts = stage_facts(reading, sentence.start, sentence.end) + casualty_facts(reading, sentence.start, sentence.end)
    made = []
    for n, (start, end) in enumerate(_stretches(reading, sentence)):
        clause = Clause(start, end, sentence, order + n, asserter=asserter)
        clause.facts = [f for f in facts if start <= f.start < end]
        _fill(reading, clause)
        made.append(clause)
    return made


def _stretches(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """Cut where a clause begins, and put together again what does not speak of an event by itself."""
    cuts = [sentence.start]
    for match in _breaks(reading.lexicon).finditer(reading.folded, sentence.start, sentence.end):
        if match.start() - cuts[-1] >= 12:
            cuts.append(match.start())
    spans = list(zip(cuts, [*cuts[1:], sentence.end], strict=True))
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if (made and not _speaks(reading, start, end)) or (made and not _speaks(reading, *made[-1])):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _speaks(reading: Reading, start: int, end: int) -> bool:
    if reading.has("pronoun", start, end, "other", "one") and (
        reading.names_in("site", start, end) or reading.timexes_in(start, end) or find_places(reading, start, end)
    ):
        return True
    own = (
        reading.has("weapon", start, end)
        or reading.has("event_noun", start, end)
        or reading.has("ordinal", start, end)
        or reading.has("event_verb", start, end, "stormed", "exploded", "bombed")
    )
    return own or (reading.has("event_verb", start, end) and bool(reading.names_in("site", start, end)))


def _fill(reading: Reading, c: Clause) -> None:
    _times(reading, c)
    c.all_places = find_places(reading, c.start, c.end, c.sentence.kind == "heading")
    c.places = choose(reading, c.all_places)
    c.admin1, c.country = wide_place(reading, c.start, c.end)
    tell_kind(reading, c)
    has = reading.has
    c.aim_known, c.aim_unknown = has("aim", c.start, c.end, "known"), has("aim", c.start, c.end, "unknown")
    wide = (c.sentence.start, c.sentence.end)
    tell_reality(reading, c)
    c.denied = has("claim", *wide, "event_denied")
    c.another = has("grammar", c.start, c.end, "another")
    c.others = bool(pattern(reading.lexicon, "some_others").search(reading.folded, c.start, c.end))
    c.same_place, c.similar = has("grammar", c.start, c.end, "same_place"), has("grammar", c.start, c.end, "similar")
    c.passing = has("grammar", c.start, c.end, "past_in_passing")
    c.answer = has("answer", c.start, c.end)
    c.first_version, c.later_version = has("revision", *wide, "first"), has("revision", *wide, "later")
    c.undated = has("reporting", *wide, "clock_only")
    c.no_damage = has("damage", c.start, c.end, "none")
    if not c.no_damage and (found := reading.marks.within("damage", c.start, c.end, "some")):
        c.damage = (found[0].start, found[0].end)
    _reference(reading, c)


def _times(reading: Reading, c: Clause) -> None:
    """Times of the event, apart from those of the telling of it."""
    whole = (c.sentence.start, c.sentence.end)
    said = (
        reading.marks.within("reporting", *whole, "said")
        + reading.marks.within("claim", *whole, "claimed", "denied")
        + reading.marks.within("attribution", *whole, "blamed")
    )
    # "Says it has struck today": there the verb of saying holds that of doing, and the day is of the deed.
    said = [m for m in said if not reading.has("event_verb", m.start, m.end)]
    for timex in reading.timexes_in(c.start, c.end):
        if timex.role != "event":
            continue
        # "..., he said, a day after rockets hit B": there the day opens a clause of its own.
        opens = timex.kind == "day_before" and c.start > c.sentence.start and timex.start - c.start < 4
        if timex.has_day and not opens and any(_telling(reading, timex, m, c.sentence.start) for m in said):
            c.report_times.append(timex)
        else:
            c.times.append(timex)


def _telling(reading: Reading, timex: Timex, verb: Mark, start: int) -> bool:
    """Whether a time tells when somebody spoke: it stands right after or before the verb of saying."""
    if timex.part in ("evening", "early_morning") and timex.start > verb.end and timex.kind != "weekday":
        return False
    if timex.start >= verb.end:
        gap = reading.folded[verb.end : timex.start]
        return (
            len(gap.split()) <= 3
            and not re.search(r"[;:.«\"]", gap)
            and not reading.has("event_noun", verb.end, timex.start)
            and not pattern(reading.lexicon, "that").search(gap)
            and not reading.has("weapon", verb.end, timex.start)
            and not any(reading.has(label, verb.end, timex.start) for label in ("event_verb", "stage", "foiled"))
        )
    gap = reading.folded[timex.end : verb.start]
    leading = timex.start - start < 4
    return (
        len(gap.split()) <= (9 if leading else 2)
        and not re.search(r"[;:.«\"]", gap)
        and not reading.has("event_noun", timex.end, verb.start)
        and not reading.has("weapon", timex.end, verb.start)
        and not reading.has("event_verb", timex.end, verb.start)
        and (leading or (timex.kind == "weekday" and not reading.has("stage", start, timex.start)))
        and not reading.has("casualty", timex.end, verb.start)
    )


def _reference(reading: Reading, c: Clause) -> None:
    """Whether the clause speaks of a known event, of a new one, of one of several, or of several."""
    folded, lexicon = reading.folded, reading.lexicon
    definite = ending(lexicon, "grammar", "definite", r"\s*(?:\w+ )?")
    nouns = reading.marks.within("event_noun", c.start, c.end)
    for noun in nouns[:1]:
        c.definite = bool(definite.search(folded[max(c.start, noun.start - 24) : noun.start]))
    weapons = [w for w in reading.weapons_in(c.start, c.end) if not w.modifier]
    c.indefinite = any(w.quantity and not w.definite for w in weapons) or any(
        q.end <= n.start and n.start - q.end < 16 for n in nouns for q in reading.quantities_in(c.start, n.start)
    )
    if weapons and weapons[0].definite and not nouns:
        c.definite = True
    for mark in reading.marks.within("ordinal", c.start, min(c.end, c.start + 60)):
        following = folded[mark.end : mark.end + 24]
        lead = folded[max(c.sentence.start, mark.start - 12) : mark.start]
        if (
            lead.strip()
            and not ending(lexicon, "grammar", "definite").search(lead)
            and not ending(lexicon, "number", "article").search(lead)
        ):
            continue
        if not pattern(lexicon, "ordinal_of_else", r"\s*{}").match(following) and not reading.has("person", mark.end, mark.end + 14):
            c.ordinal = mark.value
            break
    for noun in nouns:
        before = [
            q
            for q in reading.quantities_in(c.start, noun.start)
            if not q.article and q.state == "counted" and (q.least or 0) >= 2 and noun.start - q.end <= 14
        ]
        # "Deux drones ont attaqué": there the number counts weapons.
        if before and reading.weapons_in(before[-1].end, noun.start):
            continue
        if before and noun.value != "ground_attack" and (before[-1].least or 0) <= 12:
            c.group = before[-1].least or 0
