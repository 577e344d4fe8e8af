"""What a record holds, read off the descriptor: no list of columns is written a second time."""

from __future__ import annotations

from dataclasses import dataclass

from strikelog.package import Code, Package

# What apply fills in by itself, and what stands in a record under another name.
MADE = {
    "events": ("event_id", "coding_method", "record_status"),
    "claims": ("claim_id", "event_id", "source_id", "span_start", "span_end"),
    "tallies": ("tally_id", "source_id", "standing", "span_start", "span_end"),
    "sources": ("source_id",),
    "links": ("link_id", "event_id", "other_event_id", "source_id", "asserter_id", "span_start", "span_end"),
}
SPAN = ("start", "end")


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of the values of each part of a record, and how claim fields take theirs."""

    event: tuple[str, ...]
    claim: tuple[str, ...]
    tally: tuple[str, ...]
    source: tuple[str, ...]
    link: tuple[str, ...]
    numbers: tuple[str, ...]
    counts: tuple[str, ...]
    parties: tuple[str, ...]
    pickers: dict[tuple[str, str], str]

    @staticmethod
    def of(package: Package) -> Shape:
        def columns(table: str) -> tuple[str, ...]:
            return tuple(c for c in package.table(table).columns if c not in MADE[table])

        fields = package.lookup("claims.field").codes
        return Shape(
            event=columns("events"),
            claim=(*columns("claims"), *SPAN, "rule"),
            tally=(*columns("tallies"), *SPAN),
            source=columns("sources"),
            link=(*columns("links"), "other", *SPAN, "rule"),
            numbers=tuple(c.value for c in fields if c.traits.get("takes") == "count"),
            counts=tuple(c.value for c in fields if c.traits.get("takes") in ("count", "state")),
            parties=tuple(c.value for c in fields if c.traits.get("responsibility")),
            pickers=dict(_pickers(package, fields)),
        )


def _pickers(package: Package, fields: tuple[Code, ...]) -> list[tuple[tuple[str, str], str]]:
    """For a claim field and column, the table from which its value is picked."""
    found = []
    for code in fields:
        for column, trait in (("value", "takes"), ("qualifier", "qualifier")):
            table, dot, name = str(code.traits.get(trait, "")).partition(".")
            if not dot:
                continue
            key = package.table(table).reference(name)
            if key is not None:
                found.append(((code.value, column), key.to_table))
            elif package.table(table).primary_key == (name,):
                found.append(((code.value, column), table))
        found.append(((code.value, "asserter_id"), "actors"))
    return found
