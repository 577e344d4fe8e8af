"""What README, CONTRIBUTING and their companions say is true of the data and the commands as they are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from strikelog.cli import VERBS
from tests.helpers import REPOSITORY
from website.pictures import overview
from website.readme import answered, replayed

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
DESCRIPTOR = json.loads((REPOSITORY / "datapackage.json").read_text(encoding="utf-8"))


def test_the_answers_in_the_readme_are_those_of_the_data(release: Path) -> None:
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        assert answered(README, database) == README, "make readme writes the answers afresh"
    assert README.count("```sql") == 3


def test_the_example_in_the_readme_prints_what_stands_there() -> None:
    pytest.importorskip("ahocorasick", reason="the extra `extract` is not installed")
    assert replayed(README) == README, "make readme runs the example afresh"


def test_the_picture_shows_the_present_data(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import strikelog.api

    monkeypatch.setattr(strikelog.api, "_release", lambda: release)
    assert (REPOSITORY / "docs/picture.svg").read_text(encoding="utf-8") == overview.draw(), "make readme draws it afresh"


def test_version_title_and_licence_are_said_alike_everywhere() -> None:
    citation = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r'^([a-z-]+): "?([^"\n]+)"?$', citation, re.MULTILINE))
    version, day = DESCRIPTOR["version"], DESCRIPTOR["created"][:10]
    assert said["version"] == version
    assert said["title"] == DESCRIPTOR["title"]
    assert said["date-released"] == day
    assert said["license"] == DESCRIPTOR["licenses"][0]["name"]
    assert f"Version {version}" in README and f"version {version}" in README
    assert f"## {version} ({day})" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_verb_is_in_the_readme() -> None:
    for verb in VERBS:
        assert f"strikelog {verb}" in README, verb


def test_the_number_of_events_in_the_prose(release: Path) -> None:
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        [(events,)] = database.sql("SELECT count(*) FROM events").fetchall()
    assert f"the {events} events" in README


def test_the_worked_example_ends_in_a_clean_check(tmp_path: Path) -> None:
    """The commands of CONTRIBUTING, copied out of it and run on a copy of the data."""
    guide = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", guide.split("## Add an event")[1].split("## Correct")[0], re.DOTALL)
    source, event, claims, check = (b for b in blocks if "strikelog new" in b or "strikelog check" in b)
    for name in ("datapackage.json", "data"):
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy)(REPOSITORY / name, tmp_path / name)
    ids = {}
    for word, block in (("SOURCE", source), ("EVENT", event)):
        ids[word] = shell(block, tmp_path).stdout.strip().rpartition(" ")[2]
    done = shell("set -e\n" + claims.replace("EVENT", ids["EVENT"]).replace("SOURCE", ids["SOURCE"]) + check, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ids["EVENT"] in (tmp_path / "data/events.csv").read_text(encoding="utf-8")
    assert (tmp_path / "data/claims.csv").read_text(encoding="utf-8").count(ids["EVENT"]) == claims.count("claim field=")


def shell(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    strikelog = f'strikelog() {{ "{sys.executable}" -m strikelog "$@"; }}\n'
    return subprocess.run(["bash", "-c", strikelog + commands], cwd=folder, capture_output=True, text=True, check=False)


def test_nothing_committed_names_this_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout")
    hosts = re.compile("|".join(map(re.escape, ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "/" + "work/"))))
    for name in filter(None, listed.split("\0")):
        path = REPOSITORY / name
        if path.is_file() and path.stat().st_size < 5_000_000:
            assert not hosts.search(path.read_text(encoding="utf-8", errors="replace")), name
