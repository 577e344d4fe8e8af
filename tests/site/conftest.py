"""The site as a reader meets it: made once from a fresh release, served under a sub-path, opened in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.browser import until
from tests.helpers import REPOSITORY
from tests.site.reader import Reader, open_reader

PREFIX = "/strikelog"


def make_site(folder: Path, package: Path = REPOSITORY) -> Path:
    """Publish a package and make the site of it below `folder`; returns the built site."""
    if not (REPOSITORY / "website" / "browser" / "node_modules").is_dir():
        pytest.skip("the site's scripts are bundled from node_modules, which make test brings")
    release, docs, site = folder / "dist", folder / "docs", folder / "site"
    steps: tuple[tuple[str, ...], ...] = (
        ("strikelog", "build", str(package), "--out", str(release)),
        ("website", "--release", str(release), "--package", str(package), "--out", str(docs), "--address", "https://example.org/strikelog", "--repository", "https://example.org/code"),
        ("mkdocs", "build", "--strict", "--config-file", str(REPOSITORY / "mkdocs.yml"), "--site-dir", str(site)),
    )
    variables = {"STRIKELOG_DOCS": str(docs), "STRIKELOG_SITE": "https://example.org/strikelog", "NO_MKDOCS_2_WARNING": "1"}
    for step in steps:
        done = subprocess.run([sys.executable, "-m", *step], cwd=REPOSITORY, env=os.environ | variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{step}: {done.stdout}{done.stderr}"
        assert "WARNING" not in done.stderr, done.stderr
    return site


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """What `make` makes in a folder of its own, once for all workers of a run."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    done = folder / "made"
    with FileLock(f"{folder}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            done.write_text(str(make(folder)))
    return Path(done.read_text())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the repository's own data."""
    return made_once(tmp_path_factory, "site", make_site)


def serve(folder: Path, ranges: bool = True) -> Iterator[str]:
    """The address at which a built site is served while the fixture lasts."""
    import uvicorn

    from website.serve import application

    server = uvicorn.Server(uvicorn.Config(application(folder, PREFIX, ranges), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{PREFIX}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    yield from serve(site)


@pytest.fixture(scope="session")
def address_without_ranges(site: Path) -> Iterator[str]:
    yield from serve(site, ranges=False)


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[Reader]:
    """Somebody with a browser as wide as a desk's, at the site."""
    yield from open_reader(address)


@pytest.fixture(scope="module")
def phone(address: str) -> Iterator[Reader]:
    """Somebody with a telephone, 360 pixels wide."""
    yield from open_reader(address, width=360, height=780)
