"""Rows to add and cells to fill, before any of it stands in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from strikelog.check.tables import SAID
from strikelog.entry import ids
from strikelog.entry.reference import NAMED, Reference
from strikelog.folding import fold

# Two claims that have all of these alike are one voice told twice.
VOICE = ("source_id", *SAID)


class Unfit(ValueError):
    """What was entered cannot become rows; the message says why."""


@dataclass
class Plan:
    """Rows to add, empty cells to fill, and what is to be said of it."""

    reference: Reference
    added: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    filled: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    _keys: dict[str, set[str]] = field(default_factory=dict)
    _made: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, row: Mapping[str, str]) -> None:
        self.added.setdefault(table, []).append(dict(row))
        self._keys.setdefault(table, set()).add(row[self.reference.key(table)])

    def has(self, table: str, key: str) -> bool:
        """Whether a row of that id is in the package or among those to be added."""
        return key in self.reference.keys[table] or key in self._keys.get(table, ())

    def tied(self, link_type: str, one: str, two: str) -> bool:
        """Whether a link of that type ties the two events already, whichever way round."""
        links = (*self.reference.rows("links"), *self.added.get("links", ()))
        return any(r["link_type"] == link_type and {r["event_id"], r["other_event_id"]} == {one, two} for r in links)

    def named(self, name: str, table: str) -> str | None:
        """The id of what bears the name in that table, or was given it in this plan."""
        known = self._names.get(fold(name.strip())) or self.reference.named(name, table)
        return known if known and known.startswith(self._prefix(table)) else None

    def create(self, table: str, name: str, about: Mapping[str, str]) -> str:
        """A new site, actor or weapon of that canonical name; returns its id. Raises Unfit."""
        made = ids.handle(self.reference.package, table, name, self.reference.entities.keys() | self._made)
        if made is None:
            raise Unfit(f"{name!r} needs an English name")
        self._made.add(made)
        self._names[fold(name)] = made
        known = {c: str(v) for c, v in about.items() if c in self.reference.package.table(table).columns}
        self.add(table, {**dict.fromkeys(NAMED[table], ""), **known, self.reference.key(table): made, "name": name})
        self.add("names", {"entity_id": made, "language": "en", "name": name, "name_kind": "canonical"})
        self.said.append(f"{made}: new in {table}, {name}")
        return made

    def learn(self, entity: str, language: str, name: str, kind: str = "spelling") -> None:
        """Add a name, unless something bears it already."""
        folded = fold(name)
        if entity and folded not in self.reference.names and folded not in self._names:
            self._names[folded] = entity
            self.add("names", {"entity_id": entity, "language": language, "name": name, "name_kind": kind})
            self.said.append(f"{entity}: also written {name} ({language})")

    def _prefix(self, table: str) -> str:
        return str(self.reference.package.table(table).field(self.reference.key(table)).pattern)[1:4]
