"""A visitor at the SQL console, and a host of the site that can go away."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser import until
from tests.site.conftest import PREFIX
from tests.site.reader import Reader, open_reader

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
