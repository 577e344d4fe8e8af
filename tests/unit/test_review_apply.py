"""Decisions into rows: the same ones give the same bytes, a second time nothing, and never half of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strikelog.check import check_package
from strikelog.entry import together
from strikelog.review.applying import Applied, apply
from strikelog.review.candidates import Texts, read_candidates
from strikelog.review.decisions import Log
from strikelog.review.desk import Desk, Refused
from tests import desk as made
from tests.desk import AGAIN, ANSWER, DRONES, TOTAL, VILLAGE

NEW = {
    "new.new:Tell Zarqa.site_type": "settlement",
    "new.new:Un officier de police.actor_kind": "unnamed_source",
    "new.new:Un officier de police.name": "Police officer at Tell Zarqa",
    "new.new:un médecin.actor_kind": "unnamed_source",
    "new.new:un médecin.name": "Doctor at Tell Zarqa",
    "new.new:Lions du Désert.actor_kind": "armed_group",
    "new.new:Lions du Désert.name": "Lions of the Desert",
}
SOURCE = {"source.source_kind": "news_outlet", "source.read_scope": "full_text"}


class Round:
    """A package, a queue and a desk in a folder of their own."""

    def __init__(self, folder: Path, coder: str = "ana", time: str = "2026-11-20T12:00:00Z", **more: Any):
        self.root = folder / "package"
        if not self.root.exists():
            made.empty_package(self.root, **more)
        self.file, self.texts = made.write_candidates(folder)
        self.log = Log(folder / "decisions.jsonl", lambda: time)
        self.desk = Desk(self.root, read_candidates(self.file), Texts(self.texts), self.log, coder)

    def edit(self, candidate_id: str, values: dict[str, str]) -> None:
        self.desk.decide(candidate_id, "edit", {"changes": [{"field": f, "after": v} for f, v in values.items()]})

    def accept(self, candidate_id: str, values: dict[str, str], action: str = "accept", **more: Any) -> str:
        self.edit(candidate_id, values)
        return str(self.desk.decide(candidate_id, action, more).get("event_id"))

    def everything(self) -> None:
        event = self.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
        self.accept(VILLAGE, NEW | {"event.target_type": "civilian"})
        self.accept(ANSWER, {"event.target_type": "armed_group", "links.answer-1.note": "the text says so"})
        self.accept(TOTAL, {"tally.counter_id": "International Coalition", "tally.scope": "attacks on the coalition"})
        self.accept(AGAIN, SOURCE, "merge", event_id=event)

    def apply(self, **more: Any) -> Applied:
        return apply(self.root, read_candidates(self.file), self.log.read().decisions, Texts(self.texts), **more)

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted((self.root / "data").iterdir())}


@pytest.fixture
def one(tmp_path: Path) -> Round:
    return Round(tmp_path / "one")


def test_rows_pass_the_check_and_a_second_time_nothing_changes(one: Round) -> None:
    one.everything()
    done = one.apply()
    assert not done.refused and not done.waiting
    assert not check_package(one.root, texts=one.texts).issues
    before = one.files()
    again = one.apply()
    assert (again.changed, again.said, one.files()) == ({}, [], before)


def test_the_same_decisions_give_the_same_bytes(one: Round, tmp_path: Path) -> None:
    other = Round(tmp_path / "other", time="2027-01-01T00:00:00Z")
    one.everything()
    other.everything()
    one.apply()
    other.apply()
    assert one.files() == other.files()


def test_applying_bit_by_bit_ends_where_applying_at_once_does(one: Round, tmp_path: Path) -> None:
    one.everything()
    one.apply()
    other = Round(tmp_path / "other")
    event = other.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    other.apply()
    other.accept(VILLAGE, NEW | {"event.target_type": "civilian"})
    other.accept(ANSWER, {"event.target_type": "armed_group", "links.answer-1.note": "the text says so"})
    other.apply()
    other.accept(TOTAL, {"tally.counter_id": "International Coalition", "tally.scope": "attacks on the coalition"})
    other.accept(AGAIN, SOURCE, "merge", event_id=event)
    other.apply()
    assert one.files() == other.files()


def test_every_claim_has_its_evidence_and_an_inference_its_rule(one: Round) -> None:
    one.everything()
    one.apply()
    claims = made.read_rows(one.root, "claims")
    (source,) = (s for s in made.read_rows(one.root, "sources") if s["text_name"] == "one.txt")
    quoted = {made.FRENCH[int(c["span_start"]) : int(c["span_end"])] for c in claims if c["source_id"] == source["source_id"]}
    assert {"Deux drones", "trois morts", "cinq", "Lions du Désert", "mardi"} <= quoted
    inferred = [c for c in claims if c["basis"] == "inferred"]
    assert {c["note"] for c in inferred} == {
        "Inferred by the rule 'date: weekday before publication'",
        "Inferred by the rule 'date: day before'",
    }
    assert source["language"] == "fr" and source["text_chars"] == str(len(made.FRENCH))


def test_a_name_that_the_text_spells_otherwise_is_learned_once(one: Round) -> None:
    one.everything()
    one.apply()
    learned = [
        (n["entity_id"], n["language"], n["name"])
        for n in made.read_rows(one.root, "names")
        if n["name_kind"] == "spelling" and "lions" in n["entity_id"]
    ]
    assert learned == [("ac-lions-of-the-desert", "fr", "Lions du Désert")]
    names = [n["name"] for n in made.read_rows(one.root, "names")]
    assert not {"Un officier de police", "un médecin", "un responsable de la coalition"} & set(names), "a description is no name"


def test_a_spelling_that_something_else_bears_is_not_learned(one: Round) -> None:
    before = made.read_rows(one.root, "names")
    assert any(n["name"] == "Taji" for n in before)
    one.edit(ANSWER, {"event.site_id": "Ain al-Asad"})
    one.accept(ANSWER, SOURCE | {"event.target_type": "armed_group", "links.answer-1.other": ""})
    one.apply()
    assert made.read_rows(one.root, "names") == before


def test_a_report_that_is_entered_already_is_not_entered_twice(tmp_path: Path) -> None:
    held = made.source("one.txt")
    there = {
        "source_id": "so-aaaaaa",
        "publisher": "Made Up Wire",
        "published": "2022-03-10",
        "published_basis": "stated",
        "language": "fr",
        "source_kind": "wire",
        "read_scope": "full_text",
        "text_name": "one.txt",
        "sha256": held["sha256"],
        "text_chars": str(held["chars"]),
    }
    by_hash = Round(tmp_path / "hash", sources=[there])
    assert by_hash.desk.detail(DRONES)["known_source"]["source_id"] == "so-aaaaaa"
    by_hash.accept(DRONES, {"event.target_type": "foreign_forces"})
    by_hash.apply()
    assert {c["source_id"] for c in made.read_rows(by_hash.root, "claims")} == {"so-aaaaaa"}
    bare = {k: v for k, v in there.items() if k not in ("text_name", "sha256", "text_chars")} | {"url": "https://www.example.org/a/"}
    by_url = Round(tmp_path / "url", sources=[bare])
    by_url.accept(DRONES, {"source.url": "http://example.org/a#top", "event.target_type": "foreign_forces"})
    by_url.apply()
    (source,) = (s for s in made.read_rows(by_url.root, "sources") if s["source_id"] == "so-aaaaaa")
    assert (source["sha256"], source["url"]) == (held["sha256"], bare["url"]), "the text that was missing is held now"
    assert not [i for i in check_package(by_url.root, texts=by_url.texts).issues if i.severity == "error"]
    differs = Round(tmp_path / "differs", sources=[there | {"text_name": "other.txt", "sha256": "0" * 64, "url": "https://example.org/a"}])
    differs.accept(DRONES, {"source.url": "https://example.org/a", "event.target_type": "foreign_forces"})
    assert any("another text" in words for words in differs.apply(dry=True).said)


def test_a_merge_brings_claims_and_leaves_the_event(one: Round) -> None:
    event_id = one.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces", "event.summary": "Our sentence."})
    one.apply()
    before = made.read_rows(one.root, "events")
    one.accept(AGAIN, SOURCE, "merge", event_id=event_id)
    one.apply()
    assert made.read_rows(one.root, "events") == before
    assert len({c["source_id"] for c in made.read_rows(one.root, "claims")}) == 2


def test_a_merge_into_what_was_taken_back_waits(one: Round) -> None:
    event_id = one.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    one.accept(AGAIN, SOURCE, "merge", event_id=event_id)
    (accepted,) = (d for d in one.log.read().decisions if d.action == "accept")
    one.log.add(DRONES, "undo", "ana", undoes=accepted.decision_id)
    done = one.apply()
    assert done.waiting == [f"{AGAIN}: merges into {event_id}, which is no event"]
    assert made.read_rows(one.root, "claims") == []


def test_only_what_was_accepted_enters(one: Round) -> None:
    one.edit(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    one.desk.decide(VILLAGE, "reject", {"reason": "no"})
    one.desk.decide(ANSWER, "skip", {})
    before = one.files()
    assert one.apply().changed == {} and one.files() == before


def test_an_answer_to_what_was_rejected_has_no_link(one: Round) -> None:
    one.desk.decide(VILLAGE, "reject", {"reason": "no"})
    one.accept(ANSWER, SOURCE | {"event.target_type": "armed_group"})
    done = one.apply()
    assert any("no link" in words for words in done.said)
    assert made.read_rows(one.root, "links") == []


def test_a_tie_that_the_coder_draws_needs_its_reason(one: Round) -> None:
    one.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    other = one.desk.detail(AGAIN)["duplicates"][0]["event_id"]
    one.edit(AGAIN, SOURCE | {"event.target_type": "foreign_forces", "links.tie-1.link_type": "distinct_from", "links.tie-1.other": other})
    with pytest.raises(Refused) as refused:
        one.desk.decide(AGAIN, "accept", {})
    assert "E511" in refused.value.problems[0]["message"]
    one.accept(AGAIN, {"links.tie-1.note": "the hours differ"})
    one.apply()
    (link,) = made.read_rows(one.root, "links")
    assert (link["link_type"], link["source_id"], link["basis"]) == ("distinct_from", "", "inferred")
    assert not check_package(one.root, texts=one.texts).issues


def test_a_package_that_would_not_pass_is_left_as_it_was(one: Round) -> None:
    one.everything()
    names = one.root / "data" / "names.csv"
    names.write_bytes(names.read_bytes() + b"ac-us-forces,en,Ain al-Asad,alias,\n")
    before = one.files()
    done = one.apply()
    assert done.refused and {i.code for i in done.findings} >= {"E405"}
    assert one.files() == before


def test_a_text_that_has_changed_stops_it(one: Round) -> None:
    one.everything()
    (one.texts / "one.txt").write_text(made.FRENCH + ".", encoding="utf-8")
    before = one.files()
    assert "not the one that was read" in one.apply().refused
    assert one.files() == before


def test_a_dry_run_says_and_writes_nothing(one: Round) -> None:
    one.everything()
    before = one.files()
    assert one.apply(dry=True).changed["data/events.csv"] == 3
    assert one.files() == before


@pytest.mark.parametrize("count", range(12))
def test_a_write_that_fails_midway_leaves_every_file_as_it_was(one: Round, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    one.everything()
    before = one.files()
    with monkeypatch.context() as patched:
        real, calls = Path.replace, []

        def fails_once(self: Path, target: Any) -> Any:
            calls.append(self)
            if len(calls) == count + 1:
                raise OSError(5, "Input/output error", str(self))
            return real(self, target)

        patched.setattr(Path, "replace", fails_once)
        with pytest.raises(OSError, match="Input/output"):
            one.apply()
    assert one.files() == before
    assert not (one.root / together.JOURNAL).exists()
    assert not one.apply().refused


@pytest.mark.parametrize("moved", range(8))
def test_a_crash_midway_is_finished_by_the_next_run(one: Round, tmp_path: Path, moved: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Round(tmp_path / "whole")
    whole.everything()
    whole.apply()
    one.everything()
    with monkeypatch.context() as patched:
        real, calls = Path.replace, []

        def power_cut(self: Path, target: Any) -> Any:
            if self.name.endswith(".apply") and Path(target).suffix == ".csv":
                calls.append(self)
                if len(calls) == moved + 1:
                    raise SystemExit("power cut")
            return real(self, target)

        patched.setattr(Path, "replace", power_cut)
        # After a power cut nobody tidies up.
        patched.setattr(Path, "unlink", lambda self, missing_ok=False: None)
        patched.setattr(together, "write_beside", _until_journal(together.write_beside))
        with pytest.raises(SystemExit):
            one.apply()
    assert (one.root / together.JOURNAL).exists()
    assert one.apply().finished
    assert one.files() == whole.files()


def _until_journal(real: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
    """Writes what comes before the journal and the journal itself, and nothing that would put things back."""
    done: list[bool] = []

    def writes(path: Path, data: bytes) -> None:
        if not done:
            real(path, data)
        if path.name == together.JOURNAL:
            done.append(True)

    return writes


def test_what_an_interrupted_run_left_beside_the_files_is_cleared(one: Round) -> None:
    (one.root / "data" / ".events.csv.0a1b2c3d.apply").write_text("half")
    one.everything()
    one.apply()
    assert not [p for p in (one.root / "data").iterdir() if p.name.startswith(".")]


def test_a_taken_id_is_passed_over(one: Round, tmp_path: Path) -> None:
    event_id = one.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    other = Round(tmp_path / "other", retractions=[{"event_id": event_id, "retracted_on": "2026-01-01", "reason": "not_an_event"}])
    assert other.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"}) != event_id
    assert not other.apply().refused


def test_an_event_that_was_retired_after_it_was_applied_does_not_come_back(one: Round) -> None:
    event_id = one.accept(DRONES, SOURCE | {"event.target_type": "foreign_forces"})
    for name in ("events", "claims"):
        file = one.root / "data" / f"{name}.csv"
        file.write_text(file.read_text().split("\n")[0] + "\n")
    file = one.root / "data" / "retractions.csv"
    file.write_text(file.read_text() + f"{event_id},2026-01-01,not_an_event,,\n")
    assert any("retired" in words for words in one.apply().waiting)
    assert made.read_rows(one.root, "events") == []
