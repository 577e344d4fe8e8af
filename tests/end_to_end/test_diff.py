"""`strikelog diff`: the same answer for packages, published folders and git revisions."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from strikelog.cli import CLEAN, FINDINGS, USAGE, main
from strikelog.package import load_package
from tests.end_to_end.small_package import CLAIM, DRONE, REPOSITORY, RETIRED, ROCKETS, SITE, change_descriptor, write_package

Capture = pytest.CaptureFixture[str]

MERGED = {"event_id": "ev-bbbbbb", "retracted_on": "2022-03-01", "reason": "merged", "replaced_by": "ev-aaaaaa"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_package(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """An event changed in two values, one merged, one added; a claim with a value emptied."""
    changed = DRONE | {"date_latest": "2022-01-05", "date_precision": "range", "latitude": "33.80"}
    added = ROCKETS | {"event_id": "ev-cccccc", "date_earliest": "2022-01-09", "date_latest": "2022-01-09"}
    claim = {k: v for k, v in CLAIM.items() if k != "value"}
    return write_package(tmp_path / "new", events=[changed, added], claims=[claim], retractions=[RETIRED, MERGED])


LINES = [
    "events ev-cccccc (2022-01-09 rocket st-made-up): added",
    "events ev-aaaaaa (2022-01-04 drone st-made-up): date_latest 2022-01-04 → 2022-01-05",
    "events ev-aaaaaa (2022-01-04 drone st-made-up): date_precision day → range",
    "events ev-aaaaaa (2022-01-04 drone st-made-up): latitude (empty) → 33.8",
    "events ev-bbbbbb (2022-01-05 rocket st-made-up): merged into ev-aaaaaa",
    "claims cl-aaaaaaaa (ev-aaaaaa event_type so-aaaaaa): value drone → (empty)",
    "retractions ev-bbbbbb: added",
]


def told(capsys: Capture, *arguments: str | Path) -> tuple[int, list[str]]:
    status = main(["diff", *map(str, arguments)])
    return status, capsys.readouterr().out.splitlines()


def as_json(capsys: Capture, *arguments: str | Path) -> dict[str, Any]:
    main(["diff", "--format", "json", *map(str, arguments)])
    return {t["table"]: t for t in json.loads(capsys.readouterr().out)["tables"]}


def published(package: Path, out: Path) -> Path:
    """A folder as a release has it: a descriptor, Parquet beside, a derived table among the base ones."""
    loaded = load_package(package)
    out.mkdir()
    descriptor = dict(loaded.descriptor)
    resources = [dict(r, kind="base", path=f"{r['name']}.csv", formats=[{"path": f"{r['name']}.parquet"}]) for r in descriptor["resources"]]
    derived = dict(resources[0], name="munitions", kind="derived", path="munitions.csv")
    (out / "datapackage.json").write_text(json.dumps({**descriptor, "resources": [*resources, derived], "derived": [], "views": []}))
    kinds = {"integer": pl.Int64, "number": pl.Float64}

    def typed(name: str, kind: str) -> pl.Expr:
        return pl.col(name).str.to_date() if kind == "date" else pl.col(name).cast(kinds.get(kind, pl.String))

    for table in loaded.tables:
        frame = pl.read_csv(loaded.path(table), infer_schema=False)
        frame.with_columns(typed(f.name, f.type) for f in table.fields).write_parquet(out / f"{table.name}.parquet")
    return out


def test_packages(old: Path, new: Path, capsys: Capture) -> None:
    assert told(capsys, old, new) == (FINDINGS, LINES)
    assert told(capsys, old, old) == (CLEAN, [])


def test_published_folders(old: Path, new: Path, tmp_path: Path, capsys: Capture) -> None:
    old_release, new_release = published(old, tmp_path / "old-release"), published(new, tmp_path / "new-release")
    assert told(capsys, old_release, new_release) == (FINDINGS, LINES)
    assert told(capsys, old, old_release) == told(capsys, new, new_release) == (CLEAN, [])
    (new_release / "claims.parquet").write_bytes(b"PAR1 but not really")
    assert told(capsys, old_release, new_release) == (USAGE, [])


def test_git_revisions(old: Path, new: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=repository, check=True, capture_output=True)

    repository = tmp_path / "repository"
    folder = repository / "within"
    shutil.copytree(old, folder)
    git("init")
    git("add", ".")
    git("commit", "-m", "old")
    version = load_package(folder).version
    git("tag", f"v{version}")
    shutil.copytree(new, folder, dirs_exist_ok=True)
    git("commit", "-a", "-m", "new")
    monkeypatch.chdir(folder)
    assert told(capsys, f"v{version}", "HEAD") == (FINDINGS, LINES)
    assert told(capsys, "HEAD~1", ".") == (FINDINGS, LINES)
    assert told(capsys, f"v{version}", old) == (CLEAN, [])
    assert told(capsys, "v9", ".") == (USAGE, [])
    assert told(capsys, "--format", "markdown", f"v{version}", "HEAD")[1][0] == f"## Changes from {version} to HEAD ({version})"
    monkeypatch.chdir(repository)
    assert main(["diff", "HEAD", "HEAD"]) == USAGE
    assert "has no datapackage.json in this folder" in capsys.readouterr().err


def test_neither_folder_nor_revision(old: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["diff", "old", "nothing"]) == USAGE
    assert "nothing is neither a folder with datapackage.json nor a revision" in capsys.readouterr().err


def test_a_damaged_version_is_not_compared(old: Path, new: Path, capsys: Capture) -> None:
    with (new / "data/claims.csv").open("ab") as file:
        file.write(b"ragged,row\n")
    assert main(["diff", str(old), str(new)]) == USAGE
    out, err = capsys.readouterr()
    assert not out and "data/claims.csv:3: error E107" in err and "cannot be read without fault" in err


def test_json_has_every_value(old: Path, new: Path, capsys: Capture) -> None:
    tables = as_json(capsys, old, new)
    events = tables["events"]
    assert events["counts"] == {"added": 1, "changed": 1, "merged": 1, "retracted": 0, "removed": 0}
    assert events["added"][0]["key"] == "ev-cccccc" and events["added"][0]["values"]["summary"] == "Two rockets fell short."
    assert events["changed"] == [{"key": "ev-aaaaaa", "label": "2022-01-04 drone st-made-up", "values": [
        {"field": "date_latest", "old": "2022-01-04", "new": "2022-01-05"},
        {"field": "date_precision", "old": "day", "new": "range"},
        {"field": "latitude", "old": None, "new": "33.8"}]}]
    assert events["merged"][0]["into"] == "ev-aaaaaa"
    assert list(tables) == ["events", "claims", "retractions"]


def test_retracted_and_removed(old: Path, tmp_path: Path, capsys: Capture) -> None:
    gone = write_package(tmp_path / "gone", events=[], retractions=[RETIRED | {"event_id": "ev-aaaaaa"}])
    lines = told(capsys, old, gone)[1]
    assert "events ev-aaaaaa (2022-01-04 drone st-made-up): retracted as not_an_event" in lines
    assert "events ev-bbbbbb (2022-01-05 rocket st-made-up): removed" in lines


def test_tables_columns_and_codes(old: Path, new: Path, capsys: Capture) -> None:
    descriptor = json.loads((new / "datapackage.json").read_text())
    events, weapons = (next(r for r in descriptor["resources"] if r["name"] == name) for name in ("events", "weapons"))
    weapons["name"], weapons["path"] = "arms", "data/weapons.csv"
    events["schema"]["fields"] = [f if f["name"] != "place_detail" else f | {"name": "place_words"} for f in events["schema"]["fields"]]
    (new / "datapackage.json").write_text(json.dumps(descriptor | {"derived": [], "views": []}))
    file = new / "data/events.csv"
    file.write_text(file.read_text().replace("place_detail", "place_words", 1))
    change_descriptor(new, "sites", "site_type", constraints={"enum": ["base", "moon_base"]}, categories=[])
    lines = told(capsys, old, new)[1]
    assert lines[:3] == ["events: column place_words added", "events: column place_detail removed", LINES[0]]
    assert "sites: code moon_base of site_type added" in lines
    assert "sites: code airport of site_type removed" in lines
    assert {"arms: table added (0 rows)", "weapons: table removed (0 rows)"} <= set(lines)
    assert as_json(capsys, old, new)["sites"]["codes_added"] == [{"field": "site_type", "code": "moon_base"}]


def test_markdown_for_release_notes(old: Path, new: Path, capsys: Capture) -> None:
    status, lines = told(capsys, "--format", "markdown", old, new)
    assert status == FINDINGS
    assert "| Events | 1 | 1 | 1 | 0 | 0 |" in lines
    assert "| `ev-aaaaaa` 2022-01-04 drone st-made-up | date_latest | 2022-01-04 | 2022-01-05 |" in lines
    assert "- `ev-bbbbbb` 2022-01-05 rocket st-made-up merged into `ev-aaaaaa`" in lines
    assert told(capsys, "--format", "markdown", old, old)[1][-1] == "Nothing changed."


def test_markdown_is_bounded_and_escaped(old: Path, tmp_path: Path, capsys: Capture) -> None:
    sites = [SITE] + [SITE | {"site_id": f"st-{n}", "name": f"<b>|{n}"} for n in range(1_000)]
    lines = told(capsys, "--format", "markdown", old, write_package(tmp_path / "many", sites=sites))[1]
    assert len(lines) < 300 and "… and 800 more." in lines
    assert r"- `st-0` &lt;b>\|0" in lines


def test_rows_of_one_key_are_told_apart(old: Path, tmp_path: Path, capsys: Capture) -> None:
    twice = write_package(tmp_path / "twice", sites=[SITE, SITE | {"name": "Second"}])
    assert told(capsys, old, twice)[1] == ["sites st-made-up (Second): added"]
    assert told(capsys, twice, twice) == (CLEAN, [])


def test_order_and_form_make_no_difference(old: Path, new: Path, capsys: Capture) -> None:
    file = new / "data/events.csv"
    header, *rows = file.read_text().splitlines()
    file.write_bytes("\r\n".join([header, *reversed(rows), ""]).replace("33.80", "33.8").encode())
    assert told(capsys, old, new) == (FINDINGS, LINES)


def test_the_repository_against_itself(capsys: Capture) -> None:
    assert told(capsys, REPOSITORY, REPOSITORY) == (CLEAN, [])
