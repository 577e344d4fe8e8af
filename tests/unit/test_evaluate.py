"""The measure on hand-made cases."""

from typing import Any

from strikelog.evaluate import dates_agree, evaluate, match, places_agree
from strikelog.evaluation_report import RENDERERS


def event(
    kind: str = "drone", first: str = "2022-01-04", last: str | None = None, site: str | None = "st-harir", **more: Any
) -> dict[str, Any]:
    return {"event_type": kind, "date_earliest": first, "date_latest": last or first, "site_id": site, "country": "IQ", **more}


def candidate(identifier: str = "a", **more: Any) -> dict[str, Any]:
    return {
        "kind": "event",
        "status": "asserted",
        "source": {"id": identifier, "lang": "en", "published": "2022-01-05"},
        "evidence": {},
        **more,
    }


def test_dates() -> None:
    day, night, month = event(), event(first="2022-01-04", last="2022-01-05"), event(first="2022-01-01", last="2022-01-31")
    assert dates_agree(day, day, True)
    assert not dates_agree(day, night, True)
    assert dates_agree(day, night, False)
    assert not dates_agree(day, month, False)
    assert dates_agree(month, month, True)


def test_places() -> None:
    assert places_agree(event(), event())
    assert not places_agree(event(), event(site=None, place="Harir"))
    assert places_agree(event(site=None, place="Qara Tapa"), event(site=None, place="village of Qara-Tapa"))
    assert not places_agree(event(site=None, place="Qara Tapa"), event(site=None))
    assert places_agree(event(site=None, admin1="IQ-KA"), event(site=None, admin1="IQ-KA"))


def test_matching_is_best_for_the_whole_and_not_for_the_first() -> None:
    gold = [event(site=None, place="A"), event()]
    found = [event(), event(kind="rocket")]
    pairs = {(g, c) for g, c, *_ in match(gold, found)}
    assert pairs == {(0, 0), (1, 1)}


def test_scores_and_lists() -> None:
    gold = [
        {"id": "a", "language": "en", "difficulty": 2, "events": [event(killed={"state": "none"}), event(site="st-taji")], "tallies": []},
        {"id": "b", "language": "fr", "events": [], "tallies": [{"counted": "attacks", "total_min": 41}]},
    ]
    found = [
        candidate(**event(killed={"state": "none"})),
        candidate(**event(kind="rocket", site="st-balad", first="2021-01-01")),
        candidate("b", **event(launched={"state": "counted", "min": 41, "max": None})),
    ]
    result = evaluate(gold, found)
    assert (result.lenient.right, result.lenient.proposed, result.lenient.expected) == (1, 3, 2)
    assert (result.strict.right, len(result.misses), len(result.false_alarms)) == (1, 1, 2)
    assert (result.tallies_as_events, result.tallies_expected) == (1, 1)
    killed = result.fields["killed"]
    assert (killed.right, killed.proposed, killed.expected) == (1, 1, 1)
    assert result.fields["injured"].expected == 0
    for render in RENDERERS.values():
        assert render(result, True)


def test_spans_are_looked_at() -> None:
    text = "Two drones came."
    good = {"state": "counted", "min": 2, "max": 2, "evidence": [{"start": 0, "end": 10, "basis": "stated", "rule": "x.y"}]}
    bad = {"state": "counted", "min": 3, "max": 3, "evidence": [{"start": 0, "end": 10, "basis": "stated", "rule": "x.y"}]}
    outside = {"state": "counted", "min": 2, "max": 2, "evidence": [{"start": 0, "end": 99, "basis": "stated", "rule": "x.y"}]}
    gold = [{"id": "a", "events": []}]
    grounding = evaluate(gold, [candidate(launched=good), candidate(launched=bad), candidate(launched=outside)], {"a": text}).grounding
    assert (grounding.spans, grounding.valid, grounding.checked, grounding.supporting) == (3, 2, 2, 1)
