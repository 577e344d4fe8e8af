"""Whether the characters that a value points at say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strikelog.extract.dates import RELATIVE, find_timexes
from strikelog.extract.days import resolve
from strikelog.extract.gazetteer import skeleton
from strikelog.extract.lexicon import Lexicon, languages, load_lexicon
from strikelog.extract.numbers import numbers_said
from strikelog.folding import fold

Span = Mapping[str, Any]
COUNTS = ("launched", "intercepted", "impacted", "failed", "killed", "injured")
PARTIES = ("claimed_by", "attributed_to", "denied_by", "acknowledged_by")
NAMED = ("site_id", "weapons")


@dataclass(slots=True)
class Grounding:
    """How many spans there are, lie in the text, can be checked, and carry their value; and those that do not."""

    spans: int = 0
    valid: int = 0
    checked: int = 0
    supporting: int = 0
    unsupported: list[dict[str, Any]] = field(default_factory=list)


def check_spans(
    result: Grounding, name: str, text: str, candidates: Sequence[Mapping[str, Any]], aliases: Mapping[str, Iterable[str]]
) -> None:
    """Count spans that lie in the text, and of those that can be checked those that support their value."""
    for candidate in candidates:
        for name_of, span, value in spans_of(candidate):
            result.spans += 1
            start, end = span.get("start"), span.get("end")
            if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
                result.unsupported.append({"id": name, "field": name_of, "value": str(value), "text": None})
                continue
            result.valid += 1
            verdict = supports(name_of, value, text[start:end], candidate, aliases, span.get("basis") == "inferred")
            if verdict is not None:
                result.checked += 1
                result.supporting += verdict
                if not verdict:
                    result.unsupported.append({"id": name, "field": name_of, "value": str(value), "text": text[start:end]})


def spans_of(candidate: Mapping[str, Any]) -> list[tuple[str, Span, Any]]:
    """Every span of a candidate with the field and the value it is for."""
    made: list[tuple[str, Span, Any]] = []
    for name, spans in (candidate.get("evidence") or {}).items():
        values = candidate.get(name)
        for n, span in enumerate(spans):
            made.append((name, span, values[n] if isinstance(values, list) and n < len(values) else values))
    for name in COUNTS:
        count = candidate.get(name)
        for version in [count, *count.get("alternatives", [])] if count else []:
            made += [(name, span, version) for span in version.get("evidence", [])]
    for name in PARTIES:
        for party in candidate.get(name) or []:
            made += [(name, span, party) for span in party.get("evidence", [])]
    return made


def supports(
    field: str, value: Any, said: str, candidate: Mapping[str, Any], aliases: Mapping[str, Iterable[str]], inferred: bool
) -> bool | None:
    """Whether the words carry the value; None where that cannot be told from the words alone."""
    if field in COUNTS:
        if inferred or value.get("state") != "counted":
            return None
        return bool(
            numbers_in(said, candidate) & {value.get("min"), value.get("max"), (value.get("min") or 0) - (value.get("max") is None)}
        )
    if field in ("total_min", "total_max"):
        return bool(numbers_in(said, candidate) & {value, (value or 0) - 1})
    if field in ("date_earliest", "date_latest"):
        return None if inferred else _dates(value, said, candidate)
    if field in NAMED and not inferred:
        names = {fold(a) for a in aliases.get(str(value), ())}
        here = fold(said)
        if not names:
            return None
        key = skeleton(here)
        return field == "weapons" or any(n in here or here in n for n in names) or any(key and key in skeleton(n) for n in names)
    if field == "place" and not inferred and not candidate.get("site_id"):
        return fold(str(value)) in fold(said) or fold(said) in fold(str(value))
    return None


def _lexicon(candidate: Mapping[str, Any]) -> Lexicon | None:
    folder = languages().get(candidate.get("source", {}).get("lang", ""))
    return load_lexicon(folder) if folder else None


def numbers_in(said: str, candidate: Mapping[str, Any]) -> set[int | None]:
    """The numbers that words say, ordinals and words for one included."""
    return set(numbers_said(said, _lexicon(candidate)))


def _dates(value: Any, said: str, candidate: Mapping[str, Any]) -> bool | None:
    lexicon = _lexicon(candidate)
    if lexicon is None:
        return None
    published = date.fromisoformat(candidate["source"]["published"])
    for timex in find_timexes(fold(said), lexicon):
        if timex.kind in RELATIVE or not timex.has_day:
            return True
        days = resolve(timex, published)
        if days and str(value) in (days.earliest.isoformat(), days.latest.isoformat()):
            return True
        if days is None or timex.kind in ("today", "weekday", "last_night", "yesterday"):
            return True
    return False
