"""From `datapackage.json` to records, with everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from strikelog.package.records import DESCRIPTOR, TYPES, Code, DescriptorError, Field, Flaw, ForeignKey, Package, Table


def load_package(root: str | Path) -> Package:
    """Read `datapackage.json` in `root` (a folder, or the path of the descriptor itself).

    Raises DescriptorError if it cannot be read or lacks what every table must have; smaller flaws
    are kept in `Package.flaws`, so that a check can report them beside its other findings.
    """
    root = Path(root)
    file = root / DESCRIPTOR
    try:
        file = root if root.is_file() else file
        descriptor = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DescriptorError((Flaw("unreadable", "", "", f"there is no {DESCRIPTOR} here",
                                    "run the command in the folder of a package, or name that folder"),)) from None
    except json.JSONDecodeError as why:
        raise DescriptorError((Flaw("unreadable", f"line {why.lineno}", "", f"{DESCRIPTOR} is not JSON: {why.msg}",
                                    f"look at line {why.lineno}, column {why.colno}"),)) from None
    except UnicodeDecodeError:
        raise DescriptorError((Flaw("unreadable", "", "", f"{DESCRIPTOR} is not in UTF-8", "save the file as UTF-8"),)) from None
    except (OSError, ValueError, RecursionError) as why:
        raise DescriptorError((Flaw("unreadable", "", "", f"{DESCRIPTOR} cannot be read: {why}", "restore it from git"),)) from None
    return parse_package(descriptor, file.parent)


def parse_package(descriptor: Any, root: Path) -> Package:
    """Build a Package from a descriptor already decoded. Raises DescriptorError."""
    flaws: list[Flaw] = []
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise DescriptorError((Flaw("malformed", "", "", f"{DESCRIPTOR} does not list its tables under `resources`",
                                    "see the Frictionless Data Package specification"),))
    tables = tuple(t for t in (_base_table(r, flaws) for r in descriptor["resources"]) if t)
    _check_names(tables, flaws)
    if any(f.kind == "malformed" for f in flaws):
        raise DescriptorError(tuple(flaws))
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
    return replace(base, flaws=tuple(flaws))


def _base_table(spec: Any, flaws: list[Flaw]) -> Table | None:
    def malformed(where: str, message: str, hint: str, value: Any = "") -> None:
        flaws.append(Flaw("malformed", where, str(value), message, hint))

    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name:
        malformed("resources", "a resource has no name", "give each resource a `name`")
        return None
    schema, path = spec.get("schema"), spec.get("path")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list) or not schema["fields"]:
        malformed(name, f"the table {name} lists no fields", "give its `schema` a list of `fields`")
        return None
    if not isinstance(path, str) or not path:
        malformed(name, f"the table {name} has no single `path`", "give it the path of one CSV file", path)
        return None
    if trouble := unsafe_path(path):
        flaws.append(Flaw("unsafe_path", name, path, f"the path of {name} {trouble}",
                          "give a path inside the package, such as data/events.csv"))
    fields = []
    for f in schema["fields"]:
        if not isinstance(f, dict) or not isinstance(f.get("name"), str):
            malformed(name, f"a field of {name} has no name", "give each field a `name`")
        elif f.get("type") not in TYPES:
            malformed(f"{name}.{f['name']}", f"the type {f.get('type')!r} is not one this project knows",
                      f"one of {', '.join(TYPES)}", f.get("type"))
        elif not (isinstance(f.get("constraints", {}), dict) and isinstance(f.get("categories", []), list)
                  and isinstance(f.get("constraints", {}).get("enum", []), list) and all(isinstance(f.get(k, ""), str) for k in ("title", "description"))):
            malformed(f"{name}.{f['name']}", "`title` and `description` must be text, `constraints` an object, `enum` and `categories` lists", "mend the field")
        else:
            fields.append(_field(f, name, flaws))
    if len({f.name for f in fields}) < len(fields):
        malformed(name, f"the table {name} has two fields of one name", "give each field a name of its own")
    columns = {f.name for f in fields}
    references, groups = schema.get("foreignKeys", []), schema.get("uniqueKeys", [])
    if not isinstance(references, list) or not isinstance(groups, list) or not all(isinstance(k, dict) and isinstance(k.get("reference"), dict) for k in references):
        malformed(name, f"the keys of {name} are not lists, or one of `foreignKeys` has no `reference`", "see the Frictionless Data Package specification")
        return None
    keys = tuple(ForeignKey(_names(k.get("fields")), str(k["reference"].get("resource") or name), _names(k["reference"].get("fields"))) for k in references)
    primary, unique = _names(schema.get("primaryKey")), tuple(_names(u) for u in groups if _names(u))
    order = _names(schema.get("order")) or primary
    for column in {c for group in (primary, order, *unique, *(k.fields for k in keys)) for c in group} - columns:
        malformed(f"{name}.{column}", f"a key or the order of {name} names {column!r}, which is not a field of it", "name a field that exists", column)
    return Table(name, spec.get("title", name), spec.get("description", ""), "base", tuple(fields), path, primary, unique, keys, order)


def _field(spec: Mapping[str, Any], table: str, flaws: list[Flaw]) -> Field:
    limits = spec.get("constraints", {})
    meanings = {str(c.get("value")): c for c in spec.get("categories", []) if isinstance(c, dict)}
    enum = [str(v) for v in limits.get("enum", [])]
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
                 spec.get("format"), bool(limits.get("required")), bool(limits.get("unique")), codes,
                 limits.get("pattern"), limits.get("minimum"), limits.get("maximum"))


def _check_names(tables: tuple[Table, ...], flaws: list[Flaw]) -> None:
    by_name = {t.name: t for t in tables}
    if len(by_name) < len(tables):
        flaws.append(Flaw("malformed", "resources", "", "two tables have one name", "give each table a name of its own"))
    seen: dict[str, tuple[str, Field]] = {}
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
            other_table, other = seen.setdefault(f.name, (t.name, f))
            if other.enum != f.enum:
                flaws.append(Flaw("same_name_other_codes", f"{t.name}.{f.name}", f.name,
                                  f"{t.name}.{f.name} and {other_table}.{f.name} share a name and differ in their codes",
                                  "give both the same codes in the same order, or rename one"))


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
            yield replace(package.lookup(spec["same_as"]), unique=False, **changes)
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
