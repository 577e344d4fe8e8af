"""The package that the benchmarks are run on: one that a maintainer would have taken, whatever its size."""

import subprocess
import sys
from pathlib import Path

import pytest

from strikelog.cli import CLEAN, main
from tests.helpers import REPOSITORY


@pytest.mark.parametrize("size", [40, 700])
def test_it_is_clean_canonical_and_the_same_each_time(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for out in (one, two):
        subprocess.run([sys.executable, REPOSITORY / "benchmarks/synthesise.py", str(size), out], check=True, capture_output=True)
    assert main(["check", str(one)]) == CLEAN, capsys.readouterr().out
    assert main(["fmt", "--check", str(one)]) == CLEAN, capsys.readouterr().err
    assert (one / "data/events.csv").read_bytes().count(b"\n") == size + 1
    files = {p.name for p in (one / "data").iterdir()}
    assert files and {n: (one / "data" / n).read_bytes() for n in files} == {n: (two / "data" / n).read_bytes() for n in files}
