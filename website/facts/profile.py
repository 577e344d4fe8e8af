"""How each column of a table is filled, and how its values are distributed, from a few queries a table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from strikelog.package import Field, Table
from strikelog.targets.ddl import identifier, literal
from website.render import number
from website.site import Site

# Up to so many different numbers are counted one by one; more are put into about so many ranges.
SINGLE_NUMBERS = 12
RANGES = 12
# How many of the values of a text are named that occur more than once, and how long they may be.
COMMON = 4
COMMON_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One value or range of values, and in how many rows it is."""

    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One column: in how many of all rows it is filled, how many different values it has, and how these are spread.

    `kind` says what `bars` are: each of the `codes` of the schema, `years`, single `numbers`, `ranges` of numbers, or the
    `texts` that occur most often, which may be none. `low` and `high` are the ends of what can be ordered.
    """

    field: Field
    rows: int
    filled: int
    distinct: int
    kind: str
    low: str = ""
    high: str = ""
    bars: tuple[Bar, ...] = ()

    @property
    def share(self) -> float:
        """The filled part of all rows; 0 where there are none."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def most(self) -> int:
        """The rows of the longest bar."""
        return max((bar.rows for bar in self.bars), default=0)


def kind(field: Field) -> str:
    """How the distribution of a field is shown."""
    if field.codes:
        return "codes"
    return {"date": "years", "datetime": "years", "integer": "numbers", "number": "numbers", "year": "numbers"}.get(field.type, "texts")


def profiles(site: Site, table: Table) -> dict[str, Profile]:
    """The profile of each field of a table or view, by its name. Raises duckdb.Error."""
    source = identifier(table.name)
    kinds = {f.name: kind(f) for f in table.fields}
    [counted] = site.rows(f"SELECT count(*) AS rows, {', '.join(_measures(n, f) for n, f in enumerate(table.fields))} FROM {source}")
    ends = {f.name: (counted[f"low{n}"], counted[f"high{n}"]) for n, f in enumerate(table.fields)}
    distinct = {f.name: counted[f"distinct{n}"] for n, f in enumerate(table.fields)}
    steps = {name: nice_step(*ends[name]) for name, how in kinds.items() if how == "numbers" and distinct[name] > SINGLE_NUMBERS}
    bars = _bars(site, source, {name: _binned(name, how, steps.get(name)) for name, how in kinds.items()})
    made = {}
    for n, field in enumerate(table.fields):
        low, high = ends[field.name]
        how = "ranges" if field.name in steps else kinds[field.name]
        made[field.name] = Profile(
            field, counted["rows"], counted[f"filled{n}"], distinct[field.name], how,
            *(("", "") if low is None or how in ("texts", "codes") else (_shown(low), _shown(high))),
            _FINISH[how](field, bars[field.name], steps.get(field.name, 1)))
    return made


def _measures(n: int, field: Field) -> str:
    name = identifier(field.name)
    ends = f"min({name}) AS low{n}, max({name}) AS high{n}" if kind(field) in ("years", "numbers") else f"NULL AS low{n}, NULL AS high{n}"
    return f"count({name}) AS filled{n}, count(DISTINCT {name}) AS distinct{n}, {ends}"


def _binned(name: str, how: str, step: float | None) -> str:
    """The SQL expression whose values are counted."""
    column = identifier(name)
    if how == "years":
        return f"year({column})"
    if step:
        return f"floor({column} / {step!r}) * {step!r}"
    return column


def _bars(site: Site, source: str, expressions: Mapping[str, str]) -> Mapping[str, list[tuple[str, int]]]:
    """The values of each expression with their number of rows, most frequent first, in one query."""
    parts = " UNION ALL ".join(
        f"(SELECT {literal(name)} AS field, ({expression})::VARCHAR AS value, count(*) AS rows FROM {source} WHERE {identifier(name)} IS NOT NULL "
        f"GROUP BY ALL ORDER BY rows DESC, value LIMIT 400)" for name, expression in expressions.items())
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in site.rows(parts):
        found[row["field"]].append((row["value"], row["rows"]))
    return found


def nice_step(low: float, high: float) -> float:
    """The width of about RANGES equal ranges from low to high: 1, 2 or 5 times a power of ten."""
    rough = max(float(high) - float(low), 1e-9) / RANGES
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999)


def _codes(field: Field, found: Iterable[tuple[str, int]], _: float) -> tuple[Bar, ...]:
    """Every code of the schema in its order, then what else occurs, which a checked release has not."""
    rows = dict(found)
    return tuple(Bar(code, rows.pop(code, 0)) for code in field.enum) + tuple(Bar(code, n) for code, n in rows.items())


def _years(_: Field, found: Iterable[tuple[str, int]], __: float) -> tuple[Bar, ...]:
    """Every year from the first to the last, empty ones too, unless they are so far apart that nobody would see a bar."""
    rows = {int(year): n for year, n in found}
    span = range(min(rows, default=0), max(rows, default=-1) + 1)
    return tuple(Bar(str(year), rows.get(year, 0)) for year in (span if len(span) <= 40 else sorted(rows)[-40:]))


def _numbers(_: Field, found: Iterable[tuple[str, int]], __: float) -> tuple[Bar, ...]:
    return tuple(Bar(number(value), n) for value, n in sorted((float(value), n) for value, n in found))


def _ranges(field: Field, found: Iterable[tuple[str, int]], step: float) -> tuple[Bar, ...]:
    rows = {round(float(value) / step): n for value, n in found}
    # The last of a range of whole numbers is told, of others the bound that they stay below.
    whole = field.type in ("integer", "year")

    def label(at: int) -> str:
        first, last = _trim(at * step), _trim((at + 1) * step - (1 if whole else 0))
        return first if first == last else f"{first} to {'' if whole else 'under '}{last}"

    return tuple(Bar(label(at), rows.get(at, 0)) for at in range(min(rows), max(rows) + 1))


def _texts(_: Field, found: Iterable[tuple[str, int]], __: float) -> tuple[Bar, ...]:
    return tuple(Bar(value, n) for value, n in list(found)[:COMMON] if n > 1 and len(value) <= COMMON_LENGTH)


_FINISH: Mapping[str, Callable[[Field, Iterable[tuple[str, int]], float], tuple[Bar, ...]]] = {
    "codes": _codes, "years": _years, "numbers": _numbers, "ranges": _ranges, "texts": _texts}


def _trim(value: float) -> str:
    return number(round(value, 9))


def _shown(value: Any) -> str:
    return number(value) if isinstance(value, int | float) else str(value)[:10]


def question(table: Table, field: Field) -> str:
    """SQL that shows how a field's values are spread."""
    column = field.name
    if kind(field) == "years":
        return f"SELECT year({column}) AS year, count(*) AS rows\nFROM {table.name}\nGROUP BY ALL\nORDER BY year"
    order = column if kind(field) == "numbers" else f"rows DESC, {column}"
    return f"SELECT {column}, count(*) AS rows\nFROM {table.name}\nGROUP BY ALL\nORDER BY {order}\nLIMIT 500"
