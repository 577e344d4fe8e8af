"""The desk over HTTP, for one person on this machine: loopback, a token, one origin, and nothing from elsewhere."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from strikelog.review import views
from strikelog.review.candidates import Unreadable
from strikelog.review.decisions import LogError
from strikelog.review.desk import Desk, Refused

LOOPBACK = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
LARGEST_BODY = 1_000_000


class Guard:
    """Lets through only who comes to this very address, from this very page, with the token."""

    def __init__(self, app: ASGIApp, host: str, token: str):
        self.app, self.host, self.token = app, host, token
        self.cookie = f"strikelog-{host.rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        given = QueryParams(scope["query_string"]).get("token", "")
        by_query = secrets.compare_digest(given.encode(), self.token.encode())

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                if by_query and message["status"] < 400:
                    out.append("set-cookie", f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/")
            await send(message)

        refusal = self._refusal(scope, headers, by_query)
        app = PlainTextResponse(refusal[1], refusal[0]) if refusal else self.app
        await app(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers, by_query: bool) -> tuple[int, str] | None:
        if headers.getlist("host") != [self.host]:
            return 421, "This address serves another host."
        origin = headers.get("origin")
        if (origin is not None and origin != f"http://{self.host}") or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "This page may only be used from itself."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Only GET and POST."
        token = headers.get("x-strikelog-token") or self._from_cookie(headers)
        if not by_query and not secrets.compare_digest(token.encode(), self.token.encode()):
            return 403, "The token is missing or wrong. Open the address that strikelog review printed."
        if scope["method"] == "POST":
            if origin is None:
                return 403, "A decision needs its Origin."
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return 415, "A decision is JSON."
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > LARGEST_BODY:
                return 413, "That is too much for a decision."
        return None

    def _from_cookie(self, headers: Headers) -> str:
        for cookie in headers.get("cookie", "").split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == self.cookie:
                return value
        return ""


def application(desk: Desk, host: str, token: str) -> ASGIApp:
    """The page and what it asks for; `host` is the one address under which it answers."""

    def answering(work: Callable[..., Any]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            given: dict[str, Any] = dict(request.query_params)
            if request.method == "POST":
                try:
                    given = json.loads(await request.body())
                except (ValueError, RecursionError):
                    return JSONResponse({"error": "this is no JSON", "problems": []}, 400)
                if not isinstance(given, dict):
                    return JSONResponse({"error": "a decision is an object", "problems": []}, 400)
            try:
                return JSONResponse(await run_in_threadpool(work, given))
            except Refused as why:
                return JSONResponse({"error": str(why), "problems": why.problems}, 422)
            except (OSError, LogError, Unreadable) as why:
                return JSONResponse({"error": f"nothing was decided: {why}", "problems": []}, 500)

        return answer

    def decide(given: dict[str, Any]) -> dict[str, Any]:
        made = desk.decide(str(given.get("candidate_id") or ""), str(given.get("action") or ""), given)
        return {**made, "overview": desk.overview()}

    asked: dict[str, Callable[[dict[str, Any]], Any]] = {
        "/api/overview": lambda given: desk.overview(),
        "/api/tables": lambda given: views.tables(desk.reference),
        "/api/candidate": lambda given: desk.detail(str(given.get("id") or "")),
        "/api/source": lambda given: {"source": desk.source(str(given.get("url") or ""), str(given.get("sha256") or ""))},
        "/api/agreement": lambda given: desk.agreement(),
    }
    routes = [Route(path, answering(work), methods=["GET"]) for path, work in asked.items()]
    routes += [Route("/api/decide", answering(decide), methods=["POST"]), Route("/", _page("index.html", "text/html"), methods=["GET"])]
    routes += [Route(f"/{name}", _page(name, TYPES[name.rpartition(".")[2]]), methods=["GET"]) for name in assets()]
    return Guard(Starlette(routes=routes), host, token)


def assets() -> list[str]:
    """Script, style and picture of the page."""
    return sorted(f.name for f in files("strikelog.review").joinpath("page").iterdir() if f.name.rpartition(".")[2] in TYPES)


def _page(name: str, kind: str) -> Callable[[Request], Response]:
    content = files("strikelog.review").joinpath("page", name).read_bytes()

    def answer(request: Request) -> Response:
        return Response(content, media_type=kind)

    return answer


class Server:
    """A desk that listens. `url` holds the token; `run` returns when `stop` is called or the process is told to end."""

    def __init__(self, desk: Desk, port: int = 0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((LOOPBACK, port))
        # From here on whoever comes waits, so that the address can be given away before `run`.
        self.socket.listen(64)
        self.host = f"{LOOPBACK}:{self.socket.getsockname()[1]}"
        self.token = secrets.token_urlsafe(24)
        self.url = f"http://{self.host}/?token={self.token}"
        # No access log: it would hold the token.
        config = uvicorn.Config(
            application(desk, self.host, self.token),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        self.server = uvicorn.Server(config)

    def run(self) -> None:
        asyncio.run(self.server.serve(sockets=[self.socket]))

    def stop(self) -> None:
        self.server.should_exit = True
