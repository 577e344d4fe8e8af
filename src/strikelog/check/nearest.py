"""The valid value that somebody most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import polars as pl

# Looked through one by one up to this many; of more, only those that share half of the value.
FEW = 500


def among(known: pl.Series, cutoff: float = 0.75) -> Callable[[str], str]:
    """A function that finds, among known ids, the one nearest to a wrong one; empty if none is near."""
    known = known.drop_nulls().cast(pl.String)

    def nearest(wrong: str) -> str:
        found = difflib.get_close_matches(wrong.strip(), _candidates(known, wrong.strip()), 1, cutoff)
        return found[0] if found else ""

    return nearest


def _candidates(known: pl.Series, wrong: str) -> list[str]:
    if len(known) > FEW:
        # One slip leaves either half of a value as it was.
        half = len(wrong) // 2
        lower = known.str.to_lowercase()
        known = known.filter(lower.str.starts_with(wrong[:half].lower()) | lower.str.ends_with(wrong[len(wrong) - half :].lower()))
    return known.head(FEW).to_list()
