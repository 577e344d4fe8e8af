"""New rows: a fresh id, what each column wants, and whether the values given fit."""

from __future__ import annotations

import difflib
import re
import secrets
import textwrap
from collections.abc import Iterator, Mapping

import polars as pl

from strikelog import canonical
from strikelog.check.engine import check_rows
from strikelog.issues import Findings
from strikelog.package import Field, Package, Table
from strikelog.rows import Rows, read_rows

Frames = Mapping[str, pl.DataFrame]

# Such an id means nothing and is drawn; one made of words is chosen by a person.
RANDOM_ID = re.compile(r"\^(?P<prefix>[a-z]+-)\[(?P<alphabet>[a-z0-9]+)\]\{(?P<length>[0-9]+)\}\$")


def kinds(package: Package) -> dict[str, Table]:
    """Base tables by the word for one of their rows: `event` for `events`, `tally` for `tallies`."""
    return {_singular(t.name): t for t in package.tables}


def _singular(name: str) -> str:
    return name.removesuffix("ies") + "y" if name.endswith("ies") else name.removesuffix("s")


def read_frames(package: Package) -> Frames:
    """The records of every base table, as far as they can be read."""
    return {t.name: read_rows(package, t, Findings()).frame for t in package.tables}


def draws_id(package: Package, table: Table) -> Field | None:
    """The field of the table that holds its random id; None if its key is chosen, or is another table's."""
    if len(table.primary_key) != 1 or not RANDOM_ID.fullmatch(table.field(table.primary_key[0]).pattern or ""):
        return None
    field = table.field(table.primary_key[0])
    owner = next(t for t in package.tables if any(t.field(c).pattern == field.pattern for c in t.primary_key))
    return field if owner is table else None


def fresh_id(package: Package, field: Field, frames: Frames) -> str:
    """An id of that field's form that stands nowhere in the package, among the retired ids neither."""
    form = RANDOM_ID.fullmatch(field.pattern or "")
    assert form is not None, f"{field.name} holds no random id"
    taken: set[str | None] = set()
    for table in package.tables:
        for other in table.fields:
            if other.pattern == field.pattern:
                taken.update(frames[table.name][other.name])
    while True:
        drawn = form["prefix"] + "".join(secrets.choice(form["alphabet"]) for _ in range(int(form["length"])))
        if drawn not in taken:
            return drawn


def problems(table: Table, values: Mapping[str, str], frames: Frames) -> list[str]:
    """What is wrong with the values given, in the words of the check, and what would be right."""
    frame = canonical.mend(_frame(table, values))
    if frame.is_empty():
        return []
    findings = Findings()
    check_rows(table, Rows(table, frame, [0], absent=frozenset(table.columns) - values.keys()), findings)
    wrong: dict[str, str] = {}
    for issue in findings.sorted():
        wrong.setdefault(issue.field, f"{issue.field}: {issue.message}; {issue.hint}")
    for field in table.fields:
        if field.name not in wrong and (value := frame[field.name][0]) and (trouble := _misplaced(table, field, value, frames)):
            wrong[field.name] = f"{field.name}: {value!r} {trouble}"
    return list(wrong.values())


def _misplaced(table: Table, field: Field, value: str, frames: Frames) -> str | None:
    """What is wrong with a value that stands already and may not stand twice, or that points at nothing."""
    if (table.primary_key == (field.name,) or field.unique) and value in frames[table.name][field.name]:
        return f"stands already in {table.path}"
    key = table.reference(field.name)
    if key is None or value in (there := frames[key.to_table][key.to_fields[0]]):
        return None
    near = difflib.get_close_matches(value, there.drop_nulls().to_list(), 1)
    hint = f"did you mean {near[0]}?" if near else f"add it there first: strikelog new {_singular(key.to_table)}"
    return f"is not in {key.to_table}; {hint}"


def csv_line(table: Table, values: Mapping[str, str]) -> str:
    """The row as it will stand in the file."""
    return canonical.to_csv(canonical.mend(_frame(table, values))).decode("utf-8").split("\n")[1] or "," * (len(table.columns) - 1)


def _frame(table: Table, values: Mapping[str, str]) -> pl.DataFrame:
    return pl.DataFrame({c: [values.get(c)] for c in table.columns}, schema={c: pl.String for c in table.columns})


def notes(table: Table) -> Iterator[str]:
    """Comment lines that say what the table and each of its columns want."""
    yield from _comment(f"{table.path}: {table.description}")
    for field in table.fields:
        facts = [
            *(["required"] if field.required else []),
            *([f"allowed: {', '.join(field.enum)}"] if field.codes else []),
            *([f"from {key.to_table}"] if (key := table.reference(field.name)) else []),
            *([f"example: {field.example}"] if field.example is not None and not field.codes else []),
        ]
        yield from _comment(f"{field.name}: {field.title} — {field.description}" + (f" ({'; '.join(facts)})" if facts else ""))


def _comment(words: str) -> list[str]:
    return textwrap.wrap(words, 110, initial_indent="# ", subsequent_indent="#     ", break_long_words=False, break_on_hyphens=False)
