"""examples:
  strikelog explain E203
  strikelog explain events.date_precision
  strikelog explain claims
"""

from __future__ import annotations

import argparse
import difflib
import textwrap
from pathlib import Path

from strikelog.cli import CLEAN, complain
from strikelog.issues import Rule, catalogue
from strikelog.package import DescriptorError, Field, Package, Table, load_package


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="WHAT", help="a rule's code, a table, or table.field")
    parser.add_argument("--package", type=Path, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)")


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
    for table in (*package.published, *package.views):
        if what == table.name:
            print(_table(table))
            return CLEAN
        names.append(table.name)
        for field in table.fields:
            names.append(f"{table.name}.{field.name}")
            if what == names[-1]:
                print(_field(package, table, field))
                return CLEAN
    near = difflib.get_close_matches(what, names, 3, 0.5)
    return complain(f"{what} is no rule, table or field" + (f"; did you mean {', '.join(near)}?" if near else ""))


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 88, initial_indent=indent, subsequent_indent=indent)


def _rule(rule: Rule) -> str:
    return "\n".join([f"{rule.code}  {rule.title}  ({rule.severity})", "", _wrapped(rule.why), "", f"  bad:   {rule.bad}", f"  good:  {rule.good}"])


def _table(table: Table) -> str:
    width = max(len(f.name) for f in table.fields)
    lines = [f"{table.name}  {table.title}  ({table.kind})", "", _wrapped(table.description), ""]
    lines += [f"  {f.name:<{width}}  {f.type:<8}  {f.title}" for f in table.fields]
    return "\n".join(lines + ["", f"strikelog explain {table.name}.FIELD says more of a field"])


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
