"""Events of the dataset that a candidate may be. Nothing is merged by machine."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from strikelog.package import load_package

LIKELY = 0.45
MOST = 5


@dataclass(frozen=True, eq=False)
class Known:
    """The events of a package by the days they touch, and which site lies in which."""

    by_day: Mapping[date, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)

    def matches(self, candidate: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Events that share day and place or day and kind with the candidate, likeliest first."""
        if not candidate.get("date_earliest"):
            return []
        first, last = date.fromisoformat(candidate["date_earliest"]), date.fromisoformat(candidate["date_latest"])
        if (last - first).days > 40:
            return []
        near: dict[str, Mapping[str, str]] = {}
        day = first - timedelta(days=1)
        while day <= last + timedelta(days=1):
            near.update({e["event_id"]: e for e in self.by_day.get(day, ())})
            day += timedelta(days=1)
        made = [self._compared(candidate, event, first, last) for event in near.values()]
        return sorted((m for m in made if m["score"] >= LIKELY), key=lambda m: (-m["score"], m["event_id"]))[:MOST]

    def _compared(self, candidate: Mapping[str, Any], event: Mapping[str, str], first: date, last: date) -> dict[str, Any]:
        reasons, score = [], 0.0
        earliest, latest = date.fromisoformat(event["date_earliest"]), date.fromisoformat(event["date_latest"])
        if earliest <= last and first <= latest:
            whole = (earliest, latest) == (first, last)
            reasons.append("same days" if whole else "days overlap")
            score += 0.4 if whole else 0.3
        else:
            reasons.append("a day apart")
            score += 0.1
        site, other = candidate.get("site_id"), event["site_id"]
        if site and site == other:
            reasons.append("same site")
            score += 0.4
        elif site and other and (self.within.get(site) == other or self.within.get(other) == site):
            reasons.append("one site lies in the other")
            score += 0.3
        elif not (site and other) and candidate.get("country") == event["country"]:
            reasons.append("same country")
            score += 0.15
        elif site and other:
            score -= 0.3
        if candidate.get("event_type") == event["event_type"]:
            reasons.append("same kind")
            score += 0.2
        return {"event_id": event["event_id"], "score": round(max(0.0, min(1.0, score)), 3), "reasons": reasons}


@lru_cache(maxsize=4)
def load_known(root: Path) -> Known:
    package = load_package(root)
    by_day: dict[date, list[Mapping[str, str]]] = {}
    with package.path(package.table("events")).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                day, last = date.fromisoformat(row["date_earliest"]), date.fromisoformat(row["date_latest"])
            except (ValueError, KeyError):
                continue
            for step in range(min((last - day).days, 400) + 1):
                by_day.setdefault(day + timedelta(days=step), []).append(row)
    with package.path(package.table("sites")).open(encoding="utf-8-sig", newline="") as lines:
        within = {row["site_id"]: row["within_site_id"] for row in csv.DictReader(lines) if row.get("within_site_id")}
    return Known({d: tuple(es) for d, es in by_day.items()}, within)
