"""What was accepted, as rows of the tables: the same decisions give the same rows, and a second time none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from strikelog.entry import ids
from strikelog.entry.plan import VOICE, Plan, Unfit
from strikelog.entry.reference import NAMED, NEW, Reference
from strikelog.review.records import BACKED, Record, get
from strikelog.review.replay import Held


@dataclass
class Decided(Plan):
    """The rows that decisions ask for."""

    _sources: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def resolve(self, value: str, record: Record) -> str:
        """The id that a value of a record stands for; what is new gets its row and its name. Raises Unfit."""
        if not value.startswith(NEW):
            return value
        about = record["new"].get(value)
        if not about:
            raise Unfit(f"nothing is said of {value.removeprefix(NEW)}, which is new")
        table, name = str(about["table"]), str(about["name"]).strip()
        return self.named(name, table) or self.create(table, name, {k: str(about.get(k, "")) for k in NAMED[table]})

    def source(self, values: Mapping[str, str]) -> tuple[str, bool]:
        """Id of the report, and whether spans count in the text that stands there for it."""
        sha256, url = values["sha256"], values.get("url", "")
        if sha256 not in self._sources:
            self._sources[sha256] = self._source(values, sha256, url)
        return self._sources[sha256]

    def _source(self, values: Mapping[str, str], sha256: str, url: str) -> tuple[str, bool]:
        there = self.reference.source_of(sha256, url) or next((r for r in self.added.get("sources", ()) if url and r["url"] == url), None)
        if there is None:
            form = self.reference.package.lookup("sources.source_id")
            made = ids.derive(form, ("source", sha256), lambda drawn: self.has("sources", drawn))
            self.add("sources", {**values, "source_id": made})
            self.said.append(f"{made}: new source, {values['publisher'] or values['text_name']}")
            return made, True
        if not there["sha256"] and there["source_id"] in self.reference.keys["sources"]:
            self.filled.setdefault("sources", {})[there["source_id"]] = {k: values[k] for k in ("text_name", "sha256", "text_chars")}
            self.said.append(f"{there['source_id']}: its text is held now")
            return there["source_id"], True
        if there["sha256"] != sha256:
            self.said.append(
                f"{there['source_id']}: another text of this address is held; its claims from {values['text_name']} carry no evidence"
            )
        return there["source_id"], there["sha256"] == sha256


def make(reference: Reference, held: Iterable[Held], sources: Mapping[str, Mapping[str, str]] | None = None) -> Decided:
    """The rows that these decisions ask for and that are not there yet. Raises Unfit."""
    plan = Decided(reference)
    accepted = [h for h in held if h.outcome in ("accept", "merge") and h.decision.record]
    about = dict(sources or {})
    for one in sorted(accepted, key=lambda h: h.decision.seq):
        about[one.decision.record["source"]["sha256"]] = one.decision.record["source"]  # type: ignore[index]
    events = {h.candidate_id: h.decision.event_id for h in accepted}
    made = [h for h in accepted if h.outcome == "accept"]
    placed = {h.decision.event_id for h in made} | reference.events.keys()
    linked = []
    for one in (*made, *(h for h in accepted if h.outcome == "merge")):
        record = dict(one.decision.record or {})
        try:
            values = about[record["source"]["sha256"]]
            if record["kind"] == "tally":
                _tally(plan, one, record, values)
            elif one.outcome == "merge" and one.decision.event_id not in placed:
                plan.waiting.append(f"{one.candidate_id}: merges into {one.decision.event_id}, which is no event")
            elif _event(plan, one, record, values):
                linked.append((one, record, values))
        except Unfit as why:
            raise Unfit(f"{one.candidate_id}: {why}") from None
    for one, record, values in linked:
        _links(plan, one, record, values, events)
    return plan


def _event(plan: Decided, one: Held, record: Record, values: Mapping[str, str]) -> bool:
    """Event and claims; False if the decision stands in the package already."""
    reference, event_id = plan.reference, one.decision.event_id
    if event_id in reference.retired:
        plan.waiting.append(f"{one.candidate_id}: {event_id} has been retired since")
        return False
    if stands(reference, event_id, one.candidate_id, record["claims"]):
        return False
    if one.outcome == "accept" and event_id in reference.events:
        raise Unfit(f"{event_id} is an event already that this candidate did not make; undo the decision and accept again")
    source, spans = plan.source(values)
    event = {name: str(record["event"].get(name, "")) for name in reference.shape.event}
    event["site_id"] = plan.resolve(event["site_id"], record)
    if one.outcome == "accept":
        status = "double_coded" if one.doubled else "coded"
        plan.add("events", {**event, "event_id": event_id, "coding_method": "extracted_reviewed", "record_status": status})
    said = {tuple(c[k] for k in VOICE) for c in reference.claims.get(event_id, ())}
    said |= {tuple(c.get(k, "") for k in VOICE) for c in plan.added.get("claims", ()) if c["event_id"] == event_id}
    count = 0
    for key, claim in (*_backed(event, record), *record["claims"].items()):
        row = _claim(plan, claim, record, spans) | {
            "claim_id": _claim_id(reference, event_id, one.candidate_id, key),
            "event_id": event_id,
            "source_id": source,
        }
        voice = tuple(row[k] for k in VOICE)
        if claim.get("keep", "yes") and (row["value"] or row["state"]) and voice not in said:
            said.add(voice)
            plan.add("claims", row)
            count += 1
    for offer in record["learn"].values():
        if offer["keep"]:
            plan.learn(plan.resolve(str(get(record, offer["of"]) or ""), record), values["language"], offer["text"])
    verb = "new event" if one.outcome == "accept" else "more of it"
    plan.said.append(f"{event_id}: {verb}, {event['event_type']} on {_day(event)}, {count} claim{'' if count == 1 else 's'} of {source}")
    return True


def _day(event: Mapping[str, str]) -> str:
    first, last = event["date_earliest"], event["date_latest"]
    return first if first == last or not last else f"{first}/{last}"


def stands(reference: Reference, event_id: str, candidate_id: str, keys: Iterable[str] = ()) -> bool:
    """Whether the event has claims that this candidate gave it."""
    there = {c["claim_id"] for c in reference.claims.get(event_id, ())}
    return bool(there) and any(_claim_id(reference, event_id, candidate_id, key) in there for key in (*BACKED, *keys))


def _claim_id(reference: Reference, event_id: str, candidate_id: str, key: str) -> str:
    """The claim's id; the next one if a claim of another event has it."""
    there = reference.event_of_claim
    return ids.derive(
        reference.package.lookup("claims.claim_id"),
        ("claim", event_id, candidate_id, key),
        lambda drawn: there.get(drawn, event_id) != event_id,
    )


def _backed(event: Mapping[str, str], record: Record) -> Iterable[tuple[str, dict[str, str]]]:
    """Claims for what the event row says: its kind, its day, its hour and its place."""
    place = next((c for c in ("site_id", "admin1", "country") if event[c]), "country")
    for key, field_, value in (
        ("event_type", "event_type", event["event_type"]),
        ("date", "date", _day(event)),
        ("part_of_day", "part_of_day", event["part_of_day"]),
        ("time_local", "time_local", event["time_local"]),
        ("place", place, event[place]),
    ):
        yield key, {"field": field_, "value": value, "standing": "accepted", **record["evidence"].get(key, {})}


def _claim(plan: Decided, claim: Mapping[str, Any], record: Record, spans: bool) -> dict[str, str]:
    row = {k: str(claim.get(k, "")) for k in ("field", "value_min", "value_max", "state", "strength", "standing", "standing_reason")}
    for name in ("qualifier", "value", "asserter_id"):
        row[name] = plan.resolve(str(claim.get(name, "")), record)
    return row | _evidence(claim, spans)


def _evidence(given: Mapping[str, Any], spans: bool) -> dict[str, str]:
    """Basis, span and note; an inference says in the note by which rule it was made."""
    note, basis = str(given.get("note", "")).strip(), str(given.get("basis") or "stated")
    if basis == "inferred" and given.get("rule"):
        note = "; ".join(filter(None, [f"Inferred by the rule '{plain(str(given['rule']))}'", note]))
    held = spans and given.get("start", "") != "" and given.get("end", "") != ""
    return {"basis": basis, "span_start": str(given["start"]) if held else "", "span_end": str(given["end"]) if held else "", "note": note}


def plain(rule: str) -> str:
    """A rule's id in words: `date.night_across_midnight` is `date: night across midnight`."""
    return rule.replace(".", ": ", 1).replace(".", ", ").replace("_", " ")


def _links(plan: Decided, one: Held, record: Record, values: Mapping[str, str], events: Mapping[str, str]) -> None:
    source, spans = plan.source(values)
    form = plan.reference.package.lookup("links.link_id")
    event_id = one.decision.event_id
    for link in record["links"].values():
        other = str(link.get("other", ""))
        if not other:
            continue
        target = events.get(other, other)
        if not plan.has("events", target):
            plan.said.append(f"{event_id}: no link to {other}, which was not accepted")
            continue
        row = {"event_id": event_id, "link_type": str(link["link_type"]), "other_event_id": target, **_evidence(link, spans)}
        row["source_id"] = source if row["basis"] == "stated" or row["span_start"] else ""
        if event_id == target or plan.tied(row["link_type"], event_id, target):
            continue
        link_id = ids.derive(form, ("link", event_id, row["link_type"], target), lambda drawn: plan.has("links", drawn))
        plan.add("links", row | {"link_id": link_id})
        plan.said.append(f"{link_id}: {event_id} {row['link_type']} {target}")


def _tally(plan: Decided, one: Held, record: Record, values: Mapping[str, str]) -> None:
    tally = record["tally"]
    form = plan.reference.package.lookup("tallies.tally_id")
    mine = plan.reference.source_of(values["sha256"], "")
    theirs = {r["tally_id"] for r in plan.reference.rows("tallies") if not mine or r["source_id"] != mine["source_id"]}
    tally_id = ids.derive(form, ("tally", one.candidate_id), theirs | {r["tally_id"] for r in plan.added.get("tallies", ())})
    if plan.has("tallies", tally_id):
        return
    source, spans = plan.source(values)
    row = {k: str(v) for k, v in tally.items() if k not in ("start", "end", "counter_id")} | {
        k: v for k, v in _evidence(tally, spans).items() if k.startswith("span")
    }
    plan.add(
        "tallies",
        row
        | {"tally_id": tally_id, "counter_id": plan.resolve(str(tally["counter_id"]), record), "source_id": source, "standing": "accepted"},
    )
    plan.said.append(f"{tally_id}: new tally, {tally['total_min']} {tally['counted']} as of {tally['as_of']}")
