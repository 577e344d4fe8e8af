"""The explorer: map, time line and table change together, agree with the release, and can be shared and taken along."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from strikelog.package import load_package
from strikelog.publish import DATABASE
from tests.helpers import REPOSITORY
from tests.site.conftest import PREFIX, serve
from tests.site.reader import Reader, open_reader

MOST_AT_FIRST = 300_000
WIDE = load_package(REPOSITORY).table("events_wide")
# The query of an address, and the same choice in SQL.
CHOICES = {
    "": "true",
    "?event_type=drone,rocket&country=IQ&from=2023-10-17&to=2024-02-05": "event_type IN ('drone', 'rocket') AND country = 'IQ' AND date_earliest BETWEEN DATE '2023-10-17' AND DATE '2024-02-05'",
    "?site_id=st-ain-al-asad&occurrence=confirmed": "site_id = 'st-ain-al-asad' AND occurrence = 'confirmed'",
    "?claimed_by=-&admin1=IQ-AN,SY-DY": "claimed_by IS NULL AND admin1 IN ('IQ-AN', 'SY-DY')",
    "?claimed_by=Islamic+Resistance+in+Iraq": "list_contains(string_split(claimed_by, '; '), 'Islamic Resistance in Iraq')",
    "?killed_state=counted,some": "killed_state IN ('counted', 'some')",
    "?killed_state=none&injured_state=-": "killed_state = 'none' AND injured_state IS NULL",
    "?location_precision=admin1,country": "location_precision IN ('admin1', 'country')",
    "?independent_sources=5&target_type=diplomatic": "independent_sources >= 5 AND target_type = 'diplomatic'",
    "?text=two+drones&weapons=-": "summary ILIKE '%two%' AND summary ILIKE '%drones%' AND weapons IS NULL",
}
SEEN = """
    const sum = (texts) => texts.reduce((all, text) => all + Number(text.replaceAll(',', '').match(/\\d+/)[0]), 0);
    const texts = (selector) => [...document.querySelectorAll(selector)].map(e => e.textContent);
    return {
        status: sum(texts('#explore-status')),
        figure: sum(texts('.explore-figure strong').slice(0, 1)),
        map: sum([...document.querySelectorAll('.explore-marker')].map(e => e.getAttribute('aria-label'))) + sum(texts('.explore-afar b')),
        time: sum(texts('.explore-month title').map(t => t.split(': ')[1])),
        table: document.querySelector('.explore-pager').hidden ? document.querySelectorAll('tr[data-event]').length : Number(texts('.explore-pager span')[0].match(/of ([\\d,]+)/)[1].replaceAll(',', '')),
    };"""
# Everything that a view consists of.
WHOLE = """
    return JSON.stringify([
        [...document.querySelectorAll('.explore-chip')].map(e => e.textContent), document.querySelector('.explore-figures').textContent,
        [...document.querySelectorAll('tr[data-event]')].map(e => e.textContent), [...document.querySelectorAll('th[aria-sort]')].map(e => e.textContent + e.ariaSort),
        document.querySelector('.explore-bars').innerHTML, [...document.querySelectorAll('.explore-period input')].map(e => e.value),
        [...document.querySelectorAll('.explore-option')].map(e => e.textContent + e.querySelector('input').checked), document.querySelector('.explore-pager').textContent,
        [...document.querySelectorAll('.explore-marker')].map(e => { const box = e.getBoundingClientRect(), map = document.querySelector('.explore-map-box').getBoundingClientRect();
            return [e.ariaLabel, Math.round(box.x - map.x), Math.round(box.y - map.y)].join(' '); }).sort()]);"""
TAKEN = """
    window.taken = [];
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { blob.text().then(text => window.taken.push(text)); return make(blob); };"""


@pytest.fixture(scope="module")
def release(site: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release that the site was made from."""
    with duckdb.connect(str(site.parent / "dist" / DATABASE), read_only=True) as database:
        yield database


def opened(reader: Reader, query: str = "") -> None:
    reader.go(f"explore.html{query}")
    reader.wait("document.querySelector('#explore').dataset.shown")


def settled(reader: Reader) -> str:
    """Wait until what is shown is what the address says, and return the query."""
    reader.wait("document.querySelector('#explore').dataset.shown === (location.search || '?')")
    return str(reader.js("return location.search"))


def count(release: duckdb.DuckDBPyConnection, where: str) -> int:
    [(number,)] = release.sql(f"SELECT count(*) FROM events_wide WHERE {where}").fetchall()
    return int(number)


def views(reader: Reader) -> set[int]:
    """The number of events by each view; one number if they agree."""
    return set(reader.js(SEEN).values())


def click(reader: Reader, selector: str) -> None:
    """Click on an element in the middle of the window, where nothing lies over it."""
    reader.js("arguments[0].scrollIntoView({block: 'center'})", reader.one(selector))
    reader.one(selector).click()


def tick(reader: Reader, facet: str, value: str) -> None:
    """Choose a value of a facet with the mouse."""
    reader.js("document.querySelector(`[data-facet=${arguments[0]}]`).open = true", facet)
    click(reader, f"[data-facet={facet}] input[value='{value}']")
    settled(reader)


@pytest.mark.parametrize("query", CHOICES)
def test_map_time_line_and_table_show_what_the_release_has(reader: Reader, release: duckdb.DuckDBPyConnection, query: str) -> None:
    opened(reader, query)
    wanted = count(release, CHOICES[query])
    assert wanted
    assert views(reader) == {wanted}
    assert not reader.text("#explore-message")
    assert not reader.foreign()
    assert not reader.complaints()


def test_filters_change_all_views_and_the_counts_of_the_others(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader)
    where = "true"
    for facet, value in (("country", "SY"), ("event_type", "rocket"), ("occurrence", "claimed_only")):
        tick(reader, facet, value)
        where += f" AND {facet} = '{value}'"
        assert views(reader) == {count(release, where)}
    assert settled(reader) == "?country=SY&event_type=rocket&occurrence=claimed_only"
    # A facet's own choice does not count against its other values.
    shown = dict(reader.js("return [...document.querySelectorAll('[data-facet=country] .explore-option')].map(o => [o.querySelector('input').value, Number(o.querySelector('.explore-count').textContent)])"))
    assert shown == {country: count(release, f"country = '{country}' AND event_type = 'rocket' AND occurrence = 'claimed_only'") for country in shown}
    click(reader, ".explore-chip[aria-label$='Rockets']")
    assert settled(reader) == "?country=SY&occurrence=claimed_only"
    click(reader, ".explore-clear")
    assert settled(reader) == ""
    assert views(reader) == {count(release, "true")}


def test_key_figures_say_what_the_release_says(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader, "?country=SY")
    figures = reader.text(".explore-figures")
    [(attacks, sites, best, least, none, silent)] = release.sql("""
        SELECT sum(coalesce(composite_count, 1)), count(DISTINCT site_id), sum(coalesce(killed_best, killed_min)) FILTER (killed_state = 'counted'),
            sum(killed_min) FILTER (killed_state = 'counted'), count(*) FILTER (killed_state = 'none'), count(*) FILTER (killed_state IS NULL)
        FROM events_wide WHERE country = 'SY'""").fetchall()
    killed = figures[figures.index("Killed"):figures.index("Injured")]
    assert f"stand for {attacks} attacks" in figures
    assert f"Sites\n{sites}\n" in figures
    assert f"Killed\n{best}" in killed
    assert f"at least {least};" in killed
    assert f"none in {none} " in killed and f"nothing said in {silent}" in killed


def test_a_shared_address_restores_its_view(reader: Reader) -> None:
    opened(reader, "?from=2023-10-17&to=2024-02-05")
    tick(reader, "country", "IQ")
    click(reader, "th button")
    settled(reader)
    reader.one(".explore-map-box").send_keys(Keys.ARROW_LEFT)
    reader.wait("location.search.includes('view=')")
    settled(reader)
    click(reader, "[data-page=on]")
    query = settled(reader)
    assert re.fullmatch(r"\?from=2023-10-17&to=2024-02-05&country=IQ&sort=date_earliest&page=2&view=[\d.]+,[\d.]+,[\d.]+", query)
    view = reader.js(WHOLE)
    opened(reader, query)
    assert settled(reader) == query
    assert json.loads(reader.js(WHOLE)) == json.loads(view)


def test_the_back_button_takes_back_one_choice_at_a_time(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader)
    tick(reader, "country", "IQ")
    reader.one("#explore-q").send_keys("embassy")
    reader.wait("location.search.includes('text=embassy')")
    assert settled(reader) == "?text=embassy&country=IQ"
    reader.browser.back()
    reader.wait("location.search === '?country=IQ'")
    settled(reader)
    assert views(reader) == {count(release, "country = 'IQ'")}
    assert reader.js("return document.querySelector('#explore-q').value") == ""
    reader.browser.back()
    reader.wait("location.search === ''")
    settled(reader)
    assert views(reader) == {count(release, "true")}
    reader.browser.forward()
    reader.browser.forward()
    reader.wait("location.search === '?text=embassy&country=IQ'")
    settled(reader)
    assert reader.js("return document.querySelector('#explore-q').value") == "embassy"


def test_what_an_address_says_in_vain_is_told(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader, "?country=IQ,XX&event_type=%3Cimg%20src=x%20onerror=alert(1)%3E&from=someday")
    assert views(reader) == {count(release, "country = 'IQ'")}
    message = reader.text("#explore-message")
    assert "country=XX" in message and "from=someday" in message and "event_type=<img src=x onerror=alert(1)>" in message
    assert not reader.all("#explore-message img")


def test_a_period_is_drawn_with_the_pointer(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader)
    first, last = reader.js("""
        const months = [...document.querySelectorAll('.explore-month')].map(e => [e.querySelector('title').textContent.slice(0, 7), e]);
        months[0][1].scrollIntoView({block: 'center'});
        return ['2021-03', '2021-08'].map(month => months.find(m => m[0] === month)[1]);""")
    ActionChains(reader.browser).click_and_hold(first).move_to_element(last).release().perform()
    assert settled(reader) == "?from=2021-03-01&to=2021-08-31"
    assert views(reader) == {count(release, "date_earliest BETWEEN DATE '2021-03-01' AND DATE '2021-08-31'")}
    handle = reader.one(".explore-handle-to")
    ActionChains(reader.browser).drag_and_drop_by_offset(handle, 400, 0).perform()
    until = re.fullmatch(r"\?from=2021-03-01&to=(\d{4}-\d\d-\d\d)", settled(reader))
    assert until and until[1] > "2021-08-31"
    # One drag is one step back.
    reader.browser.back()
    reader.wait("location.search === '?from=2021-03-01&to=2021-08-31'")
    reader.browser.back()
    reader.wait("location.search === ''")


def test_events_that_are_known_to_the_governorate_only_have_no_point(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader, "?location_precision=admin1,country")
    shapes = set(reader.js("return [...document.querySelectorAll('.explore-marker')].map(e => e.className.match(/explore-marker-(\\w+)/)[1])"))
    assert shapes == {"governorate"}
    here = int(reader.js("return document.querySelectorAll('.explore-shaded').length"))
    assert here == release.sql("SELECT count(DISTINCT admin1) FROM events_wide WHERE location_precision = 'admin1'").fetchall()[0][0]


def test_rings_are_wider_than_discs(reader: Reader) -> None:
    opened(reader, "?site_id=st-erbil&view=36.2,44,12")
    sizes = reader.js("return Object.fromEntries([...document.querySelectorAll('.explore-marker')].map(e => [e.className.match(/explore-marker-(\\w+)/)[1], e.offsetWidth]))")
    assert {"point", "near", "area"} == sizes.keys()
    assert sizes["point"] < sizes["near"] < sizes["area"]


def test_a_place_opens_and_becomes_a_filter(reader: Reader, release: duckdb.DuckDBPyConnection, site: Path) -> None:
    opened(reader, "?country=SY")
    label = reader.one(".explore-marker-governorate").get_attribute("aria-label")
    click(reader, ".explore-marker-governorate")
    reader.wait("document.querySelector('.explore-card')")
    found = re.fullmatch(r"(\d+) events? somewhere in (.+)", label)
    assert found
    assert reader.js("return document.querySelector('.explore-card h2').textContent") == f"Somewhere in {found[2]}"
    links = [a.get_attribute("href") for a in reader.all(".explore-card-events a")]
    assert len(links) == min(int(found[1]), 40)
    assert all((site / urlsplit(link).path.removeprefix(f"{PREFIX}/")).is_file() for link in links)
    click(reader, ".explore-card .explore-button")
    governorate = re.fullmatch(r"\?country=SY&admin1=([A-Z-]+)", settled(reader))
    assert governorate
    assert views(reader) == {count(release, f"admin1 = '{governorate[1]}'")}


def test_a_row_shows_its_place(reader: Reader) -> None:
    opened(reader, "?site_id=st-ain-al-asad&location_precision=site")
    row = reader.one("tr[data-event] a")
    reader.js("arguments[0].focus()", row)
    assert reader.js("return [...document.querySelectorAll('.explore-marker.explore-lit')].map(e => e.ariaLabel)")[0].endswith("Ain al-Asad")
    reader.js("arguments[0].blur()", row)
    assert not reader.all(".explore-lit")


def taken(reader: Reader, button: str) -> str:
    """What a button has the browser save."""
    reader.js(TAKEN)
    reader.js("document.querySelector(arguments[0]).click()", button)
    return str(reader.wait("window.taken[0]"))


@pytest.mark.parametrize("query", [q for q in CHOICES if q][:4])
def test_csv_holds_the_rows_shown_as_the_release_has_them(reader: Reader, release: duckdb.DuckDBPyConnection, site: Path, query: str) -> None:
    opened(reader, query)
    rows = list(csv.DictReader(io.StringIO(taken(reader, "#explore-csv"))))
    with (site.parent / "dist" / "events_wide.csv").open(encoding="utf-8", newline="") as file:
        published = {row["event_id"]: row for row in csv.DictReader(file)}
    wanted = {event for (event,) in release.sql(f"SELECT event_id FROM events_wide WHERE {CHOICES[query]}").fetchall()}
    assert {row["event_id"] for row in rows} == wanted and len(rows) == len(wanted)
    assert all(row == published[row["event_id"]] for row in rows)
    assert [row["date_earliest"] for row in rows] == sorted((row["date_earliest"] for row in rows), reverse=True)


def test_geojson_makes_up_no_point(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader, "?country=IQ")
    features = json.loads(taken(reader, "#explore-geojson"))["features"]
    points = {f["id"]: f["geometry"] and f["geometry"]["coordinates"] for f in features}
    assert points == {event: None if x is None else [x, y] for event, x, y in release.sql("SELECT event_id, longitude, latitude FROM events_wide WHERE country = 'IQ'").fetchall()}
    assert all(set(f["properties"]) == set(WIDE.columns) - {"latitude", "longitude"} for f in features)


def test_the_table_is_ordered_by_its_heads(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader, "?country=SY")
    head = reader.one("th:last-child button")
    reader.js("arguments[0].click()", head)
    assert settled(reader) == "?country=SY&sort=-independent_sources"
    assert reader.one("th:last-child").get_attribute("aria-sort") == "descending"
    shown = [int(cell.text) for cell in reader.all("td:last-child")]
    assert shown == [n for (n,) in release.sql("SELECT independent_sources FROM events_wide WHERE country = 'SY' ORDER BY 1 DESC LIMIT 50").fetchall()]


def test_all_of_it_can_be_done_with_the_keyboard(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader)

    def press(*keys: str) -> None:
        ActionChains(reader.browser).send_keys(*keys).perform()

    def tab_to(selector: str, most: int = 120) -> None:
        for _ in range(most):
            if reader.js("return document.activeElement.matches(arguments[0])", selector):
                return
            press(Keys.TAB)
        raise AssertionError(f"no way to {selector} by Tab")

    tab_to("#explore-q")
    press("Erbil")
    reader.wait("location.search === '?text=Erbil'")
    tab_to("[data-facet=event_type] input[type=checkbox]")
    press(Keys.SPACE)
    kind = re.fullmatch(r"\?text=Erbil&event_type=(\w+)", settled(reader))
    assert kind
    where = f"event_type = '{kind[1]}' AND concat_ws(' ', summary, site, place_detail, targets, weapons, claimed_by, attributed_to) ILIKE '%erbil%'"
    assert views(reader) == {count(release, where)}
    tab_to(".explore-map-box")
    press(Keys.ARROW_RIGHT)
    reader.wait("location.search.includes('view=')")
    tab_to(".explore-marker")
    label = reader.js("return document.activeElement.ariaLabel")
    press(Keys.ENTER)
    reader.wait("document.activeElement.closest('.explore-card')")
    press(Keys.ESCAPE)
    reader.wait("!document.querySelector('.explore-card')")
    assert reader.js("return document.activeElement.ariaLabel") == label
    tab_to(".explore-handle-from")
    press(Keys.PAGE_UP)
    reader.wait("location.search.includes('from=')")
    settled(reader)
    after = reader.js("return document.querySelector('.explore-period input').value")
    assert views(reader) == {count(release, f"{where} AND date_earliest >= DATE '{after}'")}
    tab_to("th button")
    press(Keys.ENTER)
    reader.wait("location.search.includes('sort=date_earliest')")
    settled(reader)
    tab_to("tr[data-event] a")
    press(Keys.ENTER)
    reader.wait("location.pathname.includes('/events/')")


def test_on_a_telephone(phone: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(phone, "?country=SY")
    assert not phone.too_wide()
    assert views(phone) == {count(release, "country = 'SY'")}
    drawer = phone.one(".explore-drawer")
    assert not drawer.get_attribute("open")
    phone.one(".explore-drawer > summary").click()
    tick(phone, "event_type", "rocket")
    assert not phone.too_wide()
    assert views(phone) == {count(release, "country = 'SY' AND event_type = 'rocket'")}
    assert not phone.axe()
    assert not phone.complaints()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(reader: Reader, dark: bool) -> None:
    with reader.dark(dark):
        opened(reader, "?event_type=drone,rocket&country=IQ,XX")
        assert not reader.axe()
        reader.js("for (const facet of document.querySelectorAll('.explore-facet')) facet.open = true")
        marker = reader.one(".explore-marker")
        reader.js("arguments[0].focus()", marker)
        marker.send_keys(Keys.ENTER)
        # Colours are what they are when it has faded in.
        reader.wait("document.querySelector('.leaflet-popup') && getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'")
        assert not reader.axe()
        assert not reader.too_wide()
        assert not reader.complaints()


def test_the_search_of_the_site_fetches_its_index_when_it_is_turned_to(reader: Reader) -> None:
    opened(reader)
    assert not any("search_index" in url for url in reader.requests())
    box = reader.one("input.md-search__input")
    box.click()
    box.send_keys("date_earliest")
    reader.wait("document.querySelectorAll('a.md-search-result__link').length")
    assert any("search_index" in url for url in reader.requests())


def test_the_link_is_copied(reader: Reader) -> None:
    opened(reader, "?country=JO&claimed_by=Islamic+Resistance+in+Iraq")
    reader.js("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}})")
    click(reader, "#explore-copy")
    assert reader.wait("window.copied") == reader.browser.current_url
    assert reader.browser.current_url.endswith("?country=JO&claimed_by=Islamic+Resistance+in+Iraq")
    reader.wait("document.querySelector('.explore-copied').textContent === 'Link copied.'")


def test_the_map_moves_without_motion_for_who_wants_none(reader: Reader) -> None:
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    try:
        opened(reader)
        assert not reader.all(".leaflet-fade-anim, .leaflet-zoom-anim")
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    opened(reader)
    assert reader.all(".leaflet-fade-anim, .leaflet-zoom-anim")


def network(reader: Reader, *, offline: bool) -> None:
    reader.browser.execute_cdp_cmd("Network.enable", {})
    reader.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def test_once_loaded_it_needs_no_network(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    opened(reader)
    network(reader, offline=True)
    try:
        tick(reader, "country", "SY")
        assert views(reader) == {count(release, "country = 'SY'")}
        assert taken(reader, "#explore-csv").count("\n") == count(release, "country = 'SY'") + 1
        assert len(json.loads(taken(reader, "#explore-geojson"))["features"]) == count(release, "country = 'SY'")
    finally:
        network(reader, offline=False)


def test_data_that_do_not_come_can_be_asked_for_again(reader: Reader, release: duckdb.DuckDBPyConnection) -> None:
    reader.browser.execute_cdp_cmd("Network.enable", {})
    reader.browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    reader.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*explore.json"]})
    try:
        reader.go("explore.html")
        reader.wait("document.querySelector('#explore-message button')")
        assert "could not be fetched" in reader.text("#explore-message")
    finally:
        reader.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        reader.browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    reader.one("#explore-message button").click()
    settled(reader)
    assert views(reader) == {count(release, "true")}
    assert not reader.text("#explore-message")


def test_without_scripts_the_page_says_where_the_data_are(site: Path) -> None:
    [told] = re.findall(r"<noscript>\s*<div class=\"admonition.*?</noscript>", (site / "explore.html").read_text(encoding="utf-8"), re.DOTALL)
    links = re.findall(r'href="([^"]+)"', told)
    assert len(links) == 2 and all((site / link).is_file() for link in links)


def hostile(value: Any) -> Any:
    """The value with markup that would run if it were taken for markup in every text of it."""
    if isinstance(value, list):
        return [hostile(one) for one in value]
    return f"{value}\"'><img src=x onerror=window.ran=1><script>window.ran=1</script>" if isinstance(value, str) else value


def test_hostile_text_stays_text(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy, copy_function=os.link)
    file = copy / "assets" / "data" / "explore.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    for name in ("event_id", "summary", "site", "site_id", "place_detail", "weapons", "claimed_by", "attributed_to", "targets", "country", "admin1", "event_type", "occurrence"):
        column = data["values"][name]
        data["values"][name] = {**column, "of": hostile(column["of"])} if isinstance(column, dict) else hostile(column)
    for field in data["fields"]:
        field["title"] = hostile(field["title"])
        field["codes"] = hostile(field.get("codes", []))
    data["governorates"] = {hostile(code): hostile(name) for code, name in data["governorates"].items()}
    # The copy shares its files with the site.
    file.unlink()
    file.write_text(json.dumps(data), encoding="utf-8")
    for address in serve(copy):
        for reader in open_reader(address):
            opened(reader)
            reader.js("for (const facet of document.querySelectorAll('.explore-facet')) facet.open = true")
            reader.one("#explore-q").send_keys("script")
            reader.wait("location.search.includes('text=script')")
            marker = reader.one(".explore-marker")
            reader.js("arguments[0].focus()", marker)
            marker.send_keys(Keys.ENTER)
            reader.wait("document.querySelector('.explore-card')")
            assert "<img src=x" in reader.js("return document.querySelector('#explore-table').textContent")
            assert "<img src=x" in reader.js("return document.querySelector('.explore-card').textContent")
            assert not reader.all("#explore img, #explore script")
            assert reader.js("return window.ran === undefined")
            assert not reader.complaints()
