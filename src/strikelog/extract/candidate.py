"""An event or a total as the JSON object that candidate.schema.json describes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from strikelog.extract.counts import Count, count_all
from strikelog.extract.documents import Document
from strikelog.extract.drafts import Draft
from strikelog.extract.places import Place
from strikelog.extract.reading import Reading
from strikelog.extract.status import status_of
from strikelog.extract.tallies import Total

ENGINE = "rules"
COUNTS = ("launched", "intercepted", "impacted", "failed", "killed", "injured", "damage")
PARTIES = ("claimed_by", "attributed_to", "denied_by", "acknowledged_by")
Candidate = dict[str, Any]


def span_of(start: int, end: int, basis: str, rule: str) -> dict[str, Any]:
    """One stretch of evidence: offsets in the text, `stated` or `inferred`, and the id of a rule."""
    return {"start": start, "end": end, "basis": basis, "rule": rule}


def candidate_id(sha256: str, kind: str, values: Any, engine: str = ENGINE) -> str:
    """The same text, engine and values give the same id."""
    content = json.dumps([engine, sha256, kind, values], ensure_ascii=False, sort_keys=True)
    return "ca-" + hashlib.sha256(content.encode()).hexdigest()[:16]


def source_of(document: Document) -> dict[str, Any]:
    """A candidate's `source`: which text it is of, and of which day."""
    return {
        "sha256": document.sha256,
        "published": document.published.isoformat(),
        "lang": document.language,
        "id": document.id,
        "url": document.url,
        "name": document.name,
        "chars": len(document.text),
    }


def event_candidate(reading: Reading, document: Document, draft: Draft, kind: str, drafts: list[Draft]) -> Candidate:
    """One event with all its values and the characters that say them."""
    evidence: dict[str, list[dict[str, Any]]] = {}
    c: Candidate = {
        "candidate_id": "",
        "kind": "event",
        "engine": ENGINE,
        "status": status_of(reading, draft, drafts),
        "certainty": 0.0,
        "source": source_of(document),
    }
    c["event_type"] = kind
    if draft.kind_span:
        basis = "stated" if kind == draft.kind else "inferred"
        evidence["event_type"] = [span_of(*draft.kind_span, basis, f"event.{kind}")]
    _days(c, draft, evidence)
    _where(reading, c, draft, evidence)
    c["weapons"] = [] if kind == "interception" and not draft.weapons else sorted(_weapons(reading, draft))
    if c["weapons"]:
        evidence["weapons"] = [span_of(*draft.weapons[w], "stated", "gazetteer.weapon") for w in c["weapons"]]
    c["targets"] = []
    counts = count_all(draft)
    for name in COUNTS:
        c[name] = _count(counts[name]) if name in counts else None
    if draft.damage:
        c["damage"] = {"state": "some", "evidence": [span_of(*draft.damage, "stated", "figures.damage")]}
    _parties(c, draft)
    c["composite_count"] = draft.composite if draft.composite >= 2 else None
    c["answer_to"] = None
    c["alternatives"] = {}
    c["evidence"] = evidence
    c["matches"] = []
    c["certainty"] = certainty_of(c)
    c["candidate_id"] = candidate_id(
        document.sha256, "event", [draft.order, draft.span, c["event_type"], c["date_earliest"], c["date_latest"], c["site_id"], c["place"]]
    )
    return c


def _days(c: Candidate, draft: Draft, evidence: dict[str, list[dict[str, Any]]]) -> None:
    days = draft.days
    c["date_earliest"], c["date_latest"] = (days.earliest.isoformat(), days.latest.isoformat()) if days else (None, None)
    c["date_precision"] = days.precision if days else None
    c["part_of_day"], c["time_local"] = (days.part, days.clock) if days else (None, None)
    if days and draft.days_span:
        for name in ("date_earliest", "date_latest"):
            evidence[name] = [span_of(*draft.days_span, days.basis, days.rule)]
        for name in ("part_of_day", "time_local"):
            if c[name]:
                evidence[name] = [span_of(*(draft.hours_span or draft.days_span), "stated", days.rule)]


def _where(reading: Reading, c: Candidate, draft: Draft, evidence: dict[str, list[dict[str, Any]]]) -> None:
    place = draft.place
    site = reading.gazetteer.sites.get(place.site_id or "", {}) if place else {}
    country = site.get("country") or None
    admin1 = site.get("admin1") or None
    if not site and draft.admin1:
        admin1, country = draft.admin1[0], draft.admin1[0][:2]
        evidence["admin1"] = [span_of(draft.admin1[1], draft.admin1[2], "stated", "places.governorate")]
    if country is None and draft.country:
        country = draft.country[0]
        basis = "inferred" if draft.country_inferred else "stated"
        evidence["country"] = [span_of(draft.country[1], draft.country[2], basis, "places.country")]
    c["country"], c["admin1"] = country, admin1
    c["site_id"] = place.site_id if place else None
    c["place"] = place.name if place else None
    c["place_text"] = reading.text.raw[place.start : place.end] if place else None
    if place:
        basis = "stated" if draft.place_own else "inferred"
        span = [span_of(place.start, place.end, basis, place.rule)]
        for name in ("site_id", "place", "place_text"):
            if c[name]:
                evidence[name] = list(span)
        for name in ("country", "admin1"):
            if c[name] and name not in evidence:
                evidence[name] = [span_of(place.start, place.end, "inferred", "places.of_site")]
    elif "admin1" in evidence and country and "country" not in evidence:
        evidence["country"] = [span_of(draft.admin1[1], draft.admin1[2], "inferred", "places.of_governorate")] if draft.admin1 else []
    c["location_precision"] = location_precision(place, site.get("site_type"), admin1, country)


def location_precision(place: Place | None, site_type: str | None, admin1: str | None, country: str | None) -> str | None:
    """The narrowest that is known, as a code of `location_precision`; None where no place is."""
    if place is not None:
        if place.role in ("near", "reference"):
            return "near_site"
        return "area" if site_type == "area" else "site"
    return "admin1" if admin1 else "country" if country else None


def _weapons(reading: Reading, draft: Draft) -> list[str]:
    """Weapons of the event; a general word is left out where a closer one of its class stands."""
    table = reading.gazetteer.weapons
    closer = {table[w]["weapon_class"] for w in draft.weapons if w not in ("wp-drone", "wp-rocket", "wp-missile")}
    return [w for w in draft.weapons if not (w in ("wp-drone", "wp-rocket", "wp-missile") and table[w]["weapon_class"] in closer)]


def _count(count: Count) -> dict[str, Any]:
    made: dict[str, Any] = {"state": count.state}
    if count.state == "counted":
        made["min"], made["max"] = count.least, count.most
    made["asserter"], made["asserter_id"] = count.asserter or (None, None)
    made["evidence"] = [span_of(*s) for s in count.spans]
    if count.alternatives:
        made["alternatives"] = [_count(a) for a in count.alternatives]
    return made


def _parties(c: Candidate, draft: Draft) -> None:
    for relation in PARTIES:
        made: list[dict[str, Any]] = []
        for fact, asserter in draft.parties:
            if fact.relation != relation or any(m["actor_id"] == fact.actor_id for m in made):
                continue
            if fact.state == "none" and any(f.relation == relation and f.actor_id for f, _ in draft.parties):
                continue
            made.append(
                {
                    "actor_id": fact.actor_id,
                    "text": fact.text,
                    "strength": fact.strength,
                    "state": fact.state,
                    "asserter": asserter.text if asserter else None,
                    "asserter_id": asserter.actor_id if asserter else None,
                    "evidence": [span_of(fact.start, fact.end, "stated", fact.rule)],
                }
            )
        c[relation] = made


def certainty_of(c: Candidate) -> float:
    """A plain score: how many of kind, day and place are stated and close, and whether versions differ."""
    score = 0.2
    stated = {name for name, spans in c["evidence"].items() if spans and spans[0]["basis"] == "stated"}
    score += 0.25 if "date_earliest" in stated and c["date_precision"] in ("day", "night") else 0.1 if "date_earliest" in stated else 0
    score += 0.3 if c["site_id"] and "site_id" in stated else 0.15 if c["place"] else 0
    score += 0.15 if c["event_type"] not in ("unspecified", "mixed", "interception") else 0
    score += 0.1 if any(c[n] and not c[n].get("alternatives") for n in COUNTS[:6]) else 0
    return round(min(score, 1.0), 3)


def total_candidate(document: Document, total: Total) -> Candidate:
    """A running total, which is no event."""
    evidence = {
        "total_min": [span_of(total.start, total.end, "stated", "tally.total")],
        "counted": [span_of(total.start, min(total.sentence[1], total.end + 40), "stated", "tally.unit")],
    }
    if total.since_span:
        evidence["since"] = [span_of(*total.since_span, "stated", "tally.since")]
    values = [
        total.counted,
        total.least,
        total.most,
        total.since.isoformat() if total.since else None,
        total.as_of.isoformat(),
        total.start,
    ]
    return {
        "candidate_id": candidate_id(document.sha256, "tally", values),
        "kind": "tally",
        "engine": ENGINE,
        "status": "aggregate",
        "certainty": 0.6,
        "source": source_of(document),
        "counted": total.counted,
        "total_min": total.least,
        "total_max": total.most,
        "since": values[3],
        "as_of": values[4],
        "evidence": evidence,
        "matches": [],
    }
