"""`strikelog build`: what cannot be built is said in plain words, and the previous release stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from strikelog.cli import CLEAN as NOTHING_WRONG
from strikelog.cli import FINDINGS, USAGE, main
from strikelog.targets import ddl
from tests.counterexamples import CLEAN, TODAY, materialise

Capture = pytest.CaptureFixture[str]
Descriptor = dict[str, Any]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return materialise(CLEAN, tmp_path / "package")


def run(package: Path, out: Path) -> int:
    return main(["build", str(package), "--today", TODAY, "--out", str(out)])


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_clean_package_is_published_and_published_again(package: Path, tmp_path: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert run(package, tmp_path / "dist") == NOTHING_WRONG
    assert "files" in capsys.readouterr().out
    assert {p.name for p in tmp_path.iterdir()} == {"package", "dist"}


def test_a_folder_of_somebody_elses_is_left_alone(package: Path, tmp_path: Path, capsys: Capture) -> None:
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("years of work")
    assert run(package, thesis) == USAGE
    assert "is not a release of ours" in capsys.readouterr().err
    assert contents(thesis) == {"chapter.txt": b"years of work"}


def test_a_file_is_left_alone(package: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "notes").write_text("x")
    assert run(package, tmp_path / "notes") == USAGE
    assert "is not a release of ours" in capsys.readouterr().err
    assert run(package, tmp_path / "notes/dist") == USAGE
    assert "cannot be written" in capsys.readouterr().err


def test_the_package_itself_is_not_a_place_to_publish_to(package: Path, capsys: Capture) -> None:
    (package / "manifest.json").write_text("{}")
    before = contents(package)
    for out in (package, package / "data", package.parent):
        assert run(package, out) == USAGE
    assert "Traceback" not in capsys.readouterr().err
    assert contents(package) == before


def test_a_place_that_takes_no_folder(package: Path, tmp_path: Path, capsys: Capture) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for out in (Path("/proc/foo"), tmp_path / ("x" * 300), loop):
        assert run(package, out) == USAGE
        assert "cannot be written" in capsys.readouterr().err


def drop_sql(descriptor: Descriptor) -> None:
    descriptor["views"].append({"name": "news", "title": "News", "description": "None.", "schema": {
        "fields": [{"name": "a", "type": "string", "title": "A", "description": "A."}]}})


def add_column(descriptor: Descriptor) -> None:
    derived = next(t for t in descriptor["derived"] if t["name"] == "munitions")
    derived["schema"]["fields"].append({"name": "colour", "type": "string", "title": "Colour", "description": "Its colour."})


def another_type(descriptor: Descriptor) -> None:
    derived = next(t for t in descriptor["derived"] if t["name"] == "munitions")
    next(f for f in derived["schema"]["fields"] if f["name"] == "weapon")["type"] = "date"


def never_empty(descriptor: Descriptor) -> None:
    derived = next(t for t in descriptor["derived"] if t["name"] == "events_wide")
    next(f for f in derived["schema"]["fields"] if f.get("name") == "answer_to")["constraints"] = {"required": True}


def other_codes(descriptor: Descriptor) -> None:
    derived = next(t for t in descriptor["derived"] if t["name"] == "munitions")
    at = next(n for n, f in enumerate(derived["schema"]["fields"]) if f.get("name") == "state")
    derived["schema"]["fields"][at] = {
        "name": "state", "type": "string", "title": "State", "description": "Its state.", "constraints": {"enum": ["never"]},
        "categories": [{"value": "never", "label": "Never", "description": "Never."}]}


def no_codes(descriptor: Descriptor) -> None:
    claims = next(t for t in descriptor["resources"] if t["name"] == "claims")
    for code in next(f for f in claims["schema"]["fields"] if f["name"] == "field")["categories"]:
        code.pop("responsibility", None)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (drop_sql, "there is no sql/news.sql"),
        (add_column, "while making the derived table munitions"),
        (another_type, "while making the derived table munitions"),
        (other_codes, "while making the derived table munitions"),
        (never_empty, "what makes the table events_wide does not fit its fields"),
        (no_codes, "needs a code of claims.field with responsibility=true"),
    ],
)
def test_a_descriptor_that_the_sql_does_not_fit(
    package: Path, tmp_path: Path, capsys: Capture, edit: Callable[[Descriptor], None], words: str
) -> None:
    out = tmp_path / "dist"
    assert run(package, out) == NOTHING_WRONG
    before = contents(out)
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    edit(descriptor)
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    if edit is no_codes:  # the check finds more wrong with the claims; what is built here is only made to see the words
        for name in ("claims", "links", "retractions", "recodings"):
            table = package / f"data/{name}.csv"
            table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        (package / "data/events.csv").write_text((package / "data/events.csv").read_text(encoding="utf-8").splitlines()[0] + "\n")
    capsys.readouterr()
    assert run(package, out) == FINDINGS
    said = capsys.readouterr().err
    assert "nothing was published" in said and words in said
    assert contents(out) == before
    assert {p.name for p in tmp_path.iterdir()} == {"package", "dist"}


def test_the_largest_numbers_that_pass_can_be_added_up(package: Path, tmp_path: Path, capsys: Capture) -> None:
    file = package / "data/claims.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",5,5,counted", ",999999,999999,counted"), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    assert run(package, tmp_path / "dist") == NOTHING_WRONG
    file.write_text(text.replace(",5,5,counted", ",999999,1000000,counted"), encoding="utf-8")
    assert run(package, tmp_path / "dist") == FINDINGS
    assert "E306" in capsys.readouterr().err


def test_the_names_of_duckdbs_own_types_are_known() -> None:
    """Each of these is a name that no type of codes may have; a newer DuckDB may know more."""
    refused = set()
    for (name,) in duckdb.execute("SELECT DISTINCT lower(type_name) FROM duckdb_types()").fetchall():
        with duckdb.connect() as connection:
            try:
                connection.execute(f"CREATE TYPE {ddl.identifier(name)} AS ENUM ('a')")
            except duckdb.Error:
                refused.add(name)
    assert {name for name in refused if " " not in name} == set(ddl.BUILT_IN.split())
