"""Rows to add, as new contents of the files; tried in a copy of the package before any file is touched."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from strikelog import canonical
from strikelog.check import check_package
from strikelog.entry import together
from strikelog.entry.plan import Plan
from strikelog.issues import Findings, Issue
from strikelog.package import DESCRIPTOR, Package
from strikelog.rows import read_bytes


def place(plan: Plan, *, texts: Path | None = None, today: date | None = None, dry: bool = False) -> list[Issue]:
    """Write the rows into the files, all or none, unless the check finds an error in the copy; returns what it finds there.

    With `dry` no file is touched. Raises OSError; then all are as they were.
    """
    contents, issues = render(plan)
    if contents and not issues:
        issues = trial(plan.reference.package, contents, texts, today)
    if contents and not dry and not any(i.severity == "error" for i in issues):
        together.replace(plan.reference.package.root, contents)
    return issues


def render(plan: Plan) -> tuple[dict[str, bytes], list[Issue]]:
    """New contents of the files that change, by path; or what is wrong with a file as it stands."""
    package = plan.reference.package
    contents: dict[str, bytes] = {}
    issues: list[Issue] = []
    for table in package.tables:
        added, filled = plan.added.get(table.name, []), plan.filled.get(table.name, {})
        if not added and not filled:
            continue
        findings = Findings()
        data = read_bytes(package, table, findings)
        if data is None:
            issues += findings.sorted()
            continue
        if filled:
            data = _filled(plan.reference.frames[table.name], table.primary_key[0], filled)
        made = canonical.format_table(table, data, [{k: v for k, v in row.items() if k in table.columns} for row in added])
        if made.data is None:
            issues += made.issues
        else:
            contents[table.path] = made.data
    return contents, issues


def _filled(frame: pl.DataFrame, key: str, filled: Mapping[str, Mapping[str, str]]) -> bytes:
    """The table with cells given to some of its rows, where they were empty."""
    made = [{**row, **{c: v for c, v in filled.get(row[key], {}).items() if not row[c]}} for row in frame.to_dicts()]
    return canonical.to_csv(pl.DataFrame(made, schema=frame.schema))


def trial(package: Package, contents: Mapping[str, bytes], texts: Path | None = None, today: date | None = None) -> list[Issue]:
    """What the check finds in a copy of the package with these files."""
    with TemporaryDirectory(prefix="strikelog-") as temporary:
        root = Path(temporary)
        shutil.copyfile(package.root / DESCRIPTOR, root / DESCRIPTOR)
        for table in package.tables:
            file = root / table.path
            file.parent.mkdir(parents=True, exist_ok=True)
            if table.path in contents:
                file.write_bytes(contents[table.path])
            elif package.path(table).is_file():
                shutil.copyfile(package.path(table), file)
        return check_package(root, today=today, texts=texts).issues
