"""The curator's desk in a real browser, by its keys alone, and what apply makes of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from strikelog.check import check_package
from strikelog.cli import main
from strikelog.review.candidates import Texts, read_candidates
from strikelog.review.decisions import Log
from tests import desk as made
from tests.desk import AGAIN, ANSWER, DRONES, STRUCK, TOTAL, VILLAGE

pytest.importorskip("starlette", reason="the extra `review` is not installed")
pytest.importorskip("selenium", reason="selenium is not installed")

from strikelog.review.desk import Desk
from strikelog.review.server import Server
from tests.browser import Hands, open_browser, serving

pytestmark = pytest.mark.xdist_group("desk")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    opened = open_browser()
    yield opened
    opened.quit()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made.empty_package(tmp_path / "package")


def desk_for(tmp_path: Path, root: Path, coder: str = "ana", **which: Any) -> Desk:
    file, texts = made.write_candidates(tmp_path, **which)
    return Desk(root, read_candidates(file), Texts(texts), Log(tmp_path / "decisions.jsonl"), coder)


@pytest.fixture
def server(tmp_path: Path, root: Path) -> Iterator[Server]:
    with serving(desk_for(tmp_path, root)) as started:
        yield started


def apply(tmp_path: Path, root: Path, *more: str) -> int:
    log, candidates, texts = (str(tmp_path / name) for name in ("decisions.jsonl", "candidates.jsonl", "texts"))
    return main(["apply", log, "--candidates", candidates, "--texts", texts, "--package", str(root), *more])


def test_a_queue_is_decided_by_keys_alone_and_applied(
    browser: Any, server: Server, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from selenium.webdriver.common.keys import Keys

    hands = Hands(browser, server)
    assert hands.current == VILLAGE
    assert "values are missing" in hands.do("a")
    hands.fill("new.new:Lions du Désert.actor_kind", "Armed group")
    for path, value in {
        "event.target_type": "Civilian",
        "claims.killed-1.asserter_id": "Local sources",
        "claims.killed-2.asserter_id": "Officials quoted by the BBC",
        "new.new:Tell Zarqa.site_type": "Town",
        "new.new:Lions du Désert.name": "Lions of the Desert",
        "event.summary": "Rockets hit a made-up village.",
        "source.publisher": "Made Up Wire",
        "source.source_kind": "News outlet",
        "source.read_scope": "Full text",
    }.items():
        hands.fill(path, value)
    assert browser.execute_script("return document.querySelector('#problems').textContent") == ""
    assert hands.do("a") == "Accepted. 1 of 5 decided."

    assert hands.current == ANSWER
    hands.fill("event.target_type", "Armed group")
    assert hands.do("a").startswith("Accepted. 2")

    assert hands.current == AGAIN
    assert hands.do("s").startswith("Skipped.")
    assert hands.current == TOTAL
    hands.fill("tally.counter_id", "International Coalition")
    hands.fill("tally.scope", "attacks on the coalition in Iraq")
    assert hands.do("a").startswith("Accepted. 3")

    assert hands.current == DRONES
    hands.fill("event.target_type", "US and")
    hands.fill("event.time_local", "25:00")
    assert "the check would find fault" in hands.do("a")
    assert "E304" in hands.notice
    hands.fill("event.time_local", "")
    assert hands.do("a").startswith("Accepted. 4")

    assert hands.current == AGAIN
    hands.fill("source.source_kind", "News outlet")
    hands.fill("source.read_scope", "Opening")
    hands.press("m")
    hands.rest("document.querySelector('#ask').open")
    assert hands.do(Keys.ENTER).startswith("Merged. 5 of 5")
    assert "Everything is decided" in browser.find_element("id", "title").text

    assert hands.do("u") == "Undone: merge."
    assert hands.current == AGAIN
    hands.press("r")
    hands.rest("document.querySelector('#ask').open")
    hands.press(Keys.ENTER)
    assert browser.execute_script("return document.querySelector('#ask').open"), "a rejection needs a reason"
    assert hands.do("told by the other report", Keys.ENTER).startswith("Rejected. 5")
    assert hands.do("u") == "Undone: reject."
    hands.press("m")
    hands.rest("document.querySelector('#ask').open")
    assert hands.do(Keys.ENTER).startswith("Merged. 5 of 5")

    assert apply(tmp_path, root) == 0
    said = capsys.readouterr().out
    assert "answer_to" in said and "new tally" in said and "also written Lions du Désert (fr)" in said
    report = check_package(root, texts=tmp_path / "texts")
    assert not report.issues
    assert main(["build", str(root)]) == 0
    village = next(e for e in made.read_rows(root, "events") if e["site_id"] == "st-tell-zarqa")
    assert village["summary"] == "Rockets hit a made-up village."
    killed = [c for c in made.read_rows(root, "claims") if c["field"] == "killed"]
    assert {(c["value_min"], c["asserter_id"]) for c in killed} == {("3", "ac-local-sources"), ("5", "ac-officials-quoted-by-bbc")}
    before = {p.name: p.read_bytes() for p in (root / "data").iterdir()}
    assert apply(tmp_path, root) == 0
    assert {p.name: p.read_bytes() for p in (root / "data").iterdir()} == before
    assert all("422" in e for e in hands.errors()), "the two refusals and nothing else"


def test_a_field_and_its_evidence_light_up_together(browser: Any, server: Server) -> None:
    hands = Hands(browser, server)
    hands.reach("event.date_earliest")
    lit = browser.execute_script("return [...document.querySelectorAll('#text mark.on')].map(m => m.textContent)")
    assert lit == ["La veille"]
    hands.reach("claims.killed-2.state")
    assert browser.execute_script("return [...document.querySelectorAll('#text mark.on')].map(m => m.textContent)") == ["cinq"]
    over = browser.execute_script(
        "return [...document.querySelectorAll('#text mark')].filter(m => m.dataset.paths.split(' ').length > 1).map(m => m.textContent)"
    )
    assert over == ["roquettes"], "the words that two fields share carry both"
    text = browser.execute_script("return [...document.querySelectorAll('#text p')].map(p => p.textContent).join('\\n')")
    assert text == made.FRENCH


def test_not_stated_none_some_and_counted_are_four_things(browser: Any, server: Server, tmp_path: Path) -> None:
    hands = Hands(browser, server)
    assert (
        browser.execute_script("return document.querySelector('[data-path=\"claims.injured-1.state\"]').selectedOptions[0].textContent")
        == "not stated"
    )
    hands.fill("claims.injured-1.state", "none")
    hands.fill("claims.launched-1.state", "counted")
    hands.fill("claims.launched-1.value_min", "4")
    hands.fill("claims.launched-1.value_max", "")
    hands.fill("claims.impacted-1.state", "not")
    record = server_record(tmp_path, VILLAGE)
    assert record["claims"]["injured-1"]["state"] == "none"
    assert {k: record["claims"]["launched-1"][k] for k in ("state", "value_min", "value_max")} == {
        "state": "counted",
        "value_min": "4",
        "value_max": "",
    }
    assert record["claims"]["impacted-1"]["state"] == ""


def server_record(tmp_path: Path, candidate_id: str) -> dict[str, Any]:
    """The record as somebody else would replay it from the log."""
    from strikelog.entry.reference import Reference
    from strikelog.review import drafting, replay

    reference = Reference.load(tmp_path / "package")
    state = replay.stand(
        read_candidates(tmp_path / "candidates.jsonl"),
        Log(tmp_path / "decisions.jsonl").read().decisions,
        "ana",
        lambda c: drafting.draft(c, reference),
    )
    return state.record(candidate_id)


def test_evidence_is_marked_anew_from_what_is_selected(browser: Any, server: Server, tmp_path: Path) -> None:
    hands = Hands(browser, server)
    hands.reach("event.date_earliest")
    hands.press("\ue00c")
    browser.execute_script("""
        const node = document.querySelector('#text p').firstChild.firstChild, range = document.createRange();
        range.setStart(node, 5); range.setEnd(node, 11);
        getSelection().removeAllRanges(); getSelection().addRange(range);""")
    hands.do("v")
    evidence = server_record(tmp_path, VILLAGE)["evidence"]["date"]
    assert (evidence["start"], evidence["end"], evidence["basis"]) == ("5", "11", "stated")


def test_a_split_makes_a_second_event(browser: Any, server: Server, tmp_path: Path) -> None:
    hands = Hands(browser, server)
    assert hands.do("x").startswith("Split. 0 of 6")
    assert hands.current not in (VILLAGE, ANSWER) and hands.current.startswith("ca-")
    assert "(copy)" in browser.find_element("id", "title").text
    assert hands.do("u") == "Undone: split."
    assert hands.current == VILLAGE


def test_right_to_left_text_reads_from_the_right(browser: Any, tmp_path: Path, root: Path) -> None:
    with serving(desk_for(tmp_path, root, leave_out=(STRUCK, DRONES, VILLAGE, ANSWER, TOTAL))) as server:
        hands = Hands(browser, server)
        directions = browser.execute_script("return [...document.querySelectorAll('#text p')].map(p => getComputedStyle(p).direction)")
        assert set(directions) == {"rtl"}
        assert browser.execute_script("return document.querySelector('#text mark').textContent") == "طائرتين مسيّرتين"
        assert hands.current == AGAIN


def test_a_hostile_text_does_nothing(browser: Any, tmp_path: Path, root: Path) -> None:
    browser.get_log("performance")
    with serving(desk_for(tmp_path, root, leave_out=(DRONES, VILLAGE, ANSWER, TOTAL, AGAIN))) as server:
        hands = Hands(browser, server)
        assert hands.current == STRUCK
        hands.do("a")
        hands.press("g")
        hands.rest("!document.querySelector('#agreement').hidden")
        assert browser.execute_script("return window.struck") is None
        assert (
            browser.execute_script(
                "return document.querySelectorAll('main script, main img, main svg, main b b, main a, main iframe').length"
            )
            == 0
        )
        shown = browser.execute_script("return document.querySelector('#text').textContent")
        assert "<script>window.struck = 1</script>" in shown
        assert "\u202e" not in browser.execute_script("return document.body.textContent")
        outside = [u for u in hands.requests() if not u.startswith((f"http://{server.host}/", "data:", "chrome"))]
        assert not outside
        assert browser.execute_script("return location.search") == "", "the token does not stay in the address"
        assert browser.execute_script("return document.cookie") == "", "no script can read the token"
    # What was refused is in the log of the browser: the answer 422 to the accept, and nothing else.
    assert all("422" in e for e in hands.errors())


def test_two_coders_differ_and_a_third_decision_settles(browser: Any, tmp_path: Path, root: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    only = {"leave_out": (STRUCK, VILLAGE, ANSWER, TOTAL, AGAIN)}
    source = [
        {"field": "source.source_kind", "after": "news_outlet"},
        {"field": "source.read_scope", "after": "full_text"},
        {"field": "event.target_type", "after": "foreign_forces"},
    ]
    for coder, kind in (("ana", "drone"), ("ben", "mixed")):
        desk = desk_for(tmp_path, root, coder, **only)
        desk.decide(DRONES, "edit", {"changes": [*source, {"field": "event.event_type", "after": kind}]})
        desk.decide(DRONES, "accept", {})
    assert apply(tmp_path, root) == 1
    assert made.read_rows(root, "events") == []
    with serving(desk_for(tmp_path, root, "cleo", **only)) as server:
        hands = Hands(browser, server)
        hands.press("g")
        hands.rest("document.querySelector('.pair')")
        assert browser.execute_script("return [...document.querySelectorAll('.pair tbody th')].map(h => h.textContent)") == ["event_type"]
        hands.press(Keys.TAB, Keys.ARROW_RIGHT, Keys.TAB, "the text speaks of two means", Keys.ENTER)
        hands.rest("document.querySelector('#agreement').textContent.includes('1 settled')")
    assert apply(tmp_path, root) == 0
    assert apply(tmp_path, root, "--round", "made-up-1") == 0
    assert apply(tmp_path, root, "--round", "made-up-1") == 0
    (event,) = made.read_rows(root, "events")
    twice = {r["field"]: (r["first_value"], r["second_value"], r["settled_value"]) for r in made.read_rows(root, "recodings")}
    assert twice["event_type"] == ("drone", "mixed", "mixed")
    assert twice["launched"] == ("2", "2", "")
    assert not check_package(root, texts=tmp_path / "texts").issues
    assert (event["event_type"], event["record_status"]) == ("mixed", "double_coded")


def test_keys_are_shown_and_narrow_windows_work(browser: Any, server: Server) -> None:
    from selenium.webdriver.common.keys import Keys

    hands = Hands(browser, server)
    hands.press("?")
    assert browser.execute_script("return document.querySelector('#keys').open")
    assert "Undo the last decision" in browser.find_element("id", "keys").text
    hands.press(Keys.ESCAPE)
    assert not browser.execute_script("return document.querySelector('#keys').open")
    assert all(browser.execute_script("return [...document.querySelectorAll('#actions button')].map(b => !!b.querySelector('kbd'))"))
    try:
        browser.set_window_size(700, 800)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        browser.set_window_size(1500, 950)


def test_the_verb_prints_its_address_and_ends_when_told(tmp_path: Path, root: Path) -> None:
    file, texts = made.write_candidates(tmp_path)
    command = [
        sys.executable,
        "-m",
        "strikelog",
        "review",
        str(file),
        "--texts",
        str(texts),
        "--package",
        str(root),
        "--coder",
        "ana",
        "--no-open",
    ]
    where = os.environ | {"PYTHONPATH": str(made.REPOSITORY / "src")}
    running = subprocess.Popen(command, cwd=tmp_path, env=where, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\?token=[A-Za-z0-9_-]{32}", address)
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
    finally:
        running.send_signal(signal.SIGINT)
    assert running.wait(20) in (0, 130)
    assert "0 of 5 candidates decided by ana" in running.communicate()[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["review", "nothing.jsonl", "--texts", "."], "nothing.jsonl cannot be read"),
        (["review", "nothing.jsonl", "--texts", "nowhere"], "--texts: there is no nowhere"),
        (["review", "nothing.jsonl", "--texts", ".", "--coder", " "], "--coder: give a name"),
        (["apply", "nothing.jsonl", "--candidates", "candidates.jsonl", "--texts", "texts"], "there is no nothing.jsonl"),
        (["apply", "torn.jsonl", "--candidates", "candidates.jsonl", "--texts", "texts"], "torn.jsonl:1: this is no decision"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_so(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    made.write_candidates(tmp_path)
    (tmp_path / "torn.jsonl").write_text("{}\n{}\n")
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--package", str(root)]) == 2
    assert words in capsys.readouterr().err
