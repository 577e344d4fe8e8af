"""A candidate event from what an answer says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from strikelog.extract.candidate import COUNTS, PARTIES, Candidate, candidate_id, certainty_of, location_precision, source_of, span_of
from strikelog.extract.dates import find_timexes
from strikelog.extract.llm.answer import Coded, Event, Figure, Party, Said, Site
from strikelog.extract.llm.ground import CROSSED, ENGINE, IMPOSSIBLE, NO_NAME, NO_NUMBER, Ground, Span
from strikelog.extract.places import Place
from strikelog.folding import fold

# A model that knows no day may write the first that there is.
LONG_AGO = date(1900, 1, 1)
Evidence = dict[str, list[Span]]


def event_candidate(ground: Ground, said: Event, number: int) -> Candidate | None:
    """The candidate of the event of that number in its answer; None if no quote of it stands."""
    evidence: Evidence = {}
    c: Candidate = {
        "candidate_id": "",
        "kind": "event",
        "engine": ENGINE,
        "status": said.status,
        "certainty": 0.0,
        "source": source_of(ground.document),
    }
    _coded(ground, c, evidence, "event_type", said.event_type)
    _when(ground, c, evidence, said)
    _where(ground, c, evidence, said)
    for name, kind, quoted in (("weapons", "weapon", said.weapons), ("targets", "actor", said.targets)):
        c[name] = _named(ground, evidence, name, kind, quoted)
    for name in COUNTS:
        c[name] = _count(ground, name, getattr(said, name))
    for name in PARTIES:
        c[name] = [made for party in getattr(said, name) if (made := _party(ground, name, party))]
    c["composite_count"] = None
    composite = said.composite_count
    if composite and (span := ground.numbered(composite, "composite_count", composite.value)):
        c["composite_count"], evidence["composite_count"] = composite.value, [span]
    if not evidence and not any(c[name] for name in (*COUNTS, *PARTIES)):
        ground.refuse("all of it", "none of its quotes stands")
        return None
    c |= {"answer_to": None, "alternatives": {}, "evidence": evidence, "matches": ground.engine.known.matches(c)}
    c["certainty"] = certainty_of(c)
    values = [number, *(c[name] for name in ("event_type", "date_earliest", "date_latest", "site_id", "place"))]
    c["candidate_id"] = candidate_id(ground.document.sha256, "event", values, ENGINE)
    return c


def _coded(ground: Ground, c: Candidate, evidence: Evidence, name: str, said: Coded | None) -> None:
    c[name] = None
    if said and (span := ground.span(said, name)):
        c[name], evidence[name] = said.value, [span]


def _when(ground: Ground, c: Candidate, evidence: Evidence, said: Event) -> None:
    c |= dict.fromkeys(("date_earliest", "date_latest", "date_precision", "part_of_day", "time_local"))
    if said.date and said.date.latest < said.date.earliest:
        ground.refuse("date", CROSSED)
    elif said.date and not LONG_AGO <= said.date.earliest <= ground.document.published + timedelta(days=1):
        ground.refuse("date", IMPOSSIBLE)
    elif said.date and (span := ground.span(said.date, "date")):
        first, last = said.date.earliest.isoformat(), said.date.latest.isoformat()
        c |= {"date_earliest": first, "date_latest": last, "date_precision": said.date.precision}
        evidence |= {"date_earliest": [span], "date_latest": [span]}
    _coded(ground, c, evidence, "part_of_day", said.part_of_day)
    if said.time_local and (span := ground.span(said.time_local, "time_local")):
        if any(t.clock == said.time_local.value for t in find_timexes(fold(ground.words(span)), ground.lexicon)):
            c["time_local"], evidence["time_local"] = said.time_local.value, [span]
        else:
            ground.refuse("time_local", NO_NUMBER)


def _where(ground: Ground, c: Candidate, evidence: Evidence, said: Event) -> None:
    """The place, and from a known site its governorate and country, else those that the answer names."""
    c |= dict.fromkeys(("country", "admin1", "site_id", "place", "place_text"))
    place = _place(ground, c, evidence, said.place)
    site = ground.engine.gazetteer.sites.get(c["site_id"] or "", {})
    if not c["country"]:
        _coded(ground, c, evidence, "country", said.country)
    if not c["admin1"] and said.admin1 and (span := ground.span(said.admin1, "admin1")):
        code = ground.names.admin1(ground.words(span))
        if code is None:
            ground.refuse("admin1", "no governorate of that name is known")
        elif c["country"] not in (None, code[:2]):
            ground.refuse("admin1", "it lies in another country")
        else:
            c["admin1"], evidence["admin1"] = code, [span]
            if not c["country"]:
                c["country"], evidence["country"] = code[:2], [{**span, "basis": "inferred", "rule": "places.of_governorate"}]
    c["location_precision"] = location_precision(place, site.get("site_type"), c["admin1"], c["country"])


def _place(ground: Ground, c: Candidate, evidence: Evidence, said: Site | None) -> Place | None:
    if said is None or (span := ground.span(said, "place")) is None:
        return None
    words, gazetteer = ground.words(span), ground.engine.gazetteer
    site_id = ground.names.entity("site", words)
    site = gazetteer.sites[site_id] if site_id else {}
    name = gazetteer.canonical.get(site_id, site["name"]) if site_id else words
    told = {"site_id": site_id, "place": name, "place_text": words}
    known = {"country": site.get("country") or None, "admin1": site.get("admin1") or None}
    c |= told | known
    evidence |= {name: [span] for name, value in told.items() if value}
    concluded = span_of(span["start"], span["end"], "inferred", "places.of_site")
    evidence |= {name: [concluded] for name, value in known.items() if value}
    return Place(span["start"], span["end"], site_id, name, "near" if said.near else "at", 0)


def _named(ground: Ground, evidence: Evidence, name: str, kind: str, quoted: Iterable[Said]) -> list[str]:
    """Ids of things named, each once; the words themselves where the table has no id."""
    found: dict[str, Span] = {}
    for said in quoted:
        if span := ground.span(said, name):
            words = ground.words(span)
            found.setdefault(ground.names.entity(kind, words) or words, span)
    if found:
        evidence[name] = list(found.values())
    return list(found)


def _count(ground: Ground, name: str, versions: Iterable[Figure]) -> dict[str, Any] | None:
    """The first version that stands, the others as its alternatives."""
    made = [figure for version in versions if (figure := _figure(ground, name, version))]
    return made[0] | ({"alternatives": made[1:]} if made[1:] else {}) if made else None


def _figure(ground: Ground, name: str, said: Figure) -> dict[str, Any] | None:
    # Damage is there or it is not; nobody counts it.
    counted = said.state == "counted" and name != "damage"
    span = ground.bounded(said, name, said.min, said.max) if counted else ground.span(said, name)
    if span is None or (asserter := ground.asserter(said.asserter, span, name)) is None:
        return None
    state = "some" if said.state == "counted" and not counted else said.state
    return {"state": state} | ({"min": said.min, "max": said.max} if counted else {}) | asserter | {"evidence": [span]}


def _party(ground: Ground, relation: str, said: Party) -> dict[str, Any] | None:
    span = ground.span(said, relation)
    if span is None or (asserter := ground.asserter(said.asserter, span, relation)) is None:
        return None
    named = ground.actor(said.name, span) if said.name is not None else (ground.words(span), None)
    if named is None:
        ground.refuse(relation, NO_NAME)
        return None
    return {
        "actor_id": named[1],
        "text": named[0],
        "strength": said.strength if relation == "attributed_to" else None,
        "state": "none" if said.name is None else None,
        **asserter,
        "evidence": [span],
    }
