"""The difference of two versions, found with joins: rows that did not change cost no Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from strikelog.compare.versions import Version
from strikelog.package import Table

KEY, LABEL, FATE, WHY, NTH = "_key", "_label", "_fate", "_why", "_nth"
OLD = "old:"
# What tells a person which row is meant; other tables are told by what they are sorted by, or their name.
TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "events": ("date_earliest", "event_type", "site_id"),
    "sources": ("publisher", "published"),
}
FATES = ("merged", "retracted", "removed")


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code that a field gained or lost."""

    field: str
    code: str
    added: bool


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What changed in one table.

    `added` and `gone` hold whole rows with `_key` and `_label`; `gone` says in `_fate` whether the
    row was merged, retracted or removed, and in `_why` into what or for what reason. `changed` has
    one row a value: `_key`, `_label`, `field`, `old`, `new`. `state` is kept, added or removed.
    """

    table: Table
    state: str
    added: pl.DataFrame
    gone: pl.DataFrame
    changed: pl.DataFrame
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    codes: tuple[CodeChange, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, changed, merged, retracted and removed."""
        fates = dict(self.gone.group_by(FATE).len().iter_rows())
        return {"added": self.added.height, "changed": self.changed[KEY].n_unique(), **{fate: fates.get(fate, 0) for fate in FATES}}

    @property
    def equal(self) -> bool:
        return self.state == "kept" and not (
            self.added.height or self.gone.height or self.changed.height or self.columns_added or self.columns_removed or self.codes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and the tables in which they differ, in the order of the descriptor."""

    old: Version
    new: Version
    tables: list[TableChanges] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.tables


def compare(old: Version, new: Version) -> Comparison:
    """Find what was added, changed, merged, retracted and removed between two versions."""
    names = [*new.tables, *(name for name in old.tables if name not in new.tables)]
    found = [_compare_table(old, new, name) for name in names]
    return Comparison(old, new, [changes for changes in found if not changes.equal])


def _compare_table(old: Version, new: Version, name: str) -> TableChanges:
    table, before = new.tables.get(name) or old.tables[name], old.tables.get(name)
    if before is None or name not in new.tables:
        frame = (new if before is None else old).frames[name]
        told, none = _told(table, frame), _told(table, frame.clear())
        added, gone = (told, none) if before is None else (none, told)
        return TableChanges(table, "added" if before is None else "removed", added, _fates(table, gone, new), _no_changes())
    common = [c for c in table.columns if c in before.columns]
    was, now = old.frames[name], new.frames[name]
    added, gone, changed = was.clear(), now.clear(), _no_changes()
    if not was.select(common).equals(now.select(common)):
        key = _key(table, before, common)
        was, now = _numbered(was, key), _numbered(now, key)
        by = [*key, NTH]
        added = now.join(was, on=by, how="anti", nulls_equal=True, maintain_order="left")
        gone = was.join(now, on=by, how="anti", nulls_equal=True, maintain_order="left")
        changed = _changes(table, was, now, by, [c for c in common if c not in key])
    return TableChanges(
        table, "kept", _told(table, added), _fates(table, _told(before, gone), new), changed,
        tuple(c for c in table.columns if c not in before.columns), tuple(c for c in before.columns if c not in table.columns),
        tuple(_codes(before, table, common)))


def _key(table: Table, before: Table, common: list[str]) -> list[str]:
    """What the rows are known by: the key that both versions can name, else all that they have in common."""
    keys = (table.primary_key, before.primary_key)
    return next((list(key) for key in keys if key and set(key) <= set(common)), common)


def _numbered(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Rows of one key told apart by their order; a checked package has none."""
    if frame.select(key).is_unique().all():
        return frame.with_columns(pl.lit(0, pl.UInt32).alias(NTH))
    return frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(key).alias(NTH))


def _changes(table: Table, was: pl.DataFrame, now: pl.DataFrame, by: list[str], values: list[str]) -> pl.DataFrame:
    if not values:
        return _no_changes()
    was = was.select(*by, *(pl.col(c).alias(OLD + c) for c in values))
    both = now.join(was, on=by, how="inner", nulls_equal=True, maintain_order="left")
    both = both.filter(pl.any_horizontal(pl.col(c).ne_missing(pl.col(OLD + c)) for c in values))
    both = _told(table, both).with_row_index("_at")
    each = [
        both.filter(pl.col(c).ne_missing(pl.col(OLD + c))).select(
            "_at", KEY, LABEL, field=pl.lit(c), old=pl.col(OLD + c), new=pl.col(c))
        for c in values]
    return pl.concat(each).sort("_at", maintain_order=True).drop("_at")


def _no_changes() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys((KEY, LABEL, "field", "old", "new"), pl.String))


def _told(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with their key as one text, and a label for people."""
    def joined(columns: list[str], separator: str) -> pl.Expr:
        present = [c for c in columns if c in frame.columns]
        return pl.concat_str([pl.col(c) for c in present], separator=separator, ignore_nulls=True) if present else pl.lit("", pl.String)

    key = list(table.primary_key or table.columns)
    label = [c for c in TOLD_BY.get(table.name, (*table.order, "name")) if c not in key]
    return frame.with_columns(joined(key, "/").alias(KEY), joined(label, " ").alias(LABEL))


def _fates(table: Table, gone: pl.DataFrame, new: Version) -> pl.DataFrame:
    """Say of each row that is gone whether a retraction explains it."""
    unexplained = gone.with_columns(pl.lit("removed").alias(FATE), pl.lit(None, pl.String).alias(WHY))
    retractions = new.frames.get("retractions")
    if table.name != "events" or retractions is None or not {"event_id", "replaced_by", "reason"} <= set(retractions.columns):
        return unexplained
    fate = retractions.select(
        pl.col("event_id").alias(KEY),
        pl.when(pl.col("replaced_by").is_not_null()).then(pl.lit("merged")).otherwise(pl.lit("retracted")).alias(FATE),
        pl.coalesce("replaced_by", "reason").alias(WHY)).unique(KEY, keep="first", maintain_order=True)
    return gone.join(fate, on=KEY, how="left", maintain_order="left").with_columns(pl.col(FATE).fill_null("removed"))


def _codes(before: Table, after: Table, common: list[str]) -> list[CodeChange]:
    found = []
    for name in common:
        old, new = before.field(name).enum, after.field(name).enum
        found += [CodeChange(name, code, True) for code in new if code not in old]
        found += [CodeChange(name, code, False) for code in old if code not in new]
    return found
