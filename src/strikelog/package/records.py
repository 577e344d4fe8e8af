"""Tables, fields, codes and keys as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

DESCRIPTOR = "datapackage.json"
TYPES = ("string", "integer", "number", "boolean", "date", "datetime", "time", "year")


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Code:
    """One allowed value of a coded field. `traits` holds what the descriptor says beyond meaning."""

    value: str
    label: str
    description: str
    traits: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `codes` is empty for a field that is not coded; `part_of` names the field of whose number this is a part."""

    name: str
    type: str
    title: str
    description: str
    example: Any = None
    format: str | None = None
    required: bool = False
    unique: bool = False
    codes: tuple[Code, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    part_of: str | None = None

    @property
    def enum(self) -> tuple[str, ...]:
        return tuple(code.value for code in self.codes)

    def code(self, value: str) -> Code:
        """The code of that value. Raises KeyError."""
        for code in self.codes:
            if code.value == value:
                return code
        raise KeyError(f"{self.name} has no code {value!r}")


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`fields` of the table that holds it point at `to_fields` of `to_table`."""

    fields: tuple[str, ...]
    to_table: str
    to_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `kind` is `base` (a CSV file in `data/`), `derived` or `view`; `path` is for base.

    `order` names the columns by which the rows of its file are sorted: related rows side by side.
    """

    name: str
    title: str
    description: str
    kind: str
    fields: tuple[Field, ...]
    path: str = ""
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(f"{self.name} has no field {name!r}")

    def reference(self, column: str) -> ForeignKey | None:
        """The single-column foreign key that starts at `column`, if there is one."""
        return next((k for k in self.foreign_keys if k.fields == (column,)), None)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a descriptor; `kind` is one of the names in `FLAWS`."""

    kind: str
    where: str
    value: str
    message: str
    hint: str


FLAWS = ("unreadable", "malformed", "unsupported", "unsafe_path", "codes_and_meanings", "same_name_other_codes")


class DescriptorError(ValueError):
    """The descriptor cannot be used. `flaws` lists all that is wrong with it."""

    def __init__(self, flaws: tuple[Flaw, ...]):
        self.flaws = flaws
        super().__init__("; ".join(f.message for f in flaws))


@dataclass(frozen=True, slots=True)
class Package:
    """A data package: the schema of every table, and the folder its paths are relative to."""

    name: str
    title: str
    description: str
    version: str
    root: Path
    tables: tuple[Table, ...]
    derived: tuple[Table, ...] = ()
    views: tuple[Table, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    descriptor: Mapping[str, Any] = field(default_factory=_nothing, repr=False)

    @property
    def published(self) -> tuple[Table, ...]:
        """Base and derived tables, in the order in which they are published."""
        return self.tables + self.derived

    def table(self, name: str) -> Table:
        """The base or derived table or view of that name. Raises KeyError."""
        for t in (*self.published, *self.views):
            if t.name == name:
                return t
        raise KeyError(f"no table {name!r}")

    def lookup(self, dotted: str) -> Field:
        """The field that `table.field` names. Raises KeyError."""
        table, _, column = dotted.partition(".")
        return self.table(table).field(column)

    def codes_with(self, dotted: str, **traits: Any) -> tuple[str, ...]:
        """The codes of the field that `table.field` names that have all these traits. Raises KeyError."""
        return tuple(c.value for c in self.lookup(dotted).codes if all(c.traits.get(k) == v for k, v in traits.items()))

    def path(self, table: Table) -> Path:
        return self.root / table.path
