"""The page of worked examples: hard events, how each was coded and why, with its claims from the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from website.render import table, words
from website.site import File, Site


@dataclass(frozen=True, slots=True)
class Example:
    """One event: where in time and place it is looked up, the claim fields that show the difficulty, and what was decided."""

    title: str
    where: str
    fields: tuple[str, ...]
    decided: str


EXAMPLES = (
    Example(
        "Several counts of one salvo: the embassy in Baghdad, 8 December 2023",
        "date_earliest = DATE '2023-12-08' AND site = 'US embassy in Baghdad'",
        ("event_type", "launched", "impacted"),
        "Iraqi officials counted fourteen rockets fired and three that came down; US officials counted seven that came down and called them mortar bombs. "
        "All of it stands; the kind is that of the party whose ground it was (rule 24). What was fired and what came down are two fields (rule 15), so fourteen and seven do not contradict each other, and three and seven do. "
        "A relay that made two missiles of two salvoes is rejected, with the reason, and so is one that gives the day before.",
    ),
    Example(
        "A number that rises for days: Tower 22, 28 January 2024",
        "date_earliest = DATE '2024-01-28' AND site = 'Tower 22'",
        ("killed", "injured"),
        "The first count of injured was superseded by the same command's later ones (rule 24). A report that adds the injured up under a wider heading keeps its number, as a claim of its own. "
        "The headline takes the preferred, latest count; least and most show how far apart the reports are.",
    ),
    Example(
        "Injuries told later: Ain al-Asad, 8 January 2020",
        "date_earliest = DATE '2020-01-08' AND site = 'Ain al-Asad'",
        ("injured", "launched"),
        "The first morning there were none. Weeks later the Pentagon told of brain injuries, and raised their number several times. Each figure is a claim of its speaker; "
        "those that the same speaker replaced are superseded and stay in the table. None for the Iraqi forces is a claim about them and not about the US forces, so it stands beside the others (rule 13). "
        "The missiles on Erbil the same night are an event of their own (rule 1).",
    ),
    Example(
        "Several, five, seven, then four and one: Ain al-Asad, 5 August 2024",
        "date_earliest = DATE '2024-08-05' AND site = 'Ain al-Asad'",
        ("injured", "launched", "impacted"),
        "Several is some and no number (rule 14). At least five and seven are counts by unnamed officials on the first evening; the later count gives soldiers and a contractor apart, "
        "each with its own qualifier, and the total of one version is the sum of its parts (rule 25).",
    ),
    Example(
        "None, several, eight: Rumaylan, 9 August 2024",
        "date_earliest BETWEEN DATE '2024-08-09' AND DATE '2024-08-10' AND site LIKE 'Rumaylan%'",
        ("date", "injured"),
        "None was a first report and is superseded. Several is some. Eight comes from a named spokesman who speaks for the force that counts its own, and is preferred (rule 24). "
        "The two days are the two that the speakers give.",
    ),
    Example(
        "Rockets that were none: Green Village, 7 April 2022",
        "date_earliest BETWEEN DATE '2022-04-01' AND DATE '2022-04-07' AND site = 'Green Village'",
        ("event_type", "date", "injured", "attributed_to"),
        "The Coalition first spoke of indirect fire, and a week later of charges that somebody had placed inside the base. Its first word is superseded by its second; "
        "a monitor's rockets and its attribution are rejected by that finding. Nothing is deleted: who asks what was believed on the day still finds it.",
    ),
    Example(
        "First reported as a hit on a US site: Erbil, 13 March 2022",
        "date_earliest BETWEEN DATE '2022-03-12' AND DATE '2022-03-13' AND site = 'Erbil'",
        ("site_id", "target", "launched"),
        "An Iraqi official named the US consulate as the place that was hit; others said that nothing there was, and the side that fired named another target. "
        "The consulate is kept as a rejected claim of place and of target, and the event's place is the narrowest one that the best-placed sources share (rule 11).",
    ),
    Example(
        "Three dates: Azraq, 9 March 2026",
        "date_earliest BETWEEN DATE '2026-03-08' AND DATE '2026-03-10' AND site = 'Muwaffaq Salti air base'",
        ("date",),
        "One magazine's report was relayed with three different days. The relays have one root, so they count as one independent source (rule 2), and the interval stays as wide as their days (rule 6).",
    ),
)


def pages(site: Site) -> Iterator[File]:
    """One page. Raises LookupError if an example is not one event of the data."""
    database = site.database
    parts = [
        "# Worked examples", "",
        "Hard cases, how the [codebook](../codebook.md) decides them, and the claims that they rest on, as they stand in this version.", "",
    ]  # fmt: skip
    for example in EXAMPLES:
        found = database.sql(f"SELECT event_id, summary FROM events_wide WHERE {example.where} AND target_type IN ('foreign_forces', 'diplomatic', 'civilian')").fetchall()
        if len(found) != 1:
            raise LookupError(f"{example.title}: {len(found)} events")
        event_id, summary = found[0]
        fields = ", ".join(f"'{name}'" for name in example.fields)
        claims = database.sql(f"""
            SELECT field, qualifier AS "of whom or what", says, coalesce(asserter, '') AS "said by", publisher, published, standing
            FROM claims_readable WHERE event_id = '{event_id}' AND field IN ({fields}) ORDER BY field, published NULLS LAST, publisher, says, "said by", standing, "of whom or what" """)
        parts += [f"## {example.title}", "", f"[`{event_id}`](../events/{event_id}.md): {words(summary)}", "", example.decided, "",
                  '<details class="note"><summary>Its claims</summary>', table(claims), "</details>"]
        parts.append("")
    yield File("reference/worked-examples.md", "\n".join(parts))
