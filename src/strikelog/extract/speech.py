"""Who says it; who claims, denies or is blamed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from strikelog.extract.lexicon import Mark, pattern, words_pattern
from strikelog.extract.reading import Reading

GROUPS = frozenset({"armed_group", "umbrella", "unspecified_group"})
DOERS = GROUPS | {"force", "state", "coalition"}
WEIGHT = {"official": 3, "monitor": 2, "source": 1, "party": 1}


@dataclass(frozen=True, slots=True)
class Asserter:
    """Who a sentence says it comes from. `weight` orders the versions of a figure."""

    text: str
    actor_id: str | None
    weight: int
    group: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartyFact:
    """A tie of somebody to an event: `claimed_by`, `attributed_to`, `denied_by` or `acknowledged_by`."""

    relation: str
    actor_id: str | None
    text: str
    strength: str | None
    state: str | None
    start: int
    end: int
    rule: str
    scope: str = "one"


def find_asserter(reading: Reading, start: int, end: int) -> Asserter | None:
    """The one whom the words of saying in a sentence belong to."""
    cues = reading.marks.within("reporting", start, end, "said", "source", "counted")
    if not cues:
        return None
    actors = reading.names_in("actor", start, end)
    nouns = reading.marks.within("source_noun", start, end)
    best: tuple[int, int, int, str | None, int] | None = None
    for cue in cues:
        for actor in actors:
            gap = actor.start - cue.end if actor.start >= cue.end else cue.start - actor.end
            if 0 <= gap <= 60 and (cue.value != "source" or actor.start >= cue.end):
                row = reading.gazetteer.actors[actor.entity_id]
                weight = {"outlet": 1, "unnamed_source": 1, "monitor": 2, "armed_group": 1, "umbrella": 1}.get(row["actor_kind"], 3)
                if best is None or gap < best[0]:
                    best = (gap, actor.start, actor.end, actor.entity_id, weight)
        for noun in nouns:
            gap = noun.start - cue.end if noun.start >= cue.end else cue.start - noun.end
            if 0 <= gap <= 60 and (cue.value != "source" or noun.start >= cue.end) and (best is None or gap < best[0] - 1):
                inside = next((a for a in actors if a.start <= noun.start < a.end), None)
                best = (gap, noun.start, noun.end, inside.entity_id if inside else None, WEIGHT.get(noun.value, 1))
    if best is None:
        return None
    _, left, right, actor_id, weight = best
    kind = reading.gazetteer.actors.get(actor_id or "", {}).get("actor_kind", "")
    return Asserter(reading.text.raw[left:right], actor_id, weight, kind in GROUPS, left, right)


def party_facts(reading: Reading, start: int, end: int, asserter: Asserter | None, last_group: str | None) -> list[PartyFact]:
    """Claims, denials and attributions of one sentence."""
    marks = reading.marks
    facts: list[PartyFact] = []
    nobody = marks.within("claim", start, end, "nobody", "unclaimed")
    claims = marks.within("claim", start, end, "claimed") or _said_done(reading, start, end)
    denials = marks.within("claim", start, end, "denied")
    if nobody and (claims or any(n.value == "unclaimed" for n in nobody)):
        cue = nobody[0]
        last = max([cue.end] + [c.end for c in claims if c.start >= cue.start])
        facts.append(
            PartyFact(
                "claimed_by",
                None,
                reading.text.raw[cue.start : last],
                None,
                "none",
                cue.start,
                last,
                "speech.nobody_claimed",
                _scope(reading, start, end),
            )
        )
    elif claims and not nobody and not marks.any("unreal", start, end, "general") and not _claim_negated(reading, claims[0].start, start):
        facts += _claimed(reading, claims[0].start, claims[0].end, start, end, last_group)
    elif denials:
        for actor in _doers(reading, start, end, GROUPS)[:1]:
            facts.append(
                PartyFact("denied_by", actor[0], reading.text.raw[actor[1] : actor[2]], None, None, actor[1], actor[2], "speech.denied")
            )
    facts += _attributed(reading, start, end, asserter, bool(claims))
    return facts


def _said_done(reading: Reading, start: int, end: int) -> list[Mark]:
    """ "Says it has struck": a claim without the word."""
    found = pattern(reading.lexicon, "claims_doing").search(reading.folded, start, end)
    return [Mark(found.start(), found.end(), "claim", "claimed")] if found else []


def _claim_negated(reading: Reading, at: int, start: int) -> bool:
    negation = words_pattern(reading.lexicon.phrases("grammar", "negation"))
    return bool(re.search(rf"(?<!\w)(?:{negation})(?:\W*\w+){{0,2}}\W*$", reading.folded[max(start, at - 20) : at]))


def _doers(reading: Reading, start: int, end: int, kinds: frozenset[str] = DOERS) -> list[tuple[str, int, int]]:
    return [
        (n.entity_id, n.start, n.end)
        for n in reading.names_in("actor", start, end)
        if reading.gazetteer.actors[n.entity_id]["actor_kind"] in kinds
    ]


def _claimed(reading: Reading, left: int, right: int, start: int, end: int, last_group: str | None) -> list[PartyFact]:
    before = _doers(reading, start, left)
    after = _doers(reading, right, min(end, right + 40))
    by = [a for a in after if pattern(reading.lexicon, "by_whom", "{}$").search(reading.folded[max(right, a[1] - 12) : a[1]])]
    groups = [a for a in before if reading.gazetteer.actors[a[0]]["actor_kind"] in GROUPS]
    # "An unknown group, X": the name says more.
    groups = [a for a in groups if reading.gazetteer.actors[a[0]]["actor_kind"] != "unspecified_group"] or groups
    chosen = by[:1] or groups[:1] or before[:1]
    if pattern(reading.lexicon, "by_someone").match(reading.folded, right) and not by:
        # "By a little-known group, X."
        wide = _doers(reading, right, min(end, right + 90), GROUPS)
        chosen = wide[:1] or chosen
    scope = _scope(reading, start, end)
    if chosen:
        actor, s, e = chosen[0]
        # Groups claim; what a force or a state says of itself it acknowledges.
        relation = "claimed_by" if reading.gazetteer.actors[actor]["actor_kind"] in GROUPS else "acknowledged_by"
        return [PartyFact(relation, actor, reading.text.raw[s:e], None, None, s, e, "speech.claimed", scope)]
    if last_group:
        return [PartyFact("claimed_by", last_group, reading.text.raw[left:right], None, None, left, right, "speech.claimed_before", scope)]
    return []


def _scope(reading: Reading, start: int, end: int) -> str:
    both = reading.marks.within("pronoun", start, end, "both", "all")
    return "all" if both or pattern(reading.lexicon, "these_attacks").search(reading.folded, start, end) else "one"


def _attributed(reading: Reading, start: int, end: int, asserter: Asserter | None, claim: bool) -> list[PartyFact]:
    """Who is said to have done it, and how firmly: by a verb of blame or doubt, or as the doer."""
    folded, marks = reading.folded, reading.marks
    cues = marks.within("attribution", start, end)
    facts: list[PartyFact] = []
    doers = _doers(reading, start, end)
    if cues:
        order = ("blamed", "suspected", "working_hypothesis", "assessed")
        cue = min(cues, key=lambda c: (order.index(c.value), c.start))
        after = [d for d in doers if d[1] >= cue.end]
        before = [d for d in doers if d[2] <= cue.start and d[0] != (asserter.actor_id if asserter else None)]
        chosen = after[:1] or before[-1:]
        if chosen and after:
            for nxt in after[1:]:
                if pattern(reading.lexicon, "and_another").fullmatch(folded[chosen[-1][2] : nxt[1]]):
                    chosen.append(nxt)
        for actor, s, e in chosen:
            facts.append(PartyFact("attributed_to", actor, reading.text.raw[s:e], cue.value, None, s, e, f"speech.{cue.value}"))
        if facts:
            return facts
    if claim:
        return facts
    strikers = {(m.start, m.end) for m in marks.within("striker", start, end)}
    for actor, s, e in doers:
        if (s, e) in strikers:
            continue
        if actor and _is_agent(reading, s, e, start, end):
            own = _own(reading, actor, asserter)
            group = reading.gazetteer.actors[actor]["actor_kind"] in GROUPS
            relation = "attributed_to" if not own else "claimed_by" if group else "acknowledged_by"
            facts.append(PartyFact(relation, actor, reading.text.raw[s:e], None if own else "stated", None, s, e, "speech.agent"))
            break
    if not facts:
        facts += _by_nationality(reading, start, end, asserter)
    return facts


def _is_agent(reading: Reading, left: int, right: int, start: int, end: int) -> bool:
    """Whether the actor does the attack: after "by", or before an active verb of attack."""
    folded = reading.folded
    before = folded[max(start, left - 36) : left]
    if pattern(reading.lexicon, "by_agent", "{}$").search(before):
        return (
            reading.has("stage", max(start, left - 90), left)
            or reading.has("event_verb", max(start, left - 90), left)
            or reading.has("event_noun", max(start, left - 90), left)
            or reading.has("casualty", max(start, left - 90), left)
        )
    following = folded[right : right + 60]
    verbs = [
        m
        for m in reading.marks.within("event_verb", right, min(end, right + 60))
        + reading.marks.within("stage", right, min(end, right + 60), "launched", "intercepted")
        if m.value != "exploded"
    ]
    victims = reading.marks.within("victim", right, min(end, right + 60))
    if not verbs:
        return False
    verb = min(verbs, key=lambda m: m.start)
    gap = folded[right : verb.start]
    if (
        verb.value == "intercepted"
        or (reading.has("defeat", verb.start, verb.end) and reading.weapons_in(verb.end, verb.end + 30))
        or any(v.start < verb.end and verb.start < v.end for v in victims)
    ):
        return False
    if re.search(r"[;:.«\"]", gap) or pattern(reading.lexicon, "not_agent").search(gap) or len(gap.split()) > 6:
        return False
    word = folded[verb.start : verb.end]
    if pattern(reading.lexicon, "auxiliary_before", r"{} \w").match(word) and not gap.strip():
        return True
    return bool(pattern(reading.lexicon, "agent_auxiliary").search(gap)) or (
        following.startswith(" ") and bool(pattern(reading.lexicon, "active_verb", "{}$").search(word))
    )


def _own(reading: Reading, actor: str, asserter: Asserter | None) -> bool:
    """Whether it is the doer who says so, by its own statement too, or an office of the same state."""
    if asserter is None:
        return False
    if asserter.actor_id == actor:
        return True
    if asserter.actor_id is None and reading.gazetteer.actors[actor]["actor_kind"] in GROUPS:
        return bool(pattern(reading.lexicon, "own_statement").fullmatch(reading.folded, asserter.start, asserter.end))
    own, said = reading.gazetteer.actors.get(actor, {}), reading.gazetteer.actors.get(asserter.actor_id or "", {})
    return (
        bool(own.get("country"))
        and own.get("country") == said.get("country")
        and own["actor_kind"] not in GROUPS
        and said.get("actor_kind") in ("office", "force", "state")
    )


def _by_nationality(reading: Reading, start: int, end: int, asserter: Asserter | None) -> list[PartyFact]:
    """ "A Turkish drone strike": the adjective beside the weapon or the strike tells the doer."""
    for mark in reading.marks.within("striker", start, end):
        if mark.value not in reading.gazetteer.actors:
            continue
        near_start, near_end = max(start, mark.start - 22), min(end, mark.end + 22)
        beside = [
            m
            for m in reading.marks.within("weapon", near_start, near_end, "drone", "air_strike", "missile", "artillery")
            + reading.marks.within("event_noun", near_start, near_end, "air_strike", "unspecified", "fire", "raid")
            if (m.end <= mark.start and mark.start - m.end <= 1)
            or (m.start >= mark.end and m.start - mark.end <= 1)
            or (m.start >= mark.end and len(reading.folded[mark.end : m.start].split()) <= 1)
        ]
        if beside:
            own = _own(reading, mark.value, asserter)
            return [
                PartyFact(
                    "acknowledged_by" if own else "attributed_to",
                    mark.value,
                    reading.text.raw[mark.start : mark.end],
                    None if own else "stated",
                    None,
                    mark.start,
                    mark.end,
                    "speech.nationality",
                )
            ]
    return []
