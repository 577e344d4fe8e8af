"""What the rules look at: every table typed, with each row's place in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from strikelog.issues import Findings, Issue, catalogue
from strikelog.package import Package, Table
from strikelog.rows import Rows

ROW = "_row"
STANDING = ("preferred", "accepted")


@dataclass(slots=True)
class Checked:
    """One table after its own checks: `typed` has the declared columns and `_row`; bad cells are null."""

    rows: Rows
    typed: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of one table that break a rule. `message` and `hint` are format strings over the columns of `frame`."""

    table: str
    frame: pl.DataFrame
    field: str
    message: str
    hint: str


@dataclass(slots=True)
class Tables:
    """All tables of a package, and what else a rule may need: today, and the folder with texts."""

    package: Package
    checked: dict[str, Checked]
    today: date
    texts: Path | None = None
    _referred: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    _standing: pl.DataFrame | None = None

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.checked[name].typed

    def referred(self, name: str, column: str) -> pl.Series:
        """For each row of `name`, the row number in the table that `column` refers to; null if it refers to nothing."""
        frame = self._referred.get((name, column))
        if frame is None:
            key = self.package.table(name).reference(column)
            assert key is not None, f"{name}.{column} is no reference"
            parent = self[key.to_table].select(pl.col(key.to_fields[0]).alias(column), pl.col(ROW).alias("_to"))
            parent = parent.drop_nulls(column).unique(column, keep="first", maintain_order=False)
            frame = self[name].select(column).join(parent, on=column, how="left", maintain_order="left").select("_to")
            self._referred[name, column] = frame
        return frame["_to"]

    def standing_claims(self) -> pl.DataFrame:
        """Claims that count for the headlines, with `_event` and `_source`, the rows of their event and source."""
        if self._standing is None:
            claims = self["claims"].with_columns(_event=self.referred("claims", "event_id"), _source=self.referred("claims", "source_id"))
            self._standing = claims.filter(pl.col("standing").is_in(STANDING) & pl.col("_event").is_not_null())
        return self._standing


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
    findings.add_many(code, table.path, (
        _issue(code, table, checked.rows, hits, row) for row in shown.iter_rows(named=True)), hits.frame.height)


def _issue(code: str, table: Table, rows: Rows, hits: Hits, row: Mapping[str, object]) -> Issue:
    number = int(row[ROW])  # type: ignore[call-overload]
    raw = rows.frame.row(number, named=True)
    words = {k: "" if v is None else v for k, v in {**raw, **row}.items()}
    key = "/".join(raw[c] or "" for c in table.primary_key)
    return Issue(code, catalogue()[code].severity, table.path, rows.line(number), hits.field, key, raw.get(hits.field) or "",
                 hits.message.format(**words), hits.hint.format(**words))
