"""A coding sheet: the reports that somebody read and what each says of each event, in TOML.

One block of `[[event.said]]` holds what one speaker says in one report, by the names of the claim
fields; how it is written is in `docs/sheets.md`. Here a sheet is read and its words are looked up;
`entering` makes rows of it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

Block = Mapping[str, Any]

BOUNDS = re.compile(r"(?P<at_least>>=\s*)?(?P<low>\d+)(?:\s*-\s*(?P<high>\d+))?|(?:<=\s*)(?P<at_most>\d+)")
STATES = ("none", "some")
PARTS = ("source", "site", "actor", "weapon", "event", "link", "tally", "lead")
# What a value may say beside itself, and the column of a claim that takes it.
BESIDE = {
    "of": "qualifier", "strength": "strength", "standing": "standing", "reason": "standing_reason",
    "basis": "basis", "note": "note", "by": "asserter_id",
}  # fmt: skip


class Unread(ValueError):
    """The file is no coding sheet; the message says why."""


@dataclass
class Sheet:
    """The blocks of a sheet by their kind, and what is wrong with it, each with its place."""

    path: Path
    blocks: dict[str, list[Block]]
    lines: list[str]
    troubles: list[str] = field(default_factory=list)

    def trouble(self, key: str, words: str) -> None:
        """Note what is wrong with the block that has this key."""
        quoted = f'"{key}"'
        line = next((n for n, text in enumerate(self.lines, 1) if quoted in text and re.match(r"\s*(key|name|event|id|counter)\s*=", text)), 0)
        self.troubles.append(f"{self.path}:{line}: {key}: {words}")


def read(path: Path) -> Sheet:
    """Raises Unread, OSError."""
    try:
        text = path.read_bytes().decode("utf-8")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise Unread(f"{path}: this is not TOML: {why}") from None
    for name, blocks in content.items():
        if name not in PARTS:
            raise Unread(f"{path}: a sheet has no [[{name}]]{nearest(name, PARTS)}")
        if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
            raise Unread(f"{path}: write [[{name}]], with two brackets on each side")
    return Sheet(path, {name: content.get(name, []) for name in PARTS}, text.splitlines())


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or what there is if nothing is near and the list is short."""
    known = list(known)
    near = difflib.get_close_matches(str(word), known, 1, 0.6)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; allowed: {', '.join(known)}" if len(known) <= 30 else ""


def cell(value: object) -> str:
    """A value of TOML as the text of a cell."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def statements(value: object) -> list[dict[str, Any]]:
    """What one field of a block says: a value, a table with a value, or a list of these."""
    many = value if isinstance(value, list) else [value]
    return [dict(one) if isinstance(one, dict) else {"value": one} for one in many]


def count(value: object) -> dict[str, str]:
    """Lower bound, upper bound and state of a count: 5, ">=5", "<=5", "2-3", "some" or "none". Raises ValueError."""
    text = cell(value)
    if text in STATES:
        return {"state": text}
    found = BOUNDS.fullmatch(text)
    if found is None:
        raise ValueError(f'{text!r} is no count; write 5, ">=5", "<=5", "2-3", "some" or "none"')
    if found["at_most"]:
        return {"value_min": "0", "value_max": found["at_most"], "state": "counted"}
    low = int(found["low"])
    high = "" if found["at_least"] else found["high"] or found["low"]
    if low == 0 and high == "0":
        raise ValueError('write "none" where a source says that there was none')
    return {"value_min": str(low), "value_max": high, "state": "counted"}


def interval(value: object) -> tuple[str, str]:
    """First and last day. Raises ValueError."""
    first, _, last = cell(value).partition("/")
    return date.fromisoformat(first).isoformat(), date.fromisoformat(last or first).isoformat()
