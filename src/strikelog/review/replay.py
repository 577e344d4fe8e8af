"""Where each coder stands after the decisions in the log, and what holds when there are several coders."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from strikelog.entry import ids
from strikelog.review.candidates import Candidate, queue
from strikelog.review.decisions import FINAL, Decision, standing
from strikelog.review.records import Record, put

Draft = Callable[[Candidate], Record]


Change = tuple[str, object]


@dataclass
class Stand:
    """What one coder has done: values as edited, and the decision that closed each candidate."""

    candidates: dict[str, Candidate]
    order: list[str]
    draft: Draft
    closed: dict[str, Decision] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    splits: dict[str, int] = field(default_factory=dict)
    last: Decision | None = None
    edits: dict[str, list[Change]] = field(default_factory=dict)
    about: dict[str, list[Change]] = field(default_factory=dict)
    copies: dict[str, Record] = field(default_factory=dict)

    @property
    def waiting(self) -> list[str]:
        """Open candidates, least certain first; those skipped come last, the longest skipped first."""
        waiting = [c for c in self.order if c not in self.closed]
        return sorted(waiting, key=lambda c: self.skipped.get(c, 0))

    def record(self, one: str) -> Record:
        """A candidate as the coder has it before them."""
        candidate = self.candidates[one]
        record = copy.deepcopy(self.copies[one]) if one in self.copies else self.draft(candidate)
        for path, value in (*self.about.get(sha256(candidate), ()), *self.edits.get(one, ())):
            put(record, path, value)
        return record


def stand(candidates: Mapping[str, Candidate], decisions: Sequence[Decision], coder: str, draft: Draft) -> Stand:
    """Replay one coder's decisions."""
    state = Stand(dict(candidates), queue(candidates), draft)
    for decision in standing([d for d in decisions if d.coder == coder]):
        one = decision.candidate_id
        if one not in state.candidates:
            continue
        state.last = decision
        for change in decision.changes if decision.action == "edit" else ():
            path = str(change["field"])
            # What is said of a text holds for every candidate of that text.
            into = (
                state.about.setdefault(sha256(state.candidates[one]), []) if path.startswith("source.") else state.edits.setdefault(one, [])
            )
            into.append((path, change["after"]))
        if decision.action == "split":
            _split(state, decision)
        elif decision.action == "skip":
            state.skipped[one] = decision.seq
        elif decision.action in FINAL:
            state.closed[one] = decision
    return state


def _split(state: Stand, decision: Decision) -> None:
    one, made = decision.candidate_id, decision.new_candidate_id
    state.splits[one] = state.splits.get(one, 0) + 1
    state.candidates[made] = {**state.candidates[one], "candidate_id": made}
    state.order.insert(state.order.index(one) + state.splits[one], made)
    state.copies[made] = dict(decision.record or {})


def sha256(candidate: Candidate) -> str:
    return str(candidate["source"]["sha256"])


def next_copy(state: Stand, candidate_id: str) -> str:
    return ids.copy_of(candidate_id, state.splits.get(candidate_id, 0) + 1)


@dataclass(frozen=True, slots=True)
class Held:
    """The decision that holds for a candidate, and whether two coders stand behind it."""

    candidate_id: str
    decision: Decision
    doubled: bool = False

    @property
    def outcome(self) -> str:
        return self.decision.outcome or self.decision.action


@dataclass
class Outcome:
    """What holds for the whole queue, and what two coders still differ on."""

    held: list[Held] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    closing: dict[str, list[Decision]] = field(default_factory=dict)


def outcome(candidates: Iterable[str], decisions: Sequence[Decision], agree: Callable[[Decision, Decision], bool]) -> Outcome:
    """For each candidate and each copy of one: the settlement, else what its coders agree on."""
    found = Outcome()
    known = dict.fromkeys(candidates)
    settled: dict[str, Decision] = {}
    closing: dict[str, dict[str, Decision]] = {}
    for decision in standing(decisions):
        if decision.action == "split" and decision.candidate_id in known:
            known[decision.new_candidate_id] = None
        if decision.candidate_id not in known:
            continue
        if decision.action == "settle":
            settled[decision.candidate_id] = decision
        elif decision.action in FINAL:
            closing.setdefault(decision.candidate_id, {})[decision.coder] = decision
    for one in known:
        by_coder = list(closing.get(one, {}).values())
        found.closing[one] = by_coder
        if one in settled:
            found.held.append(Held(one, settled[one], True))
        elif by_coder and all(agree(by_coder[0], other) for other in by_coder[1:]):
            found.held.append(Held(one, by_coder[0], len(by_coder) > 1))
        elif by_coder:
            found.differing.append(one)
    return found
