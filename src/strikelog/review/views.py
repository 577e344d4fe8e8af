"""What the page is told: the queue, one candidate with all that helps to decide it, the codes and the names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strikelog.entry.reference import NAMED, NEAR_DAYS, NEW, Reference, days_apart
from strikelog.review import edits
from strikelog.review.agreement import figure
from strikelog.review.candidates import Candidate
from strikelog.review.records import Record
from strikelog.review.replay import Stand

SHOWN = 500
TITLED = ("events", "claims", "sources", "tallies", "links", "sites", "actors", "weapons")


def tables(reference: Reference) -> dict[str, Any]:
    """Codes with their meanings, titles of fields, and everything that has a name."""
    package = reference.package
    return {
        "codes": {
            f"{t}.{f.name}": [{"value": c.value, "label": c.label, "description": c.description} for c in f.codes]
            for t in TITLED
            for f in package.table(t).fields
            if f.codes
        },
        "fields": {c.value: {"label": c.label, "description": c.description} for c in package.lookup("claims.field").codes},
        "titles": {f"{t}.{f.name}": {"title": f.title, "description": f.description} for t in TITLED for f in package.table(t).fields},
        "named": {table: [{"id": r[reference.key(table)], "name": r["name"]} for r in reference.rows(table)] for table in NAMED},
        "new": {table: list(columns) for table, columns in NAMED.items()},
        "counts": reference.shape.counts,
        "numbers": reference.shape.numbers,
        "parties": reference.shape.parties,
        "pickers": {f"{field}.{column}": table for (field, column), table in reference.shape.pickers.items()},
    }


def overview(state: Stand, reference: Reference) -> list[dict[str, Any]]:
    """The queue, as much of it as a person looks at: those open first, in the order in which they are to be decided."""
    closed = [c for c in state.order if c in state.closed]
    return [entry(state, reference, c) for c in (*state.waiting, *closed)[:SHOWN]]


def entry(state: Stand, reference: Reference, one: str) -> dict[str, Any]:
    candidate = state.candidates[one]
    decision = state.closed.get(one)
    record = decision.record if decision and decision.record else None
    place = candidate.get("place") or candidate.get("place_text") or candidate.get("country") or ""
    return {
        "candidate_id": one,
        "kind": record["kind"] if record else candidate["kind"],
        "certainty": candidate["certainty"],
        "status": candidate["status"],
        "event_type": candidate.get("event_type") or "",
        "counted": candidate.get("counted") or "",
        "total": candidate.get("total_min"),
        "day": candidate.get("date_earliest") or candidate.get("as_of") or "",
        "place": reference.label(candidate["site_id"]) if candidate.get("site_id") else place,
        "copy": one in state.copies,
        "state": decision.action if decision else "skip" if one in state.skipped else "open",
        "event_id": decision.event_id if decision else "",
        "reason": decision.reason if decision else "",
    }


def detail(state: Stand, reference: Reference, one: str, text: str | None) -> dict[str, Any]:
    """One candidate: its text, its record as it stands, what it may be already, and what is missing."""
    candidate, decision = state.candidates[one], state.closed.get(one)
    record = dict(decision.record) if decision and decision.record else state.record(one)
    known = reference.source_of(record["source"]["sha256"], record["source"]["url"])
    return {
        "entry": entry(state, reference, one),
        "text": text,
        "record": record,
        "labels": labels(record, reference),
        "known_source": dict(known) if known else None,
        "duplicates": duplicates(state, reference, one, candidate, record),
        "problems": [] if decision else edits.problems(record, reference, known is not None),
        "siblings": siblings(state, reference, one),
    }


def labels(record: Record, reference: Reference) -> dict[str, str]:
    """The names of all ids that stand in a record."""
    values = {str(v) for claim in record["claims"].values() for v in (claim["value"], claim["qualifier"], claim["asserter_id"])}
    values |= {record["event"]["site_id"], record["tally"]["counter_id"]}
    return {
        v: record["new"][v]["name"] if v in record["new"] else reference.label(v)
        for v in values
        if v.startswith(NEW) or v in reference.entities
    }


def siblings(state: Stand, reference: Reference, one: str) -> list[dict[str, Any]]:
    """Other candidates of the same text, which this one may answer."""
    sha256 = state.candidates[one]["source"]["sha256"]
    return [entry(state, reference, c) for c in state.order if c != one and state.candidates[c]["source"]["sha256"] == sha256]


def duplicates(state: Stand, reference: Reference, one: str, candidate: Candidate, record: Record) -> list[dict[str, Any]]:
    """Events that it may be: those that the extractor found, those near it, and those accepted at this desk."""
    found: dict[str, dict[str, Any]] = {}
    for match in candidate["matches"]:
        if isinstance(match, dict) and match.get("event_id") in reference.events:
            found[match["event_id"]] = {"score": match.get("score"), "reasons": [str(r) for r in match.get("reasons") or ()]}
    event = record["event"]
    for event_id in reference.near(event["site_id"], event["date_earliest"], event["date_latest"]):
        found.setdefault(event_id, {"score": None, "reasons": ["same place, near day"]})
    made = [_known(reference, event_id, about) for event_id, about in found.items()]
    for other, decision in state.closed.items():
        theirs = decision.record
        if (
            other != one
            and decision.action == "accept"
            and theirs
            and theirs["kind"] == "event"
            and decision.event_id not in reference.events
            and theirs["event"]["site_id"] == event["site_id"] != ""
            and _near(theirs["event"], event)
        ):
            made.append(_accepted(reference, decision.event_id, theirs))
    return made


def _near(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    gap = days_apart(one, other)
    return gap is not None and gap <= NEAR_DAYS


def _known(reference: Reference, event_id: str, about: Mapping[str, Any]) -> dict[str, Any]:
    row = reference.events[event_id]
    claims = [
        {
            "field": c["field"],
            "said": figure(c, {"new": {}}),
            "label": reference.label(c["value"] or c["qualifier"]),
            "asserter": reference.label(c["asserter_id"]),
            "standing": c["standing"],
            "source": reference.sources.get(c["source_id"], {}).get("publisher") or c["source_id"],
        }
        for c in reference.claims.get(event_id, ())
    ]
    return {
        "event_id": event_id,
        **about,
        "summary": row["summary"],
        "event_type": row["event_type"],
        "first": row["date_earliest"],
        "last": row["date_latest"],
        "place": reference.label(row["site_id"]) or row["country"],
        "claims": claims,
        "pending": False,
    }


def _accepted(reference: Reference, event_id: str, record: Mapping[str, Any]) -> dict[str, Any]:
    event = record["event"]
    claims = [
        {
            "field": c["field"],
            "said": figure(c, record),
            "label": reference.label(c["value"] or c["qualifier"]),
            "asserter": reference.label(c["asserter_id"]),
            "standing": c["standing"],
            "source": record["source"]["publisher"] or record["source"]["text_name"],
        }
        for c in record["claims"].values()
        if c["keep"] and (c["value"] or c["state"])
    ]
    return {
        "event_id": event_id,
        "score": None,
        "reasons": ["accepted at this desk, same place, near day"],
        "summary": event["summary"],
        "event_type": event["event_type"],
        "first": event["date_earliest"],
        "last": event["date_latest"],
        "place": reference.label(event["site_id"]),
        "claims": claims,
        "pending": True,
    }
