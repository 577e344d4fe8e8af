"""Agreement of coders for each field, and every disagreement with its settlement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from website.render import front_matter, part, words
from website.site import File, Site

PATH = "reference/agreement.md"
LEAD = ("Events coded a second time by a coder who had not seen the first coding. Alpha is Krippendorff's, nominal, over the events to which at least one of the two gave a value; "
        "'not stated' is a value of its own, so that silence against a number counts as a disagreement and silence against silence counts for nothing. "
        "It is empty where every value is the same, for there it is not defined.")


def pages(site: Site) -> Iterator[File]:
    """One page: a section a round, and the disagreements by field."""
    figures = site.rows("SELECT round, field, events, agreed, alpha FROM agreement ORDER BY round, agreed / events DESC, events DESC, field")
    differ = site.rows("""SELECT event_id, field, first_value AS first, second_value AS second, settled_value AS settled, settlement AS why
        FROM recodings WHERE first_value IS DISTINCT FROM second_value ORDER BY field, event_id""")
    yield File(PATH, "\n".join([
        front_matter(title="Agreement of coders", description="On which fields two coders agree, how far, and how each disagreement was settled.", styles=["reference.css"]),
        "# Agreement of coders", "", part(PATH, "agreement/lead.html", lead=LEAD), "",
        *(line for name, rows in grouped(figures, "round").items() for line in (f"## Round {words(name)}", "", part(PATH, "agreement/round.html", rows=rows, round=name), "")),
        "## Disagreements and how they were settled { #disagreements }", "",
        part(PATH, "agreement/disagreements.html", fields=grouped(differ, "field")), ""]))


def grouped(rows: list[dict[str, Any]], by: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by the value of one column, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(row)
    return found
