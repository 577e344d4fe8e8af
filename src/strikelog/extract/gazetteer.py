"""Names of sites, actors and weapons in a text. `names.csv` is the only list of names.

Names are looked for in folded text, so that case, accents, hyphens and kinds of apostrophe do not
matter; the longest name that begins first wins. A spelling that the table does not have, beside a
word of place, is compared by its consonants: transliterations differ mostly in vowels.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import ahocorasick  # type: ignore[import-not-found, unused-ignore]

from strikelog.folding import fold
from strikelog.package import load_package

# About fifteen kilometres: a base named after a town is the town's in a loose telling.
NEAR_DEGREES = 0.14
# Where the caller knows no words of a language: one or two letters between a noun and a name.
PARTICLE = r"(?:\w{1,2}'|\w{1,2}(?=\s))"
ARTICLE = re.compile(r"^(?:al|el|ad|at|as|ar|az|ash|an|ed|es|er)[ ']")


@dataclass(frozen=True, slots=True)
class Name:
    """A name found: what it names (`site`, `actor` or `weapon`), its id, and how it was recognised."""

    start: int
    end: int
    kind: str
    entity_id: str
    rule: str = "gazetteer.name"


@dataclass(frozen=True, eq=False)
class Gazetteer:
    sites: Mapping[str, Mapping[str, str]]
    actors: Mapping[str, Mapping[str, str]]
    weapons: Mapping[str, Mapping[str, str]]
    canonical: Mapping[str, str]
    folded_names: Mapping[str, frozenset[str]]
    skeletons: Mapping[str, str]
    parts: Mapping[str, tuple[tuple[str, str], ...]]
    automaton: Any = field(repr=False)

    def find(self, folded: str) -> list[Name]:
        """Names in a folded text, longest first at each place, none overlapping."""
        found = self._whole(folded)
        towns = {n.entity_id for n in found if n.kind == "site"}
        for part, sites in self.parts.items():
            at = folded.find(part)
            while at >= 0:
                end = at + len(part)
                clear = not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum())
                here = sorted({site for site, town in sites if town in towns or site in towns})
                if clear and len(here) == 1 and not any(n.start < end and at < n.end and n.kind == "site" for n in found):
                    found = [n for n in found if not (n.start < end and at < n.end)]
                    found.append(Name(at, end, "site", here[0], "gazetteer.part"))
                at = folded.find(part, end)
        return sorted(found, key=lambda n: n.start)

    def _whole(self, folded: str) -> list[Name]:
        found: list[Name] = []
        size = len(folded)
        for last, (kind, entity, length) in self.automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum() and not _plural(folded, end, size, kind)):
                continue
            found.append(Name(start, end, kind, entity))
        kept: list[Name] = []
        for name in sorted(found, key=lambda n: (n.start, -n.end)):
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
        return kept

    def by_consonants(self, name: str, nouns: tuple[str, ...] = (), particles: str = PARTICLE) -> str | None:
        """The one site whose name differs from this in vowels and doubled letters only, kinds of site left out."""
        key = skeleton(fold(name))
        if len(key) < 3:
            return None
        return self.skeletons.get(key) or _bare(self, nouns, particles).get(key)

    def within(self, site: str) -> Iterator[str]:
        """The sites that this one lies in, nearest first."""
        seen = {site}
        while (parent := self.sites.get(site, {}).get("within_site_id", "")) and parent not in seen:
            seen.add(parent)
            yield parent
            site = parent

    def near(self, one: str, other: str) -> bool:
        """Whether one of two sites is the town of the other: by name, or within a few kilometres."""
        rows = self.sites.get(one, {}), self.sites.get(other, {})
        if not all(rows) or not any(r["site_type"] == "settlement" for r in rows):
            return False
        names = [fold(r["name"]) for r in rows]
        if names[0] in names[1] or names[1] in names[0]:
            return True
        try:
            (a, b), (c, d) = ((float(r["latitude"]), float(r["longitude"])) for r in rows)
        except ValueError:
            return False
        return (a - c) ** 2 + ((b - d) * 0.83) ** 2 < NEAR_DEGREES**2

    def related(self, one: str, other: str) -> bool:
        """Whether two sites are the same or one lies in the other."""
        return one == other or other in self.within(one) or one in self.within(other)


@lru_cache(maxsize=16)
def _bare(gazetteer: Gazetteer, nouns: tuple[str, ...], particles: str) -> Mapping[str, str]:
    """Names without "base", "camp", "désert de" and the like, by their consonants, where one site alone has it."""
    words = "|".join(re.escape(n) for n in sorted(nouns, key=len, reverse=True)) or "(?!)"
    made: dict[str, str | None] = {}
    for site in gazetteer.sites:
        for name in gazetteer.folded_names.get(site, ()):
            bare = re.sub(rf"(?<!\w)(?:{words})(?!\w)|(?<!\w){particles}\s*(?!\w*$)", " ", name).strip()
            key = skeleton(bare)
            if len(key) >= 3 and bare != name:
                made[key] = site if made.get(key, site) == site else None
    return {k: v for k, v in made.items() if v}


def _parts(sites: Mapping[str, Mapping[str, str]], names: Mapping[str, set[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """ "Ambassade américaine" of "ambassade américaine à Bagdad": with site and town, for texts that name the town elsewhere."""
    towns = {name: site for site, row in sites.items() if row["site_type"] == "settlement" for name in names.get(site, ())}
    made: dict[str, set[tuple[str, str]]] = {}
    for site, row in sites.items():
        if row["site_type"] != "diplomatic":
            continue
        for name in names.get(site, ()):
            found = re.fullmatch(r"(.{8,}) (?:\w{1,3} |d')(.+)", name)
            if found and found[2] in towns and " " in found[1] and found[1] not in towns:
                made.setdefault(found[1], set()).add((site, towns[found[2]]))
    return {part: tuple(sorted(found)) for part, found in sorted(made.items(), key=lambda p: (-len(p[0]), p[0]))}


def _plural(folded: str, end: int, size: int, kind: str) -> bool:
    return kind != "site" and folded[end] == "s" and (end + 1 == size or not folded[end + 1].isalnum())


def skeleton(folded: str) -> str:
    """What different spellings of one Arabic or Kurdish name have in common: its consonants."""
    word = ARTICLE.sub("", folded.replace("'", ""))
    word = re.sub(r" (?:al|el|ad|at|as|ar|az|ash|an|ed|es|er) ", " ", word)
    for old, new in (
        ("tch", "c"),
        ("sch", "s"),
        ("ch", "s"),
        ("sh", "s"),
        ("kh", "k"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("dj", "j"),
        ("ou", "u"),
        ("q", "k"),
        ("c", "k"),
        ("z", "s"),
        ("w", ""),
        ("y", ""),
        ("h", ""),
    ):
        word = word.replace(old, new)
    word = re.sub(r"[aeiou]", "", word)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z0-9]", "", word))


def _variants(name: str) -> Iterator[str]:
    base = re.sub(r"\s+", " ", fold(name)).strip()
    yield base
    if re.search(r"\bUS\b", name):
        yield re.sub(r"\bus\b", "u.s.", base)
    if "'" in base:
        yield base.replace("'", "")
        yield re.sub(r"\s+", " ", base.replace("'", " ")).strip()
    if re.search(r"\b[a-z] \d", base):
        yield re.sub(r"\b([a-z]) (\d)", r"\1\2", base)
    if re.search(r"\b[a-z]\d", base):
        yield re.sub(r"\b([a-z])(\d)", r"\1 \2", base)
    if " " in base and ARTICLE.match(base) and len(ARTICLE.sub("", base)) >= 5:
        yield ARTICLE.sub("", base)


@lru_cache(maxsize=4)
def load_gazetteer(root: Path) -> Gazetteer:
    """Read names, sites, actors and weapons of a package. Raises what reading a package raises."""
    package = load_package(root)
    tables = {}
    for table, key in (("sites", "site_id"), ("actors", "actor_id"), ("weapons", "weapon_id")):
        with package.path(package.table(table)).open(encoding="utf-8-sig", newline="") as lines:
            tables[table] = {row[key]: row for row in csv.DictReader(lines) if row.get(key)}
    kinds = {entity: kind for kind, table in (("site", "sites"), ("actor", "actors"), ("weapon", "weapons")) for entity in tables[table]}
    phrases: dict[str, tuple[str, str, int]] = {}
    names: dict[str, set[str]] = {}
    canonical: dict[str, str] = {}
    skeletons: dict[str, str | None] = {}
    with package.path(package.table("names")).open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda r: (r["name_kind"] != "canonical", r["entity_id"], r["name"]))
    for row in rows:
        entity, name = row["entity_id"], row["name"]
        if entity not in kinds or len(fold(name)) < 2:
            continue
        if row["name_kind"] == "canonical" and (row["language"] == "en" or entity not in canonical):
            canonical[entity] = name
        for rank, variant in enumerate(_variants(name)):
            names.setdefault(entity, set()).add(variant)
            # A name as the table has it goes before one that was made from another name.
            if rank == 0 or variant not in phrases:
                known = phrases.get(variant)
                if rank or known is None or known[1] not in names or variant not in {fold(canonical.get(known[1], ""))}:
                    phrases[variant] = (kinds[entity], entity, len(variant))
        key = skeleton(fold(name))
        if kinds[entity] == "site" and len(key) >= 3:
            skeletons[key] = entity if skeletons.get(key, entity) == entity else None
    automaton = ahocorasick.Automaton()
    for variant, value in phrases.items():
        automaton.add_word(variant, value)
    if not phrases:
        automaton.add_word("\0", ("site", "", 1))
    automaton.make_automaton()
    return Gazetteer(
        tables["sites"],
        tables["actors"],
        tables["weapons"],
        canonical,
        {k: frozenset(v) for k, v in names.items()},
        {k: v for k, v in skeletons.items() if v},
        _parts(tables["sites"], names),
        automaton,
    )
