"""The desk without a browser: queue, log, replay, and two coders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strikelog.entry import ids
from strikelog.entry.reference import Reference
from strikelog.review import agreement, drafting, edits, records, replay
from strikelog.review.candidates import Texts, Unreadable, queue, read_candidates
from strikelog.review.decisions import Decision, Log, LogError, read, standing
from strikelog.review.desk import Desk, Refused
from strikelog.review.rows import plain
from tests import desk as made
from tests.desk import AGAIN, ANSWER, DRONES, STRUCK, TOTAL, VILLAGE


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.empty_package(tmp_path_factory.mktemp("desk") / "package")


@pytest.fixture(scope="module")
def reference(root: Path) -> Reference:
    return Reference.load(root)


@pytest.fixture
def desk(tmp_path: Path, root: Path) -> Desk:
    return open_desk(tmp_path, root)


def open_desk(folder: Path, root: Path, coder: str = "ana") -> Desk:
    file, texts = made.write_candidates(folder)
    return Desk(root, read_candidates(file), Texts(texts), Log(folder / "decisions.jsonl"), coder)


def edit(desk: Desk, candidate_id: str, **values: str) -> dict[str, Any]:
    """Change values; two underscores stand for a dot."""
    return desk.decide(candidate_id, "edit", {"changes": [{"field": f.replace("__", "."), "after": v} for f, v in values.items()]})


def ready(desk: Desk, candidate_id: str = DRONES) -> None:
    edit(desk, candidate_id, source__source_kind="news_outlet", source__read_scope="full_text", event__target_type="foreign_forces")


def test_candidates_of_the_fixture_are_what_the_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((made.REPOSITORY / "src/strikelog/extract/candidate.schema.json").read_text())
    for candidate in made.candidates():
        jsonschema.Draft202012Validator(schema).validate(candidate)


def test_the_least_certain_come_first_and_equals_stay_in_order() -> None:
    candidates = {c["candidate_id"]: c for c in made.candidates()}
    assert queue(candidates) == [VILLAGE, ANSWER, AGAIN, TOTAL, DRONES, STRUCK]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[]", "is an object"),
        ('{"candidate_id": "x"}', "no candidate_id"),
        ('{"candidate_id": "ca-0000000000000001", "kind": "war"}', "kind is 'war'"),
    ],
)
def test_a_broken_candidate_is_named_by_its_line(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text("\n" + line + "\n")
    with pytest.raises(Unreadable, match=f"c.jsonl:2: .*{words}"):
        read_candidates(file)


def test_a_text_is_found_by_its_hash_wherever_it_stands(tmp_path: Path) -> None:
    _, texts = made.write_candidates(tmp_path)
    (texts / "one.txt").rename(texts / "renamed.txt")
    assert Texts(texts).get(made.source("one.txt")) == made.FRENCH
    (texts / "renamed.txt").write_text(made.FRENCH + " ")
    assert Texts(texts).get(made.source("one.txt")) is None
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "a", "text": made.ARABIC}) + "\n")
    assert Texts(corpus).get(made.source("two.txt")) == made.ARABIC


def test_what_is_decided_is_on_the_disk_and_comes_back(desk: Desk, tmp_path: Path, root: Path) -> None:
    ready(desk)
    edit(desk, DRONES, event__note="seen twice")
    desk.decide(DRONES, "accept", {"reason": "plain"})
    again = open_desk(tmp_path, root)
    state = again.state()
    assert set(state.closed) == {DRONES}
    assert state.closed[DRONES].reason == "plain"
    assert (state.closed[DRONES].record or {})["event"]["note"] == "seen twice"
    assert {c["field"]: (c["before"], c["after"]) for c in state.closed[DRONES].changes}["event.note"] == ("", "seen twice")
    with pytest.raises(Refused, match="decided already"):
        again.decide(DRONES, "reject", {"reason": "no"})


def test_what_is_said_of_a_text_holds_for_all_its_candidates(desk: Desk) -> None:
    edit(desk, DRONES, source__publisher="Made Up Wire")
    assert desk.detail(VILLAGE)["record"]["source"]["publisher"] == "Made Up Wire"
    assert desk.detail(AGAIN)["record"]["source"]["publisher"] == ""


def test_undo_takes_back_one_decision_after_another(desk: Desk) -> None:
    edit(desk, VILLAGE, event__note="first")
    edit(desk, VILLAGE, event__note="second")
    desk.decide(VILLAGE, "reject", {"reason": "no event"})
    assert desk.decide(VILLAGE, "undo", {})["undone"] == "reject"
    assert desk.detail(VILLAGE)["record"]["event"]["note"] == "second"
    desk.decide(VILLAGE, "undo", {})
    assert desk.detail(VILLAGE)["record"]["event"]["note"] == "first"
    desk.decide(VILLAGE, "undo", {})
    assert desk.detail(VILLAGE)["record"]["event"]["note"] == ""
    with pytest.raises(Refused, match="nothing to undo"):
        desk.decide(VILLAGE, "undo", {})
    assert [d.action for d in desk.decisions] == ["edit", "edit", "reject", "undo", "undo", "undo"]
    assert [d.seq for d in desk.decisions] == [1, 2, 3, 4, 5, 6]


def test_a_rejection_needs_a_reason_and_a_skip_comes_back_last(desk: Desk) -> None:
    with pytest.raises(Refused, match="say why"):
        desk.decide(VILLAGE, "reject", {"reason": "  "})
    desk.decide(VILLAGE, "skip", {})
    assert desk.overview()["next"] == ANSWER
    assert desk.state().waiting[-1] == VILLAGE


def test_a_split_keeps_the_edits_and_goes_its_own_way(desk: Desk) -> None:
    edit(desk, DRONES, event__note="both")
    new = desk.decide(DRONES, "split", {})["new"]
    edit(desk, new, event__event_type="rocket")
    assert desk.detail(new)["record"]["event"]["note"] == "both"
    assert desk.detail(DRONES)["record"]["event"]["event_type"] == "drone"
    assert desk.state().order.index(new) == desk.state().order.index(DRONES) + 1
    assert new == ids.copy_of(DRONES, 1)


def test_a_torn_last_line_is_passed_over_and_the_next_decision_follows_the_whole_ones(desk: Desk) -> None:
    edit(desk, VILLAGE, event__note="first")
    whole = desk.log.path.read_bytes()
    desk.log.path.write_bytes(whole + b'{"decision_id":"de-1","seq":2,"candidate_id":"ca-')
    assert desk.torn and len(desk.decisions) == 1
    edit(desk, VILLAGE, event__note="second")
    assert not desk.torn
    assert desk.log.path.read_bytes().startswith(whole + b"{")
    assert [d.seq for d in desk.decisions] == [1, 2]


def test_a_last_line_that_only_lacks_its_end_counts(desk: Desk) -> None:
    edit(desk, VILLAGE, event__note="first")
    desk.log.path.write_bytes(desk.log.path.read_bytes().rstrip(b"\n"))
    edit(desk, VILLAGE, event__note="second")
    assert len(read(desk.log.path).decisions) == 2


@given(st.integers(0, 10_000))
def test_wherever_a_crash_cuts_the_log_no_whole_line_is_lost(cut: int) -> None:
    from strikelog.review.decisions import _parsed

    lines = [Decision(f"de-{n}", n, VILLAGE, "skip", "ana", "2026-11-20T00:00:00Z", reason="é" * n).line().encode() for n in range(1, 9)]
    data = b"".join(lines)
    cut %= len(data)
    whole = sum(1 for n in range(1, 9) if len(b"".join(lines[:n])) - 1 <= cut)
    assert len(_parsed(data[:cut], Path("log")).decisions) == whole


def test_a_damaged_line_in_the_middle_stops_everything(desk: Desk) -> None:
    edit(desk, VILLAGE, event__note="first")
    desk.log.path.write_bytes(b"{broken\n" + desk.log.path.read_bytes())
    with pytest.raises(LogError, match=r"decisions.jsonl:1: this is no decision"):
        desk.overview()


def test_a_log_that_cannot_be_written_keeps_what_it_had(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(desk, VILLAGE, event__note="first")
    before = desk.log.path.read_bytes()
    real, calls = __import__("os").write, []

    def full(handle: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return int(real(handle, data[:20]))

    monkeypatch.setattr("strikelog.review.decisions.os.write", full)
    with pytest.raises(OSError, match="No space"):
        edit(desk, VILLAGE, event__note="second")
    assert desk.log.path.read_bytes() == before


def test_zero_is_said_and_silence_is_not(desk: Desk) -> None:
    record = desk.detail(DRONES)["record"]
    assert record["claims"]["injured-1"]["state"] == "none"
    assert not [c for c in record["claims"].values() if c["field"] == "killed"]
    edit(desk, DRONES, **{"claims__killed-1__value_min": "2"})
    claim = desk.detail(DRONES)["record"]["claims"]["killed-1"]
    assert (claim["state"], claim["value_min"], claim["value_max"]) == ("counted", "2", "2")
    edit(desk, DRONES, **{"claims__killed-1__state": "none"})
    claim = desk.detail(DRONES)["record"]["claims"]["killed-1"]
    assert (claim["state"], claim["value_min"], claim["value_max"]) == ("none", "", "")


def test_alternatives_keep_their_asserters(desk: Desk) -> None:
    record = desk.detail(VILLAGE)["record"]
    versions = [c for c in record["claims"].values() if c["field"] == "killed"]
    assert [(c["value_min"], record["new"][c["asserter_id"]]["name"]) for c in versions] == [
        ("3", "Un officier de police"),
        ("5", "un médecin"),
    ]


def test_a_place_brings_its_country_with_it_and_takes_it_away(desk: Desk) -> None:
    edit(desk, VILLAGE, event__site_id="ain al asad")
    event = desk.detail(VILLAGE)["record"]["event"]
    assert (event["site_id"], event["admin1"], event["location_precision"], event["summary"]) == (
        "st-ain-al-asad",
        "IQ-AN",
        "site",
        "A rocket attack at Ain al-Asad.",
    )
    edit(desk, VILLAGE, event__site_id="")
    event = desk.detail(VILLAGE)["record"]["event"]
    assert (event["site_id"], event["admin1"], event["location_precision"], event["country"]) == ("", "", "country", "IQ")


def test_a_weapon_and_a_target_without_ids_are_offered_as_new(reference: Reference) -> None:
    (drones,) = (c for c in made.candidates() if c["candidate_id"] == DRONES)
    record = drafting.draft(drones | {"weapons": ["zork bow"], "targets": ["the Zorks", "ac-international-coalition"]}, reference)
    values = [record["claims"][key]["value"] for key in ("weapon-1", "target-1", "target-2")]
    assert [record["new"].get(v, {}).get("table", v) for v in values] == ["weapons", "actors", "ac-international-coalition"]
    assert record["new"][values[0]]["name"] == "zork bow"


@pytest.mark.parametrize(
    "path",
    [
        "event.event_id",
        "source.sha256",
        "claims.launched-1.claim_id",
        "claims.nothing-1.state",
        "new.new:Nowhere.name",
        "__class__.x",
        "event",
        "claims.a.b.c",
        "learn.x.keep",
    ],
)
def test_only_fields_of_the_page_can_be_edited(desk: Desk, path: str) -> None:
    with pytest.raises(Refused, match=r"no (field|claim) of this page"):
        desk.decide(VILLAGE, "edit", {"changes": [{"field": path, "after": "x"}]})
    assert not desk.decisions


@pytest.mark.parametrize(
    "given_",
    [{"changes": "x"}, {"changes": [{"field": "event.note", "after": 3}]}, {"changes": [{"field": "event.note", "after": "x" * 2001}]}, {}],
)
def test_malformed_edits_are_refused(desk: Desk, given_: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        desk.decide(VILLAGE, "edit", given_)


def test_nothing_is_accepted_that_the_check_would_refuse(desk: Desk) -> None:
    ready(desk)
    edit(desk, DRONES, event__date_precision="month")
    with pytest.raises(Refused, match="check would find fault") as refused:
        desk.decide(DRONES, "accept", {})
    assert refused.value.problems[0]["field"] == "event.date_precision"
    assert "E204" in refused.value.problems[0]["message"]


def test_nothing_is_accepted_unseen(desk: Desk) -> None:
    desk.texts.place.joinpath("one.txt").write_text("another text")
    ready(desk)
    with pytest.raises(Refused, match="unseen"):
        desk.decide(DRONES, "accept", {})


def test_an_event_accepted_here_is_offered_to_the_next_text(desk: Desk) -> None:
    ready(desk)
    event_id = desk.decide(DRONES, "accept", {})["event_id"]
    (offer,) = desk.detail(AGAIN)["duplicates"]
    assert offer["event_id"] == event_id and offer["pending"]
    assert {c["field"] for c in offer["claims"]} >= {"launched", "intercepted", "injured"}


def test_an_accepted_candidate_keeps_its_event_when_it_is_accepted_again(desk: Desk) -> None:
    ready(desk)
    first = desk.decide(DRONES, "accept", {})["event_id"]
    desk.decide(DRONES, "undo", {})
    assert desk.decide(DRONES, "accept", {})["event_id"] == first


def test_two_coders_do_not_see_each_other_and_their_differences_are_listed(tmp_path: Path, root: Path) -> None:
    ana, ben = open_desk(tmp_path, root), open_desk(tmp_path, root, "ben")
    ready(ana)
    ready(ben)
    edit(ana, DRONES, **{"claims__launched-1__value_min": "3", "claims__launched-1__value_max": "3"})
    ana.decide(DRONES, "accept", {})
    assert ben.overview()["done"] == 0
    assert not ben.detail(AGAIN)["duplicates"]
    assert ben.detail(DRONES)["record"]["claims"]["launched-1"]["value_min"] == "2"
    ben.decide(DRONES, "accept", {})
    ana.decide(TOTAL, "reject", {"reason": "no"})
    ben.decide(TOTAL, "reject", {"reason": "not a total"})
    found = ana.agreement()
    assert {p["candidate_id"]: p["differs"] for p in found["pairs"]} == {DRONES: ["launched"], TOTAL: []}
    figures = {r["field"]: r for r in found["table"]}
    assert (figures["launched"]["events"], figures["launched"]["agreed"]) == (1, 0)
    assert (figures["event"]["events"], figures["event"]["agreed"]) == (2, 2)
    assert ana.overview()["differing"] == 1
    with pytest.raises(Refused, match="say why"):
        ana.decide(DRONES, "settle", {"base": "ana", "other": "ben"})
    ana.decide(DRONES, "settle", {"base": "ana", "other": "ben", "take": ["launched"], "reason": "the text says two"})
    assert ana.overview()["differing"] == 0
    held = next(h for h in replay.outcome(ana.candidates, ana.decisions, agreement.agree).held if h.candidate_id == DRONES)
    assert held.doubled and (held.decision.record or {})["claims"]["launched-1"]["value_min"] == "2"
    assert held.decision.changes == ({"field": "launched", "before": {"ana": "3", "ben": "2"}, "after": "2"},)


def test_an_undone_decision_leaves_the_rest_standing() -> None:
    log = [
        Decision("de-1", 1, "a", "skip", "x", ""),
        Decision("de-2", 2, "b", "skip", "x", ""),
        Decision("de-3", 3, "a", "undo", "x", "", undoes="de-1"),
    ]
    assert [d.decision_id for d in standing(log)] == ["de-2"]


def test_ids_follow_from_what_they_stand_for_and_step_aside_for_others(reference: Reference) -> None:
    form = reference.package.lookup("events.event_id")
    first = ids.derive(form, ("event", "a"), set())
    assert first == ids.derive(form, ("event", "a"), set())
    assert first != ids.derive(form, ("event", "b"), set())
    assert ids.derive(form, ("event", "a"), {first}) not in ("", first)


@pytest.mark.parametrize(
    ("name", "wanted"), [("Aïn al-Assad's camp", "st-ain-al-assads-camp"), ("Tell 'Afar", "st-tell-afar"), ("عين", None)]
)
def test_a_readable_id_comes_from_the_name(reference: Reference, name: str, wanted: str | None) -> None:
    assert ids.handle(reference.package, "sites", name, set()) == wanted


def test_a_rule_is_named_in_plain_words() -> None:
    assert plain("date.night_across_midnight") == "date: night across midnight"


def test_every_field_of_a_drafted_record_can_be_reached_by_a_path(reference: Reference) -> None:
    for candidate in made.candidates():
        record = drafting.draft(candidate, reference)
        for path, value in records.flat(record):
            assert str(records.get(record, path)) == value
        assert list(edits.difference(record, record)) == []
