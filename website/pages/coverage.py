"""The page on coverage: what is coded beside what others count, and where it falls short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.sax.saxutils import escape

import duckdb

from website.render import front_matter, table
from website.site import File, Site

# The campaign on which most counters count: its first day, as their totals say.
CAMPAIGN, END = date(2023, 10, 17), date(2024, 2, 5)
WIDTH, HEIGHT, LEFT, BELOW = 860, 340, 44, 30
LINES = {"all": "var(--all)", "told by others than the attackers": "var(--others)"}
US_COUNTERS = "counter.country = 'US'"

TOTALS = f"""
    FROM coverage JOIN tallies USING (tally_id) JOIN actors AS counter ON counter.actor_id = tallies.counter_id
    WHERE coverage.since BETWEEN DATE '{CAMPAIGN}' - 1 AND DATE '{CAMPAIGN}' + 1 AND {US_COUNTERS}
"""
# The same attacks that the view `coverage` counts.
ATTACKS = """
    FROM events WHERE target_type = 'foreign_forces' AND occurrence <> 'disputed' AND country IN ('IQ', 'SY', 'JO')
"""


def pages(site: Site) -> Iterator[File]:
    """One page."""
    database = site.database
    years = database.sql(f"""
        SELECT year(date_earliest) AS year, sum(coalesce(composite_count, 1)) AS attacks,
            sum(coalesce(composite_count, 1)) FILTER (occurrence = 'confirmed') AS confirmed,
            sum(coalesce(composite_count, 1)) FILTER (occurrence = 'claimed_only') AS "claimed only",
            sum(coalesce(composite_count, 1)) FILTER (country = 'IQ') AS Iraq,
            sum(coalesce(composite_count, 1)) FILTER (country = 'SY') AS Syria,
            sum(coalesce(composite_count, 1)) FILTER (country = 'JO') AS Jordan
        {ATTACKS} GROUP BY ALL ORDER BY ALL""")
    steps = database.sql(f"""
        WITH totals AS (
            SELECT coverage.as_of AS day, max(coverage.total_min) AS total, any_value(coverage.coded) AS coded,
                any_value(coverage.coded_claimed_only) AS unseen
            {TOTALS} AND coverage.as_of <= DATE '{END}' GROUP BY ALL
        ), risen AS (
            SELECT * FROM totals QUALIFY total > coalesce(max(total) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
        )
        SELECT lag(day) OVER days AS after, day AS until, total - coalesce(lag(total) OVER days, 0) AS "by US officials",
            coded - coalesce(lag(coded) OVER days, 0) AS coded, coded - unseen - coalesce(lag(coded - unseen) OVER days, 0) AS "coded, not claimed only",
            CASE WHEN "coded, not claimed only" < "by US officials" THEN 'short' ELSE '' END AS note
        FROM risen WINDOW days AS (ORDER BY day) ORDER BY day""")
    every = database.sql("""
        SELECT as_of AS "as of", since, counter, total_min AS total, coded, coded_claimed_only AS "claimed only", share,
            iraq AS Iraq, iraq_coded AS "Iraq coded", syria AS Syria, syria_coded AS "Syria coded", scope
        FROM coverage ORDER BY as_of, counter, total_min, tally_id""")
    empty = database.sql(f"""
        SELECT strftime(week, '%d %B %Y') AS "weeks without a coded attack, beginning"
        FROM (SELECT unnest(range(DATE '2023-10-16', DATE '{END}', INTERVAL 7 DAY)) AS week)
        WHERE NOT EXISTS (SELECT 1 {ATTACKS} AND date_earliest >= week AND date_earliest < week + INTERVAL 7 DAY) ORDER BY week""")
    yield File("reference/coverage.md", "\n".join([
        front_matter(title="Coverage", description="How many attacks are coded, beside what others count.", styles=["reference.css"]), "# Coverage", "",
        "How many attacks on foreign forces in Iraq, Syria and Jordan are coded, beside what others count. A counter has a scope of its own: "
        "US officials count what they saw at US and Coalition sites and do not publish the list, claimants count what they announced, and monitors what their sources told. "
        "So a total above ours says where to look, and one below ours is no proof of error: we also keep attacks that only the side that gains tells of, and what a monitor "
        "saw and no official did. Nothing is invented to fill a gap. The totals are the table `tallies`; the comparison is the view `coverage`.", "",
        f"## From {CAMPAIGN:%d %B %Y} to {END.day} {END:%B %Y}", "",
        picture(database), "",
        "Between one total given by US officials and the next, where it rose:", "",
        table(steps), "",
        *(["", table(empty), ""] if empty.fetchall() else []),
        "A step marked short has fewer attacks coded from others than the attackers than the officials counted. They gave the number without days and places, "
        "or the reports of those days name a country and no base, and such an attack is not coded as an event.", "",
        "## By year", "", table(years), "",
        "## Every total", "",
        "Each total that says since when it counts, with the attacks coded for the same days.", "",
        table(every), ""]))


def picture(database: duckdb.DuckDBPyConnection) -> str:
    """Attacks coded since the campaign's first day, as two lines, and the totals of US officials as points."""
    found = database.sql(f"SELECT date_earliest, coalesce(composite_count, 1), occurrence {ATTACKS} AND date_earliest BETWEEN DATE '{CAMPAIGN}' AND DATE '{END}'").fetchall()
    points = database.sql(f"SELECT coverage.as_of, coverage.total_min, coverage.counter {TOTALS} AND coverage.as_of <= DATE '{END}' ORDER BY ALL").fetchall()
    days = [CAMPAIGN + timedelta(n) for n in range((END - CAMPAIGN).days + 1)]
    sums = {
        "all": [sum(n for day, n, _ in found if day <= until) for until in days],
        "told by others than the attackers": [sum(n for day, n, how in found if day <= until and how != "claimed_only") for until in days],
    }
    top = max([*sums["all"], *(total for _, total, _ in points), 1])

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - 10) * (day - CAMPAIGN).days / len(days), 1)

    def y(number: int) -> float:
        return float(round(HEIGHT - BELOW - (HEIGHT - BELOW - 12) * number / top, 1))

    grid = [f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y(n)}" y2="{y(n)}" stroke="currentColor" stroke-opacity="0.15"/>'
            f'<text x="{LEFT - 6}" y="{y(n) + 4}" text-anchor="end">{n}</text>' for n in range(0, top + 1, 50)]
    months = [f'<text x="{x(day)}" y="{HEIGHT - 10}">{day:%B}</text>' for day in days if day.day == 1 and day < END - timedelta(7)]
    lines = [f'<path d="M{" L".join(f"{x(d)},{y(n)}" for d, n in zip(days, sums[name], strict=True))}" fill="none" stroke="{colour}" stroke-width="2.2"/>'
             for name, colour in LINES.items()]
    marks = [f'<circle cx="{x(day)}" cy="{y(total)}" r="3.4" fill="var(--officials)"><title>{total} by {day:%d %B %Y}, {escape(who)}</title></circle>' for day, total, who in points]
    key = [f'<line x1="{LEFT + 14}" x2="{LEFT + 40}" y1="{24 + 20 * n}" y2="{24 + 20 * n}" stroke="{colour}" stroke-width="3"/>'
           f'<text x="{LEFT + 48}" y="{28 + 20 * n}">coded, {escape(name)}</text>' for n, (name, colour) in enumerate(LINES.items())]
    key.append(f'<circle cx="{LEFT + 27}" cy="64" r="3.4" fill="var(--officials)"/><text x="{LEFT + 48}" y="68">totals given by US officials</text>')
    words = f"{sums['all'][-1]} attacks coded, {sums['told by others than the attackers'][-1]} of them told by others than the attackers"
    # Within a block, or Markdown would look for its own marks in the words.
    return (f'<div><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}" font-size="13" fill="currentColor" '
            f'class="coverage">{"".join((*grid, *months, *lines, *marks, *key))}</svg></div>')
