"""Agreement of coders for each field, and every disagreement with its settlement."""

from __future__ import annotations

from collections.abc import Iterator

from website.render import table
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """One page."""
    figures = site.database.sql("SELECT round, field, events, agreed, alpha FROM agreement ORDER BY round, field")
    differ = site.database.sql("""SELECT event_id AS event, field, coalesce(first_value, 'not stated') AS first, coalesce(second_value, 'not stated') AS second,
        coalesce(settled_value, 'not stated') AS settled, settlement AS why
        FROM recodings WHERE first_value IS DISTINCT FROM second_value ORDER BY field, event_id""")
    yield File("reference/agreement.md", "\n".join([
        "# Agreement of coders", "",
        "Events coded a second time by a coder who had not seen the first coding ([codebook, rule 33](../codebook.md#second-coding)). "
        "Alpha is Krippendorff's, nominal, over the events to which at least one of the two gave a value; 'not stated' is a value of its own, "
        "so that silence against a number counts as a disagreement and silence against silence counts for nothing. "
        "It is empty where every value is the same, for there it is not defined. "
        "In `event` the first value is always yes, so only the count of agreements says anything there: it is low where one report tells several attacks and the second coder took another of them.", "",
        table(figures), "", "## Disagreements and how they were settled", "", table(differ), ""]))
