"""The five first articles, each from its text to rows: extracted, decided in a browser by keys, applied, checked and built."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from strikelog.check import check_package
from strikelog.cli import main
from strikelog.review.candidates import Texts, read_candidates
from strikelog.review.decisions import Log
from tests import desk as made

pytest.importorskip("starlette", reason="the extra `review` is not installed")
pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("ahocorasick", reason="the extra `extract` is not installed")

from strikelog.review.desk import Desk
from tests.browser import Hands, open_browser, serving

SEEDS = made.REPOSITORY.parent / "shared" / "seeds"
PUBLISHED = {r["text_name"]: r["published"] for r in made.read_rows(made.REPOSITORY, "sources") if r["text_name"]}

pytestmark = [
    pytest.mark.xdist_group("desk"),
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the texts of the five articles are not in the repository and not beside it"),
    pytest.mark.skipif(importlib.util.find_spec("strikelog.extract.engine") is None, reason="there is no extractor"),
]

# What a coder would know: here only what lets the rows be made.
ANSWERS = {
    "target_type": "Unknown",
    "source_kind": "News outlet",
    "read_scope": "Full text",
    "actor_kind": "Unnamed",
    "site_type": "Area",
    "weapon_class": "Unspecified",
    "event_type": "Unspecified",
    "location_precision": "Country",
    "country": "Iraq",
    "counter_id": "AFP",
    "scope": "attacks that the report totals",
    "counted": "Attacks",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    opened = open_browser()
    yield opened
    opened.quit()


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_an_article_becomes_rows_that_pass_and_build(browser: Any, tmp_path: Path, name: str) -> None:
    root = made.empty_package(tmp_path / "package")
    candidates = tmp_path / "candidates.jsonl"
    assert (
        main(
            ["extract", str(SEEDS / name), "--published", PUBLISHED[name], "--package", str(root), "--out", str(candidates), "--jobs", "1"]
        )
        == 0
    )
    log = tmp_path / "decisions.jsonl"
    desk = Desk(root, read_candidates(candidates), Texts(SEEDS), Log(log), "ana")
    assert desk.candidates
    with serving(desk) as server:
        decide(Hands(browser, server), len(desk.candidates))
    accepted = [d for d in desk.state().closed.values() if d.action == "accept"]
    assert accepted
    apply = ["apply", str(log), "--candidates", str(candidates), "--texts", str(SEEDS), "--package", str(root)]
    assert main(apply) == 0
    report = check_package(root, texts=SEEDS)
    assert not [i for i in report.issues if i.severity == "error"]
    assert main(["build", str(root)]) == 0
    assert len(made.read_rows(root, "events")) == sum(1 for d in accepted if d.record and d.record["kind"] == "event")
    before = {p.name: p.read_bytes() for p in (root / "data").iterdir()}
    assert main(apply) == 0
    assert {p.name: p.read_bytes() for p in (root / "data").iterdir()} == before


def decide(hands: Hands, queue: int) -> None:
    """Fill in what is missing and accept; reject what the check would refuse."""
    from selenium.webdriver.common.keys import Keys

    for done in range(queue):
        one = hands.current
        for _ in range(40):
            missing = hands.server_problems(one)
            if not missing:
                break
            column = missing[0].rpartition(".")[2]
            assert column in ANSWERS, f"nobody said what {missing[0]} is"
            hands.fill(missing[0], ANSWERS[column])
        if not hands.do("a").startswith("Accepted."):
            hands.press("r")
            hands.rest("document.querySelector('#ask').open")
            assert hands.do("the check refuses it: " + hands.notice[:60], Keys.ENTER).startswith("Rejected.")
        assert hands.current != one, f"candidate {done + 1} of {queue} stays"
