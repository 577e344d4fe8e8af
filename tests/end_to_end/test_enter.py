"""Coding sheets into rows: the example of the manual, and whatever can be wrong with a sheet."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strikelog.check import check_package
from strikelog.cli import main
from strikelog.entry import sheet
from tests.helpers import REPOSITORY

EXAMPLE = re.search(r"```toml\n(.*?)```", (REPOSITORY / "docs" / "sheets.md").read_text(encoding="utf-8"), re.DOTALL)[1]  # type: ignore[index]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package that may be written to."""
    root = tmp_path / "package"
    shutil.copytree(REPOSITORY / "data", root / "data")
    shutil.copy(REPOSITORY / "datapackage.json", root)
    return root


def enter(package: Path, text: str, *more: str) -> int:
    file = package.parent / "sheet.toml"
    file.write_text(text, encoding="utf-8")
    return main(["enter", str(file), "--package", str(package), "--retrieved", "2026-11-20", *more])


def contents(package: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((package / "data").iterdir())}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def new(package: Path, table: str) -> list[dict[str, str]]:
    """Rows that the repository's own file has not."""
    before = read_csv(REPOSITORY / "data" / f"{table}.csv")
    return [row for row in read_csv(package / "data" / f"{table}.csv") if row not in before]


def test_the_example_of_the_manual(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert enter(package, EXAMPLE) == 0, capsys.readouterr().out
    assert not [i for i in check_package(package).issues if i.severity == "error"]
    (event,) = new(package, "events")
    assert {k: event[k] for k in ("event_type", "date_earliest", "date_latest", "date_precision", "part_of_day", "country", "admin1", "site_id")} == {
        "event_type": "rocket",
        "date_earliest": "2022-03-07",
        "date_latest": "2022-03-07",
        "date_precision": "day",
        "part_of_day": "evening",
        "country": "IQ",
        "admin1": "IQ-AN",
        "site_id": "st-ain-al-asad",
    }
    copy, root = sorted(new(package, "sources"), key=lambda s: s["publisher"])
    assert copy["root_source_id"] == root["source_id"] and root["root_source_id"] == ""
    claims = {(c["source_id"], c["field"]): c for c in new(package, "claims")}
    hit = claims[copy["source_id"], "impacted"]
    assert (hit["value_min"], hit["value_max"], hit["state"], hit["asserter_id"]) == ("2", "", "counted", "")
    none = claims[root["source_id"], "killed"]
    assert (none["value_min"], none["state"], none["asserter_id"]) == ("", "none", "ac-iraqi-military-source")
    assert claims[copy["source_id"], "claimed_by"]["value"] == "ac-example-brigade"
    assert [t["total_min"] for t in new(package, "tallies")] == ["9"]
    assert [r["place"] for r in new(package, "rejected_leads")] == ["Ain al-Asad"]
    assert {n["name"] for n in new(package, "names")} == {"Example Brigade", "Brigade Exemple"}


def test_a_second_run_adds_nothing(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert enter(package, EXAMPLE) == 0
    once = contents(package)
    assert enter(package, EXAMPLE) == 0
    assert contents(package) == once
    assert "nothing to add" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(package: Path) -> None:
    before = contents(package)
    assert enter(package, EXAMPLE, "--dry-run") == 0
    assert contents(package) == before


def test_claims_are_added_to_an_event_that_stands(package: Path) -> None:
    event = read_csv(package / "data" / "events.csv")[0]
    text = EXAMPLE[: EXAMPLE.index("[[tally]]")].replace('key = "2022-03-07-asad"', f'key = "more"\nid = "{event["event_id"]}"')
    more = re.sub(r'  (event_type|date|part_of_day|site|target|impacted|killed|injured) = .*\n', "", text)
    assert enter(package, more) == 0
    assert {c["event_id"] for c in new(package, "claims")} == {event["event_id"]} and not new(package, "events")


@pytest.mark.parametrize(
    ("old", "wrong", "words"),
    [
        ("impacted = 2\n", 'impactd = 2\n', "there is no field impactd; did you mean impacted?"),
        ("impacted = 2\n", "impacted = 0\n", 'write "none" where a source says that there was none'),
        ("impacted = 2\n", 'impacted = "two"\n', "'two' is no count"),
        ("impacted = 2\n", 'impacted = { value = 2, off = "US forces" }\n', "a value has no off; did you mean of?"),
        ('site = "Ain al-Asad"', 'site = "Ain al-Azad"', "no name in sites is 'Ain al-Azad'; did you mean Ain al-Asad"),
        ('source = "example-copy"', 'source = "exampl-copy"', "there is no source exampl-copy; did you mean example-copy?"),
        ('event_type = "rocket"', 'event_type = "rockets"', "'rockets' is no kind of event; did you mean rocket?"),
        ("date = 2022-03-07\n", 'date = "7 March"\n', "said 1: Invalid isoformat string"),
        ('key = "2022-03-07-asad"\n', "", "every block needs a key"),
        ('outcome = "rejected"', 'outcome = "refused"', "'refused' is no outcome; allowed: event, merged, rejected"),
        ('actor_kind = "armed_group"\n', "", "what is new needs actor_kind"),
        ("impacted = 2\n", "impacted = [[2]]\n", "'[2]' is no count"),
        ("impacted = 2\n", "impacted = {}\n", "impacted has no value"),
        ('names = { fr = ["Brigade Exemple"] }', "names = 3", "it is not written as in docs/sheets.md"),
        ('source = "example-copy"', "source = {}", "there is no source {}"),
        ("published = 2022-03-08 ", 'published = "in March" ', "E201"),
        ('published_basis = "stated"', 'published_basis = "inferred"', "E511"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(package: Path, capsys: pytest.CaptureFixture[str], old: str, wrong: str, words: str) -> None:
    before = contents(package)
    assert old in EXAMPLE
    assert enter(package, EXAMPLE.replace(old, wrong, 1)) == 1
    out = capsys.readouterr().out
    assert words in out and re.search(r"(sheet\.toml|\.csv):\d+:", out)
    assert contents(package) == before


def test_what_the_check_would_refuse_is_not_written(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(package)
    assert enter(package, EXAMPLE.replace('summary = "Two rockets came down at the base and nobody was hurt."\n', "")) == 1
    assert "E305" in capsys.readouterr().out
    assert contents(package) == before


@pytest.mark.parametrize("text", ["[[source]\n", "[[sorce]]\nkey = 1\n", "source = 3\n", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_file_that_is_no_sheet(package: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert enter(package, text) == 2
    assert "sheet.toml" in capsys.readouterr().err


def test_a_sheet_that_is_not_there(package: Path) -> None:
    assert main(["enter", str(package / "none.toml"), "--package", str(package)]) == 2


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_counts_are_read_as_they_are_written(one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert sheet.count(one) == sheet.count(str(one)) == {"value_min": str(one), "value_max": str(one), "state": "counted"}
    assert sheet.count(f">={one}") == {"value_min": str(one), "value_max": "", "state": "counted"}
    assert sheet.count(f"<={one}") == {"value_min": "0", "value_max": str(one), "state": "counted"}
    assert sheet.count(f"{low}-{high}") == {"value_min": str(low), "value_max": str(high), "state": "counted"}
