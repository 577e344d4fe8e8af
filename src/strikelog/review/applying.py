"""Decisions into the package's files: made, checked in a copy, and then put in place all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from strikelog.entry import placing, together
from strikelog.entry.plan import Unfit
from strikelog.entry.reference import Reference
from strikelog.issues import Issue
from strikelog.review import agreement, replay, rows
from strikelog.review.candidates import Candidate, Texts
from strikelog.review.decisions import Decision


@dataclass
class Applied:
    """What applying did, or why it did nothing."""

    said: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    findings: list[Issue] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    refused: str = ""


def apply(
    root: Path,
    candidates: Mapping[str, Candidate],
    decisions: Sequence[Decision],
    texts: Texts,
    *,
    today: date | None = None,
    dry: bool = False,
    round_: str = "",
) -> Applied:
    """Replay the decisions into the files of the package. Raises DescriptorError, OSError, Unreadable.

    Nothing is written if a decision cannot become rows or the check would find an error afterwards.
    """
    finished = together.finish(root)
    reference = Reference.load(root)
    outcome = replay.outcome(candidates, decisions, agreement.agree)
    made = Applied(finished=finished)
    made.waiting += [f"{c}: its coders differ; settle it in the review" for c in outcome.differing]
    unread = [
        h.candidate_id
        for h in outcome.held
        if h.outcome in ("accept", "merge") and h.decision.record and not _at_hand(h.decision.record, texts)
    ]
    if unread:
        made.refused = f"the text of {', '.join(unread)} is not among the texts at hand, or is not the one that was read"
        return made
    try:
        plan = rows.make(reference, outcome.held)
    except Unfit as why:
        made.refused = str(why)
        return made
    if round_:
        _recode(plan, agreement.recodings(outcome, round_))
    made.said, made.waiting = plan.said, made.waiting + plan.waiting
    made.findings = [i for i in placing.place(plan, texts=texts.folder, today=today, dry=dry) if i.severity == "error"]
    if made.findings:
        made.refused = "the package would not pass the check"
        return made
    made.changed = {reference.package.table(t).path: len(added) for t, added in plan.added.items() if added}
    return made


def _recode(plan: rows.Decided, recodings: list[dict[str, str]]) -> None:
    """Add what two coders said of each event, unless it stands in that round already."""
    key = ("round", "event_id", "field")
    there = {tuple(r[k] for k in key) for r in plan.reference.rows("recodings")}
    fresh = [r for r in recodings if tuple(r[k] for k in key) not in there and plan.has("events", r["event_id"])]
    for row in fresh:
        plan.add("recodings", row)
    if fresh:
        plan.said.append(f"{len({r['event_id'] for r in fresh})} events coded twice, {len(fresh)} values in recodings")


def _at_hand(record: Mapping[str, Mapping[str, str]], texts: Texts) -> bool:
    source = record["source"]
    return texts.get({"sha256": source["sha256"], "name": source["text_name"]}) is not None
