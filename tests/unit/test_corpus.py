"""The corpus: texts and gold that belong together, codes of the schema, parts that share no outlet; and what measures it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strikelog.cli import main
from strikelog.package import load_package
from tests.helpers import REPOSITORY

pytest.importorskip("scipy", reason="the extra `extract` is not installed")
pytest.importorskip("ahocorasick", reason="the extra `extract` is not installed")

from strikelog import corpus
from strikelog.evaluate import COUNTS, FIELDS, read_lines

FOLDER = REPOSITORY / "corpus"
PACKAGE = load_package(REPOSITORY)
ABOUT, GOLD = read_lines(FOLDER / "texts.jsonl"), read_lines(FOLDER / "gold.jsonl")
EVENTS = [(row["id"], event) for row in GOLD for event in row["events"]]
TALLIES = [(row["id"], tally) for row in GOLD for tally in row["tallies"]]
MANNERS = {"wire", "local", "communique", "live", "roundup", "translated"}
STATUSES = {"asserted", "claimed", "denied", "background"}


def ids(table: str, column: str) -> set[str]:
    with (REPOSITORY / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return {row[column] for row in csv.DictReader(lines)}


def test_every_text_has_its_line_and_its_gold_and_no_id_stands_twice() -> None:
    about, gold = [t["id"] for t in ABOUT], [g["id"] for g in GOLD]
    files = sorted(p.stem for p in (FOLDER / "texts").glob("*.txt"))
    assert sorted(about) == sorted(gold) == files
    assert len(set(about)) == len(about) and len(set(gold)) == len(gold)
    assert all((FOLDER / "texts" / f"{one}.txt").read_text(encoding="utf-8").strip() for one in files)


def test_there_are_enough_texts_of_each_language() -> None:
    languages = Counter(t["language"] for t in ABOUT)
    assert languages["fr"] >= 60 and languages["en"] >= 30
    assert all(t["id"].startswith(f"{t['language']}-") for t in ABOUT)


def test_what_is_said_of_a_text_is_in_form() -> None:
    for text in ABOUT:
        date.fromisoformat(text["published"])
        assert text["difficulty"] in (1, 2, 3), text["id"]
        assert text["split"] in ("dev", "test"), text["id"]
        assert text["voice"].rpartition("-")[0] in MANNERS, text["id"]


def test_no_outlet_is_in_both_parts_and_each_part_has_every_manner() -> None:
    parts: dict[str, set[str]] = defaultdict(set)
    for text in ABOUT:
        parts[text["voice"]].add(text["split"])
    assert all(len(of) == 1 for of in parts.values()), parts
    for part in ("dev", "test"):
        of_part = [t for t in ABOUT if t["split"] == part]
        assert {t["voice"].rpartition("-")[0] for t in of_part} == MANNERS
        assert {t["language"] for t in of_part} == {"fr", "en"}


def test_events_have_the_keys_of_the_readme_and_codes_of_the_schema() -> None:
    known = {*FIELDS, "date_earliest", "date_latest", "place"} - {"date"}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    admin1 = str(PACKAGE.lookup("events.admin1").pattern)
    for one, event in EVENTS:
        assert set(event) <= known, one
        assert all(f"`{key}`" in readme for key in event), one
        for key in ("event_type", "date_precision", "part_of_day", "country"):
            assert event.get(key) in (None, *PACKAGE.lookup(f"events.{key}").enum), (one, key)
        if "admin1" in event:
            assert re.fullmatch(admin1, event["admin1"]) and event["admin1"].startswith(event["country"]), one
        assert event["status"] in STATUSES, one
        assert date.fromisoformat(event["date_earliest"]) <= date.fromisoformat(event["date_latest"]), one
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", event.get("time_local", "00:00")), one


def test_ids_in_the_gold_are_rows_of_the_data() -> None:
    sites, actors, weapons = ids("sites", "site_id"), ids("actors", "actor_id"), ids("weapons", "weapon_id")
    strengths = PACKAGE.lookup("claims.strength").enum
    for one, event in EVENTS:
        assert event.get("site_id") in (None, *sites), one
        assert set(event.get("weapons", ())) <= weapons, one
        assert set(event.get("claimed_by", ())) <= actors, one
        for party in event.get("attributed_to", ()):
            assert party["actor_id"] in actors and party["strength"] in strengths, one


def counts(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in COUNTS:
        if name in event:
            yield event[name]
            yield from event[name].get("alternatives", ())


def test_counts_and_tallies_are_in_form() -> None:
    states = PACKAGE.lookup("claims.state").enum
    for one, event in EVENTS:
        for count in counts(event):
            assert count["state"] in states, one
            assert ("min" in count) == (count["state"] == "counted"), one
            assert count.get("max", count.get("min", 0)) >= count.get("min", 0), one
    for one, tally in TALLIES:
        assert set(tally) <= {"counted", "total_min", "total_max", "since", "as_of"}, one
        assert tally["counted"] in PACKAGE.lookup("tallies.counted").enum, one
        assert tally["total_min"] <= tally.get("total_max", tally["total_min"]), one
        assert date.fromisoformat(tally.get("since", tally["as_of"])) <= date.fromisoformat(tally["as_of"]), one


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus of one French text of the development part and one English text of the test part."""
    folder = tmp_path / "small"
    (folder / "texts").mkdir(parents=True)
    chosen = [next(t for t in ABOUT if t["language"] == code and t["split"] == part) for code, part in (("fr", "dev"), ("en", "test"))]
    for name, rows in (("texts", chosen), ("gold", [g for t in chosen for g in GOLD if g["id"] == t["id"]])):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    for text in chosen:
        (folder / "texts" / f"{text['id']}.txt").write_bytes((FOLDER / "texts" / f"{text['id']}.txt").read_bytes())
    return folder


def test_a_folder_is_measured_by_language_and_difficulty(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", str(small), "--package", str(REPOSITORY), "--format", "json"]
    assert main(command) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["texts"] == 2
    assert {"all", "language: fr", "language: en"} < set(whole["groups"]) and any(g.startswith("difficulty: ") for g in whole["groups"])
    assert whole["spans"] == whole["spans_valid"] > 0
    assert main([*command, "--split", "dev", "--totals"]) == 0
    part = json.loads(capsys.readouterr().out)
    assert part["texts"] == 1 and "language: en" not in part["groups"] and "misses" not in part


def test_candidates_given_are_measured_instead(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = tmp_path / "none.jsonl"
    none.write_text("", encoding="utf-8")
    assert main(["evaluate", str(small), str(none), "--package", str(REPOSITORY), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["lenient"]["proposed"] == 0


def test_the_same_corpus_gives_the_same_figures(small: Path) -> None:
    assert corpus.measure(small, REPOSITORY) == corpus.measure(small, REPOSITORY)


def test_wrong_usage_is_said(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: object) -> str:
        assert main(["evaluate", *map(str, words)]) == 2
        return capsys.readouterr().err

    assert "give the candidates too" in said(small / "gold.jsonl")
    assert "there is no file" in said(tmp_path)
    assert "is a folder" in said(small, "--texts", small / "texts")
    assert "no text of" in said(small, "--split", "nothing", "--package", REPOSITORY)
    assert "--package" in said(small, "--package", tmp_path)
    (small / "texts" / f"{GOLD[0]['id']}.txt").unlink()
    assert f"there is no {GOLD[0]['id']}.txt" in said(small, "--package", REPOSITORY)
    (small / "gold.jsonl").write_text('{"events": []}\n', encoding="utf-8")
    assert "gold.jsonl:1: a text without an id" in said(small, "--package", REPOSITORY)
