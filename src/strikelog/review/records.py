"""The form on the page: a candidate as a record of plain text values that a coder edits.

A record is nested dictionaries of strings; `path` in a change is the keys with dots between them.
`event` is the row to be; `evidence` holds, for what the event row says itself, where the text says
it; `claims` holds every other value with who asserts it; `new` what is no row of the package yet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

Record = dict[str, Any]

# What the event row says and a claim of this source backs, with the keys under which a candidate has its evidence.
BACKED = {
    "event_type": ("event_type",),
    "date": ("date", "date_earliest", "date_latest"),
    "part_of_day": ("part_of_day",),
    "time_local": ("time_local",),
    "place": ("site_id", "place", "place_text", "admin1", "country"),
}


def get(record: Mapping[str, Any], path: str) -> Any:
    """The value at a path; None if nothing is there."""
    at: Any = record
    for key in path.split("."):
        at = at.get(key) if isinstance(at, dict) else None
    return at


def put(record: Record, path: str, value: Any) -> None:
    """Set the value at a path; None takes it away."""
    *way, last = path.split(".")
    at = record
    for key in way:
        at = at.setdefault(key, {})
    if value is None:
        at.pop(last, None)
    else:
        at[last] = copy.deepcopy(value)


def flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its path."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)
