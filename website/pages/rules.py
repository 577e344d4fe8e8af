"""The rule catalogue of the check, with what each rule finds in the present data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from strikelog.issues import GROUPS, Issue, catalogue
from website.facts.findings import findings
from website.render import front_matter, part, words
from website.site import File, Site

PATH = "reference/rules.md"
LEAD = "Every rule that strikelog check holds the data to, why it exists, and a bad and a good example."


def pages(site: Site) -> Iterator[File]:
    """One page, a section a group, an anchor a code."""
    found = findings(site.package.root)
    rules = list(catalogue().values())
    groups = [(group, title, [r for r in rules if r.code[1] == group]) for group, title in GROUPS.items()]
    yield File(PATH, "\n".join([
        front_matter(title="Rules of the check", description=LEAD, styles=["reference.css"]), "# Rules", "",
        part(PATH, "rules/overview.html", groups=groups, found=found, total=len(rules)), "",
        *(line for group, title, listed in groups if listed for line in (
            f"## {words(title)} {{ #group-{group} }}", "",
            part(PATH, "rules/group.html", rules=listed, found=found, event_of=event_of), ""))]))


def event_of(issue: Issue) -> str:
    """The id of the event whose row a finding is in; nothing if it is another row's."""
    return issue.record if re.fullmatch(r"ev-[0-9a-z]{6}", issue.record) else ""
