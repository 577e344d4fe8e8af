"""The check of a whole package: descriptor, then each table, then the tables together; all findings in one run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from strikelog.check import cells, keys, types
from strikelog.check.rules import REGISTRY
from strikelog.check.tables import ROW, Checked, CrossRule, Hits, Tables, report
from strikelog.issues import Findings, Issue, catalogue, count
from strikelog.package import DESCRIPTOR, DescriptorError, Flaw, Package, Table, load_package
from strikelog.rows import Rows, read_rows
from strikelog.targets import pandera as target

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], None]

FLAW_CODES = {
    "unreadable": "E001",
    "malformed": "E002",
    "unsupported": "E002",
    "unsafe_path": "E003",
    "codes_and_meanings": "W004",
    "same_name_other_codes": "W005",
}

# polars works on all cores, and much of what it does keeps one of them waiting.
AT_ONCE = 2

# What a rule meets where the descriptor lacks a field that it reads, or gives it another type.
UNSUITED = (pl.exceptions.PolarsError, KeyError, AttributeError, TypeError, ValueError, AssertionError)


@dataclass(slots=True)
class Report:
    """What a check found, and the typed tables if it found no error."""

    package: Package | None
    issues: list[Issue]
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        return count(self.issues, "error")

    @property
    def warnings(self) -> int:
        return count(self.issues, "warning")

    def tables(self) -> Iterator[pa.Table]:
        """Each base table as Arrow, in the schema that is published; its frame is then let go. There are none if there are errors."""
        from strikelog.targets import arrow  # a check alone needs no pyarrow

        if self.package is not None and not self.errors:
            for table in self.package.tables:
                yield arrow.from_polars(table, self.frames.pop(table.name))


def check_package(root: str | Path, *, today: date | None = None, texts: Path | None = None, progress: Progress | None = None) -> Report:
    """Check the package in `root` and return every finding, sorted by file and line.

    `today` stands for the day of the check in rules on the future; `texts` is a folder with the
    texts that were read, whose hashes and number spans are then looked at too. Never raises for
    what the package contains.
    """
    findings = Findings()
    try:
        package = load_package(root)
    except DescriptorError as error:
        for flaw in error.flaws:
            findings.add(_descriptor_issue(flaw, Path(root)))
        return Report(None, findings.sorted())
    for flaw in (*package.flaws, *target.unfit(package)):
        findings.add(_descriptor_issue(flaw, package.root))
    if findings.found("E003") or findings.found("E002"):
        return Report(package, findings.sorted())
    step = progress or (lambda stage, done, total: None)
    checked: dict[str, Checked] = {}
    # The next files are read while one is checked; pandera has a state of its own and stays in one thread.
    with ThreadPoolExecutor(AT_ONCE) as readers:
        files = readers.map(lambda table: read_rows(package, table, findings), package.tables)
        for number, (table, rows) in enumerate(zip(package.tables, files, strict=True)):
            step(f"checking {table.name}", number, len(package.tables) + 1)
            checked[table.name] = check_rows(table, rows, findings)
    step("checking the tables together", len(package.tables), len(package.tables) + 1)
    tables = Tables(package, checked, today or date.today(), texts)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for code, hits in chain.from_iterable(list(pool.map(lambda job: list(job()), keys.checks(tables)))):
            report(findings, code, package.table(hits.table), checked[hits.table], hits)
            if code == "E403":
                checked[hits.table].fault(hits.field, hits.frame[ROW])
        for rule, found in pool.map(lambda rule: (rule, _apply(rule, tables)), _applicable(tables)):
            if isinstance(found, Issue):
                findings.add(found)
                continue
            for hits in found:
                report(findings, rule.code, package.table(hits.table), checked[hits.table], hits)
    step("checked", len(package.tables) + 1, len(package.tables) + 1)
    return Report(package, findings.sorted(), {name: c.typed.drop(ROW) for name, c in checked.items()})


def check_rows(table: Table, rows: Rows, findings: Findings) -> Checked:
    """Check what can be said of the rows of one table without looking at another."""
    free = [f.name for f in table.fields if cells.free(f)]
    frame, found = cells.tidy(table, rows.frame, free)
    typed, failures = types.cast(table, frame)
    failures += types.validate(table, typed, rows.absent)
    # A stray space is one finding, not also a wrong code or a malformed id.
    suspects = list(dict.fromkeys(f.field.name for f in failures if f.field.name not in free))
    if suspects:
        frame, more = cells.tidy(table, frame, suspects)
        if more:
            found += more
            typed, failures = types.cast(table, frame)
            failures += types.validate(table, typed, rows.absent)
    checked = Checked(rows, types.spoil(table, typed, failures))
    for code, hits in found:
        report(findings, code, table, checked, hits)
    # A cell that cannot be read, or holds nothing but space, is not also an empty one.
    unread = Checked(rows, typed)
    for _, hits in found:
        unread.fault(hits.field, hits.frame[ROW])
    for failure in failures:
        hits = types.hits(table, failure)
        if failure.code == "E305":
            hits = replace(hits, frame=unread.sound(hits.frame, hits.field))
        unread.fault(hits.field, failure.rows)
        checked.fault(hits.field, failure.rows)
        if hits.frame.height:
            report(findings, failure.code, table, checked, hits)
    return checked


def _applicable(tables: Tables) -> Iterator[CrossRule]:
    """The rules across tables for which there is all that they read."""
    known = {t.name for t in tables.package.tables}
    missing = {name for name, c in tables.checked.items() if c.rows.absent}
    for rule in REGISTRY.values():
        reads = set(rule.reads)
        if reads <= known and not reads & missing and all(tables.checked[name].rows.whole for name in rule.whole):
            yield rule


def _apply(rule: CrossRule, tables: Tables) -> list[Hits] | Issue:
    """What breaks the rule; or that it does not fit this descriptor."""
    try:
        found = [replace(hits, frame=tables.checked[hits.table].sound(hits.frame, hits.field)) for hits in rule.check(tables)]
    except UNSUITED as why:
        reason = " ".join(str(why).split()[:12])
        words = f"the rule {rule.code} cannot be applied to this descriptor: {reason}"
        return Issue("E006", "error", DESCRIPTOR, 0, "", "", rule.code, words, "give back the fields that it reads, or mend the rule")
    return [hits for hits in found if hits.frame.height]


def _descriptor_issue(flaw: Flaw, root: Path) -> Issue:
    code = FLAW_CODES[flaw.kind]
    file = root if root.is_file() else root / DESCRIPTOR
    return Issue(
        code,
        catalogue()[code].severity,
        DESCRIPTOR,
        _line(flaw, file),
        "" if flaw.where.startswith("line ") else flaw.where,
        "",
        flaw.value,
        flaw.message,
        flaw.hint,
    )


def _line(flaw: Flaw, file: Path) -> int:
    """The line that the flaw speaks of: JSON keeps none, so the table's and field's names are looked for in turn."""
    if flaw.where.startswith("line "):
        return int(flaw.where.removeprefix("line "))
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    at = 0
    for word in [f'"name": "{w}"' for w in flaw.where.split(".") if w] + (
        [json.dumps(flaw.value, ensure_ascii=False)] if flaw.value else []
    ):
        at = next((n for n, line in enumerate(lines[at:], at) if word in line), at)
    return at + 1 if flaw.where else 0
