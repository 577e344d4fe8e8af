"""What a check reports, and the catalogue of every rule it can report."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding.

    `path` is relative to the package, `line` the physical line at which the record starts (1 is the
    header, 0 the file as a whole), `record` the record's key, `value` the offending value as written.
    """

    code: str
    severity: str
    path: str
    line: int
    field: str
    record: str
    value: str
    message: str
    hint: str

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Sort key: file, line, field, code."""
        return (self.path, self.line, self.field, self.code)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. The first letter of its code is its severity: E for error, W for warning."""

    code: str
    title: str
    why: str
    bad: str
    good: str

    @property
    def severity(self) -> str:
        return "error" if self.code.startswith("E") else "warning"


GROUPS: Mapping[str, str] = {
    "0": "The descriptor",
    "1": "Files, rows and cells",
    "2": "Dates",
    "3": "Values",
    "4": "Keys and references",
    "5": "Claims",
    "6": "Places",
    "7": "Links",
    "8": "Sources and tallies",
    "9": "Evidence",
}


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of `rules.toml`."""
    text = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    return {code: Rule(code=code, **words) for code, words in tomllib.loads(text).items()}


def count(issues: Iterable[Issue], severity: str) -> int:
    return sum(issue.severity == severity for issue in issues)


class Findings:
    """Collects issues, bounded for each rule and file so that one slip in a column stays readable."""

    def __init__(self, bound: int = 50):
        self.bound = bound
        self._kept: list[Issue] = []
        self._seen: dict[tuple[str, str], int] = {}

    def add(self, issue: Issue) -> None:
        self.add_many(issue.code, issue.path, [issue], 1)

    def add_many(self, code: str, path: str, issues: Iterable[Issue], total: int) -> None:
        """Add findings of one rule in one file, of which there are `total`; `issues` may be the first of them."""
        seen = self._seen.get((code, path), 0)
        self._kept.extend(islice(issues, max(0, self.bound - seen)))
        self._seen[code, path] = seen + total

    def room(self, code: str, path: str) -> int:
        """How many more findings of that rule in that file would be shown."""
        return max(0, self.bound - self._seen.get((code, path), 0))

    def found(self, code: str) -> bool:
        return any(c == code for c, _ in self._seen)

    def sorted(self) -> list[Issue]:
        """All issues by file and line, each rule's surplus as one line at the end of its file."""
        more = [
            Issue(code, catalogue()[code].severity, path, 0, "", "", "", f"and {total - self.bound:,} more findings of {code} in this file",
                  "mend those shown and run the check again")
            for (code, path), total in self._seen.items() if total > self.bound]
        ranked = [(i.path, False, *i.place, i.message, i) for i in self._kept] + [(i.path, True, *i.place, i.message, i) for i in more]
        return [issue for *_, issue in sorted(ranked, key=lambda r: r[:-1])]
