"""The valid value that somebody most likely meant."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

import polars as pl

from strikelog.check.tables import ROW, Tables
from strikelog.folding import fold
from strikelog.package import Field
from strikelog.targets.pandera import full_match

# Looked through one by one up to this many; of more, only those that share half of the value.
FEW = 500
# Letters of other scripts that look like the Latin ones of ids.
LOOK_ALIKES = str.maketrans("авсԁеһіјкмոорԛгѕтυνԝхуαεικορτυχγ", "abcdehijkmnopqrstuvwxyaeikoptuxy")
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
}
# A whole name or its first letters, but none that two months share.
MONTH_OF = {name: month for names in MONTHS.values() for month, name in enumerate(names.split(), 1)} | {
    name[:3]: month for month, name in enumerate(MONTHS["en"].split(), 1)
}


def among(known: pl.Series, cutoff: float = 0.75) -> Callable[[str], str]:
    """A function that finds, among known ids, the one nearest to a wrong one; empty if none is near."""
    known = known.drop_nulls().cast(pl.String)

    def nearest(wrong: str) -> str:
        wrong = latin(wrong.strip().lower())
        found = difflib.get_close_matches(wrong, _candidates(known, wrong), 1, cutoff)
        return found[0] if found else ""

    return nearest


def latin(text: str) -> str:
    """The text with letters of other scripts that look Latin as what they look like."""
    return text.translate(LOOK_ALIKES)


def _candidates(known: pl.Series, wrong: str) -> list[str]:
    if len(known) > FEW:
        # One slip leaves either half of a value as it was.
        half = len(wrong) // 2
        lower = known.str.to_lowercase()
        known = known.filter(lower.str.starts_with(wrong[:half].lower()) | lower.str.ends_with(wrong[len(wrong) - half :].lower()))
    return known.head(FEW).to_list()


def code(field: Field, wrong: str) -> str:
    """The code that was meant by a word like it, or by its label or one like that."""
    word = _plain(wrong)
    # A code itself before the label of another.
    meant = {_plain(c.label): c.value for c in field.codes} | {_plain(c.value): c.value for c in field.codes}
    near = [word] if word in meant else difflib.get_close_matches(word, meant, 1, 0.6)
    return meant[near[0]] if near else ""


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", fold(text).strip())


def days(text: str) -> Iterator[str]:
    """The days that a date in another form may mean: a time dropped, a month in words, year first, else day or month first."""
    text = re.sub(r"(?<=[0-9])[Tt ][0-9]{1,2}:[0-9]{2}.*", "", text.strip())
    words = re.findall(r"[0-9]+|[^\W\d_]+", re.sub(r"(?<=[0-9])(st|nd|rd|th|er)\b", "", text))
    months = [MONTH_OF[fold(w)] for w in words if fold(w) in MONTH_OF]
    numbers = [int(w) for w in words if w.isdecimal() and len(w) <= 4]
    if len(words) == len(months) + len(numbers) == 3 and len(months) == 1:
        yield from sorted({found for one, two in (numbers, numbers[::-1]) if one > 31 and (found := _day(one, months[0], two))})
        return
    parts = re.split(r"[/.-]| ", text)
    if len(parts) == 3 and all(p.isdecimal() and len(p) <= 4 for p in parts):
        one, two, three = (int(p) for p in parts)
        orders = [(one, two, three)] if len(parts[0]) == 4 else [(three, two, one), (three, one, two)]
        yield from sorted({found for order in orders if (found := _day(*order))})


def real_day(text: str) -> str:
    """The day that one of no calendar may mean: the last of its month, or the one with month and day in place."""
    year, month, day = (int(part) for part in text.split("-"))
    if 1 <= month <= 12 < day and year:
        return _day(year, month, min(day, monthrange(year, month)[1]))
    return _day(year, day, month)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def lost(tables: Tables, rows: pl.DataFrame, cell: str, *targets: tuple[str, str]) -> pl.DataFrame:
    """Of rows whose `cell` is in none of the `targets`, those of which that is to be said.

    Where a target holds malformed ids, its own rows are what is to be mended first: a value that is one of them but
    for case, marks or one letter is passed over, and any other is given once and not at every row. Messages end
    with `{_also}`.
    """
    faulty = pl.concat([_faulty(tables, *target) for target in targets])
    if not rows.height or not len(faulty):
        return rows.with_columns(_also=pl.lit(""))
    bad = {_bare(value) for value in faulty.drop_nulls()}
    values = rows[cell].cast(pl.String).unique().drop_nulls()
    explained = [v for v in values if _bare(v) in bad or (len(values) <= FEW and _one_slip_from(_bare(v), bad))]
    rows = rows.filter(~pl.col(cell).cast(pl.String).is_in(pl.Series(explained, dtype=pl.String).implode()))
    also = pl.when(pl.len().over(cell) > 1).then(pl.format(" ({} rows)", pl.len().over(cell))).otherwise(pl.lit(""))
    rows = rows.with_columns(_also=pl.lit(", unless a malformed id there is meant") + also)
    return rows.unique(cell, keep="first", maintain_order=True)


def _faulty(tables: Tables, table: str, column: str) -> pl.Series:
    """The ids of a table that are empty or have not their form."""
    checked, pattern = tables.checked[table], tables.package.table(table).field(column).pattern
    ids = checked.typed.filter(pl.col(ROW).is_in(checked.faults.get(column, pl.Series([], dtype=pl.UInt32)).implode()))[column]
    ids = ids.cast(pl.String)
    return ids.filter(ids.is_null() | ~ids.str.contains(full_match(pattern))) if pattern else ids


def _bare(value: str) -> str:
    return re.sub("[^a-z0-9]", "", latin(value.lower()))


def _one_slip_from(value: str, others: Iterable[str]) -> bool:
    """Whether a value is one of others, but for one letter more, less or other."""
    return any(_slips(value, other) <= 1 for other in islice(others, FEW) if abs(len(value) - len(other)) <= 1)


def _slips(one: str, two: str) -> int:
    """How many letters are left of two words, at the most, when what they begin and end with alike is taken off."""
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    one, two = one[start:], two[start:]
    end = 0
    while end < min(len(one), len(two)) and one[-1 - end] == two[-1 - end]:
        end += 1
    return max(len(one), len(two)) - end
