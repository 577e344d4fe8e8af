"""The page of the SQL console: its addresses, its keys, its looks, and what it says of the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from strikelog.package import load_package
from strikelog.publish import DATABASE
from tests.helpers import REPOSITORY
from tests.site.console import RUNAWAY, SLOW, STATE, VIEW, Console, visitor
from tests.site.reader import Reader
from website.recipes import load_recipes

HOSTILE = "<img src=x onerror=window.hurt=1>"


@pytest.fixture(scope="module")
def console(reader: Reader) -> Console:
    return Console(reader)


def test_a_hostile_address_stays_text(console: Console) -> None:
    console.open(f"?sql={HOSTILE}\" autofocus onfocus=window.hurt=1 x=\"")
    assert HOSTILE in console.written
    console.open("#z=AAAA")
    assert not console.reader.js("return document.querySelectorAll('.console img').length + (window.hurt ?? 0)")


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
    # The theme opens its own search over the page when it takes a parameter for its own.
    assert not console.reader.js("return document.querySelector('#__search').checked")


def test_an_address_runs_nothing_but_questions(console: Console) -> None:
    console.open("?sql=CREATE TEMP TABLE a AS SELECT 1")
    assert "Read it" in console.reader.text(".console-about")
    console.reader.wait("document.querySelector('.console-about').checkVisibility()")
    assert console.runs == 0
    assert console.reader.js(f"return {STATE}.state") == "idle"


def test_a_runaway_address_is_stopped_by_itself(console: Console) -> None:
    console.open(f"?sql={RUNAWAY}")
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


def test_without_storage_and_clipboard_it_still_works(address: str) -> None:
    blocked = "for (const [of, name] of [[window, 'localStorage'], [Navigator.prototype, 'clipboard']]) Object.defineProperty(of, name, {get() { throw new DOMException('blocked', 'SecurityError'); }})"
    with visitor(address, blocked) as console:
        assert console.ask("SELECT 42 AS answer").startswith("1 row ")
        console.press("Copy link")
        console.reader.wait("document.querySelector('.console-link')")
        assert console.reader.js("return document.querySelector('.console-link').value").endswith("/console.html?sql=SELECT%2042%20AS%20answer")


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
    with reader.dark(dark):
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
    # The browser itself holds the page and its workers to this host.
    assert console.reader.js("return document.querySelector('meta[http-equiv=Content-Security-Policy]').content") == "connect-src 'self' blob: data:"
