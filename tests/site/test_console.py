"""The SQL console: what a visitor asks in the browser, and what they take away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from strikelog.publish import DATABASE
from tests.browser import until
from tests.helpers import REPOSITORY
from tests.site.console import Console
from tests.site.reader import Reader
from website.recipes import load_recipes

HOSTILE = "<img src=x onerror=window.hurt=1>"


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
    assert "console.html?sql=SELECT%20*" in console.reader.js("return window.copied")
