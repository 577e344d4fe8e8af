"""Events being put together: what is known of each so far, and whether a clause can speak of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from strikelog.extract.clause import Clause
from strikelog.extract.days import Interval
from strikelog.extract.figures import STAGES, Fact
from strikelog.extract.gazetteer import Gazetteer
from strikelog.extract.places import Place
from strikelog.extract.speech import Asserter, PartyFact
from strikelog.folding import fold

VAGUE_KINDS = frozenset({None, "unspecified"})
FAR_FIRE = frozenset({"indirect_fire", "rocket", "mortar", "artillery", "missile"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Version:
    """A fact with who says it and whether the text calls it an old figure or a new one."""

    fact: Fact
    asserter: Asserter | None
    order: int
    first: bool = False
    later: bool = False


@dataclass(slots=True)
class Draft:
    """One event as far as the text has told it."""

    order: int
    section: int
    sentence: int
    kind: str | None = None
    kind_span: Span | None = None
    weapons: dict[str, Span] = field(default_factory=dict)
    days: Interval | None = None
    days_span: Span | None = None
    days_own: bool = False
    hours_span: Span | None = None
    place: Place | None = None
    place_own: bool = False
    admin1: tuple[str, int, int] | None = None
    country: tuple[str, int, int] | None = None
    country_inferred: bool = False
    versions: list[Version] = field(default_factory=list)
    parties: list[tuple[PartyFact, Asserter | None]] = field(default_factory=list)
    ordinal: str | None = None
    composite: int = 0
    intercepted: bool = False
    aim_known: bool = False
    aim_unknown: bool = False
    attack_told: bool = False
    denied: bool = False
    passing: bool = False
    hypothetical: bool = False
    heading: bool = False
    claimed_in: set[int] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    told_in: set[int] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    damage: Span | None = None
    answer_to: int | None = None
    span: Span = (0, 0)


def kinds_agree(one: str | None, other: str | None) -> bool:
    """Whether two words for a kind can be said of one event."""
    if one == other or one in VAGUE_KINDS or other in VAGUE_KINDS:
        return True
    pair = {one, other}
    if "mixed" in pair:
        return True
    if "explosion" in pair:
        return bool(pair & {"bomb", "drone", "rocket", "missile", "mortar", "indirect_fire"})
    if "indirect_fire" in pair:
        return pair <= FAR_FIRE
    return False


def closer_kind(one: str | None, other: str | None) -> str | None:
    """The one of two kinds that says more."""
    if one in VAGUE_KINDS:
        return other or one
    if other in VAGUE_KINDS:
        return one
    if one == "explosion":
        return one if other == "indirect_fire" else other
    if one == "indirect_fire" and other != "explosion":
        return other
    return one


def places_agree(gazetteer: Gazetteer, one: Place | None, other: Place | None, loosely: bool = False) -> bool:
    """Whether two places can be one; a place that another is only said to be near to rules out little."""
    if one is None or other is None:
        return True
    if one.site_id and other.site_id:
        return gazetteer.related(one.site_id, other.site_id) or (loosely and gazetteer.near(one.site_id, other.site_id))
    if one.site_id is None and other.site_id is None:
        return fold(one.name) == fold(other.name) or "reference" in (one.role, other.role)
    return "reference" in (one.role, other.role)


def days_agree(draft: Draft, days: Interval | None, own: bool) -> bool:
    if days is None or draft.days is None or not own or not draft.days_own:
        return True
    if not draft.days.overlaps(days):
        return False
    # "In April" and a day of April are two tellings; two parts of one day are two events.
    parts = {draft.days.part, days.part}
    if draft.days.days == days.days == 1 and None not in parts and len(parts) == 2:
        return parts in (
            {"night", "evening"},
            {"night", "early_morning"},
            {"morning", "early_morning"},
            {"midday", "afternoon"},
            {"midday", "morning"},
            {"evening", "afternoon"},
        )
    return not (draft.days.days > 3 and days.days <= 2) and not (days.days > 3 and draft.days.days <= 2)


def absorb(gazetteer: Gazetteer, draft: Draft, clause: Clause, days: Interval | None, own: bool) -> None:
    """Add to an event what a clause says of it."""
    if clause.event or clause.kind:
        # A blast stays unexplained until the text says of a weapon that it came.
        open_blast = draft.kind == "explosion" and not (clause.kind == "bomb" or any(f.field in STAGES for f in clause.facts))
        kind = draft.kind if open_blast else closer_kind(draft.kind, clause.kind)
        if kind != draft.kind or draft.kind_span is None:
            draft.kind, draft.kind_span = kind, clause.kind_span
        elif (
            draft.kind != clause.kind
            and clause.kind not in VAGUE_KINDS
            and draft.kind in ("bomb", "ground_attack")
            and clause.kind in ("bomb", "ground_attack")
        ):
            draft.kind = "mixed"
    for weapon, span in clause.weapons.items():
        draft.weapons.setdefault(weapon, span)
    if own and days:
        if draft.days is None or not draft.days_own:
            draft.days, draft.days_own = days, True
            draft.days_span = span_of_day(clause)
        else:
            closer = days if days.days < draft.days.days else draft.days
            draft.days = replace(closer, part=draft.days.part or days.part, clock=draft.days.clock or days.clock)
    elif days and draft.days and (days.part or days.clock):
        draft.days = replace(draft.days, part=draft.days.part or days.part, clock=draft.days.clock or days.clock)
    for place in clause.places[:1]:
        if (
            draft.place is None
            or not draft.place_own
            or (draft.place.role == "reference" and place.role != "reference" and place.rank >= draft.place.rank)
        ):
            draft.place, draft.place_own = place, True
        elif place.site_id and draft.place.site_id and draft.place.site_id in gazetteer.within(place.site_id):
            draft.place = place
    if clause.event:
        draft.admin1, draft.country = draft.admin1 or clause.admin1, draft.country or clause.country
    draft.intercepted |= clause.intercepted
    draft.aim_known |= clause.aim_known
    draft.aim_unknown |= clause.aim_unknown
    draft.damage = draft.damage or clause.damage
    draft.nouns |= clause.nouns
    draft.told_in.add(clause.order)
    draft.sentences.add(clause.sentence.start)
    hours = [t for t in clause.times if t.part or t.clock]
    if hours and draft.hours_span is None:
        draft.hours_span = (hours[0].start, hours[0].end)
    for fact in clause.facts:
        draft.versions.append(Version(fact, clause.asserter, clause.order, clause.first_version, clause.later_version))


def span_of_day(clause: Clause) -> Span | None:
    """Where a clause tells its day, or the hour if it tells no day."""
    times = [t for t in clause.times if t.has_day] or clause.times
    return (times[0].start, times[0].end) if times else None
