"""What pip installs: `load` and `connect` from a wheel, far from the repository, with the data inside."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import strikelog
from strikelog import api
from strikelog.package import load_package
from tests.helpers import REPOSITORY


def run(*command: str, cwd: Path, path: Path | None = None) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what a wheel, built from the source distribution, installs."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder), cwd=REPOSITORY)
    [source] = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), cwd=folder / source.name.removesuffix(".tar.gz"))
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_data_come_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    program = """
import strikelog, polars
assert strikelog.__file__.startswith({site!r}), strikelog.__file__
wide = strikelog.load()
assert wide.schema.field("event_id").metadata[b"title"]
assert len(wide) == len(strikelog.load("events")) == len(polars.from_arrow(wide)) == len(wide.to_pandas())
with strikelog.connect() as connection:
    assert connection.execute("SELECT count(*) FROM events_wide").fetchall() == [(len(wide),)]
    assert connection.execute("SELECT value FROM _about WHERE key = 'version'").fetchall() == [(strikelog.__version__,)]
    try:
        connection.execute("DELETE FROM events")
    except Exception as error:
        assert "read-only" in str(error)
    else:
        raise AssertionError("the database can be written to")
for name in strikelog.tables():
    strikelog.load(name)
try:
    strikelog.load("event_wide")
except ValueError as error:
    assert "events_wide" in str(error)
print(strikelog.__version__)
"""
    said = run(sys.executable, "-c", program.format(site=str(installed)), cwd=tmp_path, path=installed)
    assert said.strip() == load_package(REPOSITORY).version


def test_the_wheel_is_typed_and_holds_the_queries(installed: Path) -> None:
    package = installed / "strikelog"
    assert (package / "py.typed").exists()
    assert {p.name for p in (package / "sql").iterdir()} == {p.name for p in (REPOSITORY / "src/strikelog/sql").iterdir()}
    assert not list(package.glob("release/*.csv"))


def test_importing_is_light(tmp_path: Path) -> None:
    program = "import sys, strikelog; print(sorted({'duckdb', 'pyarrow', 'polars', 'pandera'} & set(sys.modules)))"
    assert run(sys.executable, "-c", program, cwd=tmp_path, path=REPOSITORY / "src").strip() == "[]"


def test_without_data_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(api, "HERE", tmp_path)
    monkeypatch.setattr(api, "CHECKOUT", tmp_path)
    for call in (strikelog.load, strikelog.connect, strikelog.tables):
        with pytest.raises(strikelog.MissingRelease, match="make build"):
            call()
    assert issubclass(strikelog.MissingRelease, FileNotFoundError)


def test_what_it_offers() -> None:
    assert set(strikelog.__all__) <= set(dir(strikelog))
    with pytest.raises(AttributeError, match="no attribute"):
        _ = strikelog.laod
