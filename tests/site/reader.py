"""Somebody who reads the site in headless Chromium, and what they notice."""

from __future__ import annotations

import gzip
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser import open_browser, until
from tests.helpers import REPOSITORY

AXE = REPOSITORY / "website" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """
    const done = arguments[arguments.length - 1];
    axe.run(document, {resultTypes: ['violations']}).then(
        found => done(found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')}`)),
        why => done([String(why)]));"""

FORGET = "try { for (const key of Object.keys(localStorage)) if (key.endsWith('.__palette')) localStorage.removeItem(key); } catch { /* a page without storage */ }"


class Reader:
    """A browser at a site. Paths are of the site, such as `events/index.html?x=1`."""

    def __init__(self, browser: Any, address: str):
        self.browser, self.address = browser, address
        self.forgetful = False

    def go(self, path: str) -> None:
        """Open a page; what was asked for and complained of before is forgotten."""
        self.browser.get("about:blank")
        self.browser.get_log("performance")
        self.browser.get_log("browser")
        self.browser.get(f"{self.address}/{path}")
        self.wait("document.readyState === 'complete'")

    def js(self, script: str, *arguments: Any) -> Any:
        return self.browser.execute_script(script, *arguments)

    def wait(self, expression: str, patience: float = 20) -> Any:
        """Wait until an expression of JavaScript holds; returns its value."""
        return until(lambda: self.js(f"return {expression}"), patience)

    def all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.browser.find_element("css selector", selector)

    def text(self, selector: str) -> str:
        return str(self.one(selector).text)

    def requests(self) -> list[str]:
        """Addresses asked for since the page was opened; reading them forgets them."""
        messages = (json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance"))
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def foreign(self) -> list[str]:
        """Addresses of other hosts among them."""
        host = self.address.rpartition("/")[0]
        return [u for u in self.requests() if not u.startswith((host, "data:", "blob:", "about:", "chrome"))]

    def weights(self) -> dict[str, int]:
        """Compressed bytes of each file of the site that was asked for since the page was opened."""
        asked = {url.partition("#")[0] for url in self.requests() if url.startswith(self.address)}
        return {url.removeprefix(self.address): len(gzip.compress(urllib.request.urlopen(url).read(), 6)) for url in asked}

    def complaints(self) -> list[str]:
        """What the console has complained of since the page was opened."""
        return [e["message"] for e in self.browser.get_log("browser") if e["level"] in ("SEVERE", "WARNING") and "favicon.ico" not in e["message"]]

    def axe(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands."""
        self.js(AXE.read_text(encoding="utf-8"))
        self.browser.set_script_timeout(60)
        return list(self.browser.execute_async_script(RUN_AXE))

    def too_wide(self) -> list[str]:
        """Elements that make the page scroll sideways."""
        return list(self.js("""
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120));"""))

    @contextmanager
    def dark(self, wanted: bool = True) -> Iterator[None]:
        """Prefer the dark colours, or the light ones, on pages opened meanwhile."""
        # The theme remembers the colours of the first page that was opened, unless it is made to forget.
        if not self.forgetful:
            self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FORGET})
            self.forgetful = True
        self._prefer("dark" if wanted else "light")
        try:
            yield
        finally:
            self._prefer("light")

    def _prefer(self, colours: str) -> None:
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": colours}]})

    def picture(self, path: Path) -> None:
        self.browser.save_screenshot(str(path))


def open_reader(address: str, width: int = 1280, height: int = 900) -> Iterator[Reader]:
    """A reader while the fixture lasts. Skips where there is no Chromium."""
    browser = open_browser(f"{width},{height}")
    # A window has a least width; the device that is emulated has none.
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    yield Reader(browser, address)
    browser.quit()
