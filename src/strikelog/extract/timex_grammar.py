"""The shapes of time expressions in a language's folder, made into patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strikelog.extract.lexicon import Lexicon, pattern, words_pattern

# Of two shapes over the same words the longer wins; of two as long, the one named first.
KINDS = (
    "explicit",
    "night_between",
    "between",
    "night_of",
    "last_night",
    "night_before",
    "weekday_last",
    "same_day",
    "day_before",
    "day_after",
    "before_days",
    "after_days",
    "before_months",
    "before_weeks",
    "after_weeks",
    "weekday_before",
    "weekday_after",
    "this_months_day",
    "month_day",
    "ago_days",
    "ago_weeks",
    "ago_months",
    "before_yesterday",
    "yesterday",
    "today",
    "weekday",
    "week_end",
    "last_week",
    "this_week",
    "month_last_year",
    "month_part",
    "last_month",
    "this_month",
    "month",
    "season",
    "last_year",
    "year",
    "clock",
    "part_only",
)


@dataclass(frozen=True)
class Grammar:
    shapes: tuple[tuple[str, re.Pattern[str], tuple[str, ...], tuple[str, ...]], ...]
    present: dict[str, re.Pattern[str]]
    values: dict[str, dict[str, str]]
    glue: frozenset[str]
    early: re.Pattern[str]
    late: re.Pattern[str]
    part: re.Pattern[str]
    future: re.Pattern[str]
    since: re.Pattern[str]
    opens_since: re.Pattern[str]
    deadline: re.Pattern[str]
    midnight: re.Pattern[str]
    after_noon: re.Pattern[str]
    before_noon: re.Pattern[str]


@lru_cache(maxsize=16)
def timex_grammar(lexicon: Lexicon) -> Grammar:
    values = {
        name: {p.rstrip("*"): value for value, ps in lexicon.words.get(name, {}).items() for p in ps}
        for name in ("weekday", "month", "part", "third", "season")
    }
    numerals = {p: v for v, ps in lexicon.words.get("numeral", {}).items() for p in ps}
    values["number"] = numerals
    built = {
        "day": r"(?P<{n}>3[01]|[12]?\d|0[1-9])(?!\d)",
        "year": r"(?P<{n}>(?:19|20)\d\d)",
        "iso": r"(?P<{n}>(?:19|20)\d\d \d\d \d\d)",
        "slash": r"(?P<{n}>\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d)",
        "clock": r"(?P<{n}>(?:[01]?\d|2[0-3])\s?(?:h|:|\.)\s?[0-5]\d(?:\s?{half})?|(?:[01]?\d|2[0-3])\s?(?:{hour}))",
        "military": r"(?P<{n}>(?:[01]\d|2[0-3])[0-5]\d)",
        "h24": r"(?P<{n}>(?:[01]?\d|2[0-3]))",
        "minutes": r"(?P<{n}>[0-5]\d)",
    }
    words = {name: words_pattern(table) for name, table in values.items()}
    words["number"] = words_pattern(numerals) + r"|\d{1,3}"

    def fill(template: str) -> str:
        used: set[str] = set()

        def put(match: re.Match[str]) -> str:
            name = match[1]
            base = name.rstrip("2")
            while name in used:
                name = f"{name}_"
            used.add(name)
            if base in built:
                return built[base].format(n=name, half=pattern(lexicon, "half_day").pattern, hour=pattern(lexicon, "hour").pattern)
            return f"(?P<{name}>{words.get(base, '(?!)')})"

        return re.sub(r"\{([a-z]+\d?)\}", lambda m: put(m) if not m[1].isdigit() else m[0], template)

    shapes = []
    for kind in KINDS:
        for template in lexicon.patterns("timex", kind):
            # A month with a day after it is part of a date.
            tail = r"(?! ?\.? ?\d)" if kind in ("month", "month_part") else ""
            shapes.append((kind, re.compile(rf"(?<![^\W_]){fill(template)}(?![^\W_]){tail}"), *_needs(template)))

    def cue(value: str, tail: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('time_cue', value))}){tail}")

    determiner = pattern(lexicon, "determiner").pattern
    present = {name: re.compile(words[name]) for name in ("weekday", "month", "season", "part", "third")}
    return Grammar(
        tuple(shapes),
        present,
        values,
        frozenset(lexicon.patterns("timex_glue", "glue")),
        cue("early", r"(?!\w)"),
        cue("late", r"(?!\w)"),
        re.compile(rf"(?<!\w)(?:{words['part']})(?!\w)"),
        cue("future", r"(?!\w)"),
        cue("since", rf"(?: {determiner})?\s*$"),
        cue("since", r"(?!\w)"),
        cue("deadline", rf"(?: {determiner})?\s*$"),
        pattern(lexicon, "midnight"),
        pattern(lexicon, "after_noon"),
        pattern(lexicon, "before_noon"),
    )


def _needs(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that a shape cannot do without, literal ones and lists: a shape is not tried on a text without them."""
    bare, before = template, ""
    while bare != before:
        before, bare = bare, re.sub(r"\((?:\?[:=!])?[^()]*\)[?*+]?", " ", bare)
    literals = tuple(w for w in re.findall(r"(?<![{\w])[a-z]{4,}(?![}\w?])", bare))
    lists = tuple(n for n in re.findall(r"\{([a-z]+)\}", bare) if n in ("weekday", "month", "season", "part", "third"))
    return literals, lists
