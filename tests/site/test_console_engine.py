"""The engine of the SQL console: what it fetches, that it stops, and that it goes on without a connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from strikelog.publish import DATABASE
from tests.site.conftest import PREFIX
from tests.site.console import RUNAWAY, STATE, Console, Traffic, visitor
from tests.site.reader import Reader

# The worker never hears that a query is cancelled.
DEAF = "const post = Worker.prototype.postMessage; Worker.prototype.postMessage = function(message, ...rest) { if (message?.type !== 'CANCEL_PENDING_QUERY') post.call(this, message, ...rest); }"


@pytest.fixture(scope="module")
def claims(site: Path) -> str:
    """How many claims the release has."""
    with duckdb.connect(str(site.parent / "dist" / DATABASE), read_only=True) as database:
        return str(database.sql("SELECT count(*) FROM claims").fetchall()[0][0])


@pytest.fixture(scope="module")
def console(reader: Reader) -> Console:
    here = Console(reader)
    here.open()
    return here


@pytest.fixture
def traffic(site: Path) -> Iterator[Traffic]:
    host = Traffic(site)
    yield host
    host.stop()


def test_a_runaway_query_is_stopped_and_the_next_one_answers(console: Console) -> None:
    console.begin(RUNAWAY)
    console.press("Run")
    assert "Stop it first" in console.reader.text(".console-status")
    assert console.after(lambda: console.press("Stop")) == "Stopped."
    assert console.ask("SELECT count(*) AS n FROM events_wide").startswith("1 row ")
    assert console.written == "SELECT count(*) AS n FROM events_wide"


def test_an_engine_that_does_not_listen_is_ended_and_starts_again(address: str) -> None:
    with visitor(address, DEAF) as console:
        console.begin(RUNAWAY)
        assert "had to start afresh" in console.after(lambda: console.press("Stop"))
        assert console.ask("SELECT 42 AS answer").startswith("1 row ")
        assert console.cells == [["42"]]
        assert console.written == "SELECT 42 AS answer"


def test_a_query_can_be_stopped_while_the_engine_is_on_its_way(address: str) -> None:
    with visitor(address, "const get = window.fetch; window.fetch = async (what, how) => { if (String(what).includes('.wasm')) await new Promise(go => window.go = go); return get(what, how); }") as console:
        console.write("SELECT 42 AS answer")
        console.press("Run")
        console.reader.wait("!!window.go")
        assert console.after(lambda: console.press("Stop")) == "Stopped."
        console.reader.js("window.go()")
        assert console.ask("SELECT 42 AS answer").startswith("1 row ")


def test_parts_are_fetched_first_and_then_the_whole_which_goes_on_alone(traffic: Traffic, site: Path) -> None:
    path, size = f"{PREFIX}/data/{DATABASE}", (site / "data" / DATABASE).stat().st_size
    # Nothing else is to do only once the test says so.
    with visitor(traffic.address, "window.requestIdleCallback = work => { (window.waiting ??= []).push(work); }") as console:
        assert traffic.sent[path] == 0
        console.ask("SELECT count(*) AS n, min(date_earliest) AS first FROM events_wide")
        before = console.cells
        assert 0 < traffic.sent[path] < 0.4 * size
        assert traffic.ranged[path] > 2
        console.ask("CREATE TEMP TABLE kept AS SELECT 7 AS a")
        console.reader.js("for (const work of window.waiting) work()")
        console.whole()
        assert "whole database is in this tab" in console.reader.text(".console-foot")
        assert size <= traffic.sent[path] < 1.5 * size
        traffic.stop()
        console.ask("SELECT count(*) AS n, min(date_earliest) AS first FROM events_wide")
        assert console.cells == before
        assert console.ask("SELECT count(*) AS n FROM claims").startswith("1 row ")
        console.ask("FROM kept")
        assert console.cells == [["7"]]


def test_an_engine_that_is_ended_starts_again_without_a_connection(traffic: Traffic) -> None:
    with visitor(traffic.address, DEAF) as console:
        console.ask("SELECT 1")
        console.whole()
        traffic.stop()
        console.begin(RUNAWAY)
        console.after(lambda: console.press("Stop"))
        assert console.ask("SELECT count(*) AS n FROM claims").startswith("1 row ")


def test_a_large_database_is_fetched_whole_only_when_somebody_wants_it(address: str, claims: str) -> None:
    larger = "const get = window.fetch; window.fetch = async (what, how) => { const answer = await get(what, how); if (!String(what).endsWith('console.json')) return answer; const known = await answer.json(); known.database.bytes = 64e6; return Response.json(known); }"
    with visitor(address, larger) as console:
        console.ask("SELECT 1")
        assert console.reader.js(f"return {STATE}.engine") == "ready"
        console.press("Fetch the whole database (64.0 MB)")
        console.whole()
        console.ask("SELECT count(*) FROM claims")
        assert console.cells == [[claims]]


def test_a_host_without_ranges_will_do(address_without_ranges: str, claims: str) -> None:
    with visitor(address_without_ranges) as console:
        console.ask("SELECT count(*) AS n FROM claims")
        assert console.cells == [[claims]]
        console.whole()
        assert not console.reader.foreign()


def test_a_browser_without_exceptions_gets_the_other_engine(address: str) -> None:
    with visitor(address, "WebAssembly.validate = () => false") as console:
        console.ask("SELECT 42 AS answer")
        assert console.cells == [["42"]]
        assert any("duckdb-mvp.wasm" in asked for asked in console.reader.requests())


def test_an_engine_that_does_not_come_is_said_and_tried_again(address: str) -> None:
    with visitor(address, "const get = window.fetch; window.fetch = (what, how) => window.mended || !String(what).includes('.wasm') ? get(what, how) : Promise.reject(new TypeError('gone'))") as console:
        console.ask("SELECT 42 AS answer")
        assert "could not be opened: gone" in console.wrong()
        console.reader.js("window.mended = true")
        console.after(lambda: console.press("Try again"))
        assert console.cells == [["42"]]
