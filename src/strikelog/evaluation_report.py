"""An evaluation as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from strikelog.evaluate import Evaluation, Score


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _rows(result: Evaluation) -> Iterator[tuple[str, str, Score]]:
    for key in _groups(result):
        for how in ("lenient", "strict"):
            yield key, how, result.groups[key][how]
    yield "totals", "same number", result.tallies
    for name, score in _fields(result):
        yield name, "field", score


def _groups(result: Evaluation) -> list[str]:
    """All first, then each group by name."""
    return sorted(result.groups, key=lambda k: (k != "all", k))


def _fields(result: Evaluation) -> list[tuple[str, Score]]:
    return [(name, score) for name, score in result.fields.items() if score.proposed or score.expected]


def _facts(result: Evaluation) -> list[str]:
    made = [
        f"{result.texts} texts, {result.lenient.expected} events in gold, {result.lenient.proposed} proposed",
        f"totals told as events: {result.tallies_as_events} of {result.tallies_expected}",
    ]
    if result.grounding.spans:
        made.append(
            f"spans that lie in the text: {result.grounding.valid} of {result.grounding.spans}; "
            f"that carry their value: {result.grounding.supporting} of {result.grounding.checked} that can be checked"
        )
    return made


def listing(result: Evaluation) -> Iterator[str]:
    """Each miss, each false alarm and each span that does not carry its value, a line each."""
    for title, rows in (("missed", result.misses), ("false alarm", result.false_alarms)):
        for row in rows:
            when = row["date_earliest"] if row["date_earliest"] == row["date_latest"] else f"{row['date_earliest']}/{row['date_latest']}"
            where = row["site_id"] or row["place"] or row["country"] or "no place"
            yield f"{title}: {row['id']}: {row['event_type']}, {when}, {where}, {row['status'] or 'asserted'}"
    for row in result.grounding.unsupported:
        yield f"span: {row['id']}: {row['field']}: {row['text']!r} does not carry {row['value']}"


def text(result: Evaluation, lists: bool = True) -> str:
    lines = _facts(result)
    lines += [f"{'':24} {'':12} {'P':>5} {'R':>5} {'F1':>5}  right/proposed/expected"]
    for name, how, s in _rows(result):
        lines.append(
            f"{name:24} {how:12} {_percent(s.precision):>5} {_percent(s.recall):>5} {_percent(s.f1):>5}  "
            f"{s.right}/{s.proposed}/{s.expected}"
        )
    return "\n".join([*lines, *(listing(result) if lists else ())]) + "\n"


def markdown(result: Evaluation, lists: bool = True) -> str:
    lines = [
        *(f"- {fact}" for fact in _facts(result)),
        "",
        "| texts | in gold | proposed | precision | recall | F1 | strict precision | strict recall | strict F1 |",
        "| --- |" + " ---: |" * 8,
    ]
    for key in _groups(result):
        lenient, strict = result.groups[key]["lenient"], result.groups[key]["strict"]
        lines.append(f"| {key} | {lenient.expected} | {lenient.proposed} | {_figures(lenient)} | {_figures(strict)} |")
    lines += ["", "| field | in gold | proposed | right | precision | recall | F1 |", "| --- |" + " ---: |" * 6]
    for name, s in (*_fields(result), ("number of a total", result.tallies)):
        lines.append(f"| {name} | {s.expected} | {s.proposed} | {s.right} | {_figures(s)} |")
    if lists and (listed := list(listing(result))):
        lines += ["", *(f"- {line}" for line in listed)]
    return "\n".join(lines) + "\n"


def _figures(score: Score) -> str:
    return " | ".join(_percent(figure) for figure in (score.precision, score.recall, score.f1))


def as_json(result: Evaluation, lists: bool = True) -> str:
    made: dict[str, object] = {
        "texts": result.texts,
        "lenient": result.lenient.as_dict(),
        "strict": result.strict.as_dict(),
        "groups": {k: {how: s.as_dict() for how, s in v.items()} for k, v in sorted(result.groups.items())},
        "fields": {k: s.as_dict() for k, s in result.fields.items()},
        "totals": result.tallies.as_dict(),
        "totals_as_events": result.tallies_as_events,
        "totals_expected": result.tallies_expected,
        "spans": result.grounding.spans,
        "spans_valid": result.grounding.valid,
        "spans_checked": result.grounding.checked,
        "spans_supporting": result.grounding.supporting,
    }
    if lists:
        made |= {"misses": result.misses, "false_alarms": result.false_alarms, "unsupported": result.grounding.unsupported}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


RENDERERS: dict[str, Callable[[Evaluation, bool], str]] = {"text": text, "json": as_json, "markdown": markdown}
