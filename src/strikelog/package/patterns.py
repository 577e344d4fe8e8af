"""The regular expressions that a descriptor may hold: those that mean one thing to every engine that reads them.

Python, polars (Rust) and DuckDB (RE2) each know more than this, and each something else; what all
three read alike is written with characters, classes, groups, alternatives, repeats and anchors.
"""

from __future__ import annotations

import re
import warnings

LONGEST = 500
# RE2 refuses more repeats than this, those of nested groups multiplied.
MOST_REPEATS = 1000
HINT = "spell the characters out, such as [0-9], and leave out look-ahead, flags and back-references"
REPEAT = re.compile(r"\{([0-9]{1,4})(?:,([0-9]{0,4}))?\}|[*+?]")
ESCAPED = r".^$*+?()[]{}|\/-t"


class _Trouble(ValueError):
    pass


def trouble(pattern: str) -> str | None:
    """Why a pattern may not stand in a descriptor, in words that follow 'the pattern …'; None if it may."""
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} characters"
    try:
        end, size = _alternatives(pattern, 0)
        if end < len(pattern):
            return "closes a group that is not open"
        if size > MOST_REPEATS:
            return f"stands for more than {MOST_REPEATS} characters, its repeats counted"
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except _Trouble as why:
        return str(why)
    except (re.error, Warning, RecursionError, OverflowError) as why:
        return f"cannot be read: {why}"
    return None


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    """Read up to the end of a group; returns the place of its end and how many characters it may spell."""
    total, atom = 0, 0
    while at < len(pattern) and pattern[at] != ")":
        char = pattern[at]
        if char in "|^$":
            at, atom = at + 1, 0
        elif char == "(":
            if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
                raise _Trouble("uses a group of the kind (?…) that not every engine knows; only (?:…) may be used")
            at, atom = _alternatives(pattern, at + (3 if pattern.startswith("(?:", at) else 1))
            if at >= len(pattern):
                raise _Trouble("opens a group that it does not close")
            at, atom = at + 1, max(1, atom)
        elif char == "[":
            at, atom = _class(pattern, at + 1), 1
        elif char == "\\":
            at, atom = _escape(pattern, at), 1
        elif found := REPEAT.match(pattern, at):
            if not atom:
                raise _Trouble(f"repeats nothing with {found[0]!r}")
            most = int(found[2] or found[1]) if found[1] else 1
            total, at, atom = total + atom * (max(1, most) - 1), found.end() + pattern.startswith("?", found.end()), 0
            continue
        elif char in "]{}":
            raise _Trouble(f"holds a bare {char!r}; write \\{char}")
        else:
            at, atom = at + 1, 1
        total += atom
    return at, total


def _class(pattern: str, at: int) -> int:
    """Read up to the end of a class `[…]`."""
    at += pattern.startswith("^", at)
    first, low = True, ""
    while at < len(pattern):
        char = pattern[at]
        if char == "]" and not first:
            return at + 1
        if char in "[]" or pattern.startswith(("&&", "--", "~~", "||"), at):
            raise _Trouble(f"holds a bare {char!r} in a class; write \\{char}")
        if char == "-" and not first and not pattern.startswith("-]", at):
            high = _escape(pattern, at + 1) if pattern.startswith("\\", at + 1) else at + 2
            if not low or pattern.startswith("[", at + 1):
                raise _Trouble("holds a bare '-' in a class that is no range; write \\-")
            at, low = high, ""
        else:
            end = _escape(pattern, at) if char == "\\" else at + 1
            at, low = end, pattern[at:end]
        first = False
    raise _Trouble("opens a class that it does not close")


def _escape(pattern: str, at: int) -> int:
    if at + 1 >= len(pattern) or pattern[at + 1] not in ESCAPED:
        raise _Trouble(f"uses {pattern[at:at + 2]!r}, which not every engine reads alike")
    return at + 2
