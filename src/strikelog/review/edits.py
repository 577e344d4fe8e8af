"""One edit on the page: whether it may be made, and what else follows from it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from strikelog.entry.reference import NAMED, NEW, Reference
from strikelog.review.drafting import entity, settle_place, summary
from strikelog.review.records import BACKED, Record, get, put

LONGEST = 2_000
CLAIM_KEY = re.compile(r"(?P<field>[a-z_0-9]+)-[0-9]+(-other)?")
FIXED = ("sha256", "text_chars")
PARTS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("basis", "start", "end", "note"),
    "learn": ("keep", "text"),
    "new": ("name", *dict.fromkeys(c for columns in NAMED.values() for c in columns)),
}


class Refused(ValueError):
    """An edit that makes no sense; the message says why."""


def changes(record: Record, reference: Reference, wanted: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Field, before and after of everything that these edits change, consequences too. Raises Refused."""
    after = copy.deepcopy(record)
    for edit in wanted:
        path, value = edit.get("field"), edit.get("after")
        if not isinstance(path, str) or not isinstance(value, str) or len(value) > LONGEST:
            raise Refused("an edit takes a field and a text of at most 2,000 characters")
        _apply(after, reference, path, " ".join(value.split()))
    return list(difference(record, after))


def difference(before: Record, after: Record) -> Iterable[dict[str, Any]]:
    """Changes that lead from one record to the other; what is new or gone is one change."""
    for section in after:
        old, new = before[section], after[section]
        if not isinstance(new, dict):
            if old != new:
                yield {"field": section, "before": old, "after": new}
            continue
        for key in dict.fromkeys((*old, *new)):
            one, other = old.get(key), new.get(key)
            if isinstance(one, dict) and isinstance(other, dict):
                yield from (
                    {"field": f"{section}.{key}.{k}", "before": one.get(k), "after": other.get(k)}
                    for k in dict.fromkeys((*one, *other))
                    if one.get(k) != other.get(k)
                )
            elif one != other:
                yield {"field": f"{section}.{key}", "before": one, "after": other}


def _apply(record: Record, reference: Reference, path: str, value: str) -> None:
    section, *rest = path.split(".")
    if path == "kind" and value in ("event", "tally"):
        record["kind"] = value
        return
    shape = reference.shape
    whole = {"event": shape.event, "tally": shape.tally, "source": shape.source}
    parts = {**PARTS, "claims": (*shape.claim, "keep"), "links": shape.link}
    if section in whole and len(rest) == 1 and rest[0] in whole[section] and rest[0] not in FIXED:
        table = {"event.site_id": "sites", "tally.counter_id": "actors"}.get(path)
        own = record["event"]["summary"] != summary(record["event"], record, reference)
        if path == "event.site_id":
            _leave_place(record, reference)
        put(record, path, _entity(record, reference, table, value) if table else value)
        if path == "event.site_id":
            settle_place(record, reference)
        if path != "event.summary" and not own:
            record["event"]["summary"] = summary(record["event"], record, reference)
        return
    if section not in parts or len(rest) != 2 or rest[1] not in parts[section]:
        raise Refused(f"{path} is no field of this page")
    key, column = rest
    if section == "claims":
        _claim(record, reference, key, column, value)
        return
    if section == "links" and key not in record["links"] and CLAIM_KEY.fullmatch(key):
        record["links"][key] = {**dict.fromkeys(shape.link, ""), "basis": "inferred", "link_type": "possible_duplicate"}
    elif key not in record[section] and not (section == "evidence" and key in BACKED):
        raise Refused(f"{path} is no field of this page")
    put(record, path, value)
    if section == "new" and get(record, f"new.{key}.table") == "sites":
        settle_place(record, reference)


def _leave_place(record: Record, reference: Reference) -> None:
    """What the old site alone had said does not outlive it."""
    event, old = record["event"], reference.entities.get(record["event"]["site_id"]) or record["new"].get(record["event"]["site_id"])
    if old and event["admin1"] == old["admin1"]:
        event["admin1"] = ""
    event["location_precision"] = ""


def _claim(record: Record, reference: Reference, key: str, column: str, value: str) -> None:
    """Set one value of a claim, which is made if it was not there, and keep its state and numbers in step."""
    if key not in record["claims"]:
        field = CLAIM_KEY.fullmatch(key)
        if not field or field["field"] not in reference.package.lookup("claims.field").enum:
            raise Refused(f"{key} is no claim of this page")
        record["claims"][key] = {
            **dict.fromkeys(reference.shape.claim, ""),
            "keep": "yes",
            "field": field["field"],
            "standing": "accepted",
            "basis": "stated",
            "strength": "stated" if field["field"] == "attributed_to" else "",
        }
    claim = record["claims"][key]
    table = reference.shape.pickers.get((claim["field"], column))
    before = claim["state"]
    claim[column] = _entity(record, reference, table, value) if table else value
    if column in ("value_min", "value_max") and value:
        claim["state"] = "counted"
        if before != "counted" and column == "value_min":
            claim["value_max"] = value
    elif column == "state" and value != "counted":
        claim["value_min"] = claim["value_max"] = ""
    if claim["field"] in reference.shape.parties and column == "state" and value == "none":
        claim["value"] = claim["strength"] = ""
    elif claim["field"] in reference.shape.parties and column == "value" and value:
        claim["state"] = ""
        claim["strength"] = claim["strength"] or ("stated" if claim["field"] == "attributed_to" else "")


def _entity(record: Record, reference: Reference, table: str, value: str) -> str:
    """What the coder typed or picked: an id, a name, or something new."""
    if not value or value in reference.keys[table] or value in record["new"]:
        return value
    return entity(record, reference, table, None, value.removeprefix(NEW))


def problems(record: Record, reference: Reference, known_source: bool) -> list[dict[str, str]]:
    """What is still to be filled in before the record can be accepted."""
    package, shape, found = reference.package, reference.shape, []
    needed = [("tally", "tallies", c) for c in shape.tally] if record["kind"] == "tally" else [("event", "events", c) for c in shape.event]
    needed += [] if known_source else [("source", "sources", c) for c in shape.source]
    for part, name, column in needed:
        if column in package.table(name).columns and package.table(name).field(column).required and not record[part].get(column):
            found.append({"field": f"{part}.{column}", "message": f"{package.table(name).field(column).title} is missing"})
    for value in used(record):
        about = record["new"].get(value, {})
        for column in NAMED.get(about.get("table", ""), ()):
            if package.table(about["table"]).field(column).required and not about.get(column):
                found.append(
                    {
                        "field": f"new.{value}.{column}",
                        "message": f"{about['name']} is new: {package.table(about['table']).field(column).title} is missing",
                    }
                )
    return found


def used(record: Record) -> list[str]:
    """Values of the record that are no rows yet."""
    if record["kind"] == "tally":
        values = [record["tally"]["counter_id"]]
    else:
        kept = [c for c in record["claims"].values() if c["keep"] and (c["value"] or c["state"])]
        values = [record["event"]["site_id"], *(c[k] for c in kept for k in ("value", "qualifier", "asserter_id"))]
    return [v for v in dict.fromkeys(values) if v.startswith(NEW)]
