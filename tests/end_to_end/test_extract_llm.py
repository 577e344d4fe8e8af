"""`strikelog extract --engine llm` against a server of this machine that speaks the OpenAI form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")

from pydantic_ai import models

from strikelog.cli import main
from tests.loopback import Loopback, Reply, completion, report, serving
from tests.unit.extracting import REPOSITORY

KEY = "sk-of-this-test-0451"
TEXT = "Three rockets landed in the Taji camp on Monday evening, the army said. Nobody was hurt."
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((REPOSITORY / "src/strikelog/extract/candidate.schema.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.FormatChecker(),
)


def event(**values: Any) -> dict[str, Any]:
    return {"events": [{"event_type": {"value": "rocket", "quote": "rockets"}, "status": "asserted", **values}]}


GOOD = event(
    date={"earliest": "2022-01-03", "latest": "2022-01-03", "precision": "day", "quote": "on Monday"},
    place={"quote": "the Taji camp"},
    impacted=[{"state": "counted", "min": 3, "max": 3, "quote": "Three rockets", "asserter": "the army"}],
    killed=[{"state": "none", "quote": "Nobody was hurt"}],
)


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No real endpoint is asked but the one that a test starts, nor a proxy on the way to it."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("STRIKELOG_LLM_KEY", KEY)
    monkeypatch.setenv("STRIKELOG_LLM_MODEL", "small")
    monkeypatch.chdir(REPOSITORY)
    with models.override_allow_model_requests(False):
        yield


def corpus(folder: Path, *texts: str) -> Path:
    file = folder / "corpus.jsonl"
    rows = [{"id": f"t{n}", "text": text, "published": "2022-01-05", "language": "en"} for n, text in enumerate(texts)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def run(server: Loopback, folder: Path, *more: str, texts: tuple[str, ...] = (TEXT,)) -> tuple[int, list[dict[str, Any]]]:
    """Status and candidates of one run over texts."""
    out = folder / "out.jsonl"
    file = corpus(folder, *texts)
    with models.override_allow_model_requests(True):
        status = main(["extract", "--corpus", str(file), "--engine", "llm", "--url", server.url, "--out", str(out), *more])
    made = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for candidate in made:
        SCHEMA.validate(candidate)
    return status, made


@pytest.mark.parametrize("form", ["tool", "schema", "prompt"])
def test_a_good_answer(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda n, question: completion(question, GOOD)) as server:
        status, (one,) = run(server, tmp_path, "--answer-by", form)
    assert status == 0 and "refused" not in capsys.readouterr().err
    assert (one["engine"], one["event_type"], one["site_id"], one["country"]) == ("llm", "rocket", "st-taji", "IQ")
    assert one["impacted"]["asserter"] == "the army" and one["killed"]["state"] == "none"
    (span,) = one["impacted"]["evidence"]
    assert (TEXT[span["start"] : span["end"]], span["basis"], span["rule"]) == ("Three rockets", "stated", "llm.impacted")
    assert server.keys == [f"Bearer {KEY}"] and report(server.asked[0]) == TEXT
    assert server.asked[0]["model"] == "small"


@pytest.mark.parametrize(
    "bad",
    [
        "{broken",
        "Here you are: nothing.",
        {"events": "many"},
        {"events": [{"event_type": "rocket"}]},
        event(event_type={"value": "comet", "quote": "rockets"}),
    ],
    ids=["json", "prose", "list", "shape", "code"],
)
def test_a_malformed_answer_is_asked_for_again_and_then_given_up(tmp_path: Path, bad: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda n, question: completion(question, bad if n == 0 else GOOD)) as server:
        assert (run(server, tmp_path)[0], len(server.asked)) == (0, 2)
    capsys.readouterr()
    with serving(lambda n, question: completion(question, bad)) as server:
        assert run(server, tmp_path, "--retries", "1") == (1, [])
        assert len(server.asked) == 2
    assert "corpus.jsonl:1 (t0): no answer had the form that was asked for, in 2 attempts" in capsys.readouterr().err


@pytest.mark.parametrize("status", [429, 500])
def test_an_error_on_the_way_is_tried_again_and_then_reported(tmp_path: Path, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    error = Reply({"error": {"message": f"no: {KEY}"}}, status)
    with serving(lambda n, question: completion(question, GOOD) if n else error) as server:
        assert (run(server, tmp_path)[0], len(server.asked)) == (0, 2)
    with serving(lambda n, question: error) as server:
        assert run(server, tmp_path, "--retries", "2") == (1, [])
        assert len(server.asked) == 3
    assert f"(t0): the endpoint answered with HTTP status {status}" in capsys.readouterr().err


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"choices": []}'], ids=["page", "nothing", "no choice"])
def test_what_is_no_completion_is_reported(tmp_path: Path, body: bytes) -> None:
    with serving(lambda n, question: Reply(body)) as server:
        assert run(server, tmp_path, "--retries", "0") == (1, [])


def test_an_endpoint_that_is_gone_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda n, question: Reply()) as server:
        pass
    assert run(server, tmp_path, "--retries", "0") == (1, [])
    assert "(t0): the endpoint could not be reached" in capsys.readouterr().err


def test_a_text_that_times_out_is_named_and_the_others_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_up = threading.Event()

    def reply(number: int, question: dict[str, Any]) -> Reply:
        if "slow" in report(question):
            given_up.wait(30)
        return completion(question, GOOD)

    with serving(reply) as server:
        status, made = run(server, tmp_path, "--timeout", "0.3", "--retries", "0", texts=(TEXT, "slow", f"{TEXT} Again."))
        given_up.set()
    assert (status, [c["source"]["id"] for c in made]) == (1, ["t0", "t2"])
    said = capsys.readouterr().err
    assert "corpus.jsonl:2 (t1): the model did not answer within 0.3 seconds" in said
    assert "2 candidates in 2 documents, 1 could not be read" in said


def test_a_text_that_cannot_be_sent_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda n, question: completion(question, GOOD)) as server:
        status, made = run(server, tmp_path, texts=("Half a rocket: \ud83d", TEXT))
    assert (status, len(made)) == (1, 1)
    assert "(t0): it holds halves of characters" in capsys.readouterr().err


def test_only_so_many_questions_at_a_time_and_the_order_of_the_texts(tmp_path: Path) -> None:
    both = threading.Barrier(2)

    def reply(number: int, question: dict[str, Any]) -> Reply:
        both.wait(30)
        return completion(question, GOOD)

    texts = tuple(f"{TEXT} {n}" for n in range(6))
    with serving(reply) as server:
        status, made = run(server, tmp_path, "--jobs", "2", texts=texts)
    assert (status, server.most) == (0, 2)
    assert [c["source"]["id"] for c in made] == [f"t{n}" for n in range(6)]


def test_what_the_text_does_not_bear_out_is_refused_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = event(
        place={"quote": "Camp Victory"},
        launched=[{"state": "counted", "min": 7, "max": 7, "quote": "Three rockets"}],
        impacted=[{"state": "counted", "min": 3, "max": 3, "quote": "Three rockets"}],
        injured=[{"state": "none", "quote": "Nobody was hurt", "asserter": "the Pentagon"}],
    )
    with serving(lambda n, question: completion(question, answer)) as server:
        status, (one,) = run(server, tmp_path)
    assert (status, one["place"], one["launched"], one["injured"], one["impacted"]["min"]) == (0, None, None, None, 3)
    said = capsys.readouterr().err
    assert "3 values refused in 1 documents" in said
    assert "(t0): 3 refused: event 1, place: its quote is not in the text; event 1, launched: its number is not in its quote; " in said
    assert "event 1, injured: its asserter is not in the text" in said


def test_apostrophes_and_spaces_that_a_model_made_plain_are_found(tmp_path: Path) -> None:
    text = "The army\u2019s base at\u00a0Taji was hit by\u202f1\u00a0200 rockets."
    answer = event(
        place={"quote": "army's base at Taji"}, impacted=[{"state": "counted", "min": 1200, "max": 1200, "quote": "by 1 200 rockets"}]
    )
    with serving(lambda n, question: completion(question, answer)) as server:
        status, (one,) = run(server, tmp_path, texts=(text,))
    (span,) = one["impacted"]["evidence"]
    assert (status, one["place"]) == (0, "army\u2019s base at\u00a0Taji")
    assert text[span["start"] : span["end"]] == "by\u202f1\u00a0200 rockets"


def test_the_cache_answers_alone_with_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = tmp_path / "answers"
    with serving(lambda n, question: completion(question, GOOD)) as server:
        assert run(server, tmp_path, "--cache", str(cache))[0] == 0
        first = (tmp_path / "out.jsonl").read_bytes()
        assert run(server, tmp_path, "--cache", str(cache))[0] == 0
        assert len(server.asked) == 1
    assert (tmp_path / "out.jsonl").read_bytes() == first and first
    (kept,) = cache.iterdir()
    assert set(json.loads(kept.read_text(encoding="utf-8"))["key"]) == {"model", "prompt", "schema", "sha256", "published"}
    capsys.readouterr()
    file, out = corpus(tmp_path, TEXT, "Another."), tmp_path / "again.jsonl"
    again = ["extract", "--corpus", str(file), "--engine", "llm", "--cache", str(cache), "--replay", "--out", str(out)]
    assert main(again) == 1
    assert out.read_bytes() == first
    assert f"corpus.jsonl:2 (t1): its answer is not in {cache}" in capsys.readouterr().err
    assert main([*again, "--model", "other"]) == 1 and out.read_bytes() == b""
    kept.write_text(kept.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert main(again) == 1 and out.read_bytes() == b""


def test_the_key_is_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    wrong = Reply({"error": {"message": "wrong key"}}, 401)
    with serving(lambda n, question: completion(question, GOOD) if n else wrong) as server:
        status, made = run(server, tmp_path, "--jobs", "1", "--cache", str(tmp_path / "c"), texts=(TEXT, f"{TEXT} 2"))
    assert (status, len(made), server.keys[0]) == (1, 1, f"Bearer {KEY}")
    said = capsys.readouterr()
    assert caplog.records and KEY not in said.out + said.err + "".join(f"{r.getMessage()}{vars(r)}" for r in caplog.records)
    for file in (f for f in tmp_path.rglob("*") if f.is_file()):
        assert KEY.encode() not in file.read_bytes()


def test_an_endpoint_that_repeats_the_key_is_not_repeated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(lambda n, question: Reply({"error": {"message": KEY, "code": KEY, "type": KEY}}, (400, 401, 404, 500)[n])) as server:
        status, _ = run(server, tmp_path, "--jobs", "1", "--retries", "0", texts=tuple(f"{TEXT} {n}" for n in range(4)))
    said = capsys.readouterr()
    assert status == 1 and len(server.asked) == 4 and KEY not in said.out + said.err


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1", **environment},
        check=False,
    )


def test_as_it_is_run(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT, encoding="utf-8")
    with serving(lambda n, question: completion(question, GOOD)) as server:
        done = command("-m", "strikelog", "extract", file, "--published", "2022-01-05", "--engine", "llm", STRIKELOG_LLM_URL=server.url)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["date_earliest"] == "2022-01-03"


WITHOUT = (
    "import sys; sys.modules['pydantic_ai'] = sys.modules['openai'] = None; from strikelog.cli import main; sys.exit(main(sys.argv[1:]))"
)


def test_without_the_extra_one_line_says_how_to_install_it(tmp_path: Path) -> None:
    file = corpus(tmp_path, TEXT)
    done = command("-c", WITHOUT, "extract", "--corpus", file, "--engine", "llm", "--url", "http://127.0.0.1:9/v1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "strikelog: --engine llm needs the extra `llm`: pip install 'strikelog[llm]'\n"
    assert command("-c", WITHOUT, "extract", "--corpus", file).returncode == 0
    (tmp_path / "empty").mkdir()
    done = command("-c", WITHOUT, "extract", "--corpus", file, "--engine", "llm", "--replay", "--cache", tmp_path / "empty")
    assert done.returncode == 1 and "its answer is not in" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--model", "small"], "--model: only with --engine llm"),
        (["--engine", "llm"], "--engine llm needs --url URL"),
        (["--engine", "llm", "--url", "ftp://there"], "beginning with http:// or https://"),
        (["--engine", "llm", "--url", "http://there", "--timeout", "0"], "--timeout takes seconds"),
        (["--engine", "llm", "--url", "http://there", "--timeout", "nan"], "--timeout takes seconds"),
        (["--engine", "llm", "--url", "http://there", "--retries", "-1"], "--retries takes a number"),
        (["--engine", "llm", "--replay"], "--replay needs --cache DIR"),
        (["--engine", "llm", "--replay", "--cache", "nowhere"], "--replay needs --cache DIR"),
        (["--engine", "llm", "--cache", "README.md", "--url", "http://there"], "README.md is no folder"),
        (["--engine", "llm", "--package", "/nowhere", "--url", "http://there"], "--package: "),
    ],
)
def test_wrong_usage(
    tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STRIKELOG_LLM_URL", raising=False)
    out = tmp_path / "out.jsonl"
    assert main(["extract", "--corpus", str(corpus(tmp_path, TEXT)), "--out", str(out), *options]) == 2
    assert words in capsys.readouterr().err and not out.exists()


def test_a_model_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRIKELOG_LLM_MODEL")
    assert main(["extract", str(corpus(tmp_path, TEXT)), "--engine", "llm", "--url", "http://there"]) == 2
    assert "needs --model NAME" in capsys.readouterr().err
