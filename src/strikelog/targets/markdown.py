"""Reference pages in Markdown: the data dictionary and the rule catalogue, from the schema and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from strikelog.issues import GROUPS, Rule
from strikelog.package import Field, Package, Table


def dictionary(package: Package, tables: Sequence[Table], title: str, lead: str) -> str:
    """One section a table and one entry a field, each with an anchor `#table.field` that does not change."""
    lines = [f"# {title}", "", lead, "", "| Table | One row is |", "| --- | --- |"]
    lines += [f"| [`{t.name}`](#{t.name}) | {_first_sentence(t.description)} |" for t in tables]
    for table in tables:
        lines += ["", f"## {table.title} {{ #{table.name} }}", "", f"`{table.name}` · {table.description}", ""]
        if table.primary_key:
            lines += [f"Key: {_columns(table.primary_key)}.", ""]
        for field in table.fields:
            lines += _field(package, table, field)
    return "\n".join(lines) + "\n"


def _field(package: Package, table: Table, field: Field) -> list[str]:
    facts = [field.type]
    if field.required:
        facts.append("required")
    if field.unique:
        facts.append("unique")
    if key := table.reference(field.name):
        facts.append(f"refers to {_link(package, key.to_table, key.to_fields[0])}")
    if field.minimum is not None:
        facts.append(f"at least {field.minimum:g}")
    if field.maximum is not None:
        facts.append(f"at most {field.maximum:g}")
    if field.example is not None:
        facts.append(f"example `{field.example}`")
    lines = [f"### `{field.name}` {{ #{table.name}.{field.name} }}", "", f"**{field.title}.** {field.description}", "", " · ".join(facts), ""]
    if field.pattern:
        lines += [f"Form: `{field.pattern}`", ""]
    if field.codes:
        lines += ["| Code | Meaning |", "| --- | --- |"]
        lines += [f"| `{c.value}` | **{c.label}.** {_cell(c.description)} |" for c in field.codes]
        lines.append("")
    return lines


def _link(package: Package, table: str, field: str) -> str:
    page = "" if table in {t.name for t in package.tables} else "derived.md"
    return f"[`{table}.{field}`]({page}#{table}.{field})"


def rules(catalogue: Iterable[Rule]) -> str:
    """The rule catalogue, a section a group, an anchor a code."""
    listed = list(catalogue)
    lines = ["# Rules", "", "Every rule that `strikelog check` holds the data to. An **E** is an error and stops a release; a **W** is a warning, which a person looks at.", ""]
    lines += [f"{len(listed)} rules: " + " · ".join(f"[{title}](#group-{g})" for g, title in GROUPS.items()), ""]
    for group, title in GROUPS.items():
        lines += [f"## {title} {{ #group-{group} }}", ""]
        for rule in (r for r in listed if r.code[1] == group):
            lines += [f"### {rule.code} {rule.title} {{ #{rule.code} }}", "", rule.why, "", f"- bad: {_code(rule.bad)}", f"- good: {_code(rule.good)}", ""]
    return "\n".join(lines)


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _first_sentence(text: str) -> str:
    return text.removeprefix("One row is ").split(": ")[0].split(". ")[0].rstrip(".")
