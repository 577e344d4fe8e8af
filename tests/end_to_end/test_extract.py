"""`strikelog extract` and `strikelog evaluate` as they are run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from strikelog.cli import main

REPOSITORY = Path(__file__).parents[2]
SEEDS = REPOSITORY.parent / "shared" / "seeds"
PUBLISHED = {"000": "2021-05-25", "001": "2022-01-05", "002": "2022-01-05", "003": "2024-07-17", "004": "2023-10-20"}
ENGLISH = "Three rockets landed in the Taji camp on Monday evening, the army said. Nobody was hurt."
FRENCH = "Deux drones ont été abattus lundi soir à l’approche de la base de Harir, a indiqué l’armée."


def run(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "strikelog", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=stdin,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1"},
        check=False,
    )


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_file_and_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(ENGLISH, encoding="utf-8")
    done = run("extract", file, "--published", "2022-01-05")
    assert (done.returncode, done.stderr) == (0, "")
    (one,) = lines(done.stdout)
    assert (one["event_type"], one["site_id"], one["date_earliest"]) == ("rocket", "st-taji", "2022-01-03")
    assert [c["site_id"] for c in lines(run("extract", "-", "--published", "2022-01-05", "--lang", "fr", stdin=FRENCH).stdout)] == [
        "st-harir"
    ]


def test_a_document_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": ENGLISH, "published": "2022-01-05"},
        {"id": "b", "text": ENGLISH},
        {"id": "c"},
        {"id": "d", "text": FRENCH, "published": "2022-01-05", "language": "fr"},
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in rows) + "{broken\n", encoding="utf-8")
    done = run("extract", "--corpus", corpus)
    assert done.returncode == 1
    assert [c["source"]["id"] for c in lines(done.stdout)] == ["a", "d"]  # type: ignore[index]
    assert "corpus.jsonl:2 (b): its day of publication is not known" in done.stderr
    assert "corpus.jsonl:3: it has no text" in done.stderr
    assert "corpus.jsonl:5: it is not JSON" in done.stderr


def test_cores_and_formats_change_nothing(tmp_path: Path) -> None:
    rows = [
        {"id": f"t{n}", "text": (ENGLISH, FRENCH)[n % 2], "published": "2022-01-05", "language": ("en", "fr")[n % 2]} for n in range(60)
    ]
    corpus, table = tmp_path / "corpus.jsonl", tmp_path / "corpus.parquet"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), table)
    outputs = []
    for n, (source, jobs) in enumerate(((corpus, "1"), (corpus, "3"), (table, "2"))):
        out = tmp_path / f"{n}.jsonl"
        done = run("extract", "--corpus", source, "--jobs", jobs, "--out", out)
        assert done.returncode == 0, done.stderr
        outputs.append(out.read_bytes().replace(b"corpus.parquet", b"corpus.jsonl"))
    assert outputs[0] == outputs[1] == outputs[2]
    assert outputs[0].count(b"\n") == 60


def test_wrong_usage() -> None:
    assert run("extract").returncode == 2
    assert "there is no /nowhere" in run("extract", "/nowhere").stderr
    assert run("extract", "-", "--jobs", "0").returncode == 2
    assert "--package" in run("extract", "-", "--published", "2022-01-05", "--package", "/nowhere", stdin=ENGLISH).stderr
    assert run("evaluate", "/nowhere", "/nowhere").returncode == 2


def test_evaluate_prints_its_table(tmp_path: Path) -> None:
    gold, candidates, texts = tmp_path / "gold.jsonl", tmp_path / "candidates.jsonl", tmp_path / "texts"
    texts.mkdir()
    (texts / "report.txt").write_text(ENGLISH, encoding="utf-8")
    event = {"event_type": "rocket", "date_earliest": "2022-01-03", "date_latest": "2022-01-03", "site_id": "st-taji"}
    gold.write_text(json.dumps({"id": "report", "language": "en", "events": [event], "tallies": []}), encoding="utf-8")
    assert run("extract", texts / "report.txt", "--published", "2022-01-05", "--out", candidates).returncode == 0
    done = run("evaluate", gold, candidates, "--texts", texts)
    assert done.returncode == 0 and "strict" in done.stdout and "1/1/1" in done.stdout
    figures = json.loads(run("evaluate", gold, candidates, "--texts", texts, "--format", "json").stdout)
    assert figures["strict"]["f1"] == 1 and figures["spans"] == figures["spans_valid"] > 0
    assert run("evaluate", gold, candidates, "--format", "markdown").stdout.count("|") > 50


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles lie beside the repository and not in it")
@pytest.mark.parametrize("number", sorted(PUBLISHED))
def test_the_five_articles(number: str) -> None:
    (file,) = SEEDS.glob(f"{number}_*.txt")
    done = run("extract", file, "--published", PUBLISHED[number])
    assert done.returncode == 0, done.stderr
    made = lines(done.stdout)
    expected = {
        "000": {("rocket", "st-ain-al-asad"), ("bomb", "st-maadan-desert"), ("ground_attack", "st-maskanah-desert")},
        "001": {("rocket", "st-green-village")},
        "002": {("rocket", "st-ain-al-asad"), ("artillery", "st-al-mayadin"), ("indirect_fire", "st-green-village")},
        "003": {("drone", "st-ain-al-asad")},
        "004": {("explosion", "st-al-omar-oil-field")},
    }[number]
    assert expected <= {(c["event_type"], c["site_id"]) for c in made if c["kind"] == "event"}
    if number == "003":
        assert [(c["total_min"], c["total_max"]) for c in made if c["kind"] == "tally"] == [(176, None)]


def test_a_corpus_given_as_a_text_is_pointed_to_its_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "many.jsonl"
    corpus.write_text("{}\n", encoding="utf-8")
    assert main(["extract", str(corpus), "--published", "2024-01-05"]) == 1
    assert "give it as --corpus many.jsonl" in capsys.readouterr().err
