"""Serve the built site on this machine, as a static host would.

    python -m website.serve [FOLDER] [--port 8000]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from website.site import ROOT


class WithoutRanges:
    """A host that always sends whole files, as some do."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope.get("headers", ()) if name != b"range"]

        async def without(message: dict) -> None:  # type: ignore[type-arg]
            if message["type"] == "http.response.start":
                message["headers"] = [(n, v) for n, v in message["headers"] if n != b"accept-ranges"]
            await send(message)

        await self.app({**scope, "headers": headers}, receive, without)  # type: ignore[arg-type]


def application(folder: Path, prefix: str = "", ranges: bool = True) -> ASGIApp:
    """The site below a path of the host, with or without answers to requests for parts of files."""
    files: ASGIApp = StaticFiles(directory=folder, html=True)
    return Starlette(routes=[Mount(prefix or "/", files if ranges else WithoutRanges(files))])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m website.serve", description="Serve the built site on this machine.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "site", help="the built site (default: site)")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    options = parser.parse_args()
    print(f"http://127.0.0.1:{options.port}/")
    uvicorn.run(application(options.folder), host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
