"""The overview of quality: how complete, how well agreed on, how well sourced and how precise the data are, all computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from strikelog.issues import catalogue
from website.facts.findings import findings
from website.facts.profile import Bar
from website.pages.coverage import CAMPAIGN, TOTALS
from website.pages.evaluation import measured
from website.render import console, front_matter, part
from website.site import File, Site

PATH = "reference/quality.md"
LEAD = "How complete the data are, how far coders agree, what was read, and what is imprecise or missing; counted in the present release."
# So many bars of a long breakdown are shown at once.
MORE = 8
# A field that fewer values were compared of says nothing of coders.
COMPARED = 20
NAMED = 4


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A count of rows by one thing: `query` gives `value` and `rows`; `field` is where the meaning of the values stands."""

    title: str
    about: str
    query: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A breakdown with what the data say."""

    title: str
    about: str
    bars: tuple[Bar, ...]
    total: int
    console: str
    dictionary: str


def by(table: str, column: str) -> str:
    return f"SELECT {column} AS value, count(*) AS rows\nFROM {table}\nGROUP BY ALL\nORDER BY 2 DESC, 1"


def yes_or_no(table: str, condition: str, yes: str, no: str) -> str:
    return f"SELECT if({condition}, '{yes}', '{no}') AS value, count(*) AS rows\nFROM {table}\nGROUP BY ALL\nORDER BY 2 DESC"


SOURCES = (
    Breakdown("What was read", "Of a report read in its opening only, what stands further down is not in the data.", by("sources", "read_scope"), "sources.read_scope"),
    Breakdown("By kind", "Who publishes it.", by("sources", "source_kind"), "sources.source_kind"),
    Breakdown("By language", "The language of the report as it was read.", by("sources", "language"), "sources.language"),
    Breakdown("By year of publication", "A source without a day of publication is one whose text as read does not give it.",
              "SELECT coalesce(year(published)::VARCHAR, 'no day') AS value, count(*) AS rows\nFROM sources\nGROUP BY ALL\nORDER BY 1"),
    Breakdown("Reprints", "A reprint counts with its root as one independent source.", yes_or_no("sources", "root_source_id IS NULL", "of its own", "reprint of another")),
    Breakdown("Kept in an archive", "A link to an archived copy outlives the page.", yes_or_no("sources", "archive_url IS NOT NULL", "archived copy linked", "no archived copy linked")),
)
EVENTS = (
    Breakdown("Independent sources an event", "Reprints of one root counted once.",
              "SELECT CASE WHEN independent_sources >= 5 THEN '5 or more' ELSE independent_sources::VARCHAR END AS value, count(*) AS rows\nFROM events_wide\nGROUP BY ALL\nORDER BY 1"),
    Breakdown("How sure it is that it happened", "Those that only the side that gains tells of are kept and marked.", by("events", "occurrence"), "events.occurrence"),
    Breakdown("How closely the day is known", "The two dates of an event bound it; queries should use both.", by("events", "date_precision"), "events.date_precision"),
    Breakdown("How closely the place is known", "The point of a site is that of the site and not of the impact.", by("events", "location_precision"), "events.location_precision"),
    Breakdown("With a point on the map", "A site has a point only where its coordinates were read in a source.",
              yes_or_no("events_wide", "latitude IS NOT NULL", "with a point", "without a point")),
    Breakdown("Coded twice", "Events that a second coder has coded without seeing the first coding.", by("events", "record_status"), "events.record_status"),
    Breakdown("Casualties", "Silence is not zero.",
              "SELECT CASE WHEN killed_state IS NULL AND injured_state IS NULL THEN 'nothing said'\n"
              "    WHEN coalesce(killed_state, 'none') = 'none' AND coalesce(injured_state, 'none') = 'none' THEN 'nobody hurt, it is said'\n"
              "    ELSE 'somebody hurt' END AS value, count(*) AS rows\nFROM events_wide\nGROUP BY ALL\nORDER BY 2 DESC"),
    Breakdown("By year", "By the earliest date. What is not in the data may have happened all the same.",
              "SELECT year(date_earliest)::VARCHAR AS value, count(*) AS rows\nFROM events\nGROUP BY ALL\nORDER BY 1"),
)
CLAIMS = (
    Breakdown("Tied to characters of a text", "Only where the text was held can a claim point at the characters that say it; of others, the report's address is the evidence.",
              yes_or_no("claims", "span_start IS NOT NULL", "with its place in the text", "without")),
    Breakdown("Stated or inferred", "An inference says in its note from what.", by("claims", "basis"), "claims.basis"),
    Breakdown("Standing", "Superseded and rejected claims are kept, and count for no headline.", by("claims", "standing"), "claims.standing"),
    Breakdown("Figures on which claims differ", "Of the counted figures for which at least one claim stands.",
              "SELECT if(min IS DISTINCT FROM max, 'claims differ or are open', 'one number') AS value, count(*) AS rows\nFROM munitions\nWHERE state = 'counted'\nGROUP BY ALL\nORDER BY 1 DESC"),
)
GROUPS = (("Sources", "sources", SOURCES), ("Events", "events", EVENTS), ("Claims", "claims", CLAIMS))


def pages(site: Site) -> Iterator[File]:
    """One page, which leads to those on coverage, agreement, extraction and rules."""
    found = findings(site.package.root)
    counted = {key: [count(site, b) for b in breakdowns] for _, key, breakdowns in GROUPS}
    yield File(PATH, "\n".join([
        front_matter(title="Quality", description=LEAD, styles=["reference.css"]), "# Quality", "",
        part(PATH, "quality/lead.html", lead=LEAD, groups=GROUPS), "",
        "## Measured { #measured }", "",
        part(PATH, "quality/measured.html", coverage=coverage(site), campaign=CAMPAIGN, rounds=rounds(site), fields=agreed_on(site), named=NAMED, scores=scores(site), found=found, rules=catalogue()), "",
        *(line for title, key, _ in GROUPS for line in (f"## {title} {{ #{key} }}", "", part(PATH, "quality/breakdowns.html", counted=counted[key], more=MORE), "")),
        "## Limits { #limits }", "", part(PATH, "quality/limits.html", shares=shares(site)), ""]))


def count(site: Site, asked: Breakdown) -> Counted:
    """What the data say to a breakdown, codes in their words."""
    rows = site.rows(asked.query)
    codes = {c.value: c.label for c in site.package.lookup(asked.field).codes} if asked.field else {}
    bars = tuple(Bar(codes.get(row["value"], row["value"] or "not given"), row["rows"]) for row in rows)
    page = f"reference/tables.md#{asked.field}" if asked.field else ""
    return Counted(asked.title, asked.about, bars, sum(bar.rows for bar in bars), console(asked.query), page)


def coverage(site: Site) -> dict[str, Any] | None:
    """The latest total of US officials for the campaign, beside what is coded for its days; None where there is no such total."""
    rows = site.rows(f"""
        SELECT coverage.counter, coverage.since, coverage.as_of, coverage.total_min AS total, coverage.coded, coverage.coded_claimed_only AS claimed_only
        {TOTALS} ORDER BY coverage.as_of DESC, coverage.total_min DESC, tally_id LIMIT 1""")
    return rows[0] if rows else None


def rounds(site: Site) -> list[dict[str, Any]]:
    """Each round of second coding: how many fields and values were compared, on how many coders agree, and the median alpha."""
    found = site.rows("""
        SELECT round, count(*) AS fields, sum(events)::BIGINT AS compared, sum(agreed)::BIGINT AS agreed, list(alpha) FILTER (alpha IS NOT NULL) AS alphas
        FROM agreement GROUP BY ALL ORDER BY round""")
    return [row | {"median": median(row["alphas"]) if row["alphas"] else None} for row in found]


def agreed_on(site: Site) -> list[str]:
    """The fields by the part of compared values on which coders agree, best first."""
    return [row["field"] for row in site.rows(
        f"SELECT field FROM agreement GROUP BY ALL HAVING sum(events) >= {COMPARED} ORDER BY sum(agreed) / sum(events) DESC, field")]


def scores(site: Site) -> list[tuple[str, float, float]]:
    """Part of the corpus, and F1 of its events leniently and strictly matched."""
    dev, test = measured(site.root)
    return [(name, e.lenient.f1 or 0, e.strict.f1 or 0) for name, e in (("development", dev), ("test", test))]


def shares(site: Site) -> dict[str, float]:
    """The figures of the words on limits, each a part of one."""
    [row] = site.rows("""
        SELECT (SELECT avg((read_scope <> 'full_text')::INT) FROM sources) AS partly_read,
            (SELECT avg((language = 'en')::INT) FROM sources) AS english,
            (SELECT avg((span_start IS NULL)::INT) FROM claims) AS without_span,
            (SELECT avg((independent_sources < 2)::INT) FROM events_wide) AS one_source,
            (SELECT avg((latitude IS NULL)::INT) FROM events_wide) AS without_point,
            (SELECT avg((archive_url IS NULL)::INT) FROM sources) AS without_archive""")
    return {name: value or 0.0 for name, value in row.items()}
