"""The SQL console: what a visitor asks in the browser, and that nobody else is asked."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from strikelog.publish import DATABASE
from tests.browser import until
from tests.helpers import REPOSITORY
from tests.site.conftest import PREFIX
from tests.site.reader import Reader, open_reader
from website.recipes import load_recipes

HOSTILE = "<img src=x onerror=window.hurt=1>"
RUNAWAY = "SELECT count(*) FROM range(1000000000000) AS a, range(1000) AS b"
# The editor as CodeMirror has it.
VIEW = "const view = document.querySelector('.cm-content').cmTile?.view ?? document.querySelector('.cm-content').cmView.view;"
CELLS = "return [...document.querySelectorAll('.console-answer tbody tr')].map(r => [...r.cells].map(c => c.classList.contains('console-null') ? null : c.classList.contains('console-empty') ? '' : c.textContent))"
STATE = "document.querySelector('#console').dataset"
SLOW = 60


class Console:
    """A visitor at the console."""

    def __init__(self, reader: Reader):
        self.reader = reader

    def open(self, rest: str = "") -> None:
        self.reader.go(f"console.html{rest}")
        self.reader.wait("document.querySelector('.cm-content')")

    def write(self, sql: str) -> None:
        self.reader.js(f"{VIEW} view.dispatch({{changes: {{from: 0, to: view.state.doc.length, insert: arguments[0]}}}})", sql)

    @property
    def written(self) -> str:
        return str(self.reader.js(f"{VIEW} return view.state.sliceDoc()"))

    @property
    def runs(self) -> int:
        return int(self.reader.js(f"return Number({STATE}.runs ?? 0)"))

    def after(self, act: Callable[[], Any]) -> str:
        """Do something that runs a query, and wait for its end; returns what the page says of it."""
        before = self.runs
        act()
        self.reader.wait(f"Number({STATE}.runs) > {before} && {STATE}.state === 'idle'", SLOW)
        return self.reader.text(".console-status")

    def press(self, words: str) -> None:
        """Click the button that says this."""
        self.reader.js("[...document.querySelectorAll('.console button')].find(b => (b.textContent === arguments[0] || b.ariaLabel === arguments[0]) && b.checkVisibility()).click()", words)

    def ask(self, sql: str) -> str:
        self.write(sql)
        return self.after(lambda: self.press("Run"))

    def begin(self, sql: str) -> None:
        """Run without waiting for the end."""
        self.write(sql)
        self.press("Run")
        self.reader.wait(f"{STATE}.state === 'running' && document.querySelector('.console-clock').textContent")

    @property
    def head(self) -> list[str]:
        return list(self.reader.js("return [...document.querySelectorAll('.console-answer .console-column')].map(e => e.textContent)"))

    @property
    def cells(self) -> list[list[str | None]]:
        return list(self.reader.js(CELLS))

    def wrong(self) -> str:
        return self.reader.text(".console-error")

    def whole(self) -> None:
        """Wait until the whole database is in the tab."""
        self.reader.wait(f"{STATE}.engine === 'whole'", SLOW)


@pytest.fixture(scope="module")
def console(reader: Reader) -> Console:
    here = Console(reader)
    here.open()
    return here


@pytest.fixture(scope="module")
def native(site: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(site.parent / "dist" / DATABASE), read_only=True) as database:
        yield database


@pytest.fixture
def downloads(reader: Reader, tmp_path: Path) -> Path:
    """Where the browser saves what it downloads."""
    reader.browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    return tmp_path


def saved(folder: Path, name: str) -> Path:
    until(lambda: (folder / name).exists() and not list(folder.glob("*.crdownload")))
    return folder / name


def same(shown: str | None, value: Any) -> bool:
    """Whether the page shows a value that DuckDB gives to Python."""
    if value is None or shown is None:
        return shown is value
    if isinstance(value, bool):
        return shown == str(value).lower()
    if isinstance(value, float):
        return abs(float(shown) - value) <= 1e-9 * max(1, abs(value))
    return shown == str(value)


@contextmanager
def visitor(address: str, script: str = "") -> Iterator[Console]:
    """Somebody with a browser of their own, in which a script runs before those of the page."""
    reader = next(open_reader(address))
    try:
        reader.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        console = Console(reader)
        console.open()
        yield console
    finally:
        reader.browser.quit()


class Traffic:
    """A host of the site that counts what it sends, and can go away."""

    def __init__(self, site: Path):
        import uvicorn

        from website.serve import application

        self.sent: Counter[str] = Counter()
        self.ranged: Counter[str] = Counter()
        app = application(site, PREFIX)

        async def counting(scope: Any, receive: Any, send: Any) -> None:
            async def count(message: Any) -> None:
                self.sent[scope["path"]] += len(message.get("body", b""))
                await send(message)

            if scope["type"] == "http" and any(name == b"range" for name, _ in scope["headers"]):
                self.ranged[scope["path"]] += 1
            await app(scope, receive, count if scope["type"] == "http" else send)

        self.server = uvicorn.Server(uvicorn.Config(counting, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until(lambda: self.server.started)
        self.address = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}{PREFIX}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()


@pytest.fixture
def traffic(site: Path) -> Iterator[Traffic]:
    host = Traffic(site)
    yield host
    host.stop()


def test_the_first_query_answers_as_native_duckdb(console: Console, native: duckdb.DuckDBPyConnection) -> None:
    said = console.after(lambda: console.press("Run"))
    expected = native.sql(console.written)
    assert console.head == expected.columns
    rows = expected.fetchall()
    assert said.startswith(f"{len(rows)} rows in ")
    assert len(rows) > 3
    assert all(same(shown, value) for line, row in zip(console.cells, rows, strict=True) for shown, value in zip(line, row, strict=True))


@pytest.mark.parametrize("recipe", load_recipes(REPOSITORY), ids=lambda recipe: recipe.slug)
def test_every_recipe_answers_as_native_duckdb(console: Console, native: duckdb.DuckDBPyConnection, recipe: Any) -> None:
    said = console.after(lambda: console.reader.js("document.querySelector(`[data-recipe='${arguments[0]}']`).click()", recipe.slug))
    expected = native.sql(recipe.sql)
    rows = expected.fetchall()
    assert said.startswith(f"{len(rows):,} row"), console.reader.text(".console-answer-place")
    assert console.head == expected.columns
    assert len(console.cells) == len(rows) <= 250
    for shown, row in ((console.cells[0], rows[0]), (console.cells[-1], rows[-1])):
        assert all(map(same, shown, row)), (shown, row)
    console.press("Chart")
    console.reader.wait("document.querySelector('.console-chart svg')")
    assert console.reader.js("return document.querySelector('.console-chart svg').querySelectorAll('rect, path, circle').length")
    assert console.reader.js("return [...document.querySelectorAll('.console-choices select')].slice(0, 3).map(s => s.value)") == [recipe.chart[k] for k in ("mark", "x", "y")]


def test_values_are_shown_as_what_they_are(console: Console, native: duckdb.DuckDBPyConnection) -> None:
    console.ask("""SELECT 9007199254740993 AS big, sum(170141183460469231731687303715884105727::HUGEINT) AS huge, 1.50::DECIMAL(9, 2) AS exact, DATE '2023-10-20' AS day,
        TIMESTAMP '2023-10-20 21:05:00.5' AS moment, TIME '10:11:12' AS time, true AS yes, [1, NULL] AS list, {'a': 'b'} AS struct, NULL AS nothing, '' AS empty, 'عين الأسد' AS arabic,
        'https://example.org/a' AS link, 'javascript:alert(1)' AS trap""")
    assert console.cells == [["9007199254740993", "170141183460469231731687303715884105727", "1.50", "2023-10-20", "2023-10-20 21:05:00.5", "10:11:12", "true", "[1, null]", '{"a": "b"}',
                              None, "", "عين الأسد", "https://example.org/a", "javascript:alert(1)"]]
    links = console.reader.js("return [...document.querySelectorAll('.console-answer a')].map(a => [a.getAttribute('href'), a.rel])")
    assert links == [["https://example.org/a", "noopener nofollow"]]
    assert console.reader.js("return getComputedStyle(document.querySelector('.console-answer td.number')).textAlign") == "right"
    # Codes, alone and within lists, are their values.
    query = "SELECT event_type, list_sort(list(DISTINCT occurrence)) AS all, count(*) AS n FROM events GROUP BY ALL ORDER BY event_type"
    console.ask(query)
    expected = [[str(kind), json.dumps(list(all_)), str(n)] for kind, all_, n in native.sql(query).fetchall()]
    assert console.cells == expected


def test_ids_lead_to_their_pages(console: Console, site: Path) -> None:
    console.ask("SELECT event_id, site_id, event_id AS other, 'ev-x' AS site_id FROM events WHERE site_id IS NOT NULL ORDER BY event_id LIMIT 1")
    links = console.reader.js("return [...document.querySelectorAll('.console-answer a')].map(a => a.getAttribute('href'))")
    event, place, *_ = console.cells[0]
    assert links == [f"events/{event}.html", f"sites/{place}.html"]
    assert all((site / link).exists() for link in links)


def test_hostile_text_stays_text(console: Console) -> None:
    console.ask(f"SELECT '{HOSTILE}' AS \"{HOSTILE}\", 1 AS n")
    assert console.head[0] == HOSTILE
    assert console.cells[0][0] == HOSTILE
    console.press("Chart")
    console.reader.wait("document.querySelector('.console-chart svg')")
    console.ask(f"SELECT * FROM \"{HOSTILE}\"")
    assert HOSTILE in console.wrong()
    assert not console.reader.js("return document.querySelectorAll('.console img').length + (window.hurt ?? 0)")


def test_a_hostile_address_stays_text(console: Console) -> None:
    console.open(f"?q={HOSTILE}\" autofocus onfocus=window.hurt=1 x=\"")
    assert HOSTILE in console.written
    console.open("#z=AAAA")
    assert not console.reader.js("return document.querySelectorAll('.console img').length + (window.hurt ?? 0)")


def test_mistakes_are_marked_and_explained(console: Console) -> None:
    console.open()
    console.ask("SELECT 1;\nSELECT country,\n    event_typ\nFROM events_wide")
    assert "Referenced column" in console.wrong()
    assert "Line 3, column 5" in console.wrong()
    assert console.reader.text(".console-wrong") == "event_typ"
    console.press("Write event_type instead")
    assert "event_type\nFROM" in console.written
    assert " rows in " in console.after(lambda: console.press("Run"))
    assert console.head == ["country", "event_type"]


def test_the_database_cannot_be_changed_and_temporary_tables_can(console: Console) -> None:
    console.ask("CREATE TABLE mine AS SELECT 1 AS a")
    assert "CREATE TEMP TABLE" in console.wrong()
    console.ask("CREATE TEMP TABLE mine AS SELECT 42 AS answer")
    console.ask("FROM mine")
    assert console.cells == [["42"]]


@pytest.mark.parametrize("query", [
    "SELECT * FROM read_parquet('https://example.org/x.parquet')", "SELECT * FROM 'https://example.org/x.csv'", "LOAD json", "ATTACH 'https://example.org/x.duckdb' AS x",
    "SET enable_external_access = true", "COPY (SELECT 1) TO 'https://example.org/x.csv'", "SELECT json_extract('{}', '$')",
])
def test_no_query_reaches_another_host(console: Console, query: str) -> None:
    console.ask(query)
    assert console.reader.text(".console-hint")
    assert not console.reader.foreign()
    assert console.ask("SELECT 1 AS still").startswith("1 row ")


def test_a_runaway_query_is_stopped_and_the_next_one_answers(console: Console) -> None:
    console.begin(RUNAWAY)
    assert console.after(lambda: console.press("Stop")) == "Stopped."
    assert console.ask("SELECT count(*) AS n FROM events_wide").startswith("1 row ")
    assert console.written == "SELECT count(*) AS n FROM events_wide"


def test_an_engine_that_does_not_listen_is_ended_and_starts_again(address: str) -> None:
    deaf = "const post = Worker.prototype.postMessage; Worker.prototype.postMessage = function(message, ...rest) { if (message?.type !== 'CANCEL_PENDING_QUERY') post.call(this, message, ...rest); }"
    with visitor(address, deaf) as console:
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


def test_large_answers_are_fetched_up_to_a_limit_and_paged(console: Console, native: duckdb.DuckDBPyConnection, downloads: Path) -> None:
    [(claims,)] = native.sql("SELECT count(*) FROM claims").fetchall()
    assert console.ask("SELECT * FROM claims").startswith(f"{claims:,} rows")
    assert len(console.cells) == 250
    console.press("Last")
    assert len(console.cells) == (claims - 1) % 250 + 1
    assert console.ask("SELECT a.claim_id FROM claims AS a, claims AS b").startswith("The first 50,000 rows")
    assert "there are more" in console.reader.text(".console-more")
    console.press("Download as CSV")
    assert saved(downloads, "strikelog.csv").read_text(encoding="utf-8").count("\n") == 50_001
    console.ask("SELECT range AS n FROM range(120000)")
    assert console.after(lambda: console.press("Fetch all rows")).startswith("120,000 rows")


def test_columns_sort(console: Console) -> None:
    console.ask("SELECT * FROM (VALUES (10, 'b'), (9, NULL), (100, 'a')) AS t(n, s)")
    head = console.reader.all(".console-sort")
    head[0].click()
    assert [row[0] for row in console.cells] == ["9", "10", "100"]
    head[0].click()
    assert [row[0] for row in console.cells] == ["100", "10", "9"]
    assert console.reader.js("return document.querySelector('.console-answer th').ariaSort") == "descending"
    head[1].click()
    assert [row[1] for row in console.cells] == ["a", "b", None]


def test_what_is_taken_away_holds_the_answer(console: Console, downloads: Path) -> None:
    console.ask("""SELECT * FROM (VALUES (1, 9007199254740993, DATE '2023-10-20', 'a "b", c', 1.50::DECIMAL(9, 2), 'drone'::ENUM('drone')), (NULL, NULL, NULL, NULL, NULL, NULL), (-2, 3, DATE '1969-12-31', '=1+1', -0.05, NULL)) AS t(i, b, d, s, e, k)""")
    for kind in ("CSV", "JSON", "Parquet"):
        console.press(f"Download as {kind}")
    assert saved(downloads, "strikelog.csv").read_text(encoding="utf-8").splitlines() == ["i,b,d,s,e,k", '1,9007199254740993,2023-10-20,"a ""b"", c",1.50,drone', ",,,,,", "-2,3,1969-12-31,'=1+1,-0.05,"]
    assert json.loads(saved(downloads, "strikelog.json").read_text(encoding="utf-8")) == [
        {"i": 1, "b": 9007199254740993, "d": "2023-10-20", "s": 'a "b", c', "e": 1.5, "k": "drone"}, dict.fromkeys("ibdsek"), {"i": -2, "b": 3, "d": "1969-12-31", "s": "=1+1", "e": -0.05, "k": None}]
    table = pq.read_table(saved(downloads, "strikelog.parquet"))
    assert [str(t) for t in table.schema.types] == ["int32", "int64", "date32[day]", "string", "decimal128(9, 2)", "string"]
    assert table.column("d").to_pylist() == [date(2023, 10, 20), None, date(1969, 12, 31)]
    assert table.column("b").to_pylist() == [9007199254740993, None, 3]
    assert [str(v) for v in table.column("e").to_pylist()] == ["1.50", "None", "-0.05"]


def test_a_whole_table_as_parquet_is_that_of_the_release(console: Console, native: duckdb.DuckDBPyConnection, downloads: Path) -> None:
    query = "FROM claims ORDER BY claim_id"
    console.ask(query)
    console.press("Download as Parquet")
    made = pq.read_table(saved(downloads, "strikelog.parquet"))
    expected = native.sql(query).arrow().read_all()
    assert made.column_names == expected.column_names
    for name in made.column_names:
        want = expected.column(name)
        assert made.column(name).to_pylist() == [v if v is None or not str(want.type).startswith("dictionary") else str(v) for v in want.to_pylist()], name


def test_a_chart_is_saved_as_a_picture_that_stands_alone(console: Console, downloads: Path) -> None:
    from xml.etree import ElementTree

    console.ask("SELECT event_type, count(*) AS events FROM events_wide GROUP BY ALL ORDER BY ALL")
    console.press("Chart")
    console.reader.wait("document.querySelector('.console-chart svg')")
    console.press("Download SVG")
    drawn = ElementTree.parse(saved(downloads, "strikelog.svg")).getroot()
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert any("drone" in "".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("query", ["SELECT 'a&b=c#d' AS x -- 100%", f"SELECT {', '.join(f'{i} AS column_{i}' for i in range(200))}"], ids=["short", "long"])
def test_an_address_restores_its_query_and_runs_it(console: Console, query: str) -> None:
    console.open()
    console.ask(query)
    console.reader.wait("location.search || location.hash")
    rest = console.reader.js("return location.search + location.hash")
    assert len(rest) < 1600
    console.open(rest)
    console.reader.wait(f"Number({STATE}.runs) === 1", SLOW)
    assert console.written == query
    assert len(console.cells) == 1
    assert "came with the address" in console.reader.text(".console-about")


def test_an_address_runs_nothing_but_questions(console: Console) -> None:
    console.open("?q=CREATE TEMP TABLE a AS SELECT 1")
    assert "Read it" in console.reader.text(".console-about")
    console.reader.wait("document.querySelector('.console-about').checkVisibility()")
    assert console.runs == 0
    assert console.reader.js(f"return {STATE}.state") == "idle"


def test_a_runaway_address_is_stopped_by_itself(console: Console) -> None:
    console.open(f"?q={RUNAWAY}")
    console.reader.wait(f"Number({STATE}.runs) === 1", SLOW)
    assert console.reader.text(".console-status").startswith("Stopped after 10 s")


def test_the_last_queries_are_remembered(console: Console) -> None:
    console.open()
    console.ask("SELECT 'remember me'")
    console.open()
    console.reader.js("document.querySelector('.console-history').open = true; [...document.querySelectorAll('.console-past button')][0].click()")
    assert console.written == "SELECT 'remember me'"


def test_names_come_at_a_click_and_by_typing(console: Console) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    console.open()
    console.write("SELECT ")
    console.reader.js(f"{VIEW} view.dispatch({{selection: {{anchor: view.state.doc.length}}}})")
    console.reader.js("[...document.querySelectorAll('.console-name')].find(b => b.textContent === 'event_type').click()")
    assert console.written == "SELECT event_type"
    for typed, offered in ((" FROM events_wide WHERE event_type = 'dro", "drone"), (" AND launched_b", "launched_best"), (" > 3", "")):
        ActionChains(console.reader.browser).send_keys(typed).perform()
        if offered:
            option = f"[...document.querySelectorAll('.cm-tooltip-autocomplete li')].find(o => o.textContent.startsWith('{offered}'))"
            console.reader.wait(f"!!{option}")
            console.reader.js(f"{option}.dispatchEvent(new MouseEvent('mousedown', {{bubbles: true}}))")
    assert console.written.endswith("WHERE event_type = 'drone' AND launched_best > 3")
    ActionChains(console.reader.browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    console.reader.wait(f"Number({STATE}.runs) === 1", SLOW)
    assert {row[0] for row in console.cells} == {"drone"}
    # Escape and Tab leave the editor for what comes after it.
    console.reader.js(f"{VIEW} view.focus()")
    ActionChains(console.reader.browser).send_keys(Keys.ESCAPE, Keys.TAB).perform()
    assert console.reader.js("return document.activeElement.textContent") == "Run"


def test_the_schema_says_what_the_dictionary_says(console: Console) -> None:
    from strikelog.package import load_package

    package = load_package(REPOSITORY)
    console.open()
    assert console.reader.js("return document.querySelector('.console-table code').textContent") == "events_wide"
    named = set(console.reader.js("return [...document.querySelectorAll('.console-table > summary code')].map(e => e.textContent)"))
    assert {t.name for t in (*package.published, *package.views)} | {"_about", "_codes", "_fields"} == named
    links = console.reader.js("return [...document.querySelectorAll('.console-table a')].map(a => a.getAttribute('href'))")
    assert {"reference/tables.html#events.event_type", "reference/derived.html#events_wide.event_type"} <= set(links)
    box = console.reader.one(".console-filter")
    box.send_keys("span_start")
    console.reader.wait("document.querySelectorAll('.console-table:not([hidden])').length < 4")
    assert "span_start" in console.reader.text(".console-schema")


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
    deaf = "const post = Worker.prototype.postMessage; Worker.prototype.postMessage = function(message, ...rest) { if (message?.type !== 'CANCEL_PENDING_QUERY') post.call(this, message, ...rest); }"
    with visitor(traffic.address, deaf) as console:
        console.ask("SELECT 1")
        console.whole()
        traffic.stop()
        console.begin(RUNAWAY)
        console.after(lambda: console.press("Stop"))
        assert console.ask("SELECT count(*) AS n FROM claims").startswith("1 row ")


def test_a_large_database_is_fetched_whole_only_when_somebody_wants_it(address: str, native: duckdb.DuckDBPyConnection) -> None:
    larger = "const get = window.fetch; window.fetch = async (what, how) => { const answer = await get(what, how); if (!String(what).endsWith('console.json')) return answer; const known = await answer.json(); known.database.bytes = 64e6; return Response.json(known); }"
    with visitor(address, larger) as console:
        console.ask("SELECT 1")
        assert console.reader.js(f"return {STATE}.engine") == "ready"
        console.press("Fetch the whole database (64.0 MB)")
        console.whole()
        console.ask("SELECT count(*) FROM claims")
        assert console.cells == [[str(native.sql("SELECT count(*) FROM claims").fetchall()[0][0])]]


def test_a_host_without_ranges_will_do(address_without_ranges: str, native: duckdb.DuckDBPyConnection) -> None:
    with visitor(address_without_ranges) as console:
        console.ask("SELECT count(*) AS n FROM claims")
        assert console.cells == [[str(native.sql("SELECT count(*) FROM claims").fetchall()[0][0])]]
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


def test_without_storage_and_clipboard_it_still_works(address: str) -> None:
    blocked = "for (const [of, name] of [[window, 'localStorage'], [Navigator.prototype, 'clipboard']]) Object.defineProperty(of, name, {get() { throw new DOMException('blocked', 'SecurityError'); }})"
    with visitor(address, blocked) as console:
        assert console.ask("SELECT 42 AS answer").startswith("1 row ")
        console.press("Copy link")
        console.reader.wait("document.querySelector('.console-link')")
        assert console.reader.js("return document.querySelector('.console-link').value").endswith("/console.html?q=SELECT%2042%20AS%20answer")


def test_an_answer_and_an_address_are_copied(console: Console) -> None:
    console.open()
    console.ask("SELECT * FROM (VALUES (1, 'a|b'), (2, NULL)) AS t(n, s)")
    console.reader.js("navigator.clipboard.writeText = async text => { window.copied = text; }")
    for button, text in (("Copy as cells for a spreadsheet", "n\ts\n1\ta|b\n2\t"), ("Copy as a Markdown table", "| n | s |\n| ---: | --- |\n| 1 | a\\|b |\n| 2 |  |\n")):
        console.press(button)
        console.reader.wait("window.copied")
        assert console.reader.js("const text = window.copied; window.copied = null; return text") == text
    console.press("Copy link")
    console.reader.wait("window.copied")
    assert "console.html?q=SELECT%20*" in console.reader.js("return window.copied")


def test_a_recipe_has_an_address(console: Console) -> None:
    recipe = load_recipes(REPOSITORY)[0]
    console.open(f"?recipe={recipe.slug}")
    console.reader.wait(f"Number({STATE}.runs) === 1", SLOW)
    assert console.written == recipe.sql
    assert recipe.title in console.reader.text(".console-about")


def test_without_scripts_there_is_a_way(site: Path) -> None:
    page = (site / "console.html").read_text(encoding="utf-8")
    way = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert f'href="data/{DATABASE}"' in way
    assert 'href="recipes/index.html"' in way


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_it(console: Console, dark: bool) -> None:
    reader = console.reader
    reader.dark(dark)
    try:
        console.open()
        assert not reader.axe()
        assert "rows in" in console.ask("SELECT event_id, event_type, date_earliest, site, launched_best, summary FROM events_wide LIMIT 300")
        assert reader.js("return document.querySelector('.console-status').role") == "status"
        assert not reader.axe()
        console.press("Chart")
        reader.wait("document.querySelector('.console-chart').textContent")
        assert not reader.axe()
        console.ask("SELECT nowhere FROM events")
        assert not reader.axe()
    finally:
        reader.dark(False)


def test_a_telephone_is_wide_enough(phone: Reader) -> None:
    console = Console(phone)
    console.open()
    assert not phone.too_wide()
    console.ask("FROM events_wide")
    assert not phone.too_wide()
    phone.js("for (const d of document.querySelectorAll('.console details')) d.open = true")
    assert not phone.too_wide()
    console.ask("SELECT nowhere FROM events")
    assert not phone.too_wide()
    assert not phone.axe()
    assert not phone.foreign()


def test_print_shows_the_query_and_its_answer(console: Console) -> None:
    console.open()
    console.ask("SELECT 42 AS answer")
    console.reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert console.reader.text(".console-printed") == "SELECT 42 AS answer"
        assert "42" in console.reader.text(".console-answer")
        assert not console.reader.one(".console-side").is_displayed()
    finally:
        console.reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_page_opens_without_complaint(console: Console) -> None:
    console.open()
    console.ask("SELECT 1")
    console.whole()
    assert not console.reader.complaints()
    assert not console.reader.foreign()
