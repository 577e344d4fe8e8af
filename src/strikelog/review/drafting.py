"""From a candidate to the record that the page shows before anybody has touched it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from strikelog.entry.reference import NAMED, NEW, Reference
from strikelog.folding import fold
from strikelog.review.candidates import Candidate
from strikelog.review.records import BACKED, Record

OCCURRED = {"claimed": "claimed_only", "denied": "disputed"}
OFFICIAL = ("office", "force", "state", "coalition")
ARTICLES = re.compile(r"^(?:l['’]|d['’]|les? |la |the |el )", re.IGNORECASE)
DESCRIBED = re.compile(r"^(?:une?|des|an?|some|several) ", re.IGNORECASE)


def draft(candidate: Candidate, reference: Reference) -> Record:
    """What the page shows of a candidate before anybody has touched it."""
    record: Record = {
        "kind": candidate["kind"],
        "event": {},
        "evidence": {},
        "claims": {},
        "links": {},
        "learn": {},
        "tally": {},
        "new": {},
        "source": {},
    }
    record["event"] = {name: _text(candidate.get(name)) for name in reference.shape.event}
    record["evidence"] = {name: _evidence(_first(candidate, keys)) for name, keys in BACKED.items()}
    _place(record, candidate, reference)
    _claims(record, candidate, reference)
    if answered := candidate.get("answer_to"):
        record["links"]["answer-1"] = {"link_type": "answer_to", "other": _text(answered), **_evidence(_first(candidate, ("answer_to",)))}
    record["tally"] = _tally(candidate, reference)
    record["source"] = _source(candidate, reference)
    _judge(record, candidate, reference)
    return record


def _text(value: Any) -> str:
    """A value as text, without what cannot stand in a cell."""
    return "" if value is None else " ".join(str(value).split())


def _evidence(span: Mapping[str, Any] | None) -> Record:
    span = span or {}
    return {
        "basis": _text(span.get("basis")) or "stated",
        "start": _text(span.get("start")),
        "end": _text(span.get("end")),
        "rule": _text(span.get("rule")),
        "note": "",
    }


def _first(candidate: Candidate, keys: Iterable[str], at: int = 0) -> Mapping[str, Any] | None:
    """The evidence under the first of these keys that has any; of several spans the one at `at`, else the first."""
    for key in keys:
        spans = candidate["evidence"].get(key)
        if isinstance(spans, list) and spans:
            return _spans(spans[at] if at < len(spans) else spans[0])
    return None


def _spans(span: Any) -> Mapping[str, Any] | None:
    return span if isinstance(span, dict) else None


def entity(record: Record, reference: Reference, table: str, given: Any, text: Any, **about: Any) -> str:
    """An id as it stands, else what bears that name, else a new row to be that the coder completes."""
    name = _text(text)
    if given or not name:
        return _text(given)
    if known := reference.named(name, table):
        return known
    value = NEW + name.replace(".", " ")
    record["new"].setdefault(
        value, {"table": table, "name": name, **dict.fromkeys(NAMED[table], ""), **{k: _text(v) for k, v in about.items()}}
    )
    return value


def _place(record: Record, candidate: Candidate, reference: Reference) -> None:
    event = record["event"]
    event["site_id"] = entity(
        record,
        reference,
        "sites",
        candidate.get("site_id"),
        candidate.get("place") or candidate.get("place_text"),
        country=candidate.get("country"),
        admin1=candidate.get("admin1"),
    )
    settle_place(record, reference)
    learn(record, reference, "place", candidate.get("place_text"), "event.site_id")


def settle_place(record: Record, reference: Reference) -> None:
    """Country, governorate and precision follow from the site."""
    event = record["event"]
    site = reference.entities.get(event["site_id"]) or record["new"].get(event["site_id"])
    if site:
        event["country"] = site["country"] or event["country"]
        event["admin1"] = site["admin1"] or (event["admin1"] if event["admin1"].startswith(event["country"]) else "")
        if event["location_precision"] not in ("exact", "site", "near_site", "area"):
            event["location_precision"] = "area" if site["site_type"] == "area" else "site"
    elif event["location_precision"] not in ("admin1", "country"):
        event["location_precision"] = "admin1" if event["admin1"] else "country" if event["country"] else ""


def learn(record: Record, reference: Reference, key: str, text: Any, of: str) -> None:
    """Offer a spelling for `names`, ticked if it looks like a name and not like a description."""
    spelling = ARTICLES.sub("", _text(text))
    if spelling and reference.names.get(fold(spelling)) is None:
        proper = (spelling[0].isupper() or (spelling[0].isalpha() and not spelling[0].islower())) and not DESCRIBED.match(spelling)
        record["learn"][key] = {"keep": "yes" if proper and len(spelling) <= 60 else "", "text": spelling, "of": of}


def _claims(record: Record, candidate: Candidate, reference: Reference) -> None:
    def add(key: str, field: str, span: Mapping[str, Any] | None, said: Mapping[str, Any], keep: bool = True, /, **values: Any) -> None:
        claim = dict.fromkeys(reference.shape.claim, "") | {
            "keep": "yes" if keep else "",
            "field": field,
            "standing": "accepted",
            **_evidence(span),
        }
        claim |= {k: _text(v) for k, v in values.items()}
        claim["asserter_id"] = entity(record, reference, "actors", said.get("asserter_id"), said.get("asserter"))
        record["claims"][key] = claim
        learn(record, reference, f"{key}-asserter", said.get("asserter"), f"claims.{key}.asserter_id")

    for field, name, table in (("weapon", "weapons", "weapons"), ("target", "targets", "actors")):
        for at, named in enumerate(candidate.get(name) or ()):
            span = _first(candidate, (f"{name}.{named}", name, field), at)
            # What has no id stands there by its words.
            value = entity(record, reference, table, named if named in reference.keys[table] else None, named)
            add(f"{field}-{at + 1}", field, span, {}, value=value)
    for field in reference.shape.counts:
        count = candidate.get(field)
        for at, figure in enumerate(_figures(count)):
            span = next(iter(figure.get("evidence") or ()), None) or (_first(candidate, (field,)) if at == 0 else None)
            numbers: dict[str, Any] = (
                {}
                if field == "damage" or figure.get("state") != "counted"
                else {"value_min": figure.get("min"), "value_max": figure.get("max")}
            )
            state = "some" if field == "damage" and figure.get("state") == "counted" else figure.get("state")
            add(
                f"{field}-{at + 1}",
                field,
                span,
                figure,
                state=state,
                qualifier="" if field == "damage" else figure.get("qualifier"),
                **numbers,
            )
    for field in reference.shape.parties:
        for at, party in enumerate(candidate.get(field) or ()):
            key, nobody = f"{field}-{at + 1}", party.get("state") == "none"
            value = "" if nobody else entity(record, reference, "actors", party.get("actor_id"), party.get("text"))
            strength = (party.get("strength") or "stated") if field == "attributed_to" and not nobody else ""
            add(
                key,
                field,
                next(iter(party.get("evidence") or ()), None),
                party,
                value=value,
                state="none" if nobody else "",
                strength=strength,
            )
            if not nobody:
                learn(record, reference, key, party.get("text"), f"claims.{key}.value")
    for field, versions in (candidate.get("alternatives") or {}).items():
        claimed = {"date_earliest": "date", "date_latest": "date"}.get(field, field)
        for at, version in enumerate(versions):
            said = version if isinstance(version, dict) else {"value": version}
            if claimed in (*BACKED, "site_id", "country", "admin1") and (value := _alternative(claimed, said)):
                # Without a voice of its own it is the extractor's second thought, and not another version.
                add(
                    f"{claimed}-{at + 1}",
                    claimed,
                    next(iter(said.get("evidence") or ()), None),
                    said,
                    bool(said.get("asserter") or said.get("asserter_id")),
                    value=value,
                )


def _figures(count: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(count, dict):
        yield count
        yield from (f for f in count.get("alternatives") or () if isinstance(f, dict))


def _alternative(field: str, said: Mapping[str, Any]) -> str:
    if field == "date":
        first = said.get("date_earliest") or said.get("earliest") or said.get("value")
        last = said.get("date_latest") or said.get("latest") or first
        return _text(first) if first == last else f"{_text(first)}/{_text(last)}"
    return _text(said.get(field) or said.get("value"))


def _tally(candidate: Candidate, reference: Reference) -> Record:
    span = _evidence(_first(candidate, ("total_min", "total", "counted", "total_max")))
    made = {name: _text(candidate.get(name)) for name in reference.shape.tally}
    return made | {"start": span["start"], "end": span["end"], "as_of": made["as_of"] or _text(candidate["source"].get("published"))}


def _source(candidate: Candidate, reference: Reference) -> Record:
    given = candidate["source"]
    return dict.fromkeys(reference.shape.source, "") | {
        "url": _text(given.get("url")),
        "published": _text(given.get("published")),
        "published_basis": "stated" if given.get("published") else "",
        "language": _text(given.get("lang")),
        "text_name": text_name(given),
        "sha256": given["sha256"],
        "text_chars": str(given["chars"]),
    }


def text_name(source: Mapping[str, Any]) -> str:
    """The name under which the text was read; one made of its hash if that is no file name."""
    name = PurePath(_text(source.get("name") or source.get("id"))).name
    return name if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name) else f"{source['sha256'][:16]}.txt"


def _judge(record: Record, candidate: Candidate, reference: Reference) -> None:
    """Propose what no text says outright: whether it happened, what kind of target, one sentence."""
    event, claims = record["event"], record["claims"].values()
    kinds = {reference.entities.get(c["asserter_id"], {}).get("actor_kind") for c in claims}
    event["occurrence"] = OCCURRED.get(candidate["status"]) or ("confirmed" if kinds & set(OFFICIAL) else "probable")
    here = {r["target_type"] for r in reference.rows("events") if r["site_id"] == event["site_id"] != ""}
    targets = [reference.entities.get(c["value"], {}) for c in claims if c["field"] == "target"]
    if len(here) == 1:
        event["target_type"] = here.pop()
    elif any(t.get("actor_kind") == "coalition" or (t.get("actor_kind") == "force" and t.get("country") == "US") for t in targets):
        event["target_type"] = "foreign_forces"
    event["summary"] = event["summary"] or summary(event, record, reference)


def summary(event: Mapping[str, str], record: Record, reference: Reference) -> str:
    """One plain sentence from the codes, for the coder to better."""
    if not event["event_type"]:
        return ""
    kind = (
        reference.package.lookup("events.event_type").code(event["event_type"]).label.lower()
        if event["event_type"] in reference.package.lookup("events.event_type").enum
        else "attack"
    )
    kind = {
        "mixed": "attack by several means",
        "unspecified": "attack",
        "rocket": "rocket attack",
        "missile": "missile attack",
        "drone": "drone attack",
        "mortar": "mortar attack",
        "bomb": "bomb attack",
        "artillery": "artillery attack",
    }.get(event["event_type"], kind)
    site = record["new"].get(event["site_id"], {}).get("name") or (reference.label(event["site_id"]) if event["site_id"] else "")
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {kind}{f' at {site}' if site else ''}."
