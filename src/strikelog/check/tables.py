"""What the rules look at: every table typed, with each row's place in its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import numpy as np
import polars as pl

from strikelog.issues import Findings, Issue, catalogue
from strikelog.package import Package, Table
from strikelog.rows import Rows

ROW = "_row"
SAID = ("field", "qualifier", "value", "value_min", "value_max", "state", "asserter_id")
PLACE = re.compile(r"\{([^{}]+?)(!r)?\}")
LONGEST_SHOWN = 80
T = TypeVar("T")


@dataclass(slots=True)
class Checked:
    """One table after its own checks: `rows` is the file as it stands, `typed` has the declared columns and `_row`.

    Bad cells are null in `typed`, those of keys apart; `faults` has, for each column, the rows in which they are.
    """

    rows: Rows
    typed: pl.DataFrame
    faults: dict[str, pl.Series] = field(default_factory=dict)

    def fault(self, column: str, rows: pl.Series) -> None:
        self.faults[column] = pl.concat([self.faults[column], rows]) if column in self.faults else rows

    def sound(self, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        """The rows of `frame` that have no bad cell in these columns, so that one slip is one finding."""
        for rows in (self.faults[c] for c in columns if c in self.faults):
            frame = frame.filter(~pl.col(ROW).is_in(rows.implode()))
        return frame


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of one table that break a rule.

    `frame` needs `_row` and what the file does not say: in `message` and `hint`, `{column}` stands for a cell of
    `frame` or of the file, `{column!r}` for one in quotes, and `{first_line}` for the line of the row `_first`.
    `near` gives the valid value nearest to the bad one, or nothing; the hint then begins with it.
    """

    table: str
    frame: pl.DataFrame
    field: str
    message: str
    hint: str
    near: Callable[[str], str] | None = None


@dataclass(slots=True)
class Tables:
    """All tables of a package, and what else a rule may need: today, and the folder with texts."""

    package: Package
    checked: dict[str, Checked]
    today: date
    texts: Path | None = None
    _kept: dict[str, Any] = field(default_factory=dict)
    _making: dict[str, RLock] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.checked[name].typed

    def sound(self, name: str, *columns: str) -> pl.DataFrame:
        """The rows of a table that have no bad cell in these columns."""
        return self.checked[name].sound(self[name], *columns)

    def known(self, name: str, column: str) -> pl.Series:
        """The well-formed values of an id, which a wrong one may have meant."""
        return self.sound(name, column)[column].drop_nulls()

    def referred(self, name: str, column: str) -> pl.Series:
        """For each row of `name`, the number of the row that `column` refers to, the first of several; null if it refers to nothing."""

        def make() -> pl.Series:
            key = self.package.table(name).reference(column)
            assert key is not None, f"{name}.{column} is no reference"
            parent = self[key.to_table].select(pl.col(key.to_fields[0]).alias(column), pl.col(ROW).alias("_to"))
            # Rows that refer to one thing mostly follow each other: each such run is looked up once.
            child = self[name][column]
            run = child.rle_id()
            asked = child.filter(run.diff().fill_null(1) != 0).to_frame()
            if asked.height < parent.height:
                parent = parent.join(asked, on=column, how="semi")
            found = asked.join(parent, on=column, how="left", maintain_order="left")["_to"]
            if len(found) > asked.height:
                first = parent.unique(column, keep="first", maintain_order=False)
                found = asked.join(first, on=column, how="left", maintain_order="left")["_to"]
            return found.gather(run)

        return self.kept(f"{name}.{column} refers to", make)

    def first(self, name: str) -> pl.Series:
        """For each row of `name`, whether it is the first with its id: the one that is meant where an id is given twice."""
        [column] = self.package.table(name).primary_key
        return self.kept(f"first in {name}", self[name][column].is_first_distinct)

    def among(self, name: str, rows: pl.Series) -> pl.Series:
        """For each row of `name`, whether its number is among `rows`."""
        marks = np.zeros(self[name].height, dtype=bool)
        marks[rows.drop_nulls().to_numpy()] = True
        return pl.Series(marks)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What several rules need, made once, whichever of their threads asks first."""
        with self._making.setdefault(name, RLock()):
            if name not in self._kept:
                self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def standing_claims(self) -> pl.DataFrame:
        """Claims that count for the headlines: what they say, with `_event` and `_source`, the rows of their event and source.

        A claim whose standing cannot be read is among them: nothing is said of what it may have supported.
        """

        def make() -> pl.DataFrame:
            standing = self.package.codes_with("claims.standing", stands=True)
            places = {"_event": self.referred("claims", "event_id"), "_source": self.referred("claims", "source_id")}
            claims = self["claims"].select(ROW, "standing", *SAID, **places)
            return claims.filter(pl.col("standing").is_in(standing).fill_null(True) & pl.col("_event").is_not_null()).drop("standing")

        return self.kept("standing claims", make)


Check = Callable[[Tables], Iterator[Hits]]


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule over whole tables: it runs if the tables it `reads` are there, and those it needs `whole` are complete."""

    code: str
    check: Check
    reads: tuple[str, ...]
    whole: tuple[str, ...]


REGISTRY: dict[str, CrossRule] = {}


def rule(code: str, reads: str, whole: str = "") -> Callable[[Check], Check]:
    """Register a cross-table rule under its code in the catalogue; table names are parted by spaces."""

    def register(check: Check) -> Check:
        assert code not in REGISTRY, f"{code} is registered twice"
        REGISTRY[code] = CrossRule(code, check, tuple(reads.split()), tuple(whole.split()))
        return check

    return register


def report(findings: Findings, code: str, table: Table, checked: Checked, hits: Hits) -> None:
    """Turn hits into issues at their file, line and field, as many as the findings have room for."""
    shown = hits.frame.head(findings.room(code, table.path))
    findings.add_many(
        code, table.path, (_issue(code, table, checked.rows, hits, row) for row in shown.iter_rows(named=True)), hits.frame.height
    )


def _issue(code: str, table: Table, rows: Rows, hits: Hits, row: Mapping[str, object]) -> Issue:
    number = int(row[ROW])  # type: ignore[call-overload]
    raw = rows.frame.row(number, named=True)
    words: dict[str, object] = {**raw, **row}
    if "_first" in row:
        words["first_line"] = rows.line(int(row["_first"]))  # type: ignore[call-overload]
    value = raw.get(hits.field) or ""
    near = hits.near(value) if hits.near else ""
    hint = _filled(hits.hint, words)
    return Issue(
        code,
        catalogue()[code].severity,
        table.path,
        rows.line(number),
        hits.field,
        "/".join(raw[c] or "" for c in table.primary_key),
        value,
        _filled(hits.message, words),
        f"did you mean {near}? {hint}" if near else hint,
    )


def _filled(template: str, words: Mapping[str, object]) -> str:
    """The template with its places filled. Whatever else stands in braces came from a descriptor and stays."""

    def fill(place: re.Match[str]) -> str:
        if place[1] not in words:
            return place[0]
        word = "" if words[place[1]] is None else str(words[place[1]])
        word = word if len(word) <= LONGEST_SHOWN else word[:LONGEST_SHOWN] + "…"
        return repr(word) if place[2] else word

    return PLACE.sub(fill, template)
