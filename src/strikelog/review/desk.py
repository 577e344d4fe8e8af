"""The desk itself: what one coder sees and decides. Knows no browser and no network."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from strikelog.entry import ids, placing
from strikelog.entry.plan import Unfit
from strikelog.entry.reference import Reference
from strikelog.review import agreement, drafting, edits, replay, rows, views
from strikelog.review.candidates import Candidate, Texts
from strikelog.review.decisions import FINAL, Decision, Log, standing
from strikelog.review.records import Record
from strikelog.review.replay import Held, Stand

Stamp = tuple[tuple[int, int], ...]


class Refused(ValueError):
    """A decision that cannot be taken; `problems` says where, for the page."""

    def __init__(self, message: str, problems: Sequence[Mapping[str, str]] = ()):
        self.problems = list(problems)
        super().__init__(message)


class Desk:
    """One coder's view of one queue. Every decision is on the disk before the call that made it returns."""

    def __init__(self, root: Path, candidates: Mapping[str, Candidate], texts: Texts, log: Log, coder: str, today: date | None = None):
        self.root, self.candidates, self.texts, self.log, self.coder, self.today = root, candidates, texts, log, coder, today
        self.lock = threading.RLock()
        self._reference: tuple[Stamp, Reference] | None = None
        self._log: tuple[Stamp, list[Decision], bytes] | None = None

    @property
    def reference(self) -> Reference:
        """The package as it stands; read again when a file of it changes."""
        if self._reference:
            stamp = _stamp(*(self._reference[1].package.path(t) for t in self._reference[1].package.tables))
            if stamp == self._reference[0]:
                return self._reference[1]
        made = Reference.load(self.root)
        self._reference = (_stamp(*(made.package.path(t) for t in made.package.tables)), made)
        return made

    @property
    def decisions(self) -> list[Decision]:
        """All decisions in the log, other coders' too."""
        stamp = _stamp(self.log.path)
        if self._log is None or self._log[0] != stamp:
            found = self.log.read()
            self._log = (stamp, found.decisions, found.torn)
        return self._log[1]

    @property
    def torn(self) -> bool:
        """Whether the log ended in a line that a crash had cut off."""
        return bool(self.decisions is not None and self._log and self._log[2])

    def state(self) -> Stand:
        reference = self.reference
        return replay.stand(self.candidates, self.decisions, self.coder, lambda c: drafting.draft(c, reference))

    def overview(self) -> dict[str, Any]:
        with self.lock:
            state = self.state()
            return {
                "coder": self.coder,
                "queue": views.overview(state, self.reference),
                "done": len(state.closed),
                "total": len(state.order),
                "torn": self.torn,
                "undo": state.last.action if state.last else "",
                "next": next(iter(state.waiting), ""),
                "differing": len(self._outcome().differing),
            }

    def detail(self, candidate_id: str) -> dict[str, Any]:
        """One candidate. Raises Refused."""
        with self.lock:
            state = self._knowing(candidate_id)
            return views.detail(state, self.reference, candidate_id, self.text(candidate_id))

    def text(self, candidate_id: str) -> str | None:
        return self.texts.get(self.state().candidates[candidate_id]["source"])

    def source(self, url: str, sha256: str) -> dict[str, str] | None:
        """The report that is entered already under that address or hash."""
        with self.lock:
            found = self.reference.source_of(sha256, url)
            return dict(found) if found else None

    def _outcome(self) -> replay.Outcome:
        return replay.outcome(self.candidates, self.decisions, agreement.agree)

    def agreement(self) -> dict[str, Any]:
        """Where coders differ and how far they agree, over what two of them have closed."""
        with self.lock:
            compared = agreement.pairs(self._outcome())
            state = self.state()
            for pair in compared:
                if pair["candidate_id"] in state.candidates:
                    pair["entry"] = views.entry(state, self.reference, pair["candidate_id"])
            return {"pairs": compared, "table": agreement.table(compared)}

    def _knowing(self, candidate_id: str) -> Stand:
        state = self.state()
        if candidate_id not in state.candidates:
            raise Refused("there is no such candidate")
        return state

    def decide(self, candidate_id: str, action: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Take one decision and return what changed. Raises Refused, and OSError if it could not be kept."""
        with self.lock:
            reason = " ".join(str(given.get("reason") or "").split())[: edits.LONGEST]
            if action == "undo":
                return self._undo(reason)
            state = self._knowing(candidate_id)
            if action == "settle":
                return self._settle(candidate_id, given, reason)
            if candidate_id in state.closed:
                raise Refused("this candidate is decided already; undo the decision first")
            step = {
                "edit": self._edit,
                "accept": self._accept,
                "reject": self._reject,
                "skip": self._skip,
                "merge": self._merge,
                "split": self._split,
            }.get(action)
            if step is None:
                raise Refused(f"{action!r} is nothing that can be decided here")
            return step(state, candidate_id, given, reason)

    def _edit(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        wanted = given.get("changes")
        if not isinstance(wanted, list) or not all(isinstance(w, dict) for w in wanted):
            raise Refused("an edit needs its changes")
        try:
            changes = edits.changes(state.record(one), self.reference, wanted)
        except edits.Refused as why:
            raise Refused(str(why)) from None
        if changes:
            self.log.add(one, "edit", self.coder, changes=tuple(changes), reason=reason)
        return {"candidate_id": one, "detail": self.detail(one)}

    def _accept(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        record = self._ready(state, one)
        event_id = "" if record["kind"] == "tally" else self._event_id(one)
        return self._close(one, "accept", record, event_id, reason)

    def _merge(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        target = str(given.get("event_id") or "")
        accepted = {d.event_id for d in state.closed.values() if d.action == "accept"}
        if target not in self.reference.events and target not in accepted:
            raise Refused(f"there is no event {target}" if target else "say into which event")
        record = self._ready(state, one, needed=False)
        if record["kind"] == "tally":
            raise Refused("a tally is no event and merges into none")
        return self._close(one, "merge", record, target, reason)

    def _reject(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        if not reason:
            raise Refused("say why it is rejected", [{"field": "reason", "message": "a reason is missing"}])
        decision = self.log.add(one, "reject", self.coder, reason=reason, changes=tuple(self._changes(state, one)))
        return {"candidate_id": one, "decision": decision.decision_id}

    def _skip(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        return {"candidate_id": one, "decision": self.log.add(one, "skip", self.coder, reason=reason).decision_id}

    def _split(self, state: Stand, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        made = replay.next_copy(state, one)
        self.log.add(one, "split", self.coder, reason=reason, new_candidate_id=made, record=state.record(one))
        return {"candidate_id": one, "new": made}

    def _undo(self, reason: str) -> dict[str, Any]:
        mine = standing([d for d in self.decisions if d.coder == self.coder])
        if not mine:
            raise Refused("there is nothing to undo")
        last = mine[-1]
        self.log.add(last.candidate_id, "undo", self.coder, undoes=last.decision_id, reason=reason)
        return {"candidate_id": last.candidate_id, "undone": last.action}

    def _settle(self, one: str, given: Mapping[str, Any], reason: str) -> dict[str, Any]:
        """Close what two coders differ on: one of the two as it is, or with some fields of the other."""
        closing = self._outcome().closing.get(one, [])
        base = next((d for d in closing if d.coder == given.get("base")), None)
        other = next((d for d in closing if d.coder == given.get("other")), None)
        take = given.get("take") or []
        if base is None or other is None or not isinstance(take, list):
            raise Refused("two coders must have closed it before it can be settled")
        if not reason:
            raise Refused("say why it is settled so", [{"field": "reason", "message": "a reason is missing"}])
        ended, event_id, record = agreement.settlement(base, other, [str(t) for t in take])
        if record is not None and ended in ("accept", "merge"):
            self._try(one, ended, event_id, record)
        changes = [
            {
                "field": f,
                "before": {d.coder: agreement.values(d).get(f, "") for d in (base, other)},
                "after": agreement.values(other if f in take else base).get(f, ""),
            }
            for p in agreement.pairs(self._outcome())
            if p["candidate_id"] == one
            for f in p["differs"]
        ]
        self.log.add(one, "settle", self.coder, reason=reason, outcome=ended, event_id=event_id, record=record, changes=tuple(changes))
        return {"candidate_id": one}

    def _ready(self, state: Stand, one: str, needed: bool = True) -> Record:
        """The record, if nothing is missing from it. A merge needs no more than claims."""
        record = state.record(one)
        if self.text(one) is None:
            raise Refused("the text is not among the texts at hand, or is not the one that was read; nothing can be accepted unseen")
        known = self.reference.source_of(record["source"]["sha256"], record["source"]["url"]) is not None
        missing = [p for p in edits.problems(record, self.reference, known) if needed or not p["field"].startswith("event.")]
        if missing:
            raise Refused(f"{len(missing)} value{'s are' if len(missing) > 1 else ' is'} missing", missing)
        return record

    def _close(self, one: str, action: str, record: Record, event_id: str, reason: str) -> dict[str, Any]:
        self._try(one, action, event_id, record)
        changes = tuple(edits.difference(drafting.draft(self.state().candidates[one], self.reference), record))
        decision = self.log.add(one, action, self.coder, reason=reason, event_id=event_id, record=record, changes=changes)
        return {"candidate_id": one, "decision": decision.decision_id, "event_id": event_id}

    def _changes(self, state: Stand, one: str) -> list[dict[str, Any]]:
        return list(edits.difference(drafting.draft(state.candidates[one], self.reference), state.record(one)))

    def _try(self, one: str, action: str, event_id: str, record: Record) -> None:
        """Refuse what the check would find fault with if it were applied now, beside what is accepted already."""
        mine = {d.candidate_id: d for d in standing(self.decisions) if d.coder == self.coder and d.action in FINAL}
        trial = Decision(
            "de-trial", max((d.seq for d in self.decisions), default=0) + 1, one, action, self.coder, "", event_id=event_id, record=record
        )
        held = [Held(d.candidate_id, d) for d in (*(d for c, d in mine.items() if c != one), trial)]
        try:
            plan = rows.make(self.reference, held)
        except Unfit as why:
            raise Refused(str(why)) from None
        contents, issues = placing.render(plan)
        issues = issues or placing.trial(self.reference.package, contents, self.texts.folder, self.today)
        errors = [i for i in issues if i.severity == "error"]
        if errors:
            raise Refused(
                "the check would find fault",
                [
                    {
                        "field": f"event.{i.field}" if i.path.endswith("events.csv") and i.record == event_id else "",
                        "message": f"{i.code} {i.path.removeprefix('data/')} {i.field}: {i.message}; {i.hint}",
                    }
                    for i in errors[:20]
                ],
            )

    def _event_id(self, one: str) -> str:
        """The event's id: the one that it had, else one that follows from the candidate and that nobody has."""
        before = next((d.event_id for d in self.decisions if d.candidate_id == one and d.action == "accept" and d.event_id), "")
        if before:
            return before
        reference = self.reference
        others = {d.event_id for d in self.decisions if d.action == "accept"} | reference.retired
        form = reference.package.lookup("events.event_id")
        return ids.derive(
            form, ("event", one), lambda drawn: drawn in others or (drawn in reference.events and not rows.stands(reference, drawn, one))
        )


def _stamp(*paths: Path) -> Stamp:
    found = []
    for path in paths:
        try:
            about = path.stat()
            found.append((about.st_size, about.st_mtime_ns))
        except OSError:
            found.append((-1, -1))
    return tuple(found)
