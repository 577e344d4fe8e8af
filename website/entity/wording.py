"""Dates, counts and addresses in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

DASH = "–"


def day(value: date | None) -> str:
    """8 December 2023."""
    return "" if value is None else f"{value.day} {value:%B} {value.year}"


def days(first: date, last: date) -> str:
    """From one day to another, with what they share said once."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} {DASH} {day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} {DASH} {day(last)}"
    return f"{first.day}{DASH}{day(last)}"


def when(event: Mapping[str, Any]) -> str:
    """When an event was, as closely as it is known."""
    first, last, precision = event["date_earliest"], event["date_latest"], event["date_precision"]
    if precision == "year":
        return str(first.year)
    if precision == "month":
        return f"{first:%B} {first.year}"
    return ("night of " if precision == "night" else "") + days(first, last)


def within(event: Mapping[str, Any]) -> str:
    """When an event was, under a heading that names its month: 8, 8–9, or a dash where no day is known."""
    first, last = event["date_earliest"], event["date_latest"]
    if event["date_precision"] in ("month", "year"):
        return DASH
    return str(first.day) if first == last else f"{first.day}{DASH}{last.day}" if first.month == last.month else f"{first.day}{DASH}{last.day} {last:%b}"


def interval(text: str) -> str:
    """The value of a claim about the date, `YYYY-MM-DD` or two of them with a slash between; as it stands if it is neither."""
    first, _, last = text.partition("/")
    try:
        return days(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        return text


def bounds(least: int | None, most: int | None) -> str:
    """A count that is known to lie between two numbers, of which either may be unknown."""
    if least is None:
        return "some" if most is None else f"at most {most:,}"
    if most is None:
        return f"at least {least:,}"
    return f"{least:,}" if least == most else f"{least:,}{DASH}{most:,}"


def counted(state: str | None, least: int | None, most: int | None) -> str:
    """What one source says of a count: a number, none, or some."""
    if state == "none":
        return "none"
    return bounds(least, most) if state == "counted" else "some"


def number(count: int, one: str, many: str = "") -> str:
    """1 report, 2 reports."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def direction(text: str) -> str:
    """Which way a name is written: by its first letter that says so."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def web_address(url: str | None) -> str | None:
    """The address if a browser may be sent there, else None: only http and https are links."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None
