"""examples:
  strikelog explain E203
  strikelog explain events.date_precision
  strikelog explain claims
  strikelog explain possible_duplicate
  strikelog explain events.event_type.rocket
"""

from __future__ import annotations

import argparse
import difflib
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from strikelog.cli import CLEAN, complain
from strikelog.issues import Rule, catalogue
from strikelog.package import DescriptorError, Field, Package, Table, load_package


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help="a rule, a table, table.field, a code of a field, or table.field.code")
    parser.add_argument(
        "--package", type=Path, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)"
    )


def run(options: argparse.Namespace) -> int:
    what = str(options.what)
    if rule := catalogue().get(what.upper()):
        print(_rule(rule))
        return CLEAN
    names: list[str] = list(catalogue())
    try:
        package = load_package(options.package)
    except DescriptorError as error:
        return complain(f"{what} is not the code of a rule, and {error}")
    tables = (*package.published, *package.views)
    if what.startswith("_"):
        from strikelog.publish.guide import GUIDE

        tables += GUIDE
    for table in tables:
        if what == table.name:
            print(_table(table))
            return CLEAN
        names.append(table.name)
        for field in table.fields:
            names.append(f"{table.name}.{field.name}")
            if what == names[-1]:
                print(_field(package, table, field))
                return CLEAN
    if codes := list(_codes(tables, what)):
        print("\n\n".join(codes))
        return CLEAN
    names += dict.fromkeys(code.value for table in tables for field in table.fields for code in field.codes)
    near = difflib.get_close_matches(what, names, 3, 0.5)
    return complain(f"{what} is no rule, table, field or code" + (f"; did you mean {', '.join(near)}?" if near else ""))


def _codes(tables: Iterable[Table], what: str) -> Iterator[str]:
    """Every meaning of a code, given alone or behind its field; a field taken over from another is said once."""
    place, _, wanted = what.rpartition(".")
    told = set()
    for table in tables:
        for field in table.fields:
            for code in field.codes:
                known = (field.name, code.value, code.description) in told
                if not known and place in ("", f"{table.name}.{field.name}") and code.value.lower() == wanted.lower():
                    told.add((field.name, code.value, code.description))
                    yield f"{table.name}.{field.name}.{code.value}  {code.label}\n\n{_wrapped(code.description)}"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 88, initial_indent=indent, subsequent_indent=indent)


def _rule(rule: Rule) -> str:
    return "\n".join([f"{rule.code}  {rule.title}  ({rule.severity})", "", _wrapped(rule.why), "", f"  bad:   {rule.bad}", f"  good:  {rule.good}"])


def _table(table: Table) -> str:
    width = max(len(f.name) for f in table.fields)
    lines = [f"{table.name}  {table.title}  ({table.kind})", "", _wrapped(table.description), ""]
    lines += [f"  {f.name:<{width}}  {f.type:<8}  {f.title}" for f in table.fields]
    return "\n".join([*lines, "", f"strikelog explain {table.name}.FIELD says more of a field"])


def _field(package: Package, table: Table, field: Field) -> str:
    facts = [field.type, *(["required"] if field.required else []), *(["unique"] if field.unique else [])]
    lines = [f"{table.name}.{field.name}  {field.title}  ({', '.join(facts)})", "", _wrapped(field.description), ""]
    if field.example is not None:
        lines.append(f"  example:  {field.example}")
    if field.pattern:
        lines.append(f"  form:     {field.pattern}")
    if key := table.reference(field.name):
        lines.append(f"  refers to {key.to_table}.{key.to_fields[0]}")
    width = max((len(c.value) for c in field.codes), default=0)
    lines += [textwrap.fill(c.description, 88, initial_indent=f"  {c.value:<{width}}  ", subsequent_indent=" " * (width + 4)) for c in field.codes]
    return "\n".join(lines)
