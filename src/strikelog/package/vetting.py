"""What may stand in a descriptor, property by property.

A property that the check does not honour is refused: passed over, it would promise what nothing
holds. Here each part is looked at by itself; `reading` sees whether the parts fit each other.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from strikelog.package import patterns
from strikelog.package.records import DESCRIPTOR, TYPES, Flaw

# What a release says of itself just as the source does.
ABOUT = {
    "profile": "text", "name": "text", "title": "text", "description": "text", "version": "text", "created": "text", "homepage": "text",
    "keywords": "texts", "licenses": "parties", "contributors": "parties", "sources": "parties"}
PACKAGE = ABOUT | {"resources": "list", "derived": "list", "views": "list"}
RESOURCE = {
    "name": "text", "title": "text", "description": "text", "path": "anything", "format": "text", "mediatype": "text", "encoding": "text",
    "profile": "text", "kind": "text", "formats": "list", "schema": "anything"}
SCHEMA = {
    "fields": "list", "primaryKey": "names", "foreignKeys": "anything", "uniqueKeys": "anything", "order": "names",
    "missingValues": "anything"}
FIELD = {
    "name": "text", "type": "anything", "title": "text", "description": "text", "example": "value", "format": "text",
    "categories": "objects", "constraints": "object", "part_of": "text"}
CONSTRAINTS = {
    "required": "flag", "unique": "flag", "enum": "texts", "pattern": "text", "minimum": "number", "maximum": "number"}
# What code may say beyond its meaning: each of these is read by a rule or by the SQL of a derived table.
CODE = {
    "value": "text", "label": "text", "description": "text", "takes": "text", "qualifier": "text", "responsibility": "flag",
    "directed": "flag", "days_min": "number", "days_max": "number", "whole": "text", "stands": "flag", "stage": "text"}
KEY = {"fields": "names", "reference": "object"}
REFERENCE = {"resource": "text", "fields": "names"}
MADE = {"name": "text", "title": "text", "description": "text", "primaryKey": "names", "schema": "object"}
MADE_SCHEMA = {"fields": "list"}
SAME_AS = {"same_as": "text", "name": "text", "title": "text", "description": "text", "required": "flag"}
FIELDS_OF = {"fields_of": "text"}
FOR_EACH = {"for_each": "text", "takes": "text", "fields": "list"}
# Properties of which only these values are honoured.
ONLY: Mapping[str, tuple[Any, ...]] = {
    "encoding": ("utf-8",), "format": ("csv",), "mediatype": ("text/csv",), "missingValues": ([""],),
    "whole": ("month", "year"), "stage": ("up", "down")}

KINDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "anything": ("anything", lambda v: True),
    "text": ("text", lambda v: isinstance(v, str)),
    "flag": ("true or false", lambda v: isinstance(v, bool)),
    "number": ("a number", lambda v: isinstance(v, int | float) and not isinstance(v, bool)),
    "value": ("text, a number, or true or false", lambda v: isinstance(v, str | int | float)),
    "list": ("a list", lambda v: isinstance(v, list)),
    "object": ("an object", lambda v: isinstance(v, dict)),
    "objects": ("a list of objects", lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v)),
    "texts": ("a list of texts", lambda v: isinstance(v, list) and all(isinstance(x, str) for x in v)),
    "names": ("a name or a list of names", lambda v: isinstance(v, str) or (isinstance(v, list) and all(isinstance(x, str) for x in v))),
    "parties": (
        "a list of objects that hold text",
        lambda v: isinstance(v, list) and all(isinstance(x, dict) and all(isinstance(y, str) for y in x.values()) for x in v)),
}
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
NAME_IN_WORDS = "a small letter, then small letters, digits and _, at most 60 in all"
# A column of this name would hide the row numbers by which the database joins.
TAKEN = ("rowid",)
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
DEEPEST = 50
TOO_DEEP = (f"{DESCRIPTOR} is nested more than {DEEPEST} deep", "was something pasted into it by mistake?")
STANDARD = "see the Frictionless Data Package specification"


def vet(descriptor: Mapping[str, Any]) -> list[Flaw]:
    """All that is wrong with the parts of a descriptor. A package can be read if no flaw is `malformed`."""
    if flaws := list(_unwritable(descriptor)):
        return flaws
    vetting = _Vetting()
    vetting.package(descriptor)
    return vetting.flaws


def bad_name(name: str) -> bool:
    return not NAME.fullmatch(name) or name in TAKEN


class _Vetting:
    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def malformed(self, where: str, message: str, hint: str, value: Any = "") -> None:
        self.flaws.append(Flaw("malformed", where, str(value), message, hint))

    def unsupported(self, where: str, message: str, hint: str, value: Any = "") -> None:
        self.flaws.append(Flaw("unsupported", where, str(value), message, hint))

    def package(self, descriptor: Mapping[str, Any]) -> None:
        self.properties(descriptor, PACKAGE, "", "a package")
        for spec in descriptor["resources"]:
            self.resource(spec)
        for group in ("derived", "views"):
            specs = descriptor.get(group, [])
            for spec in specs if isinstance(specs, list) else ():
                self.made(spec, group)

    def properties(self, given: Mapping[str, Any], known: Mapping[str, str], where: str, whole: str) -> None:
        """Refuse what `known` does not name, and values of another kind than it says."""
        for key, value in given.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                self.unsupported(where, f"the check does not know {_shown(key)} as a property of {whole}",
                                 (f"did you mean `{near[0]}`? " if near else "") + f"known: {', '.join(known)}", key)
                continue
            words, fits = KINDS[known[key]]
            if not fits(value):
                self.malformed(where, f"`{key}` of {whole} must be {words}", "correct or drop it", key)
            elif key in ONLY and value not in ONLY[key] and known is not FIELD:
                self.unsupported(where, f"`{key}` of {whole} is {_shown(value)}",
                                 f"only {' or '.join(map(repr, ONLY[key]))} is supported", key)

    def name(self, name: Any, where: str, whole: str) -> bool:
        """Whether a name is text; one that is not well formed is refused."""
        if not isinstance(name, str) or not name:
            self.malformed(where, f"{whole} has no name", f"give each {whole.split()[1]} a `name`")
            return False
        if bad_name(name):
            why, hint = "is not a name that every format takes", f"a name is {NAME_IN_WORDS}"
            if name in TAKEN:
                why, hint = "is a name of the database's own", "give it another name"
            self.malformed(where, f"{_shown(name)} {why}", hint, name)
            return False
        return True

    def resource(self, spec: Any) -> None:
        if not isinstance(spec, dict):
            spec = {}
        name, schema, path = spec.get("name"), spec.get("schema"), spec.get("path")
        if not self.name(name, "resources", "a resource"):
            return
        self.properties(spec, RESOURCE, name, "a resource")
        if not isinstance(path, str) or not path:
            self.malformed(name, f"the table {name} has no single `path`", "give it the path of one CSV file", path)
        if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list) or not schema["fields"]:
            self.malformed(name, f"the table {name} lists no fields", "give its `schema` a list of `fields`")
            return
        self.properties(schema, SCHEMA, name, "a schema")
        self.keys(name, schema)
        names = []
        for field in schema["fields"]:
            if self.name(field.get("name") if isinstance(field, dict) else None, name, f"a field of {name}"):
                names.append(field["name"])
                self.field(field, f"{name}.{field['name']}")
        if len(set(names)) < len(names):
            self.malformed(name, f"the table {name} has two fields of one name", "give each field a name of its own")

    def keys(self, name: str, schema: Mapping[str, Any]) -> None:
        references, groups = schema.get("foreignKeys", []), schema.get("uniqueKeys", [])
        fits = KINDS["names"][1]
        if not (isinstance(references, list) and all(isinstance(k, dict) and isinstance(k.get("reference"), dict) for k in references)
                and isinstance(groups, list) and all(fits(g) for g in groups)):
            self.malformed(name, f"the keys of {name} are not lists, or one of `foreignKeys` has no `reference`", STANDARD)
            return
        for key in references:
            self.properties(key, KEY, name, "a foreign key")
            self.properties(key["reference"], REFERENCE, name, "a reference")

    def field(self, spec: Mapping[str, Any], where: str) -> None:
        self.properties(spec, FIELD, where, "a field")
        kind, limits, meanings = spec.get("type"), spec.get("constraints", {}), spec.get("categories", [])
        if kind not in TYPES:
            self.malformed(where, f"the type {_shown(kind)} is not one this project knows", f"one of {', '.join(TYPES)}", kind)
        if not isinstance(limits, dict) or not KINDS["objects"][1](meanings):
            return
        self.properties(limits, CONSTRAINTS, where, "`constraints`")
        for code in meanings:
            self.properties(code, CODE, where, "a category")
            if "value" not in code:
                self.malformed(where, "one of `categories` has no `value`", "say of which code it gives the meaning")
        self.codes(limits.get("enum"), [c["value"] for c in meanings if isinstance(c.get("value"), str)], kind, where)
        if isinstance(form := limits.get("pattern"), str) and (trouble := patterns.trouble(form)):
            self.unsupported(where, f"the pattern {_shown(form)} {trouble}",
                             patterns.HINT)
        if spec.get("format", "default") != "default" and not (spec["format"] == "uri" and kind == "string" and isinstance(form, str)):
            self.unsupported(where, f"`format` of a field is {_shown(spec['format'])}",
                             "only 'default' is supported, and 'uri' on a string that has a `pattern`, which is what is checked", "format")

    def codes(self, enum: Any, meanings: list[str], kind: Any, where: str) -> None:
        if not KINDS["texts"][1](enum or []):
            return
        if enum is not None and kind in TYPES and (not enum or kind != "string" or "" in enum):
            self.malformed(where, f"a field of type {kind} cannot have the codes in its `enum`",
                           "give one code or more, none of them empty, on a field of type string")
        for listed, what in ((enum or [], "code"), (meanings, "meaning of the code")):
            for value in dict.fromkeys(v for v in listed if listed.count(v) > 1):
                self.malformed(where, f"the {what} {_shown(value)} stands twice", "keep one of them", value)

    def made(self, spec: Any, group: str) -> None:
        """A derived table or a view, whose fields may be taken over from others."""
        if not isinstance(spec, dict):
            spec = {}
        if not self.name(name := spec.get("name"), group, "a table"):
            return
        self.properties(spec, MADE, name, "a derived table")
        schema = spec.get("schema")
        if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list) or not {"title", "description"} <= spec.keys():
            self.malformed(name, f"{name} lacks a title, a description, or a `schema` with a list of `fields`", "give it all three")
            return
        self.properties(schema, MADE_SCHEMA, name, "a derived schema")
        self.made_fields(schema["fields"], name)

    def made_fields(self, specs: Iterable[Any], table: str) -> None:
        for spec in specs:
            if not isinstance(spec, dict):
                self.malformed(table, f"a field of {table} is no object", "describe it, or take it over with `same_as`")
                continue
            forms = {"fields_of": FIELDS_OF, "for_each": FOR_EACH, "same_as": SAME_AS}
            form = next((form for key, form in forms.items() if key in spec), None)
            named = spec.get("name")
            where = f"{table}.{named}" if isinstance(named, str) and named.isprintable() else table
            if form is not None:
                self.properties(spec, form, where, "a field that is taken over")
                if form is FOR_EACH and isinstance(spec.get("fields"), list):
                    self.made_fields(spec["fields"], table)
            elif not isinstance(named, str) or not named:
                self.malformed(table, f"a field of {table} has no name", "give each field a `name`")
            else:
                self.field(spec, where)


def _shown(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _unwritable(descriptor: Mapping[str, Any]) -> Iterable[Flaw]:
    """Text and numbers that JSON can hold and no file that is made from them; and nesting that no reader follows."""
    waiting: list[tuple[Any, str, int]] = [(descriptor, "", 0)]
    while waiting:
        node, where, depth = waiting.pop()
        if depth > DEEPEST:
            yield Flaw("unreadable", "", "", *TOO_DEEP)
            return
        if isinstance(node, dict):
            name = node.get("name")
            if isinstance(name, str) and depth and NAME.fullmatch(name):
                where = f"{where}.{name}" if where else name
            waiting += [(part, where, depth + 1) for part in (*node, *node.values())]
        elif isinstance(node, list):
            waiting += [(part, where, depth + 1) for part in node]
        elif isinstance(node, str) and (found := UNWRITABLE.search(node)):
            yield Flaw("malformed", where, "", f"{_shown(node)} holds {found[0]!a}, a character that cannot be written",
                       "type the text afresh")
        elif isinstance(node, float) and not math.isfinite(node):
            yield Flaw("malformed", where, "", "a number is too large to be kept", "write a smaller one")


def repeated(pairs: Collection[tuple[str, Any]], flaws: list[Flaw]) -> dict[str, Any]:
    """An object of the descriptor, and a flaw for each property that it has twice: nobody can say which holds."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [key for key, _ in pairs]
        for key in dict.fromkeys(k for k in names if names.count(k) > 1):
            name = made.get("name")
            of = f" of {name}" if isinstance(name, str) and NAME.fullmatch(name) else ""
            flaws.append(Flaw("malformed", of.removeprefix(" of "), "" if UNWRITABLE.search(key) else key,
                              f"the property {_shown(key)}{of} stands twice", "keep one of them"))
    return made
