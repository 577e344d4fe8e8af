"""Measure how soon the SQL console answers: from its engine being loaded to the first answer, beside native DuckDB.

    make docs && python benchmarks/console.py [--events 1000,100000] [--rounds 3] [--site site]

For each size a package is made up, published, and put in the place of the data of the built site, which is
served with ranges to headless Chromium. Each query is the first of a fresh page. Shown are medians over the
rounds; the native figure is for the same file, opened for each query. Exit status 1 if a first answer takes
more than two seconds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.synthesise import synthesise  # noqa: E402
from strikelog.package import load_package  # noqa: E402
from strikelog.publish import DATABASE  # noqa: E402
from tests.browser import open_browser, until  # noqa: E402
from website.pages import console  # noqa: E402
from website.serve import application  # noqa: E402
from website.site import Site  # noqa: E402

TARGET = 2.0
PATIENCE = 120
QUERIES = {
    "what the page begins with": console.BEGIN,
    "a look at the first table": f"FROM {console.FIRST} LIMIT 100",
    "the whole of the first table": f"FROM {console.FIRST}",
    "events by kind and month": f"SELECT event_type, date_trunc('month', date_earliest) AS month, count(*) AS events FROM {console.FIRST} GROUP BY ALL ORDER BY ALL",
    "claims of each publisher": "SELECT publisher, count(*) AS claims FROM claims JOIN sources USING (source_id) GROUP BY ALL ORDER BY claims DESC LIMIT 20",
}
# Press Run, and tell how many milliseconds later the answer is on the page.
PRESS = """
    const done = arguments[arguments.length - 1], root = document.querySelector('#console');
    const content = document.querySelector('.cm-content'), view = content.cmTile?.view ?? content.cmView.view;
    view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: arguments[0]}});
    const begun = performance.now(), runs = root.dataset.runs;
    new MutationObserver((_, watch) => { if (root.dataset.runs !== runs) { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - begun)); } }).observe(root, {attributes: true});
    [...document.querySelectorAll('.console-bar button')].find(b => b.textContent === 'Run').click();"""


def prepare(events: int, built: Path, folder: Path) -> Path:
    """A copy of what the console needs of the built site, with data of that many events; returns the release's database."""
    package, release, site = folder / "package", folder / "release", folder / "site"
    synthesise(events, package, 1)
    subprocess.run([sys.executable, "-m", "strikelog", "build", str(package), "--out", str(release)], check=True, capture_output=True, cwd=ROOT)
    shutil.copytree(built / "assets", site / "assets")
    shutil.copy(built / console.PAGE.replace(".md", ".html"), site)
    with duckdb.connect(str(release / DATABASE), read_only=True) as database:
        for file in console.pages(Site(ROOT, load_package(package), release, database)):
            if file.path != console.PAGE:
                (site / file.path).parent.mkdir(parents=True, exist_ok=True)
                (site / file.path).write_bytes(file.content if isinstance(file.content, bytes) else file.content.encode())
    return release / DATABASE


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Counter[str]]]:
    """The address of a site, and the bytes sent for each path."""
    import uvicorn

    sent: Counter[str] = Counter()
    app = application(site)

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        async def count(message: Any) -> None:
            sent[scope["path"]] += len(message.get("body", b""))
            await send(message)

        await app(scope, receive, count if scope["type"] == "http" else send)

    server = uvicorn.Server(uvicorn.Config(counting, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", sent
    server.should_exit = True
    thread.join(20)


def native(database: Path, query: str) -> float:
    """Seconds that DuckDB on this machine takes to open the file and answer."""
    begin = time.perf_counter()
    with duckdb.connect(str(database), read_only=True) as opened:
        opened.sql(query).fetchall()
    return time.perf_counter() - begin


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure how soon the SQL console answers.")
    parser.add_argument("--events", default="1000,100000", help="sizes, parted by commas (default: 1000,100000)")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (default: site)")
    options = parser.parse_args(argv)
    slow = False
    print(f"{'events':>8}  {'first query':<30}{'seconds':>8}{'native':>8}{'ratio':>7}{'MB fetched':>12}{'of MB':>8}{'engine s':>10}")
    for events in map(int, options.events.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            database = prepare(events, options.site, Path(folder))
            with served(Path(folder) / "site") as (address, sent):
                for name, query in QUERIES.items():
                    rounds = [measure(address, sent, query) for _ in range(options.rounds)]
                    floor = statistics.median(native(database, query) for _ in range(options.rounds))
                    engine, seconds, fetched = (statistics.median(column) for column in zip(*rounds, strict=True))
                    slow |= seconds > TARGET
                    print(f"{events:>8,}  {name:<30}{seconds:>8.2f}{floor:>8.3f}{seconds / floor:>7.0f}{fetched / 1e6:>12.2f}{database.stat().st_size / 1e6:>8.1f}{engine:>10.2f}", flush=True)
    return int(slow)


def measure(address: str, sent: Counter[str], query: str) -> tuple[float, float, float]:
    """Seconds to load the engine, seconds from then to the answer, and bytes of the database fetched for both."""
    browser = open_browser("1280,900")
    try:
        browser.set_script_timeout(PATIENCE)
        # The rest of a small file is fetched when there is nothing else to do: here, never.
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": "let first = true; window.requestIdleCallback = work => { if (first) work(); first = false; }"})
        sent.clear()
        begin = time.perf_counter()
        browser.get(f"{address}/console.html")
        until(lambda: browser.execute_script("return document.querySelector('#console')?.dataset.engine === 'ready'"), PATIENCE)
        loaded = time.perf_counter() - begin
        seconds = browser.execute_async_script(PRESS, query) / 1000
        if browser.execute_script("return document.querySelectorAll('.console-answer tbody tr').length") == 0:
            raise RuntimeError(f"no answer: {browser.execute_script('return document.querySelector(`.console-answer-place`).textContent')}")
        return loaded, seconds, sent[f"/data/{DATABASE}"]
    finally:
        browser.quit()


if __name__ == "__main__":
    sys.exit(main())
