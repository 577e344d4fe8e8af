"""How the text puts an event, and what kind of event it comes to in the end."""

from __future__ import annotations

from datetime import timedelta

from strikelog.extract.drafts import Draft
from strikelog.extract.reading import Reading
from strikelog.extract.responsibility import groups_only

PASSING = timedelta(days=3)
LONG_PAST = timedelta(days=25)
SHOT_DOWN = frozenset({"drone", "missile", "rocket", "unspecified", None})


def final_kind(draft: Draft) -> str:
    """The event's kind: what was shot down with nothing said of its aim is an interception."""
    kind = draft.kind or "unspecified"
    if draft.intercepted and kind in SHOT_DOWN and not draft.attack_told and (not draft.aim_known or draft.aim_unknown):
        return "interception"
    return kind


def status_of(reading: Reading, draft: Draft, drafts: list[Draft]) -> str:
    """`hypothetical`, `denied`, `claimed`, `background` or `asserted`."""
    if draft.hypothetical:
        return "hypothetical"
    if draft.denied:
        return "denied"
    if draft.claimed_in and groups_only(reading, draft) and min(draft.sentences, default=0) in draft.claimed_in:
        return "claimed"
    newest = max((d.days.latest for d in drafts if d.days), default=None)
    if draft.days and newest and len(drafts) > 1:
        before = newest - draft.days.latest
        if (
            before >= LONG_PAST
            or (draft.passing and before >= PASSING)
            or (draft.passing and draft.days.precision in ("month", "range") and before.days > 0)
        ):
            return "background"
    return "asserted"
