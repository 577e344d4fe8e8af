"""Two coders of one queue: where they differ, how far they agree, and a third decision that settles it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from strikelog.derive import agreement
from strikelog.entry.reference import NEW
from strikelog.review.decisions import Decision
from strikelog.review.records import BACKED, Record
from strikelog.review.replay import Outcome

# A coder's own words, and what is compared as one under `date` or marks characters, are not compared.
OWN = ("place_detail", "summary", "note", "scope", "latitude", "longitude", "date_earliest", "date_latest", "start", "end")
NOT_STATED = ""


def outcome(decision: Decision) -> str:
    return decision.outcome or decision.action


def values(decision: Decision) -> dict[str, str]:
    """What a closing decision says, field by field, written as in `recodings`."""
    record = decision.record
    ended = outcome(decision)
    if ended == "reject" or record is None:
        return {"event": "no"}
    if record["kind"] == "tally":
        return {"event": "tally"} | {
            name: shown(str(value), record) for name, value in record["tally"].items() if name not in OWN and value
        }
    event = record["event"]
    first, last = event["date_earliest"], event["date_latest"]
    said = {"event": "yes" if ended == "accept" else decision.event_id, "date": first if first == last else f"{first}/{last}"}
    said |= {name: shown(str(value), record) for name, value in event.items() if name not in OWN and value}
    for name in sorted({c["field"] for c in record["claims"].values()}):
        kept = [c for c in record["claims"].values() if c["keep"] and c["field"] == name]
        if figures := sorted({figure(c, record) for c in kept} - {NOT_STATED}):
            said[f"other_{name}" if name in said else name] = " | ".join(figures)
    return said


def shown(value: str, record: Mapping[str, Any]) -> str:
    """A value, by its name where it is no row yet."""
    return str(record["new"].get(value, {}).get("name", value)) if value.startswith(NEW) else value


def figure(claim: Mapping[str, str], record: Mapping[str, Any]) -> str:
    """One claim's value: a number, an interval, 'none', 'some' or an id."""
    if claim["state"] == "counted":
        least, most = claim["value_min"], claim["value_max"]
        number = least if least == most else f"{least or 0}-{most}" if most else f"{least}+"
        return number + (f" {shown(claim['qualifier'], record)}" if claim["qualifier"] else "")
    return claim["state"] or shown(claim["value"], record)


def agree(one: Decision, other: Decision) -> bool:
    return values(one) == values(other)


def pairs(found: Outcome) -> list[dict[str, Any]]:
    """Every candidate that two coders closed, with both values of each field that one of them gives."""
    made = []
    for candidate_id, decisions in found.closing.items():
        for one, other in combinations(decisions, 2):
            mine, theirs = values(one), values(other)
            fields = [
                {"field": f, "first": mine.get(f, NOT_STATED), "second": theirs.get(f, NOT_STATED)} for f in dict.fromkeys((*mine, *theirs))
            ]
            fields = [f for f in fields if f["first"] or f["second"]]
            made.append(
                {
                    "candidate_id": candidate_id,
                    "first": one.coder,
                    "second": other.coder,
                    "fields": fields,
                    "differs": [f["field"] for f in fields if f["first"] != f["second"]],
                    "settled": candidate_id not in found.differing and mine != theirs,
                }
            )
    return made


def table(compared: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each field how many were compared, how many agree, and Krippendorff's alpha."""
    rows = [
        {"round": "", "field": f["field"], "first_value": f["first"] or None, "second_value": f["second"] or None}
        for pair in compared
        for f in pair["fields"]
        if f["field"] == "event" or all_found(pair)
    ]
    return [{"field": name, "events": events, "agreed": agreed, "alpha": alpha} for _, name, events, agreed, alpha in agreement(rows)]


def recodings(found: Outcome, round_: str) -> list[dict[str, str]]:
    """Both values of each field of every event that two coders made, as rows of `recodings`."""
    rows = []
    held = {h.candidate_id: h.decision for h in found.held if h.doubled and h.outcome == "accept" and h.decision.event_id}
    for pair in pairs(found):
        decision = held.get(pair["candidate_id"])
        if decision is None:
            continue
        settled = values(decision)
        for f in pair["fields"]:
            row = {
                "round": round_,
                "event_id": decision.event_id,
                "field": f["field"],
                "first_value": f["first"],
                "second_value": f["second"],
            }
            if f["first"] != f["second"]:
                row |= {"settled_value": settled.get(f["field"], NOT_STATED), "settlement": decision.reason}
            rows.append(row)
    return rows


def all_found(pair: Mapping[str, Any]) -> bool:
    """Whether both coders made an event, so that a missing value is silence and not a rejection."""
    return all("no" not in (f["first"], f["second"]) for f in pair["fields"] if f["field"] == "event")


def settlement(base: Decision, other: Decision, take: Sequence[str]) -> tuple[str, str, Record | None]:
    """Outcome, event and record of a settlement that follows `base`, but for the fields in `take`."""
    if base.record is None or other.record is None or not take:
        return outcome(base), base.event_id, copy.deepcopy(dict(base.record)) if base.record else None
    record = copy.deepcopy(dict(base.record))
    for field in take:
        _take(record, other.record, field)
    return outcome(base), base.event_id, record


def _take(record: Record, other: Mapping[str, Any], field: str) -> None:
    """Put the other coder's values of one field in place of those of the record."""
    section = "tally" if record["kind"] == "tally" else "event"
    names = ("date_earliest", "date_latest", "date_precision") if field == "date" else (field,)
    claimed = field.removeprefix("other_")
    if section == "event" and (claimed != field or field not in (*record["event"], "date")):
        record["claims"] = {k: c for k, c in record["claims"].items() if c["field"] != claimed}
        for key, claim in other["claims"].items():
            if claim["field"] == claimed:
                record["claims"][key if key not in record["claims"] else f"{key}-other"] = copy.deepcopy(claim)
    else:
        record[section] |= {n: other[section][n] for n in names if n in other[section]}
        backed = "place" if field in ("site_id", "admin1", "country") else field
        if backed in BACKED and section == "event":
            record["evidence"][backed] = copy.deepcopy(other["evidence"].get(backed, record["evidence"].get(backed)))
    record["new"] = {**copy.deepcopy(other["new"]), **record["new"]}
