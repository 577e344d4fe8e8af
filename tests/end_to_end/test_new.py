"""`strikelog new`: a stub that says what each column wants, or a row put in its place."""

import re
from pathlib import Path

import pytest

from strikelog import stubs
from strikelog.cli import CLEAN, FINDINGS, USAGE, main
from strikelog.package import load_package
from tests.end_to_end.small_package import CLAIM, DRONE, files, write_package

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package")


def new(package: Path, *arguments: str) -> int:
    return main(["new", "--package", str(package), *arguments])


@pytest.mark.parametrize(("kind", "name"), [
    ("event", "events"), ("source", "sources"), ("claim", "claims"), ("link", "links"), ("tally", "tallies"), ("tallies", "tallies")])
def test_a_stub_has_a_fresh_id_and_tells_of_every_column(package: Path, capsys: Capture, kind: str, name: str) -> None:
    assert new(package, kind) == CLEAN
    *notes, row = capsys.readouterr().out.splitlines()
    table = load_package(package).table(name)
    assert re.fullmatch(table.fields[0].pattern or "", row.rstrip(","))
    assert row.count(",") == len(table.columns) - 1
    assert all(line.startswith("# ") for line in notes)
    for field in table.fields:
        assert any(line.startswith(f"# {field.name}: {field.title}") for line in notes)


@pytest.mark.parametrize("kind", ["site", "actor", "weapon", "name", "retraction"])
def test_keys_that_a_person_chooses_are_left_open(package: Path, capsys: Capture, kind: str) -> None:
    assert new(package, kind) == CLEAN
    assert set(capsys.readouterr().out.splitlines()[-1]) == {","}


def test_an_id_that_stands_anywhere_is_not_drawn(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_package(package)
    field = loaded.lookup("events.event_id")
    letters = iter("a" * 6 + "z" * 6 + "c" * 6)
    monkeypatch.setattr(stubs.secrets, "choice", lambda _: next(letters))
    assert stubs.fresh_id(loaded, field, stubs.read_frames(loaded)) == "ev-cccccc", "ev-aaaaaa is in use and ev-zzzzzz retired"


def test_values_fill_the_row(package: Path, capsys: Capture) -> None:
    assert new(package, "claim", "event_id=ev-aaaaaa", "field=damage", "note= a, b ", "standing_reason=x=y") == CLEAN
    row = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r'cl-\w{8},ev-aaaaaa,,damage,,,,,,,,,x=y,,,,"a, b"', row)


@pytest.mark.parametrize(("arguments", "told"), [
    (["evnt"], "did you mean event?"),
    (["event", "event_typ=drone"], "did you mean event_type?"),
    (["event", "event_type=drones"], "did you mean drone?"),
    (["event", "date_earliest=2022-1-5"], "did you mean 2022-01-05?"),
    (["event", "date_earliest=2022-02-30"], "there is no day"),
    (["event", "site_id=st-mad-up"], "did you mean st-made-up?"),
    (["event", "event_id=ev-aaaaaa"], "stands already in data/events.csv"),
    (["event", "event_id=EV-1"], "does not have the form"),
    (["event", "latitude=91"], "out of bounds"),
    (["event", "summary==1+1"], "formula"),
    (["event", "summary=\u200bx"], "cannot be seen"),
    (["claim", "event_id=ev-cccccc"], "is not in events"),
    (["source", "url=https://example.org/1"], "stands already in data/sources.csv"),
    (["event", "drone"], "FIELD=VALUE"),
    (["event", "country=IQ", "country=SY"], "twice"),
    (["event", "--append", "--nonsense"], "--nonsense"),
])
def test_what_does_not_fit_is_refused(package: Path, capsys: Capture, arguments: list[str], told: str) -> None:
    before = files(package)
    assert new(package, *arguments) == USAGE
    out, err = capsys.readouterr()
    assert told in err and not out
    assert new(package, *arguments, "--append") == USAGE
    assert files(package) == before


def test_append_puts_the_row_in_its_place(package: Path, capsys: Capture) -> None:
    values = {**DRONE, "date_earliest": "2022-01-01", "date_latest": "2022-01-01", "summary": "A drone, it is said, came down."}
    del values["event_id"]
    assert new(package, "event", "--append", *(f"{k}={v}" for k, v in values.items())) == CLEAN
    out, err = capsys.readouterr()
    place, drawn = out.strip().split(": ")
    assert place == "data/events.csv:2" and not err
    line = (package / "data/events.csv").read_text().splitlines()[1]
    assert line.startswith(drawn + ",drone,2022-01-01") and '"A drone, it is said, came down."' in line
    assert main(["fmt", "--check", str(package)]) == CLEAN


def test_append_says_what_is_still_missing(package: Path, capsys: Capture) -> None:
    assert new(package, "site", "--append", "site_id=st-other", "name=Other", "country=IQ") == CLEAN
    assert capsys.readouterr() == ("data/sites.csv:3: st-other\n", "still to be filled in: site_type\n")
    assert new(package, "site", "name=Third", "--append") == USAGE
    assert "needs site_id" in capsys.readouterr().err


def test_append_leaves_a_damaged_file(package: Path, capsys: Capture) -> None:
    claims = package / "data/claims.csv"
    claims.write_bytes(claims.read_bytes() + b'"open\n')
    before = files(package)
    assert new(package, "claim", "--append", *(f"{k}={v}" for k, v in CLAIM.items() if k != "claim_id")) == FINDINGS
    out, err = capsys.readouterr()
    assert "data/claims.csv:3: error E108" in out and "mend it first" in err
    assert files(package) == before


def test_a_column_added_to_the_descriptor_is_offered(package: Path, capsys: Capture) -> None:
    descriptor = package / "datapackage.json"
    text = descriptor.read_text()
    added = '{"name": "mood", "type": "string", "title": "Mood", "description": "Made up."}, {\n            "name": "summary",'
    descriptor.write_text(text.replace('{\n            "name": "summary",', added, 1))
    assert new(package, "event") == CLEAN
    assert "# mood: Mood — Made up.\n" in capsys.readouterr().out
