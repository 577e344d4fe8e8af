"""Decisions into the package's files: made, checked in a copy, and then put in place all at once."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from strikelog import canonical
from strikelog.check import check_package
from strikelog.issues import Findings, Issue
from strikelog.package import DESCRIPTOR, Package
from strikelog.review import agreement, replay, rows, together
from strikelog.review.candidates import Candidate, Texts
from strikelog.review.decisions import Decision
from strikelog.review.reference import Reference
from strikelog.rows import read_bytes


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
    except rows.Unfit as why:
        made.refused = str(why)
        return made
    if round_:
        _recode(plan, agreement.recodings(outcome, round_))
    made.said, made.waiting = plan.said, made.waiting + plan.waiting
    contents, issues = render(reference.package, plan)
    if not issues and contents:
        issues = [i for i in trial(reference.package, contents, texts, today) if i.severity == "error"]
    made.findings = issues
    if issues:
        made.refused = "the package would not pass the check"
        return made
    made.changed = {reference.package.table(t).path: len(added) for t, added in plan.added.items() if added}
    if contents and not dry:
        together.replace(root, contents)
    return made


def _recode(plan: rows.Plan, recodings: list[dict[str, str]]) -> None:
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


def render(package: Package, plan: rows.Plan) -> tuple[dict[str, bytes], list[Issue]]:
    """New contents of the files that change, by path; or what is wrong with a file as it stands."""
    contents: dict[str, bytes] = {}
    issues: list[Issue] = []
    for table in package.tables:
        added, filled = plan.added.get(table.name, []), plan.filled.get(table.name, {})
        if not added and not filled:
            continue
        findings = Findings()
        data = read_bytes(package, table, findings)
        if data is None:
            issues += findings.sorted()
            continue
        if filled:
            data = _filled(plan.reference.frames[table.name], table.primary_key[0], filled)
        made = canonical.format_table(table, data, [{k: v for k, v in row.items() if k in table.columns} for row in added])
        if made.data is None:
            issues += made.issues
        else:
            contents[table.path] = made.data
    return contents, issues


def _filled(frame: pl.DataFrame, key: str, filled: Mapping[str, Mapping[str, str]]) -> bytes:
    """The table with cells given to some of its rows, where they were empty."""
    made = [{**row, **{c: v for c, v in filled.get(row[key], {}).items() if not row[c]}} for row in frame.to_dicts()]
    return canonical.to_csv(pl.DataFrame(made, schema=frame.schema))


def trial(package: Package, contents: Mapping[str, bytes], texts: Texts, today: date | None = None) -> list[Issue]:
    """What the check finds in a copy of the package with these files."""
    with TemporaryDirectory(prefix="strikelog-") as temporary:
        root = Path(temporary)
        shutil.copyfile(package.root / DESCRIPTOR, root / DESCRIPTOR)
        for table in package.tables:
            file = root / table.path
            file.parent.mkdir(parents=True, exist_ok=True)
            if table.path in contents:
                file.write_bytes(contents[table.path])
            elif package.path(table).is_file():
                shutil.copyfile(package.path(table), file)
        return check_package(root, today=today, texts=texts.place if texts.place.is_dir() else None).issues
