"""`strikelog fmt`: every file canonical, or left as it was and said why."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from strikelog.cli import CLEAN, FINDINGS, USAGE, main
from strikelog.package import load_package
from tests.end_to_end.small_package import REPOSITORY, files, write_package


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package")


def scramble(package: Path) -> bytes:
    """Reverse the rows of events.csv and end its lines as Windows does; returns the bytes."""
    file = package / "data/events.csv"
    header, *rows = file.read_bytes().splitlines()
    file.write_bytes(b"\r\n".join([header, *reversed(rows), b""]))
    return file.read_bytes()


def test_the_repository_is_canonical(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--check", str(REPOSITORY)]) == CLEAN, capsys.readouterr().err


def test_a_clean_package_is_left_alone(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p: p.stat().st_mtime_ns for p in (package / "data").iterdir()}
    assert main(["fmt", str(package)]) == CLEAN
    assert capsys.readouterr() == ("", "")
    assert {p: p.stat().st_mtime_ns for p in (package / "data").iterdir()} == before


def test_check_shows_what_fmt_then_does(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = files(package)
    scrambled = scramble(package)
    assert main(["fmt", "--check", str(package)]) == FINDINGS
    out, err = capsys.readouterr()
    assert out.startswith("--- data/events.csv\n+++ data/events.csv (canonical)\n@@ -1,4 +1,4 @@\n")
    assert "\\r" in out and "\r" not in out
    assert f"1 of {len(load_package(REPOSITORY).tables)} files would be rewritten" in err
    assert (package / "data/events.csv").read_bytes() == scrambled
    assert main(["fmt", str(package)]) == CLEAN
    assert capsys.readouterr().out == "data/events.csv: rewritten\n"
    assert files(package) == clean
    assert main(["fmt", "--check", str(package)]) == CLEAN


def test_the_diff_is_bounded(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = package / "data/names.csv"
    rows = [f"st-made-up,en,Name {n:05},alias," for n in reversed(range(20_000))]
    file.write_text("\n".join(["entity_id,language,name,name_kind,note", *rows, ""]))
    assert main(["fmt", "--check", str(package)]) == FINDINGS
    out = capsys.readouterr().out
    assert out.count("\n") < 220
    assert out.endswith("… and more in data/names.csv\n")


def test_line_numbers_of_a_late_difference(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = package / "data/names.csv"
    rows = [f"st-made-up,en,Name {n:05},alias," for n in range(5_000)]
    file.write_text("\n".join(["entity_id,language,name,name_kind,note", *rows[:-1], " " + rows[-1], ""]))
    assert main(["fmt", "--check", str(package)]) == FINDINGS
    assert "@@ -4998,5 +4998,5 @@" in capsys.readouterr().out


def test_a_damaged_file_is_left_and_the_others_are_written(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = files(package)["events.csv"]
    scramble(package)
    claims = package / "data/claims.csv"
    claims.write_bytes(claims.read_bytes() + b"cl-bbbbbbbb,too,few\r\n")
    damaged = claims.read_bytes()
    assert main(["fmt", str(package)]) == FINDINGS
    out = capsys.readouterr().out
    assert "data/claims.csv:3: error E107" in out
    assert claims.read_bytes() == damaged
    assert files(package)["events.csv"] == clean


def test_a_missing_file_is_told(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "data/links.csv").unlink()
    assert main(["fmt", str(package)]) == FINDINGS
    assert "data/links.csv: error E101" in capsys.readouterr().out
    assert not (package / "data/links.csv").exists()


def test_mode_and_symbolic_links_stay(package: Path) -> None:
    scramble(package)
    file, elsewhere = package / "data/events.csv", package / "elsewhere.csv"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    elsewhere.chmod(0o640)
    assert main(["fmt", str(package)]) == CLEAN
    assert file.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert b"\r" not in elsewhere.read_bytes()


def test_a_write_that_fails_leaves_the_old_file(package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    scramble(package)
    before = files(package)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert main(["fmt", str(package)]) == FINDINGS
    assert "data/events.csv could not be written and is as it was: No space left on device" in capsys.readouterr().err
    assert files(package) == before


@pytest.mark.parametrize("moment", ["os.fsync", "os.replace"])
def test_a_killed_write_leaves_the_old_file(package: Path, moment: str) -> None:
    scrambled = scramble(package)
    program = [
        "import os, signal, sys",
        f"{moment} = lambda *a: os.kill(os.getpid(), signal.SIGKILL)",
        "from strikelog.cli import main",
        "main(['fmt', sys.argv[1]])"]
    killed = subprocess.run([sys.executable, "-c", "\n".join(program), str(package)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (package / "data/events.csv").read_bytes() == scrambled
    again = subprocess.run([sys.executable, "-m", "strikelog", "fmt", str(package)], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (CLEAN, "data/events.csv: rewritten\n")


def test_no_package_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", str(tmp_path)]) == USAGE
    assert "there is no datapackage.json here" in capsys.readouterr().err


def test_paths_that_leave_the_package_are_not_touched(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    descriptor = package / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace('"data/events.csv"', '"../events.csv"'))
    assert main(["fmt", str(package)]) == USAGE
    assert "leaves the package" in capsys.readouterr().err
