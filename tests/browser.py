"""A real browser for the desk, driven by its keys, and a desk for it to open."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from strikelog.review.desk import Desk
from strikelog.review.server import Server

PATIENCE = 20
# How often Tab has to be pressed to come from where the focus is to the field of a path.
STOPS = """
    const stops = [...document.querySelectorAll('input, select, textarea, button, summary, [tabindex="0"]')]
        .filter(e => !e.disabled && e.checkVisibility());
    const to = stops.findIndex(e => e.dataset.path === arguments[0]), at = stops.indexOf(document.activeElement);
    if (at >= 0) return to - at;
    return to - stops.findIndex(e => document.activeElement.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) + 1;"""


@contextmanager
def serving(desk: Desk) -> Iterator[Server]:
    server = Server(desk)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.server.started)
    yield server
    server.stop()
    thread.join(PATIENCE)


def until(wanted: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Wait until it is true, and return it."""
    end = time.monotonic() + patience
    while not (found := wanted()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} s in vain")
        time.sleep(0.02)
    return found


def open_browser(size: str = "1500,950") -> Any:
    """A headless Chromium. Skips the test where there is none."""
    chromium, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("Chromium and its driver are not installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={size}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


class Hands:
    """Somebody at the keyboard: types keys and looks at what has the focus."""

    def __init__(self, browser: Any, server: Server):
        self.browser, self.server = browser, server
        browser.get(server.url)
        self.rest("!!document.querySelector('#title')")

    def rest(self, script: str = "true") -> Any:
        """Wait until nothing is on its way and the script's expression holds."""
        return until(lambda: self.browser.execute_script(f"return !document.body.dataset.busy && ({script})"))

    def press(self, *keys: str) -> None:
        """Press keys into whatever has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.browser).send_keys(*keys).perform()

    def do(self, *keys: str) -> str:
        """Press keys, wait until all is kept, and return what the page says of it."""
        self.browser.execute_script("document.querySelector('#say').textContent = ''")
        self.press(*keys)
        self.rest("document.querySelector('#say').textContent")
        return str(self.browser.execute_script("return document.querySelector('#say').textContent"))

    def reach(self, path: str) -> Any:
        """Go to a field with Tab, from the part of the form that it is in."""
        from selenium.webdriver.common.keys import Keys

        number = self.browser.execute_script(
            "return document.querySelector('#form [data-path=\"' + CSS.escape(arguments[0]) + '\"]').closest('fieldset').dataset.section",
            path,
        )
        self.press(Keys.ESCAPE)
        if number:
            self.press(number)
        stops = self.browser.execute_script(STOPS, path)
        self.press(*[Keys.TAB] * stops)
        assert self.browser.execute_script("return document.activeElement.dataset.path === arguments[0]", path), f"no way to {path} by Tab"
        return self.browser.switch_to.active_element

    def fill(self, path: str, value: str) -> None:
        """Go to a field, type over what is there, and leave it; a code is chosen by its label."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        field = self.reach(path)
        if field.tag_name == "select":
            self.press(value)
        else:
            ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(value or Keys.DELETE).perform()
        self.press(Keys.ESCAPE)
        self.rest()

    def server_problems(self, candidate_id: str) -> list[str]:
        """Fields that the page says are missing."""
        found = self.browser.execute_script(
            "return fetch('/api/candidate?id=' + arguments[0]).then(a => a.json()).then(d => d.problems.map(p => p.field))", candidate_id
        )
        return [str(f) for f in found]

    @property
    def current(self) -> str:
        """Id of the candidate that is open."""
        return str(self.browser.execute_script("return document.querySelector('.heading code')?.textContent || ''"))

    @property
    def notice(self) -> str:
        return str(
            self.browser.execute_script(
                "return document.querySelector('#notice').hidden ? '' : document.querySelector('#notice').textContent"
            )
        )

    def requests(self) -> list[str]:
        messages = (json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance"))
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def errors(self) -> list[str]:
        return [e["message"] for e in self.browser.get_log("browser") if e["level"] == "SEVERE"]
