"""A small grammar of time expressions: found in folded text here, turned into days in `days`.

The shapes stand in the language's folder. Pieces that touch ("jeudi", "soir", "vers 2h50") become one
expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from strikelog.extract.lexicon import Lexicon
from strikelog.extract.timex_grammar import Grammar, timex_grammar

# Kinds that tell a part of a day or an hour and no day.
HOURS = frozenset({"clock", "part_only"})
# Kinds counted from another event of the text and not from publication.
RELATIVE = frozenset(
    {
        "before_months",
        "before_weeks",
        "after_weeks",
        "weekday_before",
        "weekday_after",
        "same_day",
        "day_before",
        "day_after",
        "before_days",
        "after_days",
        "night_before",
        "month_day",
    }
)
# Kinds of many days, of which no part of a day is told.
LONG = frozenset(
    {
        "month_part",
        "month",
        "season",
        "last_month",
        "this_month",
        "month_last_year",
        "year",
        "last_year",
        "last_week",
        "this_week",
        "week_end",
    }
)
# Kinds that may stand beside a weekday or a date for the same day ("two days ago, on Monday").
REPEATED = frozenset({"today", "same_day", "last_night", "yesterday", "ago_days", "day_before", "before_yesterday", "day_after"})


@dataclass(frozen=True, slots=True)
class Timex:
    """One time expression. Which of the fields say something depends on `kind`."""

    start: int
    end: int
    kind: str
    weekday: int | None = None
    weekday2: int | None = None
    day: int | None = None
    day2: int | None = None
    month: int | None = None
    month2: int | None = None
    year: int | None = None
    number: int | None = None
    third: str | None = None
    season: int | None = None
    part: str | None = None
    clock: str | None = None
    role: str = "event"

    @property
    def has_day(self) -> bool:
        return self.kind not in HOURS


def find_timexes(folded: str, lexicon: Lexicon) -> list[Timex]:
    """Every time expression of a folded text, in order, none overlapping."""
    grammar = timex_grammar(lexicon)
    found: list[tuple[int, int, int, Timex]] = []
    there = {name for name, pattern in grammar.present.items() if pattern.search(folded)}
    for rank, (kind, shape, literals, lists) in enumerate(grammar.shapes):
        if not there.issuperset(lists) or not all(w in folded for w in literals):
            continue
        for match in shape.finditer(folded):
            if match.end() > match.start() and (atom := _atom(kind, match, grammar)):
                found.append((match.start(), -match.end(), rank, atom))
    found.sort(key=lambda f: f[:3])
    atoms: list[Timex] = []
    for _, _, _, atom in found:
        if not atoms or atom.start >= atoms[-1].end:
            atoms.append(atom)
        elif atom.end - atom.start > atoms[-1].end - atoms[-1].start and not (len(atoms) > 1 and atoms[-2].end > atom.start):
            atoms[-1] = atom
    return [_with_role(t, folded, grammar) for t in _joined(atoms, folded, grammar)]


def _atom(kind: str, match: re.Match[str], grammar: Grammar) -> Timex | None:
    groups = {k.rstrip("_"): v for k, v in match.groupdict().items() if v is not None}

    def value(name: str) -> int | None:
        word = groups.get(name)
        if word is None:
            return None
        table = grammar.values.get(name.rstrip("2"), {})
        return int(table[word]) if word in table else int(word) if word.isdigit() else None

    day, month, year = value("day"), value("month"), value("year")
    if "iso" in groups:
        year, month, day = (int(x) for x in groups["iso"].split())
    if "slash" in groups:
        day, month, year = (int(x) for x in re.split(r"[/.]", groups["slash"]))
    if (month and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    part = grammar.values["part"].get(groups["part"]) if "part" in groups else None
    if part is None and kind not in LONG and (inside := grammar.part.search(match.group())):
        part = grammar.values["part"][inside.group()]
    clock = _clock(groups, match.group(), grammar) if kind == "clock" or "clock" in groups else None
    if part == "morning" and clock and clock < "06:00":
        part = "early_morning"
    if kind == "clock" and clock is None:
        return None
    if kind == "before_days" and "number" not in groups:
        groups["number"] = "2"
    number = value("number")
    if kind in ("before_days", "after_days") and number is None:
        number = 2
    third = grammar.values["third"].get(groups["third"]) if "third" in groups else None
    return Timex(
        match.start(),
        match.end(),
        kind,
        value("weekday"),
        value("weekday2"),
        day,
        value("day2"),
        month,
        value("month2"),
        year,
        number,
        third,
        value("season"),
        part,
        clock,
    )


def _clock(groups: dict[str, str], whole: str, grammar: Grammar) -> str | None:
    if "military" in groups:
        return f"{groups['military'][:2]}:{groups['military'][2:]}"
    if grammar.midnight.search(whole):
        return "00:00"
    raw = groups.get("clock") or groups.get("h24") or ""
    if not raw and "number" in groups:
        word = groups["number"]
        raw = grammar.values["number"].get(word, word) + "h" + groups.get("minutes", "")
    found = re.match(r"(\d{1,2})\s?(?:(?:h|:|\.)\s?([0-5]\d))?", raw)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if grammar.after_noon.search(whole) and hour < 12:
        hour += 12
    if grammar.before_noon.search(raw) and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None


def _joined(atoms: list[Timex], folded: str, grammar: Grammar) -> list[Timex]:
    """Put pieces that touch, or have only glue between them, into one expression."""
    made: list[Timex] = []
    for atom in atoms:
        last = made[-1] if made else None
        if (
            last
            and _touch(folded[last.end : atom.start], grammar)
            and not (last.has_day and atom.has_day and not _same_day(last, atom))
            and not (last.clock and atom.clock)
        ):
            better = atom.has_day and (not last.has_day or atom.kind == "explicit" or (last.kind in REPEATED and atom.kind == "weekday"))
            main, other = (atom, last) if better else (last, atom)
            made[-1] = replace(
                main,
                start=last.start,
                end=atom.end,
                part=_closer(last.part, atom.part),
                clock=last.clock or atom.clock,
                weekday=main.weekday if main.weekday is not None else other.weekday,
            )
        else:
            made.append(atom)
    return [_with_cue(t, folded, grammar) for t in made]


def _touch(gap: str, grammar: Grammar) -> bool:
    if len(gap) > 28 or (any(c in gap for c in '.;:\n»«"()') and gap.strip() not in ("(", ".")):
        return False
    words = re.findall(r"[^\s,]+", gap.replace("'", "' "))
    return len(words) <= 4 and all(w in grammar.glue for w in words)


def _same_day(one: Timex, other: Timex) -> bool:
    """Whether two touching expressions with a day can be the same day told twice ("ce jour, jeudi 18 janvier")."""
    kinds = {one.kind, other.kind}
    return bool(kinds & REPEATED and kinds & {"weekday", "explicit", "yesterday", "same_day"}) or kinds == {"weekday", "explicit"}


PARTS_WIDE = {"night": ("early_morning", "evening"), "morning": ("early_morning",), "evening": ("evening",)}


def _closer(one: str | None, other: str | None) -> str | None:
    """The narrower of two parts of a day, else the first."""
    if one and other and other in PARTS_WIDE.get(one, ()):
        return other
    return one or other


def _with_cue(timex: Timex, folded: str, grammar: Grammar) -> Timex:
    """ "Early Wednesday", "mercredi tard": the word for early or late beside a day tells its part."""
    if timex.kind in LONG or timex.kind in RELATIVE:
        return timex
    start = timex.start
    before = folded[max(0, start - 8) : start]
    around = folded[start : timex.end]
    part = timex.part
    early = grammar.early.search(around) or ((found := re.search(r"\w+ $", before)) and grammar.early.fullmatch(found.group().strip()))
    late = grammar.late.search(around) or ((found := re.search(r"\w+ $", before)) and grammar.late.fullmatch(found.group().strip()))
    if early and part in (None, "morning"):
        part = "early_morning" if timex.has_day or part else part
    elif late and part is None and timex.has_day:
        part = "evening"
    return replace(timex, part=part) if part != timex.part else timex


def _with_role(timex: Timex, folded: str, grammar: Grammar) -> Timex:
    before, after = folded[max(0, timex.start - 28) : timex.start], folded[timex.end : timex.end + 14]
    around = folded[timex.start : timex.end]
    if grammar.since.search(before) or grammar.opens_since.match(around):
        return replace(timex, role="since")
    if (
        (timex.has_day and any(grammar.deadline.search(before + folded[timex.start : timex.start + n]) for n in (0, 3)))
        or grammar.future.match(after.strip())
        or grammar.future.search(before[-10:] + around)
    ):
        return replace(timex, role="future")
    return timex
