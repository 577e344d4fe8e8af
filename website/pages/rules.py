"""The rule catalogue of the check."""

from __future__ import annotations

from collections.abc import Iterator

from strikelog.issues import catalogue
from strikelog.targets import markdown
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """One page, an anchor a code."""
    yield File("reference/rules.md", markdown.rules(catalogue().values()))
