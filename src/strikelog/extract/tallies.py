"""Running totals: told apart from events, and read into a number, a unit and the days they span."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from strikelog.extract.dates import LONG
from strikelog.extract.days import Interval, resolve
from strikelog.extract.lexicon import Mark, pattern
from strikelog.extract.numbers import Quantity
from strikelog.extract.reading import Reading, ending

# More attacks than this in one phrase are no single event, whatever else is said.
MANY = 13


@dataclass(frozen=True, slots=True)
class Total:
    counted: str
    least: int | None
    most: int | None
    since: date | None
    as_of: date
    start: int
    end: int
    since_span: tuple[int, int] | None
    sentence: tuple[int, int]


def find_totals(reading: Reading, start: int, end: int) -> list[Total]:
    """The totals of one sentence: a number of attacks or people over a stretch of time."""
    marks = reading.marks
    times = reading.timexes_in(start, end)
    spans = any(t.role == "since" or t.kind in LONG or (t.kind == "between" and t.part is None) for t in times)
    period = pattern(reading.lexicon, "period").search(reading.folded, start, end)
    bounded = spans or bool(period) or marks.any("tally", start, end, "period") or marks.any("since", start, end, "year_start")
    announced = marks.within("total", start, end, "of")
    verbs = marks.within("tally", start, end, "verb")
    found: list[Total] = []
    since, as_of, where = _span(reading, start, end)
    first_day = since.earliest if since else None
    for q in reading.quantities_in(start, end):
        most = q.least or q.most or 0
        if q.article or q.state != "counted" or most < 3 or _year(reading, q, start):
            continue
        unit = _unit(reading, q, start, end) or _announced(reading, q, announced, start, end)
        people = unit in ("killed", "injured")
        enough = bounded or bool(announced) or _strong(reading, q, verbs) or (most >= MANY and unit in ("attacks", "strikes"))
        # Two people killed "on Monday" are an event's; so are those whom a clause with a site counts.
        if unit is None or not enough or (people and not ((bounded and (spans or verbs)) or announced)):
            continue
        found.append(Total(unit, q.least, q.most, first_day, as_of, q.start, q.end, where, (start, end)))
    if bounded and not found:
        found += _by_ordinal(reading, start, end, first_day, as_of, where)
    return _first_of_each(found)


def _year(reading: Reading, q: Quantity, start: int) -> bool:
    """Whether a number is that of a year."""
    before = ending(reading.lexicon, "number", "before_year").search(reading.folded[max(start, q.start - 12) : q.start])
    return bool(before) and q.least == q.most and 1900 < (q.least or 0) < 2100


def _announced(reading: Reading, q: Quantity, announced: list[Mark], start: int, end: int) -> str | None:
    """The unit of "the number of attacks … has reached 94"."""
    for mark in announced:
        units = reading.marks.within("tally_unit", mark.end, min(end, mark.end + 40))
        reach = [m for m in reading.marks.within("total", max(start, q.start - 30), q.start, "reaches") if m.start >= mark.end]
        if mark.end <= q.start and units and units[0].end <= q.start and reach:
            return units[0].value
    return None


def _by_ordinal(reading: Reading, start: int, end: int, since: date | None, as_of: date, where: tuple[int, int] | None) -> list[Total]:
    """ "The fourteenth attack since …": there were fourteen."""
    for mark in reading.marks.within("ordinal", start, end):
        units = reading.marks.within("tally_unit", mark.end, min(end, mark.end + 30), "attacks", "strikes")
        if int(mark.value) >= 3 and units and len(reading.folded[mark.end : units[0].start].split()) <= 1:
            return [Total(units[0].value, int(mark.value), int(mark.value), since, as_of, mark.start, mark.end, where, (start, end))]
    return []


def _strong(reading: Reading, q: Quantity, verbs: list[Mark]) -> bool:
    return (bool(verbs) and (q.least or 0) >= 8) or bool(
        verbs and pattern(reading.lexicon, "brings_to").search(reading.folded, max(0, q.start - 40), q.end + 20)
    )


def _unit(reading: Reading, q: Quantity, start: int, end: int) -> str | None:
    following = [m for m in reading.marks.within("tally_unit", q.end, min(end, q.end + 70))]
    for mark in following:
        gap = reading.folded[q.end : mark.start]
        if len(gap.split()) <= 2 and not re.search(r"[,;.:]", gap):
            return _named(following, mark.start)
        if (
            mark.value in ("injured", "killed")
            and len(gap.split()) <= 5
            and not re.search(r"[,;.:]", gap)
            and reading.has("person", q.end, mark.start)
        ):
            return mark.value
    before = [m for m in reading.marks.within("tally_unit", max(start, q.start - 60), q.start)]
    for mark in reversed(before):
        gap = reading.folded[mark.end : q.start]
        if (
            pattern(reading.lexicon, "number_of").search(reading.folded, max(start, mark.start - 30), mark.start) and len(gap.split()) <= 4
        ) or pattern(reading.lexicon, "amounts_to").fullmatch(gap):
            return mark.value
    tail = reading.folded[q.end : min(end, q.end + 60)]
    if pattern(reading.lexicon, "the_number_of", " {}").match(tail):
        units = reading.marks.within("tally_unit", q.end, min(end, q.end + 60))
        return units[0].value if units else None
    return None


def _named(marks: list[Mark], at: int) -> str:
    return max((m for m in marks if m.start == at), key=lambda m: m.end).value


def _span(reading: Reading, start: int, end: int) -> tuple[Interval | None, date, tuple[int, int] | None]:
    published = reading.published
    for timex in reading.timexes_in(start, end):
        days = resolve(timex, published)
        if days is None:
            continue
        if (timex.role == "since" and timex.kind not in ("month", "month_part", "season")) or (
            timex.role == "since" and timex.kind == "month" and days.precision == "month"
        ):
            if timex.kind == "month":
                continue
            return days, published, (timex.start, timex.end)
        if timex.kind in ("between", "last_month", "last_week") or (timex.kind == "month" and timex.role == "event"):
            return days, min(days.latest, published), (timex.start, timex.end)
    for mark in reading.marks.within("since", start, end, "year_start"):
        first = date(published.year, 1, 1)
        return Interval(first, first, "day"), published, (mark.start, mark.end)
    for mark in reading.marks.within("since", start, end, "month_start"):
        first = published.replace(day=1)
        return Interval(first, first, "day"), published, (mark.start, mark.end)
    for timex in reading.timexes_in(start, end):
        if timex.kind in ("this_month", "month") and timex.role == "since" and (days := resolve(timex, published)):
            return Interval(days.earliest, days.earliest, "day"), published, (timex.start, timex.end)
    return None, published, None


def _first_of_each(found: list[Total]) -> list[Total]:
    """Parts of a total ("41 in Iraq and 53 in Syria") come after it and are not totals of their own."""
    kept: list[Total] = []
    for total in found:
        if not any(k.counted == total.counted for k in kept):
            kept.append(total)
    return kept
