"""Time expressions as days: from the day of publication, or from another event of the same text."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass, replace
from datetime import date, timedelta

from strikelog.extract.dates import RELATIVE, Timex

DAY = timedelta(days=1)
# The codebook's thirds of a month.
THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
# How long before its announcement an event can have been, where nothing else bounds it.
UNBOUNDED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days on which an event can have begun, with what the text says of the hour."""

    earliest: date
    latest: date
    precision: str
    part: str | None = None
    clock: str | None = None
    basis: str = "stated"
    rule: str = "dates.explicit"

    @property
    def days(self) -> int:
        return (self.latest - self.earliest).days + 1

    def overlaps(self, other: Interval) -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest


def resolve(timex: Timex, published: date, anchor: Interval | None = None) -> Interval | None:
    """The days that an expression means; None if it tells no day or no possible one."""
    try:
        made = _resolve(timex, published, anchor)
    except (ValueError, OverflowError, StopIteration):
        return None
    if made is None or made.earliest > published + DAY:
        return None
    return replace(made, part=timex.part or made.part, clock=timex.clock, rule=f"dates.{timex.kind}")


def _resolve(t: Timex, published: date, anchor: Interval | None) -> Interval | None:
    if t.kind in RELATIVE:
        return _from_anchor(t, published, anchor)
    if t.kind == "explicit" and t.day and t.month:
        return _one(_dated(t.year, t.month, t.day, published, t.weekday))
    if t.kind == "explicit" and t.day and t.weekday is not None:
        return _one(_day_of_month(t.weekday, t.day, published))
    if t.kind == "this_months_day" and t.day:
        return _one(next(made for back in range(62) if (made := published - back * DAY).day == t.day))
    if t.kind == "night_between":
        if t.day and (t.month or t.month2):
            first = _dated(t.year, t.month or t.month2 or 1, t.day, published)
            return _night(first)
        if t.weekday is None:
            return None
        second = last_weekday(t.weekday2 if t.weekday2 is not None else (t.weekday + 1) % 7, published)
        first = second - DAY
        return _night(first) if first.weekday() == t.weekday else Interval(last_weekday(t.weekday, second), second, "range")
    if t.kind == "between":
        if t.day and t.day2 and (t.month or t.month2):
            last = _dated(t.year, t.month2 or t.month or 1, t.day2, published)
            first = last.replace(month=t.month or last.month, day=t.day)
            return Interval(first, last, "range") if first < last else None
        if t.weekday is None or t.weekday2 is None:
            return None
        last = last_weekday(t.weekday2, published)
        return Interval(last_weekday(t.weekday, last - DAY), last, "range")
    if t.kind == "night_of":
        if t.day and t.month:
            return _night(_dated(t.year, t.month, t.day, published))
        first = last_weekday(t.weekday or 0, published)
        return _night(first) if first < published else _night(first - DAY)
    if t.kind == "last_night":
        return _night(published - DAY)
    if t.kind in ("weekday", "weekday_last") and t.weekday is not None:
        return _one(last_weekday(t.weekday, published - DAY if t.kind == "weekday_last" else published))
    if t.kind == "today":
        return _one(published)
    if t.kind == "yesterday":
        return _one(published - DAY)
    if t.kind == "before_yesterday":
        return _one(published - 2 * DAY)
    if t.kind == "ago_days" and t.number is not None:
        return _one(published - t.number * DAY)
    return _long(t, published)


def _long(t: Timex, published: date) -> Interval | None:
    """Weeks, months, seasons and years."""
    if t.kind == "ago_weeks" and t.number is not None:
        day = published - 7 * t.number * DAY
        return Interval(day - DAY, day + DAY, "range")
    if t.kind == "ago_months" and t.number is not None:
        return _month(*_months_back(published, t.number))
    if t.kind == "last_week":
        monday = published - (published.weekday() + 7) * DAY
        return Interval(monday, monday + 6 * DAY, "range")
    if t.kind == "this_week":
        monday = published - published.weekday() * DAY
        return Interval(monday, published, "range") if monday < published else None
    if t.kind == "week_end":
        sunday = last_weekday(6, published)
        return Interval(sunday - DAY, sunday, "range")
    if t.kind == "last_month":
        return _month(*_months_back(published, 1))
    if t.kind == "this_month":
        first = published.replace(day=1)
        return Interval(first, published, "range") if first < published else _one(first)
    if t.kind in ("month", "month_last_year", "month_part") and t.month:
        year = t.year or (
            published.year - 1 if t.kind == "month_last_year" else published.year if t.month <= published.month else published.year - 1
        )
        if t.third:
            begin, end = THIRDS[t.third]
            if date(year, t.month, begin) > published and not t.year:
                year -= 1
            end = min(end, gregorian.monthrange(year, t.month)[1])
            return Interval(date(year, t.month, begin), date(year, t.month, end), "range")
        return _month(year, t.month)
    if t.kind == "season" and t.season:
        year = t.year or published.year
        first = date(year, t.season, 1)
        if not t.year and first > published:
            first = date(year - 1, t.season, 1)
        last_month = (first.month + 1) % 12 + 1
        last_year = first.year + (last_month < first.month)
        return Interval(first, date(last_year, last_month, gregorian.monthrange(last_year, last_month)[1]), "range")
    if t.kind in ("last_year", "year"):
        year = t.year or published.year - 1
        return Interval(date(year, 1, 1), date(year, 12, 31), "year")
    return None


def _from_anchor(t: Timex, published: date, anchor: Interval | None) -> Interval | None:
    base = anchor or _one(published)
    steps = {
        "same_day": 0,
        "day_before": -1,
        "night_before": -1,
        "day_after": 1,
        "before_days": -(t.number or 2),
        "after_days": t.number or 2,
    }.get(t.kind, 0)
    if t.kind in ("weekday_before", "weekday_after"):
        if t.weekday is None:
            return None
        return _one(
            last_weekday(t.weekday, base.earliest - DAY) if t.kind == "weekday_before" else last_weekday(t.weekday, base.latest + 7 * DAY)
        )
    if t.kind in ("before_weeks", "after_weeks"):
        return _one(base.earliest + (7 * (t.number or 1) * (1 if t.kind == "after_weeks" else -1)) * DAY) if base.days <= 3 else None
    if t.kind == "month_day":
        # "Le 19": of the month spoken of, or of the one before.
        day = base.latest.replace(day=t.day or 1)
        return _one(day if day <= published else day.replace(month=day.month - 1 or 12, year=day.year - (day.month == 1)))
    if t.kind == "before_months":
        return _month(*_months_back(base.earliest, t.number or 1))
    if t.kind == "day_before" and t.weekday is not None:
        return _one(last_weekday(t.weekday, published) - DAY)
    if t.kind == "night_before":
        return _night(base.earliest - DAY)
    if base.days > 3:
        return replace(base, part=None, clock=None) if steps == 0 else None
    day = base.earliest if steps <= 0 and not (steps == 0 and base.precision == "night") else base.latest
    if steps == 0:
        return replace(base, part=base.part if base.precision == "night" else None, clock=None)
    return _one(day + steps * DAY)


def announced(day: date) -> Interval:
    """The days before an announcement that says nothing of the event's own day."""
    return Interval(day - UNBOUNDED, day, "range", basis="inferred", rule="dates.announced")


def last_weekday(weekday: int, until: date) -> date:
    return until - ((until.weekday() - weekday) % 7) * DAY


def _dated(year: int | None, month: int, day: int, published: date, weekday: int | None = None) -> date:
    """The day of that name: in the year given, else the last one up to publication that fits the weekday."""
    if year:
        return date(year, month, day)
    latest: date | None = None
    for back in range(-1 if weekday is not None else 0, 8):
        try:
            made = date(published.year - back, month, day)
        except ValueError:
            continue
        if made > published + DAY and not (back == 0 and (made - published).days < 3):
            continue
        latest = latest or made
        if weekday is None or made.weekday() == weekday:
            return made
    if latest is None:
        raise ValueError("no such day")
    return latest


def _day_of_month(weekday: int, day: int, published: date) -> date:
    """The last day up to publication with this weekday and this number in its month."""
    for back in range(400):
        made = published - back * DAY
        if made.day == day and made.weekday() == weekday:
            return made
    raise ValueError("no such day")


def _one(day: date) -> Interval:
    return Interval(day, day, "day")


def _night(first: date) -> Interval:
    return Interval(first, first + DAY, "night", part="night")


def _month(year: int, month: int) -> Interval:
    return Interval(date(year, month, 1), date(year, month, gregorian.monthrange(year, month)[1]), "month")


def _months_back(published: date, months: int) -> tuple[int, int]:
    index = published.year * 12 + published.month - 1 - months
    return index // 12, index % 12 + 1
