"""A build that is killed leaves the previous release, or the new one, whole; the next build clears up."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from strikelog.package import Package
from strikelog.publish import build, swap
from tests.helpers import REPOSITORY, change_descriptor, read_package, write_package

# Builds, and kills itself at the nth time that Python is about to touch the file system or call the C library.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from strikelog.package import load_package
from strikelog.publish import build, swap
from tests.helpers import read_package
root, out, last, how = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
package = load_package(root)
tables = read_package(package)
if how == "fallback":
    swap.exchange = lambda one, other: False
seen = []
def watch(event, arguments):
    if event == "open" or event.startswith(("os.", "shutil.", "ctypes.")):
        seen.append(event)
        if len(seen) == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
build(package, tables.values(), out)
print(*seen)
"""
KILLED = -9


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Package]:
    """The package as it was released, and as it is now."""
    old = write_package(tmp_path_factory.mktemp("old"))
    root = write_package(tmp_path_factory.mktemp("new")).root
    return old, change_descriptor(root, lambda descriptor: descriptor.update(version="9.9.9"))


def run(package: Package, out: Path, last: int, how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, str(package.root), str(out), str(last), how]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def version(out: Path) -> str:
    """The version of a release all of whose files are what its checksums say."""
    lines = [line.split("  ") for line in (out / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in lines} == {p.name for p in out.iterdir()} - {"SHA256SUMS"}
    for known, name in lines:
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == known, name
    return str(json.loads((out / "manifest.json").read_text())["version"])


@pytest.mark.parametrize("how", ["exchange", "fallback"])
def test_killed_at_any_moment(versions: tuple[Package, Package], tmp_path: Path, how: str) -> None:
    old, new = versions
    released, out = tmp_path / "released", tmp_path / "dist"
    build(old, read_package(old).values(), released)
    shutil.copytree(released, out)
    whole = run(new, out, 0, how)
    assert whole.returncode == 0, whole.stderr
    events = whole.stdout.split()
    # Early, while tables are written, and around the swap and the removal of what was there, which come last.
    swapping = [n for n, event in enumerate(events, 1) if event in ("os.rename", "ctypes.dlsym")]
    previous = tmp_path / ".dist.previous"
    seen, recovered = set(), False
    for last in sorted({3, len(events) // 3, len(events) - 12, *swapping, swapping[-1] + 1}):
        for left in (out, previous, *tmp_path.glob(".dist.*")):
            shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(released, out)
        done = run(new, out, last, how)
        # Which thread comes first differs between runs, so that the last moment may not be reached.
        assert done.returncode in (KILLED, 0), done.stderr
        if how == "fallback" and not out.exists():
            assert previous.exists()
            swap.prepare(out).rmdir()
            recovered = True
        seen.add(version(out))
    assert seen == {old.version, new.version}
    assert recovered == (how == "fallback")
    build(new, read_package(new).values(), out)
    assert version(out) == new.version
    assert {p.name for p in tmp_path.iterdir()} == {"dist", "released"}


def test_a_previous_release_comes_back(tmp_path: Path) -> None:
    previous = tmp_path / ".dist.previous"
    previous.mkdir()
    (previous / "kept").touch()
    swap.prepare(tmp_path / "dist").rmdir()
    assert (tmp_path / "dist" / "kept").exists()
    assert not previous.exists()


def test_folders_of_living_builds_are_left_alone(tmp_path: Path) -> None:
    living, dead = tmp_path / ".dist.1", tmp_path / f".dist.{2**22 + 1}"
    stranger = tmp_path / ".dist.notes"
    for folder in (living, dead, stranger):
        folder.mkdir()
    swap.prepare(tmp_path / "dist").rmdir()
    assert sorted(tmp_path.iterdir()) == [living, stranger]


def test_exchange_is_one_step_here(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).touch()
    assert swap.exchange(one, other)
    assert (one / "other").exists()
    with pytest.raises(FileNotFoundError):
        swap.exchange(one, tmp_path / "nothing")
