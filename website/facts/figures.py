"""The figures by which the site introduces the data, each computed by one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from website.render import number
from website.site import Site

# Each gives one value. They are run together.
QUERIES: Mapping[str, str] = {
    "events": "SELECT count(*) FROM events",
    "claims": "SELECT count(*) FROM claims",
    "reports": "SELECT count(*) FROM sources",
    "publishers": "SELECT count(DISTINCT publisher) FROM sources",
    "languages": "SELECT count(DISTINCT language) FROM sources",
    "sites": "SELECT count(DISTINCT site_id) FROM events",
    "countries": "SELECT count(DISTINCT country) FROM events",
    "first": "SELECT min(date_earliest) FROM events",
    "last": "SELECT max(date_latest) FROM events",
    "well_sourced": "SELECT avg((independent_sources >= 2)::INT) FROM events_wide",
    "totals": "SELECT count(*) FROM tallies",
    "disagreeing": "SELECT count(DISTINCT event_id) FROM disagreements",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of rows; the first and last day, None if there are no events; the part of events with at least two independent sources."""

    events: int
    claims: int
    reports: int
    publishers: int
    languages: int
    sites: int
    countries: int
    first: date | None
    last: date | None
    well_sourced: float | None
    totals: int
    disagreeing: int

    @property
    def period(self) -> str:
        """From the first month to the last, such as 'December 2019 to March 2026'."""
        if self.first is None or self.last is None:
            return "no events"
        months = dict.fromkeys((f"{self.first:%B %Y}", f"{self.last:%B %Y}"))
        return " to ".join(months)

    @property
    def tiles(self) -> list[tuple[str, str]]:
        """Figure and what it counts, in the order in which they are told."""
        told = [
            (number(self.events), f"events of {self.period}"), (number(self.claims), "claims, each with its source"), (number(self.reports), f"reports of {number(self.publishers)} publishers"),
            *([(f"{100 * self.well_sourced:.0f} %", "of events with two independent sources or more")] if self.well_sourced is not None else []),
            (number(self.sites), f"sites in {number(self.countries)} countries"), (number(self.languages), "languages of the reports"), (number(self.totals), "running totals of others, to measure it by"),
            (number(self.disagreeing), "events on which sources give different figures")]
        return told


def figures(site: Site) -> Figures:
    """The figures of a release. Raises duckdb.Error."""
    [row] = site.rows("SELECT " + ", ".join(f"({query}) AS {name}" for name, query in QUERIES.items()))
    return Figures(**row)
