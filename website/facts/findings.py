"""What the check says of the present data, counted by rule."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from strikelog.check import check_package
from strikelog.issues import Issue


@dataclass(frozen=True, slots=True)
class Findings:
    """How many findings each rule has, and those of them that the check shows."""

    counts: Mapping[str, int]
    shown: Mapping[str, tuple[Issue, ...]]

    @property
    def errors(self) -> int:
        return sum(n for code, n in self.counts.items() if code.startswith("E"))

    @property
    def warnings(self) -> int:
        return sum(n for code, n in self.counts.items() if code.startswith("W"))


@cache
def findings(root: Path) -> Findings:
    """The findings in the package at `root`."""
    return counted(check_package(root).issues)


def counted(issues: Iterable[Issue]) -> Findings:
    """Findings by rule. Of a rule with very many the check shows the first of each file and a line that counts the rest."""
    counts: Counter[str] = Counter()
    shown: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        rest = re.fullmatch(r"and ([\d,]+) more findings of \w+ in this file", issue.message) if issue.line == 0 else None
        counts[issue.code] += int(rest[1].replace(",", "")) if rest else 1
        if not rest:
            shown[issue.code].append(issue)
    return Findings(counts, {code: tuple(found) for code, found in shown.items()})
