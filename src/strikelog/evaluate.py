"""Candidates measured against a gold standard, by text, field, language and difficulty.

Of each text, gold events and candidate events are matched one to one so that the sum of what agrees
is greatest (the Hungarian method). Three things decide:

- **date agrees**, strictly, if the two intervals are equal; leniently, if they overlap and neither is
  longer than two days, or if they are equal.
- **place agrees** if the site ids are the same; where neither has one, if the folded names of the
  place are the same or one holds the other; where neither has a name, if governorate (or, without
  one, country) is the same.
- **type agrees** if the kinds of event are the same.

A pair counts leniently if two of the three agree (dates leniently), strictly if all three do (dates
strictly). Totals are apart: a candidate event that stands for a gold total is counted as such.
Precision and recall of a field are over all events of the corpus, matched pairs where they are
matched; where gold and candidate are both without a value, nothing is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped, unused-ignore]

from strikelog.folding import fold
from strikelog.grounding import Grounding, check_spans

Event = Mapping[str, Any]
COUNTS = ("launched", "intercepted", "impacted", "failed", "killed", "injured")
FIELDS = (
    "event_type",
    "date",
    "date_precision",
    "part_of_day",
    "time_local",
    "country",
    "admin1",
    "site_id",
    "weapons",
    *COUNTS,
    "claimed_by",
    "attributed_to",
    "composite_count",
    "status",
)
LENIENT_DAYS = 2


@dataclass(slots=True)
class Score:
    """Right, proposed and expected, with what follows from them."""

    right: int = 0
    proposed: int = 0
    expected: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.proposed + self.expected) if self.proposed + self.expected else None

    def add(self, right: int, proposed: int, expected: int) -> None:
        self.right, self.proposed, self.expected = self.right + right, self.proposed + proposed, self.expected + expected

    def as_dict(self) -> dict[str, float | int | None]:
        def short(x: float | None) -> float | None:
            return None if x is None else round(x, 4)

        return {
            "precision": short(self.precision),
            "recall": short(self.recall),
            "f1": short(self.f1),
            "right": self.right,
            "proposed": self.proposed,
            "expected": self.expected,
        }


@dataclass(slots=True)
class Evaluation:
    """All figures of one run; `misses` and `false_alarms` list what did not match leniently."""

    lenient: Score = field(default_factory=Score)
    strict: Score = field(default_factory=Score)
    fields: dict[str, Score] = field(default_factory=dict)
    tallies: Score = field(default_factory=Score)
    tally_texts: int = 0
    tallies_expected: int = 0
    tallies_as_events: int = 0
    grounding: Grounding = field(default_factory=Grounding)
    groups: dict[str, dict[str, Score]] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)
    false_alarms: list[dict[str, Any]] = field(default_factory=list)
    texts: int = 0


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Objects of a JSON Lines file. Raises ValueError that names the line."""
    made = []
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as why:
                    raise ValueError(f"{path}:{number}: not JSON: {why.msg}") from None
                if not isinstance(row, dict):
                    raise ValueError(f"{path}:{number}: not an object")
                made.append(row)
    return made


def days(event: Event) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(event["date_earliest"]), date.fromisoformat(event["date_latest"])
    except (KeyError, TypeError, ValueError):
        return None


def dates_agree(gold: Event, candidate: Event, strict: bool) -> bool:
    one, other = days(gold), days(candidate)
    if one is None or other is None:
        return one is other
    if one == other:
        return True
    return not strict and all((b - a).days < LENIENT_DAYS for a, b in (one, other)) and one[0] <= other[1] and other[0] <= one[1]


def places_agree(gold: Event, candidate: Event) -> bool:
    if gold.get("site_id") or candidate.get("site_id"):
        return gold.get("site_id") == candidate.get("site_id")
    one, other = fold(gold.get("place") or ""), fold(candidate.get("place") or "")
    if one or other:
        return bool(one and other) and (one in other or other in one)
    if gold.get("admin1") or candidate.get("admin1"):
        return gold.get("admin1") == candidate.get("admin1")
    return gold.get("country") == candidate.get("country")


def agreement(gold: Event, candidate: Event) -> tuple[int, int]:
    """How many of date, place and type agree: leniently, strictly."""
    rest = places_agree(gold, candidate) + (gold.get("event_type") == candidate.get("event_type"))
    return rest + dates_agree(gold, candidate, False), rest + dates_agree(gold, candidate, True)


def match(gold: Sequence[Event], candidates: Sequence[Event]) -> list[tuple[int, int, int, int]]:
    """Pairs of gold and candidate with what agrees, so that the sum is greatest; none that share nothing."""
    if not gold or not candidates:
        return []
    table = [[agreement(g, c) for c in candidates] for g in gold]
    # A pair that counts is worth more than two that do not; strict agreement decides between equals.
    worth = [[(10 if low >= 2 else 0) + (5 if high == 3 else 0) + low + high / 10 for low, high in row] for row in table]
    rows, columns = linear_sum_assignment([[-w for w in row] for row in worth])
    return [(int(r), int(c), *table[r][c]) for r, c in zip(rows, columns, strict=True) if table[r][c][0] >= 1]


def evaluate(
    gold: Iterable[Mapping[str, Any]],
    candidates: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str] | None = None,
    aliases: Mapping[str, Iterable[str]] | None = None,
) -> Evaluation:
    """Measure candidates against gold; with the texts at hand also whether evidence supports its value."""
    result = Evaluation(fields={name: Score() for name in FIELDS})
    by_text: dict[str, list[Mapping[str, Any]]] = {}
    for candidate in candidates:
        source = candidate.get("source", {})
        by_text.setdefault(source.get("id") or Path(str(source.get("name") or "")).stem, []).append(candidate)
    for row in gold:
        result.texts += 1
        found = by_text.get(row["id"], [])
        events = [c for c in found if c.get("kind", "event") == "event" and c.get("status") not in ("hypothetical", "aggregate")]
        totals = [c for c in found if c.get("kind") == "tally"]
        _events(result, row, events)
        _totals(result, row, events, totals)
        if texts is not None and row["id"] in texts:
            check_spans(result.grounding, row["id"], texts[row["id"]], found, aliases or {})
    return result


def _events(result: Evaluation, row: Mapping[str, Any], events: Sequence[Event]) -> None:
    gold = row.get("events", [])
    pairs = match(gold, events)
    lenient, strict = sum(low >= 2 for *_, low, _ in pairs), sum(high == 3 for *_, high in pairs)
    keys = ["all", *(f"{name}: {row[name]}" for name in ("language", "difficulty", "voice") if name in row)]
    for key in keys:
        scores = result.groups.setdefault(key, {"lenient": Score(), "strict": Score()})
        scores["lenient"].add(lenient, len(events), len(gold))
        scores["strict"].add(strict, len(events), len(gold))
    result.lenient, result.strict = result.groups["all"]["lenient"], result.groups["all"]["strict"]
    good = {(g, c) for g, c, low, _ in pairs if low >= 2}
    partner = dict(good)
    for n, event in enumerate(gold):
        _fields(result, event, events[partner[n]] if n in partner else None)
        if n not in partner:
            result.misses.append({"id": row["id"], **_short(event)})
    for n, event in enumerate(events):
        if n not in partner.values():
            _fields(result, None, event)
            result.false_alarms.append(
                {"id": row["id"], **_short(event), "span": (event.get("evidence") or {}).get("event_type", [{}])[0].get("start")}
            )


def _short(event: Event) -> dict[str, Any]:
    return {k: event.get(k) for k in ("event_type", "date_earliest", "date_latest", "site_id", "place", "country", "status")}


def value_of(event: Event | None, name: str) -> Any:
    """A field's value in a form that can be compared; None where there is none."""
    if event is None:
        return None
    if name == "date":
        return days(event)
    value = event.get(name)
    if name in COUNTS:
        return None if not value else (value.get("state"), value.get("min"), value.get("max"))
    if name == "weapons":
        return tuple(sorted(value)) if value else None
    if name == "claimed_by":
        if value is None or (value == [] and "evidence" in event):
            return None
        ids = sorted(p if isinstance(p, str) else p.get("actor_id") or "" for p in value)
        return tuple(i for i in ids if i) or ("none",)
    if name == "attributed_to":
        return tuple(sorted((p.get("actor_id") or "", p.get("strength") or "") for p in value)) if value else None
    return value if value not in ("", []) else None


def _fields(result: Evaluation, gold: Event | None, candidate: Event | None) -> None:
    for name, score in result.fields.items():
        expected, proposed = value_of(gold, name), value_of(candidate, name)
        if expected is not None or proposed is not None:
            score.add(int(expected == proposed), int(proposed is not None), int(expected is not None))


def _totals(result: Evaluation, row: Mapping[str, Any], events: Sequence[Event], totals: Sequence[Event]) -> None:
    gold = row.get("tallies", [])
    left = list(totals)
    right = 0
    for tally in gold:
        hit = next((t for t in left if t.get("total_min") == tally.get("total_min") and t.get("total_max") == tally.get("total_max")), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    result.tallies.add(right, len(totals), len(gold))
    result.tallies_expected += len(gold)
    numbers = {t.get("total_min") for t in gold if t.get("total_min")}
    as_event = {
        value.get("min")
        for e in events
        for name in COUNTS
        if (value := e.get(name)) and value.get("min") in numbers and (value.get("min") or 0) > 3
    }
    as_event |= {e.get("composite_count") for e in events if e.get("composite_count") in numbers}
    own = {(e.get(name) or {}).get("min") for e in row.get("events", []) for name in COUNTS}
    result.tallies_as_events += len(as_event - own)
