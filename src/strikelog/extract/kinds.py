"""What kind of event a clause tells, and whether it tells one at all."""

from __future__ import annotations

from itertools import pairwise

from strikelog.extract.clause import Clause
from strikelog.extract.lexicon import Mark, pattern
from strikelog.extract.reading import Reading, Weapon
from strikelog.extract.speech import GROUPS

AIR_POWERS = ("ac-us-forces", "ac-israel", "ac-turkish-armed-forces", "ac-russian-forces", "ac-jordanian-armed-forces")
SPECIFIC = ("drone", "rocket", "missile", "mortar", "artillery", "bomb", "air_strike")


def tell_kind(reading: Reading, c: Clause) -> None:
    marks, has = reading.marks, reading.has
    weapons = reading.weapons_in(c.start, c.end)
    kinds = [w for w in weapons if w.kind]
    none = pattern(reading.lexicon, "none_before")
    nouns = [m for m in marks.within("event_noun", c.start, c.end) if not none.search(reading.folded, max(c.start, m.start - 24), m.start)]
    # "Took place" tells an event only of a noun that is one.
    verbs = [v for v in marks.within("event_verb", c.start, c.end) if v.value != "occurred" or nouns]
    stages = marks.within("stage", c.start, c.end)
    for w in kinds:
        for weapon_id in w.ids:
            c.weapons.setdefault(weapon_id, (w.start, w.end))
    c.intercepted = any(f.field == "intercepted" and f.state != "none" for f in c.facts) or (
        bool(marks.within("stage", c.start, c.end, "intercepted")) and bool(weapons)
    )
    c.attack = (
        any(f.field in ("launched", "impacted") for f in c.facts)
        or any(n.value in ("unspecified", "fire", "air_strike", "raid") for n in nouns)
        or any(
            v.value == "attacked" and not any(s.value == "intercepted" and s.start < v.end and v.start < s.end for s in stages)
            for v in verbs
            if not has("defeat", v.start, v.end)
        )
    )
    chosen, span = _by_weapon(reading, kinds)
    air = [n for n in nouns if n.value == "air_strike"]
    ground = [m for m in nouns if m.value == "ground_attack"] + [m for m in verbs if m.value == "stormed"]
    # "Were shot down" is said of drones, "were shot" of people.
    ground = [g for g in ground if not any(t.value == "intercepted" and t.start < g.end and g.start < t.end for t in stages)]
    gunned = marks.within("shot", c.start, c.end)
    if chosen in (None, "indirect_fire", "missile") and air:
        chosen, span = "air_strike", (air[0].start, air[0].end)
    if (
        chosen == "indirect_fire"
        and any(n.value == "explosion" for n in nouns)
        and not any(f.field in ("launched", "impacted") for f in c.facts)
    ):
        chosen, span = "explosion", next((n.start, n.end) for n in nouns if n.value == "explosion")
    if ground and chosen in (None, "indirect_fire", "rocket" if not kinds else None):
        chosen, span = "ground_attack", (ground[0].start, ground[0].end)
    elif ground and chosen == "bomb":
        chosen = "mixed"
    if chosen is None and (found := [n for n in nouns if n.value == "bomb"]):
        chosen, span = "bomb", (found[0].start, found[0].end)
    if chosen is None and gunned and not weapons and has("person", c.start, c.end):
        chosen, span = "ground_attack", (gunned[0].start, gunned[0].end)
    if chosen is None and (found := marks.within("event_verb", c.start, c.end, "bombed")):
        chosen, span = "air_strike", (found[0].start, found[0].end)
    if chosen is None and (found := [n for n in nouns if n.value == "explosion"]):
        chosen, span = "explosion", (found[0].start, found[0].end)
    if chosen is None and (found := [n for n in nouns if n.value in ("unspecified", "fire", "raid", "interception")]):
        chosen, span = "unspecified", (found[0].start, found[0].end)
    shot = [f for f in c.facts if f.field == "intercepted" and f.state != "none"]
    if chosen == "air_strike" and not air and any(f.kind == "air_strike" for f in shot):
        # An aircraft that was shot down struck nothing.
        chosen = "unspecified"
    vague = next((w for w in weapons if w.kind is None and w.quantity and not w.definite and not w.modifier), None)
    if chosen is None and vague and c.intercepted:
        chosen, span = "unspecified", (vague.start, vague.end)
    if chosen in (None, "unspecified") and (strike := _state_strike(reading, c, nouns)):
        chosen, span = "air_strike", strike
    c.kind, c.kind_span = chosen, span
    hurt = any(w.kind not in (None, "air_strike") for w in weapons) and any(
        m.value.endswith("_passive") for m in marks.within("casualty", c.start, c.end)
    )
    acting = bool(stages or nouns or verbs or c.facts or hurt)
    c.nouns = {reading.folded[n.start : n.end].rstrip("s") for n in nouns}
    attackers = has("attacker", c.start, c.end, "people") or any(
        reading.gazetteer.actors[n.entity_id]["actor_kind"] in GROUPS for n in reading.names_in("actor", c.start, c.end)
    )
    if (
        chosen in (None, "unspecified")
        and not weapons
        and attackers
        and has("attacker", c.start, c.end, "target")
        and any(v.value == "attacked" for v in verbs)
    ):
        chosen = "ground_attack"
        span = span or next((v.start, v.end) for v in verbs if v.value == "attacked")
        c.kind, c.kind_span = chosen, span
    if chosen in (None, "unspecified") and not weapons and (by := _by_attackers(reading, c)):
        chosen = "ground_attack"
        c.kind, c.kind_span = chosen, by
        acting = True
    plural = reading.lexicon.phrases("grammar", "plural_ending")
    c.plural = bool(nouns) and all(reading.folded[n.start : n.end].endswith(plural) for n in nouns) and all(w.modifier for w in weapons)
    c.event = chosen is not None and acting
    c.strong = (c.event and (chosen not in ("unspecified",) or bool(verbs or stages))) or bool(verbs and c.places)
    if not c.event and c.times and has("grammar", c.start, c.end, "similar"):
        c.kind, c.event, c.strong = "unspecified", True, True
        c.kind_span = next((m.start, m.end) for m in marks.within("grammar", c.start, c.end, "similar"))
    if not c.event and c.strong:
        c.kind, c.event = c.kind or "unspecified", True
        c.kind_span = c.kind_span or (verbs[0].start, verbs[0].end)


def _by_attackers(reading: Reading, c: Clause) -> tuple[int, int] | None:
    """ "Killed by a gunman": armed people who killed, with no word of the means."""
    by = pattern(reading.lexicon, "by_people", "{}$")
    for mark in reading.marks.within("attacker", c.start, c.end, "people"):
        if by.search(reading.folded, max(c.start, mark.start - 24), mark.start) and any(
            m.value.endswith("_passive") for m in reading.marks.within("casualty", max(c.start, mark.start - 60), mark.start)
        ):
            return mark.start, mark.end
    return None


def _state_strike(reading: Reading, c: Clause, nouns: list[Mark]) -> tuple[int, int] | None:
    """ "A US strike": what states with an air force strike with, where nothing else is said."""
    strikes = {(m.start, m.end) for m in reading.marks.within("state_strike", c.start, c.end, "noun")}
    for noun in nouns:
        for mark in reading.marks.within("striker", c.start, c.end, *AIR_POWERS):
            if (noun.start, noun.end) in strikes and 0 < max(mark.start - noun.end, noun.start - mark.end) <= 2:
                return min(noun.start, mark.start), max(noun.end, mark.end)
    return None


def _by_weapon(reading: Reading, kinds: list[Weapon]) -> tuple[str | None, tuple[int, int] | None]:
    if not kinds:
        return None, None
    names = {w.kind for w in kinds}
    first: dict[str | None, tuple[int, int]] = {}
    for w in kinds:
        first.setdefault(w.kind, (w.start, w.end))
    for winner, others in (
        ("drone", {"missile", "indirect_fire", "bomb", "air_strike"}),
        ("air_strike", {"missile", "bomb", "indirect_fire", "drone"}),
        ("mortar", {"bomb", "indirect_fire", "artillery"}),
        ("rocket", {"indirect_fire", "missile"}),
    ):
        if (
            winner in names
            and names <= others | {winner}
            and not (winner in ("drone", "rocket") and names == {winner, "missile"} and _both_fired(reading, kinds))
        ):
            return winner, first[winner]
    real = [k for k in SPECIFIC if k in names]
    if len(real) >= 2:
        return (
            ("mixed", first[real[0]])
            if set(real) & {"drone", "rocket", "missile", "mortar"} and "air_strike" not in real
            else (real[0], first[real[0]])
        )
    if real:
        return real[0], first[real[0]]
    return "indirect_fire", first["indirect_fire"]


def _both_fired(reading: Reading, kinds: list[Weapon]) -> bool:
    """Drones and missiles side by side, and not missiles of a drone."""
    spans = sorted((w.start, w.end) for w in kinds)
    joined = pattern(reading.lexicon, "and_weapon")
    return any(
        (0 < b[0] - a[1] < 18 and "rocket" not in {w.kind for w in kinds}) or joined.fullmatch(reading.folded, a[1], b[0])
        for a, b in pairwise(spans)
    )
