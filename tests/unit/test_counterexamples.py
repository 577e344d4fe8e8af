"""Every rule has an example that breaks it, and says of it exactly what was written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from strikelog.cli import CLEAN as NOTHING_WRONG
from strikelog.cli import FINDINGS, main
from strikelog.issues import catalogue
from tests.counterexamples import CLEAN, HERE, code, command, expected, folders, materialise

FINDING = re.compile(
    r"(?P<path>[^:]+)(:(?P<line>\d+))?(:(?P<field>[^:]+))?: (?P<severity>error|warning) (?P<code>[EW]\d{3}) (?P<message>.+); (?P<hint>.+)"
)
# Examples whose slip breaks two rules at once, and the other rule.
UNAVOIDABLE = {"E402": {"E304"}, "E304-source_key": {"E403"}}


def found(folder: str) -> list[re.Match[str]]:
    lines = expected(folder).splitlines()
    matches = [FINDING.fullmatch(line) for line in lines]
    assert all(matches), f"{folder}: not a finding: {[line for line, match in zip(lines, matches, strict=True) if not match]}"
    return [match for match in matches if match]


def test_every_rule_has_an_example_and_every_example_a_rule() -> None:
    assert {f for f in folders() if "-" not in f} == set(catalogue())
    assert {code(f) for f in folders()} == set(catalogue())
    strays = {p.name for p in HERE.iterdir() if p.is_dir() and p.name not in ("__pycache__", CLEAN)} - set(folders())
    assert not strays, f"folders without expected.txt: {strays}"


@pytest.mark.parametrize("folder", folders())
def test_an_example_breaks_one_rule(folder: str) -> None:
    codes = {match["code"] for match in found(folder)}
    assert codes == {code(folder)} | UNAVOIDABLE.get(folder, set())
    assert all(match["severity"] == catalogue()[match["code"]].severity for match in found(folder))


@pytest.mark.parametrize("folder", folders())
def test_an_example_gives_what_was_written_down(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = materialise(folder, tmp_path / "package")
    status = main(command(package))
    assert capsys.readouterr().out == expected(folder)
    assert status == (FINDINGS if code(folder).startswith("E") else NOTHING_WRONG)


def test_the_clean_package_has_no_findings_and_a_row_in_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    assert main([*command(package), "--strict"]) == NOTHING_WRONG
    assert capsys.readouterr().out == expected(CLEAN) == ""
    for file in sorted(package.glob("data/*.csv")):
        assert file.read_bytes().count(b"\n") > 1, f"{file.name} has no rows"


@pytest.mark.parametrize("folder", [f for f in folders() if not (HERE / f / "datapackage.json").exists()])
def test_an_example_holds_only_what_it_changes(folder: str) -> None:
    for file in (p for p in (HERE / folder).rglob("*") if p.is_file() and p.name not in ("expected.txt", "removed")):
        clean = HERE / CLEAN / file.relative_to(HERE / folder)
        assert not clean.is_file() or clean.read_bytes() != file.read_bytes(), f"{file} is as in {CLEAN}"


def test_strict_makes_warnings_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command(materialise("W707", tmp_path / "package")), "--strict"]) == FINDINGS


def test_mending_an_example_clears_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One package goes through the slip of every example and back again, and ends as it began."""
    package = materialise(CLEAN, tmp_path / "package")
    clean = {file: file.read_bytes() for file in sorted(package.rglob("*")) if file.is_file()}
    for number, folder in enumerate(f for f in folders() if f in ("E108", "E203", "E401", "E403", "W707")):
        broken = materialise(folder, tmp_path / str(number))
        for file in clean:
            file.write_bytes((broken / file.relative_to(package)).read_bytes())
        assert main(command(package)) in (FINDINGS, NOTHING_WRONG)
        assert capsys.readouterr().out == expected(folder)
        for file, content in clean.items():
            file.write_bytes(content)
        assert main(command(package)) == NOTHING_WRONG
        assert capsys.readouterr().out == ""
