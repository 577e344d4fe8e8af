"""From clauses to events: which clause speaks of which event, and what it takes over from others."""

from __future__ import annotations

from dataclasses import replace

from strikelog.extract.clause import Clause
from strikelog.extract.clauses import read_clauses
from strikelog.extract.dates import Timex
from strikelog.extract.days import Interval, resolve
from strikelog.extract.drafts import VAGUE_KINDS, Draft, absorb, days_agree, kinds_agree, places_agree
from strikelog.extract.lands import settle_lands
from strikelog.extract.reading import Reading
from strikelog.extract.responsibility import assign_parties
from strikelog.extract.speech import GROUPS, find_asserter, party_facts
from strikelog.extract.story import Story, find_event, leading, of_group, open_event, talk_of, worth_an_event
from strikelog.extract.tallies import find_totals
from strikelog.extract.text import Sentence
from strikelog.extract.voice import day_alone, first_person, listed_days, signature

# More attacks than this in one phrase are a total and no composite event.
SMALL = 6


def tell(reading: Reading) -> Story:
    """Read a text through and return its events in the order in which they are told."""
    story = Story(reading)
    story.we, story.listed = first_person(reading), listed_days(reading)
    headings: list[tuple[Sentence, Clause]] = []
    for number, sentence in enumerate(reading.text.sentences):
        if sentence.kind == "furniture":
            continue
        if sentence.kind == "signature":
            continue
        if sentence.section != story.section:
            if sentence.stamped:
                _close_group(story)
            story.section, story.heading_place, story.heading_kind, story.group = (
                sentence.section,
                None,
                None,
                None if sentence.stamped else story.group,
            )
        if story.epoch:
            sentence = replace(sentence, section=sentence.section + 1000 * story.epoch)
        if day := day_alone(reading, sentence):
            story.epoch, story.day, story.focus, story.group = story.epoch + 1, day, None, None
            continue
        if sentence.kind == "heading":
            for clause in read_clauses(reading, sentence, story.order):
                story.heading_place = story.heading_place or next(iter(clause.places), None)
                if not story.drafts:
                    story.title_places += clause.places
                headings.append((sentence, clause))
            continue
        story.signature = signature(reading, number)
        _sentence(story, sentence)
    _close_group(story)
    for sentence, clause in headings:
        _heading(story, sentence, clause)
    for draft in story.drafts:
        if any(d is not draft and d.place == draft.place and days_agree(d, draft.days, True) for d in story.drafts):
            draft.composite = 0
    settle_lands(reading, story.drafts)
    return story


def _sentence(story: Story, sentence: Sentence) -> None:
    reading = story.reading
    totals = find_totals(reading, sentence.start, sentence.end)
    clauses = read_clauses(reading, sentence, story.order)
    story.order += len(clauses)
    here: list[Draft] = []
    counted = [(t.start, t.end) for t in totals]
    story.totals += totals
    only_total = bool(totals) and not any(p.rank >= 1 and c.times for c in clauses for p in c.places)
    if not only_total:
        base: tuple[Interval | None, bool] = (None, False)
        for clause in clauses:
            clause.facts = [f for f in clause.facts if not any(s < f.end and f.start < e for s, e in counted)]
            touched, base = _clause(story, clause, here, base)
            here += [d for d in touched if d not in here]
    asserter = find_asserter(reading, sentence.start, sentence.end)
    actors = [
        n for n in reading.names_in("actor", sentence.start, sentence.end) if reading.gazetteer.actors[n.entity_id]["actor_kind"] in GROUPS
    ]
    facts = party_facts(reading, sentence.start, sentence.end, asserter, story.last_group or story.we)
    if story.group is not None and not here and story.group.sentence.start == sentence.start:
        story.group_parties = [(f, asserter, sentence) for f in facts if f.relation != "attributed_to" or f.strength != "stated"]
    assign_parties(story.reading, story.drafts, story.focus, here, facts, asserter, sentence, story.we, story.order)
    if actors:
        story.last_group = actors[-1].entity_id


def _clause(
    story: Story, clause: Clause, here: list[Draft], base: tuple[Interval | None, bool]
) -> tuple[list[Draft], tuple[Interval | None, bool]]:
    """Give a clause to its event, new or told before; returns the events touched and the days to carry on."""
    reading = story.reading
    if clause.unreal:
        talk_of(story, clause)
        return [], base
    days, own = _days(story, clause, here)
    if own:
        base = (days, own)
    if clause.denied:
        target = _deny(story, clause, here)
        return ([target] if target else []), base
    other = [
        m
        for m in reading.marks.within("pronoun", clause.start, clause.end, "other", "one")
        if not any(p.start - m.end <= 1 for p in reading.marks.within("person", m.end, m.end + 20))
    ]
    if clause.finding and (here or story.focus):
        clause.places, own = [], False
    event = (clause.event and not (clause.finding and (here or story.focus))) or (
        bool(clause.ordinal or other or (clause.others and clause.kind in VAGUE_KINDS))
        and bool(clause.places or own)
        and story.focus is not None
    )
    if not event and clause.facts and story.group is not None and _group_alone(story, clause):
        story.group.facts += clause.facts
        return [], base
    if not event:
        target = here[-1] if here else story.focus if _near(story, clause) else _at_place(story, clause)
        if target is None:
            return [], base
        if clause.places and target.place_own and not any(places_agree(reading.gazetteer, p, target.place) for p in clause.places):
            # "At the second site, four were killed": casualties go to the event of that place.
            target = next(
                (d for d in reversed(story.drafts) if d.place and any(places_agree(reading.gazetteer, p, d.place) for p in clause.places)),
                # Or to the one of which no place was told yet.
                next((d for d in reversed(story.drafts) if not d.place_own and d.section == clause.sentence.section), None),
            )
            if target is None:
                return [], base
        elif target.days_own and own and days and not days_agree(target, days, own):
            fits = [d for d in story.drafts if d.days_own and d.days and d.days.overlaps(days)]
            target = fits[-1] if fits else target
            own = False
        targets = _all_of(story, clause, target)
        for t in targets:
            absorb(reading.gazetteer, t, clause, days, own and days is not None and days.days <= 10 and days_agree(t, days, own))
        return targets, base
    exact = any(t.kind == "explicit" and t.year for t in clause.times) and clause.kind not in VAGUE_KINDS
    if clause.general and not exact and not (clause.places and own and any(f.state == "counted" for f in clause.facts)):
        return [], base
    if clause.group and not clause.ordinal and len(clause.places) <= 1 and _is_group(clause):
        _close_group(story)
        story.group, story.group_days, story.group_parties = clause, (days, own), []
        return [], base
    if len(clause.places) > 1 and not (clause.definite and _told_at(story, clause)):
        return _several(story, clause, days, own), base
    draft = find_event(story, clause, days, own, here)
    if draft is None:
        if not worth_an_event(story, clause, own, bool(own and days and days.days > 3)):
            if own and days and not here and not clause.passing:
                story.pending = days, clause.sentence.start
            target = here[-1] if here else story.focus
            if target is not None and kinds_agree(target.kind, clause.kind):
                absorb(reading.gazetteer, target, clause, days, False)
                return [target], base
            return [], base
        draft = open_event(story, clause, days if own else base[0] or days, own or base[1])
    absorb(reading.gazetteer, draft, clause, days, own)
    draft.attack_told |= clause.attack and not clause.aim_unknown
    draft.ordinal = draft.ordinal or clause.ordinal
    draft.passing |= clause.passing
    if 2 <= clause.group <= SMALL and not clause.ordinal and len(clause.places) == 1:
        draft.composite = draft.composite or clause.group
    story.focus = draft
    return [draft], base


def _told_at(story: Story, clause: Clause) -> bool:
    """Whether an event of one of the places was told before."""
    return any(d.place_own and d.place and places_agree(story.reading.gazetteer, p, d.place) for d in story.drafts for p in clause.places)


def _is_group(clause: Clause) -> bool:
    return not any(p.rank >= 2 and p.role == "at" for p in clause.places)


def _days(story: Story, clause: Clause, here: list[Draft]) -> tuple[Interval | None, bool]:
    """The days a clause tells, and whether it tells them itself."""
    published, anchor = story.reading.published, (here[-1].days if here else story.focus.days if story.focus else None)
    base = story.signature.latest if story.signature else published
    daily = [t for t in clause.times if t.has_day]
    hours = [t for t in clause.times if not t.has_day]
    for timex in _by_closeness(daily, clause):
        if timex.kind == "last_night" and anchor and story.focus and not clause.sentence.stamped and clause.kind is None:
            continue
        if made := resolve(timex, base, anchor):
            if timex.kind == "same_day":
                made = replace(made, basis="inferred")
            if timex.start in story.listed:
                made = replace(made, earliest=story.listed[timex.start], latest=story.listed[timex.start])
            for hour in hours:
                made = replace(made, part=made.part or hour.part, clock=made.clock or hour.clock)
            return made, True
    if hours:
        part = next((h.part for h in hours if h.part), None)
        clock = next((h.clock for h in hours if h.clock), None)
        main = leading(story, clause)
        if anchor and main and main.days:
            anchor = here[-1].days if here and here[-1].days else main.days
            return replace(anchor, part=part, clock=clock, basis="inferred", rule="dates.carried"), False
        return Interval(base, base, "day", part, clock, "inferred", "dates.part_only"), False
    return None, False


def _by_closeness(times: list[Timex], clause: Clause) -> list[Timex]:
    at = clause.kind_span[0] if clause.kind_span else clause.start
    return sorted(times, key=lambda t: (t.kind in ("last_year", "year", "season"), t.kind != "night_between", abs(t.start - at), t.start))


def _several(story: Story, clause: Clause, days: Interval | None, own: bool) -> list[Draft]:
    """One clause that tells the same of several places: an event for each."""
    made = []
    places = clause.places
    first: Draft | None = None
    for number, place in enumerate(places, 1):
        clause.places = [place]
        clause_ordinal, clause.ordinal = clause.ordinal, str(number)
        draft = find_event(story, clause, days, own, []) or open_event(story, clause, days, own)
        if first is not None and draft.kind in VAGUE_KINDS and not draft.days_own:
            draft.days, draft.days_span, draft.days_own = first.days, first.days_span, first.days_own
            draft.kind, draft.kind_span, draft.weapons = first.kind, first.kind_span, dict(first.weapons)
        first = first or draft
        facts, clause.facts = clause.facts, [f for f in clause.facts if f.state == "none"]
        absorb(story.reading.gazetteer, draft, clause, days, own)
        clause.facts, clause.ordinal = facts, clause_ordinal
        draft.ordinal = draft.ordinal or str(number)
        draft.attack_told = True
        made.append(draft)
    clause.places = places
    story.focus = made[-1]
    return made


def _near(story: Story, clause: Clause) -> bool:
    return story.focus is not None and (
        story.focus.section == clause.sentence.section
        or (bool(clause.facts) and not clause.sentence.stamped and story.focus.section == clause.sentence.section)
    )


def _at_place(story: Story, clause: Clause) -> Draft | None:
    """The event told before at the very place that a clause of another section names."""
    sites = [p.site_id for p in clause.places if p.site_id]
    if not sites and story.heading_place and story.heading_place.site_id:
        sites = [story.heading_place.site_id]
    return next((d for d in reversed(story.drafts) if clause.facts and d.place and d.place.site_id and d.place.site_id in sites), None)


def _all_of(story: Story, clause: Clause, target: Draft) -> list[Draft]:
    """ "In either attack", "aucune des deux": said of the last two events."""
    pronouns = story.reading.marks.within("pronoun", clause.start, clause.end, "both", "none")
    twice = any(p.value == "both" for p in pronouns) or story.reading.has("scope", clause.start, clause.end, "both")
    if twice and len(story.drafts) >= 2 and any(f.state == "none" and f.field in ("killed", "injured") for f in clause.facts):
        return story.drafts[-2:]
    return [target]


def _deny(story: Story, clause: Clause, here: list[Draft]) -> Draft | None:
    """Mark as denied the event that a sentence says did not happen; a denial of nothing is no event."""
    place = clause.places[0] if clause.places else None
    target = here[-1] if here else None
    if (
        target is None
        and story.focus is not None
        and story.focus.section == clause.sentence.section
        and places_agree(story.reading.gazetteer, place, story.focus.place)
    ):
        target = story.focus
    if target is not None and len(target.told_in) <= 3:
        target.denied = True
    return target


def _members(story: Story) -> list[Draft]:
    """Events told after several were announced, which can be those."""
    order = story.group.order if story.group else 0
    return [d for d in story.drafts if d.order >= order and of_group(story, d.days, d.days_own)]


def _group_alone(story: Story, clause: Clause) -> bool:
    """Whether a clause without an event of its own speaks of several that were announced just before."""
    group = story.group
    return group is not None and group.sentence.section == clause.sentence.section and not any(d.order >= group.order for d in story.drafts)


def _close_group(story: Story) -> None:
    """Several events told as a number only, of which none was told apart, are one composite event."""
    group = story.group
    if group is None or _members(story):
        return
    days, own = story.group_days
    if (own or group.report_times) and group.strong and group.group <= SMALL and (days is None or days.days <= 2):
        story.group = None
        if find_event(story, group, days, own, []) is None:
            draft = open_event(story, group, days, own)
            # Several events are not at the place of the next one told.
            draft.place = None
            absorb(story.reading.gazetteer, draft, group, days, own)
            draft.composite = group.group
            draft.attack_told |= group.attack


def _heading(story: Story, sentence: Sentence, clause: Clause) -> None:
    """A heading is evidence for the events below it, and an event only where the text tells none."""
    if clause.unreal or clause.general or not clause.event:
        return
    if any(d.section == sentence.section for d in story.drafts) or story.drafts:
        return
    days, own = _days(story, clause, [])
    if clause.strong and clause.places and own:
        draft = open_event(story, clause, days, own)
        absorb(story.reading.gazetteer, draft, clause, days, own)
        draft.heading = True
