"""The check and an independent oracle in SQL find the same things, in packages changed at random."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strikelog.check import check_package
from strikelog.issues import catalogue
from tests import oracle
from tests.counterexamples import CLEAN, DESCRIPTOR, HERE, TODAY, code, folders

Records = list[list[str]]

SCHEMA = {r["name"]: r["schema"] for r in json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["resources"]}
PATHS = {r["name"]: r["path"] for r in json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["resources"]}
# Rules of how a file is written, of outlines, folded names, circles and texts, which the oracle leaves out.
LEFT_OUT = {"E115", "E117", "E120", "E405", "E409", "E602", "E603", "E704", "E904", "E905", "W906"}
SQL = (Path(oracle.__file__).parent / "rules.sql").read_text(encoding="utf-8") + Path(oracle.__file__).read_text(encoding="utf-8")
COVERED = set(re.findall(r"[EW][0-9]{3}", SQL))


def tables(folder: str) -> dict[str, Records]:
    """The tables of an example, as far as it changes those of the clean package."""
    found = {}
    for name, path in PATHS.items():
        changed = HERE / folder / path
        with (changed if changed.exists() else HERE / CLEAN / path).open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.reader(file))
    return found


CLEAN_TABLES = tables(CLEAN)
# Examples of rules on values, in tables of ours that are written as they should be.
EXAMPLES = [f for f in folders() if f[1] not in "01" and code(f) not in LEFT_OUT | {"E307"}]
BROKEN = [tables(f) for f in EXAMPLES]
IDS = sorted(
    {cell for records in CLEAN_TABLES.values() for row in records[1:] for cell in row if re.fullmatch(r"(ev|so|st|ac|wp)-[a-z0-9-]+", cell)}
)

CELLS = {
    "integer": ["", "0", "1", "2", "5", "12", "999", "3.0", "007", "-1", "x", "٣", "99999999999999999999"],
    "number": ["", "33.5", "42.5", "91", "-200", "1,5", "NaN", "1e3"],
    "date": [
        "",
        "2021-12-01",
        "2021-12-31",
        "2022-01-02",
        "2022-01-04",
        "2022-01-05",
        "2022-01-06",
        "2022-01-31",
        "2022-12-31",
        "2022-01-01",
        "2030-01-01",
        "2022-1-5",
        "2022-02-30",
        "0000-01-01",
    ],
}
FREE = [
    "",
    "something",
    "2022-01-05",
    "2022-01-04/2022-01-06",
    "2022-01-06/2022-01-04",
    "2022-01-05/2022-02-30",
    "18:30",
    "25:00",
    "rocket",
    "drone",
    "IQ",
    "IQ-AN",
    "none",
]


def choices(table: str, column: int) -> st.SearchStrategy[str]:
    """What may be put in a cell: what fits, what nearly fits, and what stands elsewhere."""
    field = SCHEMA[table]["fields"][column]
    limits = field.get("constraints", {})
    there = [row[column] for row in CLEAN_TABLES[table][1:]]
    if field["type"] in CELLS:
        return st.sampled_from([*CELLS[field["type"]], *there])
    if "enum" in limits:
        return st.sampled_from(["", "zzz", *limits["enum"]])
    if "pattern" in limits:
        return st.sampled_from(["", "zzz", "ev-222222", "EV-AAA222", "SY-HA", "23:59", *IDS, *there])
    return st.sampled_from([*FREE, *IDS, *there])


@st.composite
def changed(draw: st.DrawFn) -> Mapping[str, Records]:
    """The tables of one example with parts of others, some cells changed, and some rows repeated or left out."""
    made = {name: [list(row) for row in records] for name, records in draw(st.sampled_from(BROKEN)).items()}
    for other in draw(st.lists(st.sampled_from(BROKEN), max_size=2)):
        made |= {name: [list(row) for row in records] for name, records in other.items() if records != CLEAN_TABLES[name]}
    for _ in range(draw(st.integers(0, 6))):
        table = draw(st.sampled_from(["events", "claims", "claims", "sources", *made]))
        records = made[table]
        if len(records) < 2:
            continue
        row = draw(st.integers(1, len(records) - 1))
        match draw(st.sampled_from(["cell"] * 8 + ["repeat", "drop"])):
            case "repeat":
                records.insert(draw(st.integers(1, len(records))), list(records[row]))
            case "drop":
                del records[row]
            case _:
                column = draw(st.integers(0, len(records[0]) - 1))
                records[row][column] = draw(choices(table, column))
    return made


def compare(package: Mapping[str, Records]) -> set[str]:
    """Check a package in both ways, hold the findings against each other, and return their codes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        (root / DESCRIPTOR.name).write_bytes(DESCRIPTOR.read_bytes())
        for name, records in package.items():
            out = io.StringIO(newline="")
            csv.writer(out, lineterminator="\n").writerows(records)
            (root / PATHS[name]).write_text(out.getvalue(), encoding="utf-8", newline="")
        issues = check_package(root, today=date.fromisoformat(TODAY)).issues
        found = {(i.code, next(n for n, p in PATHS.items() if p == i.path), i.line, i.field) for i in issues if i.code not in LEFT_OUT}
        wanted = oracle.findings(root, TODAY)
    assert found == wanted, f"only the check: {sorted(found - wanted)}; only the oracle: {sorted(wanted - found)}"
    return {code for code, *_ in found}


def test_the_oracle_covers_every_rule_on_values() -> None:
    assert {code for code in catalogue() if code[1] not in "01"} - LEFT_OUT - COVERED == {"E307"}  # no field of ours has such a type


def test_both_find_nothing_in_the_clean_package() -> None:
    compare(CLEAN_TABLES)


@settings(max_examples=settings().max_examples // 4)
@given(changed())
def test_both_find_the_same(package: Mapping[str, Records]) -> None:
    compare(package)


@pytest.mark.parametrize("folder", [f for f in EXAMPLES if f == code(f)])
def test_both_find_the_same_in_the_examples(folder: str) -> None:
    assert code(folder) in compare(tables(folder))
