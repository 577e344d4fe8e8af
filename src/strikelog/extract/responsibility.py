"""To which of the events a claim, a denial or an attribution belongs."""

from __future__ import annotations

from strikelog.extract.drafts import Draft, kinds_agree
from strikelog.extract.reading import Reading
from strikelog.extract.speech import GROUPS, Asserter, PartyFact
from strikelog.extract.text import Sentence


def assign_parties(
    reading: Reading,
    drafts: list[Draft],
    focus: Draft | None,
    here: list[Draft],
    facts: list[PartyFact],
    asserter: Asserter | None,
    sentence: Sentence,
    we: str | None,
    order: int,
) -> None:
    """Tie what a sentence says of doers to the events it speaks of."""
    for fact in facts:
        if we is not None and fact.relation == "attributed_to" and fact.actor_id == we and fact.strength == "stated":
            fact = PartyFact("claimed_by", we, fact.text, None, None, fact.start, fact.end, "speech.own_statement", fact.scope)
        targets = _targets(reading, drafts, focus, here, fact, sentence)
        for draft in targets:
            draft.parties.append((fact, asserter))
            if fact.relation == "claimed_by" and fact.state is None:
                draft.claimed_in.add(sentence.start)


def _targets(
    reading: Reading, drafts: list[Draft], focus: Draft | None, here: list[Draft], fact: PartyFact, sentence: Sentence
) -> list[Draft]:
    if not drafts:
        return []
    if fact.rule == "speech.agent" or fact.rule == "speech.nationality":
        return here[:1]
    sites = {n.entity_id for n in reading.names_in("site", sentence.start, sentence.end)}
    # "... without mentioning X" names an event to leave it out.
    named = [
        d
        for d in drafts
        if d.place
        and d.place.site_id
        and any(d.place.site_id == s or reading.gazetteer.near(s, d.place.site_id) for s in sites)
        and not _left_out(reading, d, sentence)
    ]
    if named and (not here or fact.relation == "claimed_by"):
        return named
    if fact.scope == "all":
        same = [d for d in drafts if d.section == (focus.section if focus else 0)] or drafts
        return same[-2:] if len(same) >= 2 else same
    if here:
        return here
    if named:
        return named
    ordinals = reading.marks.within("ordinal", sentence.start, sentence.end)
    by_ordinal = [d for d in drafts if d.ordinal in {o.value for o in ordinals}]
    if by_ordinal:
        return by_ordinal[:1]
    weapons = {w.kind for w in reading.weapons_in(sentence.start, sentence.end) if w.kind}
    fitting = [d for d in drafts if d.kind in weapons]
    if fitting and not (focus and any(kinds_agree(focus.kind, w) for w in weapons)):
        return fitting[-1:]
    return [focus] if focus is not None else drafts[-1:]


def _left_out(reading: Reading, draft: Draft, sentence: Sentence) -> bool:
    names = [n for n in reading.names_in("site", sentence.start, sentence.end) if draft.place and n.entity_id == draft.place.site_id]
    return any(reading.has("scope", max(sentence.start, n.start - 40), n.start, "without") for n in names)


def groups_only(reading: Reading, draft: Draft) -> bool:
    """Whether nobody but a group that gains by it says that the event happened."""
    return bool(draft.claimed_in) and all(
        p.relation != "claimed_by" or p.actor_id is None or reading.gazetteer.actors.get(p.actor_id, {}).get("actor_kind") in GROUPS
        for p, _ in draft.parties
    )
