"""What the page on use says to type is typed here, in a folder with the files of a release."""

from __future__ import annotations

import http.server
import json
import os
import re
import runpy
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

import strikelog.api
from tests.helpers import REPOSITORY
from tests.site.reader import Reader
from tests.site.test_recipes import run_r
from website.pages.use import EXPLAINED, MAP, PLACEHOLDER, PROSE, pages
from website.site import open_site

TEXT = (REPOSITORY / PROSE).read_text(encoding="utf-8")
SNIPPETS = [(language, dedent(code)) for language, code in re.findall(r"(?ms)^ *```(\w+)\n(.*?)^ *```$", TEXT)]
# What of a snippet keeps it from being run here, and why.
SKIP = {
    "library(readr)": "readr is not among the R packages of CI",
    "library(arrow)": "arrow is not among the R packages of CI",
    "library(duckdb)": "the R package duckdb is not among those of CI",
    "import delimited": "Stata is not free",
    "make build": "it builds the repository, which make test has done",
    "ATTACH 'https:": "DuckDB would fetch an extension for this",
}
# The command line client of DuckDB, as far as the page uses it.
CLIENT = "import sys, duckdb; *file, query = [a for a in sys.argv[1:] if a not in ('-c', '-readonly')]; print(duckdb.connect(*file, read_only=bool(file)).sql(query))"


def named(snippet: tuple[str, str]) -> str:
    language, code = snippet
    return f"{language}: {next(line for line in code.splitlines() if line.strip() and not line.startswith('import'))[:40]}"


@pytest.fixture(scope="module")
def published(release: Path) -> Iterator[str]:
    """The address of a site that has the release in its folder of data."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/data"))

        def log_message(self, *words: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(release)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("snippet", SNIPPETS, ids=named)
def test_what_is_to_be_typed_runs(snippet: tuple[str, str], release: Path, published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    language, code = snippet
    for mark, why in SKIP.items():
        if mark in code:
            pytest.skip(why)
    code = code.replace(PLACEHOLDER, published)
    monkeypatch.chdir(release)
    if language == "python":
        monkeypatch.setattr(strikelog.api, "_release", lambda: release)
        script = tmp_path / "snippet.py"
        script.write_text(code, encoding="utf-8")
        assert runpy.run_path(str(script))
    elif language == "r":
        run_r(f"options(warn = 2)\n{code}", release)
    elif language == "sql":
        with duckdb.connect("strikelog.duckdb", read_only=True) as database:
            assert database.sql(code).fetchall()
    else:
        assert language == "sh"
        client = f'set -e\nduckdb() {{ {shlex.quote(sys.executable)} -c {shlex.quote(CLIENT)} "$@"; }}\n'
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", client + code], cwd=release, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.strip()


def test_every_reason_to_skip_is_still_needed() -> None:
    for mark in SKIP:
        assert sum(mark in code for _, code in SNIPPETS) == 1, mark


def test_the_columns_that_the_page_names_are_there(release: Path) -> None:
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        known = {name for row in database.sql("SELECT table_name, column_name FROM _fields").fetchall() for name in row}
        known |= {code for (code,) in database.sql("SELECT code FROM _codes").fetchall()}
    prose = re.sub(r"(?ms)^ *```.*?^ *```$", "", TEXT)
    for name in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", prose):
        assert name in known, name


@pytest.mark.parametrize("address", ["", "https://example.org/strikelog"])
def test_the_address_is_given_where_it_is_known(release: Path, address: str) -> None:
    with open_site(release, REPOSITORY, address) as site:
        page = next(file for file in pages(site) if file.path == "use.md")
    text = str(page.content)
    assert EXPLAINED in TEXT
    assert (EXPLAINED in text) == (PLACEHOLDER in text) == (address == "")
    assert f"{address or PLACEHOLDER}/data/events_wide.parquet" in text


def test_the_file_for_maps_is_the_table(release: Path) -> None:
    with open_site(release, REPOSITORY) as site:
        [made] = [json.loads(file.content) for file in pages(site) if file.path == MAP]
        rows = {row["event_id"]: row for row in site.rows("FROM events_wide")}
    assert made["type"] == "FeatureCollection"
    assert [feature["id"] for feature in made["features"]] == sorted(rows)
    without = 0
    for feature in made["features"]:
        row = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in rows[feature["id"]].items()}
        point = (row.pop("longitude"), row.pop("latitude"))
        assert feature["type"] == "Feature" and feature["properties"] == row
        if feature["geometry"] is None:
            without += 1
            assert None in point
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": list(point)}
            assert -180 <= point[0] <= 180 and -90 <= point[1] <= 90
    assert 0 < without < len(rows)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_read_the_page(phone: Reader, dark: bool) -> None:
    with phone.dark(dark):
        phone.go("use.html")
        assert not phone.too_wide()
        assert not phone.axe()
        assert not phone.foreign() and not phone.complaints()


def test_the_file_for_maps_is_offered_and_there(reader: Reader) -> None:
    reader.go("use.html")
    link = reader.js("return [...document.querySelectorAll('article a')].map(a => a.href).find(a => a.endsWith('.geojson'))")
    assert link == f"{reader.address}/{MAP}"
    kind = reader.js("const r = new XMLHttpRequest(); r.open('GET', arguments[0], false); r.send(); return JSON.parse(r.responseText).type", link)
    assert kind == "FeatureCollection"
