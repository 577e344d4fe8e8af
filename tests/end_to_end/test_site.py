"""The site as a reader meets it: built strictly from a fresh release, opened in a real browser."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from strikelog.issues import catalogue
from strikelog.package import load_package

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = load_package(ROOT)

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, made in a copy of the project so that the working tree stays as it is."""
    copy = tmp_path_factory.mktemp("site") / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "dist", "site", "build", ".*_cache", "reference", ".hypothesis"))
    for command in (
        ["-m", "strikelog", "build"],
        ["docs/generate.py"],
        ["-m", "mkdocs", "build", "--strict", "--quiet"],
    ):
        done = subprocess.run([sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return copy / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("Chromium and its driver are not installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


def requests(browser: object) -> list[str]:
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


PAGES = ["index.html", "codebook.html", *(f"reference/{n}.html" for n in ("tables", "derived", "rules", "commands", "recipes", "agreement", "evaluation", "contributing", "changelog"))]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_asks_nobody_else(browser, address: str, page: str) -> None:
    browser.get(f"{address}/{page}")
    assert browser.find_element("tag name", "h1").text.strip()
    outside = [u for u in requests(browser) if not u.startswith((address, "data:", "blob:", "chrome"))]
    assert not outside
    severe = [e["message"] for e in browser.get_log("browser") if e["level"] == "SEVERE" and "favicon" not in e["message"]]
    assert not severe


def test_every_field_of_every_table_has_its_anchor(browser, address: str) -> None:
    for page, tables in (("tables", PACKAGE.tables), ("derived", (*PACKAGE.derived, *PACKAGE.views))):
        browser.get(f"{address}/reference/{page}.html")
        anchors = set(browser.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)"))
        wanted = {t.name for t in tables} | {f"{t.name}.{f.name}" for t in tables for f in t.fields}
        assert wanted <= anchors


def test_every_rule_has_its_anchor_and_its_words(browser, address: str) -> None:
    browser.get(f"{address}/reference/rules.html")
    text = browser.find_element("tag name", "article").text
    anchors = set(browser.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)"))
    for rule in catalogue().values():
        assert rule.code in anchors
        assert rule.title in text


def test_a_reader_finds_a_column_by_searching(browser, address: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f"{address}/index.html")
    browser.execute_script("document.querySelector('#__search').checked = true; document.querySelector('#__search').dispatchEvent(new Event('change'))")
    box = WebDriverWait(browser, 20).until(lambda b: b.find_element(By.CSS_SELECTOR, "input.md-search__input"))
    WebDriverWait(browser, 20).until(lambda b: box.is_displayed())
    box.send_keys("date_earliest")
    hits = WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "a.md-search-result__link"))
    assert any("tables.html" in (h.get_attribute("href") or "") for h in hits)
