"""What a sheet cites and names: its reports, and the sites, actors and weapons that it may be the first to tell of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from strikelog.entry import ids
from strikelog.entry.plan import Plan, Unfit
from strikelog.entry.reference import NAMED, Reference
from strikelog.entry.sheet import Block, Sheet, cell, nearest

# Columns that point at another block, and what a sheet calls them.
POINTERS = {"within": ("within_site_id", "sites"), "part_of": ("part_of_actor_id", "actors")}
SOURCED = {"coordinate_source": "coordinate_source_id", "part_of_source": "part_of_source_id", "spec_source": "spec_source_id"}


@dataclass
class Cited:
    """Reports and things of one sheet, found in the package or new to it. `retrieved` is the day on which they were read."""

    sheet: Sheet
    plan: Plan
    retrieved: date
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def reference(self) -> Reference:
        return self.plan.reference

    def _source(self, block: Block) -> None:
        key = str(block["key"])
        if key in self.sources:
            raise Unfit("another source of the sheet has this key")
        url = self._address(str(block.get("url", "")).strip())
        there = self.reference.source_of("", url)
        there = there or next((r for r in self.plan.added.get("sources", ()) if r["url"] == url), None)
        if there is not None:
            self.sources[key] = there["source_id"]
            return
        if not url:
            raise Unfit("a source needs its url")
        form = self.reference.package.lookup("sources.source_id")
        made = ids.derive(form, ("source", url), lambda drawn: self.plan.has("sources", drawn))
        row = self._columns(block, "sources", aside=("key", "root")) | {"source_id": made, "url": url}
        row.setdefault("retrieved", self.retrieved.isoformat())
        if row.get("published_basis") == "inferred" and not row.get("note") and _in_address(row.get("published", ""), url):
            row["note"] = "The day of publication is in the address."
        self.plan.add("sources", row)
        self.sources[key] = made

    def _address(self, url: str) -> str:
        """The address, letters that the field does not take in the percent form that means the same."""
        form = self.reference.package.lookup("sources.url").pattern or ""
        return url if re.fullmatch(form, url) else quote(url, safe=":/?#[]@!$&'()*+,;=%~")

    def _root(self, block: Block) -> None:
        if block.get("root"):
            made, root = self.sources[str(block["key"])], self._source_id(block["root"])
            row = next((r for r in self.plan.added.get("sources", ()) if r["source_id"] == made), None)
            if row is not None and made != root:
                row["root_source_id"] = root

    def _source_id(self, key: object) -> str:
        text = str(key)
        if text in self.sources:
            return self.sources[text]
        if text in self.reference.keys["sources"]:
            return text
        raise Unfit(f"there is no source {text}{nearest(text, self.sources)}")

    def _columns(self, block: Block, table: str, aside: Sequence[str] = ()) -> dict[str, str]:
        columns = self.reference.package.table(table).columns
        for name in block:
            if name not in columns and name not in aside:
                raise Unfit(f"there is no {name} here{nearest(name, [*columns, *aside])}")
        return {name: cell(value) for name, value in block.items() if name in columns}

    def _thing(self, block: Block, table: str) -> None:
        name = str(block["name"]).strip()
        given = self._columns(block, table, aside=("names", *POINTERS, *SOURCED))
        made = self.plan.named(name, table)
        if made is None:
            if missing := [c for c in NAMED[table][:1] if not given.get(c)]:
                raise Unfit(f"what is new needs {', '.join(missing)}")
            made = self.plan.create(table, name, given)
        for language, names in (block.get("names") or {}).items():
            for spelling in names if isinstance(names, list) else [names]:
                self.plan.learn(made, language, str(spelling).strip(), "alias")

    def _ties(self, block: Block, table: str) -> None:
        made = self.plan.named(str(block["name"]), table)
        row = next((r for r in self.plan.added.get(table, ()) if r[self.reference.key(table)] == made), None)
        if row is None:
            return
        for word, (column, other) in POINTERS.items():
            if block.get(word):
                row[column] = self._named(str(block[word]), other)
        for word, column in SOURCED.items():
            if block.get(word):
                row[column] = self._source_id(block[word])

    def _named(self, name: str, table: str) -> str:
        if name in self.reference.keys[table]:
            return name
        found = self.plan.named(name, table)
        if found is None:
            known = [r["name"] for r in (*self.reference.rows(table), *self.plan.added.get(table, ()))]
            raise Unfit(f"no name in {table} is {name!r}{nearest(name, known) if len(known) > 30 else ''}; is it new? Then add a block for it")
        return found


def _in_address(day: str, url: str) -> bool:
    """Whether the day stands in the address, its parts apart or together, the year first or last."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return False
    year, month, number = day.split("-")
    month, number = month.lstrip("0"), number.lstrip("0")
    one = rf"{year}\D?0?{month}\D?0?{number}(?!\d)"
    other = rf"(?<!\d)(?:0?{number}\D?0?{month}|0?{month}\D?0?{number})\D?{year}(?!\d)"
    return re.search(f"{one}|{other}", url) is not None
