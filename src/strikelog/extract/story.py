"""The events of a text as they are told, and what the next clause can lean on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from strikelog.extract.clause import Clause
from strikelog.extract.days import Interval, announced, resolve
from strikelog.extract.drafts import VAGUE_KINDS, Draft, days_agree, kinds_agree, places_agree, span_of_day
from strikelog.extract.places import Place
from strikelog.extract.reading import Reading
from strikelog.extract.speech import Asserter, PartyFact
from strikelog.extract.tallies import Total
from strikelog.extract.text import Sentence

# How much must speak for it before a clause is taken for one of an event already told.
SAME = 3.0


@dataclass(slots=True)
class Story:
    """The events of a text and what the next clause can lean on."""

    reading: Reading
    drafts: list[Draft] = field(default_factory=list)
    talked_of: list[Draft] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    focus: Draft | None = None
    group: Clause | None = None
    group_parties: list[tuple[PartyFact, Asserter | None, Sentence]] = field(default_factory=list)
    group_days: tuple[Interval | None, bool] = (None, False)
    section: int = -1
    heading_place: Place | None = None
    heading_kind: str | None = None
    order: int = 0
    last_group: str | None = None
    we: str | None = None
    signature: Interval | None = None
    epoch: int = 0
    day: tuple[Interval, tuple[int, int]] | None = None
    title_places: list[Place] = field(default_factory=list)
    # A day told of something that was not yet worth an event, and in which sentence.
    pending: tuple[Interval, int] | None = None
    listed: dict[int, date] = field(default_factory=dict)


def find_event(story: Story, clause: Clause, days: Interval | None, own: bool, here: list[Draft]) -> Draft | None:
    """The event told before that a clause speaks of, if there is one."""
    best, most = None, SAME - 0.01
    gazetteer = story.reading.gazetteer
    place = clause.places[0] if clause.places else None
    for draft in story.drafts:
        if clause.ordinal and draft.ordinal:
            if clause.ordinal != draft.ordinal:
                continue
        elif clause.ordinal and story.group is not None and draft.order < story.group.order:
            continue
        if clause.indefinite and own and _elsewhere(place, draft):
            continue
        if not (
            days_agree(draft, days, own)
            and places_agree(gazetteer, place, draft.place if draft.place_own else None, clause.definite)
            and kinds_agree(draft.kind, clause.kind)
        ):
            continue
        if clause.country and draft.country and clause.country[0] != draft.country[0] and not place:
            continue
        if (
            clause.country
            and draft.place
            and draft.place.country
            and draft.place.country != clause.country[0]
            and not place
            and clause.indefinite
        ):
            continue
        score = _likeness(story, draft, clause, place, days, own, here)
        if score > most:
            best, most = draft, score
    return best


def _elsewhere(place: Place | None, draft: Draft) -> bool:
    """Whether a new event with its day is told of a place other than the one that an earlier event has, however loosely."""
    known = draft.place if draft.place_own else None
    return (
        place is not None
        and known is not None
        and (place.site_id, place.name) != (known.site_id, known.name)
        and None
        in (
            place.site_id,
            known.site_id,
        )
    )


def _likeness(
    story: Story, draft: Draft, clause: Clause, place: Place | None, days: Interval | None, own: bool, here: list[Draft]
) -> float:
    score = 0.0
    if clause.ordinal and clause.ordinal == draft.ordinal:
        score += 4
    if place and draft.place and draft.place_own:
        score += 3
    if own and draft.days_own and days and draft.days and draft.days.overlaps(days):
        score += 2
    elif own and not draft.days_own and draft.order < clause.order - 6:
        score -= 1
    if clause.kind == draft.kind and clause.kind not in VAGUE_KINDS:
        score += 1
    if clause.definite:
        score += 1.5
        if any(a in b or b in a for a in clause.nouns for b in draft.nouns):
            score += 1
    if (
        draft is story.focus
        and not draft.days_own
        and own
        and draft.section == clause.sentence.section
        and not clause.another
        and not clause.passing
    ):
        score += 2
    if draft is story.focus:
        score += 1.5
    if draft in here:
        score += 1.5
    if draft.section == clause.sentence.section and not clause.sentence.stamped:
        score += 0.5
    if not place and not own:
        score += 0.5
    # A lead that names the day and no site, and the next sentence that names the site and no day.
    if (
        draft is story.focus
        and place
        and not own
        and draft.days_own
        and draft.place is None
        and not clause.another
        and draft.section == clause.sentence.section
    ):
        score += 1.5
    if clause.another and not clause.definite:
        score -= 2.5
    if clause.indefinite and own and draft not in here:
        score -= 1
    if draft.section != clause.sentence.section and not (place and draft.place_own):
        score -= 2.5
    if clause.similar or (clause.same_place and own and draft.days_own and days and draft.days and not draft.days.overlaps(days)):
        score -= 3
    return score


def worth_an_event(story: Story, clause: Clause, own: bool, days_wide: bool = False) -> bool:
    """Whether a clause says enough to be an event of its own."""
    if clause.places and story.focus is not None and story.reading.has("pronoun", clause.start, clause.end, "other"):
        return True
    if clause.kind in VAGUE_KINDS and not clause.places and not (own and clause.indefinite) and not clause.similar and not clause.ordinal:
        return False
    if clause.places or own or clause.admin1:
        return clause.strong or bool(clause.facts) or clause.kind not in VAGUE_KINDS or bool(clause.places and own)
    if clause.plural and not own and not any(p.rank >= 3 for p in clause.places):
        return False
    if days_wide and not clause.places and not any(f.state == "counted" for f in clause.facts):
        return False
    first = not story.drafts
    return (
        clause.strong
        and (first or clause.another or clause.sentence.stamped or (clause.indefinite and clause.country is not None))
        and clause.kind not in VAGUE_KINDS
    )


def open_event(story: Story, clause: Clause, days: Interval | None, own: bool) -> Draft:
    """A new event, with what it takes over from the text around it."""
    draft = Draft(clause.order, clause.sentence.section, clause.sentence.start, span=(clause.start, clause.end))
    focus = story.focus
    if days is not None:
        draft.days, draft.days_own = days, own
        draft.days_span = span_of_day(clause)
    if story.group is not None and of_group(story, draft.days if own else None, own):
        if clause.kind in VAGUE_KINDS:
            draft.kind, draft.kind_span = story.group.kind, story.group.kind_span
        if not own and story.group_days[0]:
            carried = story.group_days[0]
            draft.days, draft.days_own = (
                replace(carried, part=days.part if days else carried.part, clock=days.clock if days else None),
                story.group_days[1],
            )
            draft.days_span = span_of_day(story.group)
        draft.country = draft.country or (clause.country or story.group.country)
        for fact, asserter, sentence in story.group_parties:
            draft.parties.append((fact, asserter))
            if fact.relation == "claimed_by" and fact.state is None:
                draft.claimed_in |= {sentence.start, clause.sentence.start}
    if draft.days is None or not draft.days_own:
        _inherit_days(story, draft, clause)
    one_of_them = clause.ordinal or clause.others or story.reading.has("pronoun", clause.start, clause.end, "other")
    if clause.kind in VAGUE_KINDS and (clause.kind is None or one_of_them) and focus is not None and draft.kind in VAGUE_KINDS:
        draft.kind, draft.kind_span = focus.kind, focus.kind_span
    if clause.similar and focus is not None and clause.kind in VAGUE_KINDS:
        draft.kind, draft.kind_span, draft.weapons = focus.kind, focus.kind_span, dict(focus.weapons)
    if not clause.places:
        _inherit_place(story, draft, clause)
    draft.passing = clause.passing
    if clause.answer and focus is not None:
        draft.answer_to = focus.order
    story.drafts.append(draft)
    return draft


def leading(story: Story, clause: Clause) -> Draft | None:
    """The event whose day the next one shares: not one told in passing, unless that is told on."""
    focus = story.focus
    if focus is None or not focus.passing or clause.passing or focus.sentence == clause.sentence.start:
        return focus
    return next((d for d in reversed(story.drafts) if not d.passing and d.section == clause.sentence.section), focus)


def of_group(story: Story, days: Interval | None, own: bool) -> bool:
    """Whether an event of these days can be one of the several announced before."""
    told = story.group_days[0]
    return not (own and days and told and not told.overlaps(days))


def talk_of(story: Story, clause: Clause) -> None:
    """Keep what is threatened or feared, if a place or a weapon and a country are named; it is no event."""
    named = bool(clause.places) or (clause.kind not in VAGUE_KINDS and bool(clause.country or clause.admin1))
    if not (clause.hypothetical and named and (clause.event or clause.kind not in VAGUE_KINDS)):
        return
    places: list[Place | None] = [*clause.places] or [None]
    for place in places:
        draft = Draft(clause.order, clause.sentence.section, clause.sentence.start, span=(clause.start, clause.end))
        draft.kind, draft.kind_span, draft.weapons = clause.kind, clause.kind_span, dict(clause.weapons)
        draft.place, draft.place_own, draft.hypothetical = place, True, True
        draft.admin1, draft.country = clause.admin1, clause.country
        if not any((d.kind, d.place and d.place.name) == (draft.kind, place and place.name) for d in story.talked_of):
            story.talked_of.append(draft)


def _inherit_days(story: Story, draft: Draft, clause: Clause) -> None:
    published, focus = story.reading.published, leading(story, clause)
    hours = draft.days
    told: Interval | None = None
    span = None
    if clause.report_times and (found := resolve(clause.report_times[0], published)):
        told = announced(found.latest) if clause.undated else replace(found, basis="inferred", rule="dates.report_day")
        span = (clause.report_times[0].start, clause.report_times[0].end)
    if story.day is not None:
        told, span = story.day
        draft.days_own = True
    elif told is None or not clause.undated:
        if focus is not None and story.pending and story.pending[1] >= focus.sentence and not clause.passing:
            told = replace(story.pending[0], basis="inferred", rule="dates.carried", part=None, clock=None)
        elif focus is not None and focus.days and focus.section == clause.sentence.section and not clause.passing:
            told, span = replace(focus.days, basis="inferred", rule="dates.carried", part=None, clock=None), focus.days_span
        elif clause.sentence.stamped:
            told = Interval(published, published, "day", basis="inferred", rule="dates.live")
        elif story.signature:
            told = replace(story.signature, basis="inferred")
    if told is None and story.drafts and story.drafts[0].days and not clause.passing:
        told, span = replace(story.drafts[0].days, basis="inferred", rule="dates.carried", part=None, clock=None), story.drafts[0].days_span
    if told is None:
        told = announced(published)
    if hours is not None and (hours.part or hours.clock):
        told = replace(told, part=hours.part or told.part, clock=hours.clock)
    draft.days, draft.days_span = told, draft.days_span or span


def _inherit_place(story: Story, draft: Draft, clause: Clause) -> None:
    focus = story.focus
    place = None
    if clause.same_place and focus is not None:
        place = next((d.place for d in reversed(story.drafts) if d.place and d.place.site_id), focus.place)
    elif clause.admin1 and not clause.same_place:
        place = None
    elif story.heading_place and clause.sentence.section > 0:
        place = story.heading_place
    elif clause.country is None and focus is not None and focus.section == clause.sentence.section:
        place = focus.place
    elif clause.country is None and story.title_places:
        place = story.title_places[0]
    if place is not None:
        draft.place, draft.place_own = place, False
