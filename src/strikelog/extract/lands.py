"""The country of an event at a place that no table has: from its sentence, else from the text around it."""

from __future__ import annotations

from strikelog.extract.drafts import Draft
from strikelog.extract.places import wide_place
from strikelog.extract.reading import Reading


def settle_lands(reading: Reading, drafts: list[Draft]) -> None:
    """Give each event without a site the governorate or country that the text shows for it."""
    for draft in drafts:
        if (draft.place and draft.place.site_id) or draft.admin1:
            continue
        at = draft.place.start if draft.place else draft.span[0]
        sentence = next((s for s in reading.text.sentences if s.start <= at < s.end), None)
        lands = {m.value for m in reading.marks.within("country", sentence.start, sentence.end)} if sentence else set()
        # "In Iraq and Syria", of no place: in which of them is not said.
        if sentence is None or (draft.place is None and len(lands) > 1):
            continue
        admin1, country = wide_place(reading, sentence.start, sentence.end)
        if draft.place and admin1 and (not draft.country or admin1[0].startswith(draft.country[0])):
            draft.admin1 = admin1
        elif draft.country is None:
            draft.country = country or _whose(reading, sentence.start, sentence.end) or _before(reading, at) or _only(reading)
            draft.country_inferred = draft.country is not None


def _whose(reading: Reading, start: int, end: int) -> tuple[str, int, int] | None:
    """The one country whose army, police or the like a sentence names."""
    marks = reading.marks.within("country", start, end)
    return (marks[0].value, marks[0].start, marks[0].end) if len({m.value for m in marks}) == 1 else None


def _before(reading: Reading, at: int) -> tuple[str, int, int] | None:
    """The country named or shown by a site or governorate last before a place of the text."""
    lead = next((s for s in reading.text.read() if s.start <= at), None)
    found = [s for s in reading.text.read() if s.end <= at]
    for sentence in reversed(found[-3:]):
        if (shown := _shown(reading, sentence.start, sentence.end)) is not None:
            return shown
    return _shown(reading, lead.start, lead.end) if lead else None


def _shown(reading: Reading, start: int, end: int) -> tuple[str, int, int] | None:
    admin1, country = wide_place(reading, start, end)
    if country:
        return country
    if admin1:
        return admin1[0][:2], admin1[1], admin1[2]
    sites = [n for n in reading.names_in("site", start, end) if reading.gazetteer.sites[n.entity_id]["country"]]
    lands = {reading.gazetteer.sites[n.entity_id]["country"] for n in sites}
    return (lands.pop(), sites[0].start, sites[0].end) if len(lands) == 1 else None


def _only(reading: Reading) -> tuple[str, int, int] | None:
    """The one country that a whole text names."""
    return (
        _shown(reading, 0, len(reading.folded))
        if len({m.value for m in reading.marks.within("country", 0, len(reading.folded))}) <= 1
        else None
    )
