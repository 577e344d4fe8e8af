"""From `datapackage.json` to records, with everything that is wrong with it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from strikelog.package.records import DESCRIPTOR, Code, DescriptorError, Field, Flaw, ForeignKey, Package, Table
from strikelog.package.vetting import NAME_IN_WORDS, TOO_DEEP, bad_name, repeated, vet

NUMERIC = ("integer", "number")
# What a claim may take besides the values of a field.
TAKEN_ALONE = {("takes", kind) for kind in ("count", "state", "interval")}


def load_package(root: str | Path) -> Package:
    """Read `datapackage.json` in `root` (a folder, or the path of the descriptor itself).

    Raises DescriptorError if it cannot be read or lacks what every table must have; smaller flaws
    are kept in `Package.flaws`, so that a check can report them beside its other findings.
    """
    root = Path(root)
    file = root / DESCRIPTOR
    twice: list[Flaw] = []
    try:
        file = root if root.is_file() else file
        data = file.read_bytes()
        if data.startswith(codecs.BOM_UTF8):
            raise DescriptorError((Flaw("unreadable", "line 1", "", f"{DESCRIPTOR} begins with a byte order mark",
                                        "save the file as UTF-8 without BOM"),))
        descriptor = json.loads(data.decode("utf-8"), object_pairs_hook=lambda pairs: repeated(pairs, twice), parse_constant=_no_number)
    except FileNotFoundError:
        raise DescriptorError((Flaw("unreadable", "", "", f"there is no {DESCRIPTOR} here",
                                    "run the command in the folder of a package, or name that folder"),)) from None
    except json.JSONDecodeError as why:
        raise DescriptorError((Flaw("unreadable", f"line {why.lineno}", "", f"{DESCRIPTOR} is not JSON: {why.msg}",
                                    f"look at line {why.lineno}, column {why.colno}"),)) from None
    except UnicodeDecodeError:
        raise DescriptorError((Flaw("unreadable", "", "", f"{DESCRIPTOR} is not in UTF-8", "save the file as UTF-8"),)) from None
    except RecursionError:
        raise DescriptorError((Flaw("unreadable", "", "", *TOO_DEEP),)) from None
    except DescriptorError:
        raise
    except (OSError, ValueError) as why:
        raise DescriptorError((Flaw("unreadable", "", "", f"{DESCRIPTOR} cannot be read: {why}", "restore it from git"),)) from None
    if twice:
        raise DescriptorError(tuple(twice))
    return parse_package(descriptor, file.parent)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number in JSON")


def parse_package(descriptor: Any, root: Path) -> Package:
    """Build a Package from a descriptor already decoded. Raises DescriptorError."""
    flaws: list[Flaw] = []
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise DescriptorError((Flaw("malformed", "", "", f"{DESCRIPTOR} does not list its tables under `resources`",
                                    "see the Frictionless Data Package specification"),))
    flaws += vet(descriptor)
    _raise_if_malformed(flaws)
    tables = tuple(_base_table(r, flaws) for r in descriptor["resources"])
    _check_names(tables, flaws)
    _raise_if_malformed(flaws)
    base = Package(_text(descriptor, "name"), _text(descriptor, "title"), _text(descriptor, "description"), _text(descriptor, "version"),
                   root=root, tables=tables, descriptor=descriptor)
    made = "derived"
    try:
        for spec in descriptor.get("derived", ()):
            base = replace(base, derived=(*base.derived, _made_table(spec, "derived", base)))
        made = "views"
        for spec in descriptor.get("views", ()):
            base = replace(base, views=(*base.views, _made_table(spec, "view", base)))
    except (LookupError, TypeError, AttributeError, ValueError) as why:
        flaws.append(Flaw("malformed", made, "", f"`{made}` does not fit the tables it is made from: {why}",
                          "name only tables and fields that exist"))
        raise DescriptorError(tuple(flaws)) from None
    _check_made(base, flaws)
    _raise_if_malformed(flaws)
    return replace(base, flaws=tuple(flaws))


def _raise_if_malformed(flaws: list[Flaw]) -> None:
    if any(f.kind in ("unreadable", "malformed") for f in flaws):
        raise DescriptorError(tuple(flaws))


def _base_table(spec: Mapping[str, Any], flaws: list[Flaw]) -> Table:
    name, schema, path = spec["name"], spec["schema"], spec["path"]
    if trouble := unsafe_path(path):
        flaws.append(Flaw("unsafe_path", name, path, f"the path of {name} {trouble}",
                          "give a path inside the package, such as data/events.csv"))
    fields = tuple(_field(f, name, flaws) for f in schema["fields"])
    types = {f.name: f.type for f in fields}
    references, groups = schema.get("foreignKeys", []), schema.get("uniqueKeys", [])
    keys = tuple(ForeignKey(_names(k.get("fields")), str(k["reference"].get("resource") or name), _names(k["reference"].get("fields"))) for k in references)
    primary, unique = _names(schema.get("primaryKey")), tuple(_names(u) for u in groups if _names(u))
    order = _names(schema.get("order")) or primary
    for column in {c for group in (primary, order, *unique, *(k.fields for k in keys)) for c in group} - types.keys():
        flaws.append(Flaw("malformed", f"{name}.{column}", column,
                          f"a key or the order of {name} names {column!r}, which is not a field of it", "name a field that exists"))
    for f in fields:
        if f.part_of is not None and (f.part_of == f.name or f.type not in NUMERIC or types.get(f.part_of) not in NUMERIC):
            flaws.append(Flaw("unsupported", f"{name}.{f.name}", f.part_of, f"{f.name} cannot be part of {f.part_of!r}",
                              f"`part_of` names another field of {name}, and both hold numbers"))
    return Table(name, spec.get("title", name), spec.get("description", ""), "base", fields, path, primary, unique, keys, order)


def _field(spec: Mapping[str, Any], table: str, flaws: list[Flaw]) -> Field:
    limits = spec.get("constraints", {})
    meanings: dict[str, Any] = {c["value"]: c for c in spec.get("categories", [])}
    enum: list[str] = limits.get("enum", [])
    if spec.get("categories"):
        for value in enum:
            if value not in meanings:
                flaws.append(Flaw("codes_and_meanings", f"{table}.{spec['name']}", value, f"the code {value!r} has no meaning",
                                  "add it to `categories` with a label and a description"))
        for value in meanings.keys() - set(enum):
            flaws.append(Flaw("codes_and_meanings", f"{table}.{spec['name']}", value, f"a meaning is given for {value!r}, which is not allowed",
                              "add it to `constraints.enum`, or drop the meaning"))
    codes = tuple(
        Code(v, c.get("label", v), c.get("description", ""),
             MappingProxyType({k: x for k, x in c.items() if k not in ("value", "label", "description")}))
        for v, c in ((v, meanings.get(v, {})) for v in enum))
    return Field(spec["name"], spec["type"], spec.get("title", spec["name"]), spec.get("description", ""), spec.get("example"),
                 spec.get("format"), limits.get("required", False), limits.get("unique", False), codes,
                 limits.get("pattern"), limits.get("minimum"), limits.get("maximum"), spec.get("part_of"))


def _check_names(tables: tuple[Table, ...], flaws: list[Flaw]) -> None:
    by_name = {t.name: t for t in tables}
    if len(by_name) < len(tables):
        flaws.append(Flaw("malformed", "resources", "", "two tables have one name", "give each table a name of its own"))
    if len({t.path for t in tables}) < len(tables):
        flaws.append(Flaw("unsupported", "resources", "", "two tables have one path", "give each table a file of its own"))
    seen: dict[str, tuple[str, Field]] = {}
    columns = {f"{t.name}.{c}" for t in tables for c in t.columns}
    for t in tables:
        for key in t.foreign_keys:
            target = by_name.get(key.to_table)
            if target is None or not key.fields or set(key.to_fields) - set(target.columns) or len(key.fields) != len(key.to_fields):
                flaws.append(Flaw("malformed", f"{t.name}.{','.join(key.fields)}", key.to_table,
                                  f"a reference of {t.name} points at {key.to_table}.{','.join(key.to_fields)}, which is not there",
                                  "name a table and fields that exist"))
            elif set(key.fields) <= set(t.columns) and [t.field(c).type for c in key.fields] != [target.field(c).type for c in key.to_fields]:
                flaws.append(Flaw("malformed", f"{t.name}.{','.join(key.fields)}", key.to_table,
                                  f"a reference of {t.name} and what it points at in {key.to_table} differ in type", "give both one type"))
        for f in t.fields:
            if not f.codes:
                continue
            for code in f.codes:
                for trait in ("takes", "qualifier"):
                    points = code.traits.get(trait)
                    if points is not None and points not in columns and (trait, points) not in TAKEN_ALONE:
                        flaws.append(Flaw("unsupported", f"{t.name}.{f.name}", points,
                                          f"the code {code.value!r} has {trait} {points!r}, which is no field",
                                          "name a table and a field of it" + (", or count, state or interval" if trait == "takes" else "")))
            other_table, other = seen.setdefault(f.name, (t.name, f))
            if other.enum != f.enum:
                flaws.append(Flaw("same_name_other_codes", f"{t.name}.{f.name}", f.name,
                                  f"{t.name}.{f.name} and {other_table}.{f.name} share a name and differ in their codes",
                                  "give both the same codes in the same order, or rename one"))


def _check_made(package: Package, flaws: list[Flaw]) -> None:
    """Names must be free once the tables that are made at build time stand beside the others."""
    taken = {t.name for t in package.tables}
    for table in (*package.derived, *package.views):
        if table.name in taken:
            flaws.append(Flaw("malformed", table.name, table.name, f"two tables, derived tables or views are named {table.name}",
                              "give each a name of its own"))
        taken.add(table.name)
        for column in dict.fromkeys(table.columns):
            if table.columns.count(column) > 1:
                flaws.append(Flaw("malformed", f"{table.name}.{column}", column,
                                  f"{table.name} would have two columns named {column}: one of its own, and one that it takes over",
                                  "give the new field another name"))
            if bad_name(column):
                flaws.append(Flaw("malformed", table.name, column, f"{table.name} would have a column named {column!r}",
                                  f"a name is {NAME_IN_WORDS}"))
        for column in set(table.primary_key) - set(table.columns):
            flaws.append(Flaw("malformed", f"{table.name}.{column}", column,
                              f"the key of {table.name} names {column!r}, which is not a field of it", "name a field that exists"))


def _made_table(spec: Mapping[str, Any], kind: str, package: Package) -> Table:
    return Table(spec["name"], spec["title"], spec["description"], kind, tuple(_made_fields(spec["schema"]["fields"], package)),
                 primary_key=_names(spec.get("primaryKey")))


def _made_fields(specs: Any, package: Package) -> Iterator[Field]:
    """Fields of a derived table: their own, taken over with `same_as` or `fields_of`, or one `for_each` code."""
    for spec in specs:
        if "fields_of" in spec:
            yield from package.table(spec["fields_of"]).fields
        elif "for_each" in spec:
            for code in package.lookup(spec["for_each"]).codes:
                if code.traits.get("takes") == spec["takes"]:
                    words = {"code": code.value, "label": code.label, "meaning": code.description}
                    filled = [{k: v.format(**words) if isinstance(v, str) else v for k, v in f.items()} for f in spec["fields"]]
                    yield from _made_fields(filled, package)
        elif "same_as" in spec:
            changes = {k: v for k, v in spec.items() if k in ("name", "title", "description", "required")}
            yield replace(package.lookup(spec["same_as"]), unique=False, part_of=None, **changes)
        else:
            yield _field(spec, "", [])


def _text(descriptor: Mapping[str, Any], key: str) -> str:
    return str(descriptor.get(key, ""))


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(dict.fromkeys(str(v) for v in value)) if isinstance(value, list) else ()


def unsafe_path(path: str) -> str | None:
    """Why a path may not stand in a descriptor, in words that follow 'the path of events'; None if it may."""
    if "://" in path:
        return "is remote"
    if path.startswith(("/", "\\", "~")) or path[1:2] == ":":
        return "is absolute"
    if "\\" in path or "\x00" in path:
        return "holds a backslash or a NUL"
    return "leaves the package" if ".." in PurePosixPath(path).parts else None
