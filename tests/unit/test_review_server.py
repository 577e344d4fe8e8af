"""Who may talk to the desk, and what every answer says to the browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `review` is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

import httpx
import uvicorn

from strikelog.review.candidates import Texts, read_candidates
from strikelog.review.decisions import Log
from strikelog.review.desk import Desk
from strikelog.review.server import HEADERS, Server, application, assets
from tests import desk as made
from tests.desk import DRONES, VILLAGE

HOST, TOKEN = "127.0.0.1:8765", "a-made-up-token"
ORIGIN = {"origin": f"http://{HOST}"}
PASS = {"x-strikelog-token": TOKEN}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.empty_package(tmp_path_factory.mktemp("desk") / "package")


@pytest.fixture
def desk(tmp_path: Path, root: Path) -> Desk:
    file, texts = made.write_candidates(tmp_path)
    return Desk(root, read_candidates(file), Texts(texts), Log(tmp_path / "decisions.jsonl"), "ana")


@pytest.fixture
def client(desk: Desk) -> Iterator[httpx.Client]:
    """Talks to the desk over HTTP under the name that it takes for its own."""
    config = uvicorn.Config(application(desk, HOST, TOKEN), port=0, log_level="error", server_header=False, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"host": HOST}) as opened:
        yield opened
    server.should_exit = True
    thread.join()


def test_the_token_opens_the_page_and_stays_in_a_cookie_that_no_script_reads(client: Any) -> None:
    assert client.get("/").status_code == 403
    assert client.get("/?token=wrong").status_code == 403
    answer = client.get(f"/?token={TOKEN}")
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "strikelog-8765" in cookie
    assert client.get("/api/overview").status_code == 200
    assert "set-cookie" not in client.get("/api/overview").headers


@pytest.mark.parametrize(
    "path", ["/", "/api/overview", "/api/tables", "/api/agreement", f"/api/candidate?id={DRONES}", "/main.js", "/desk.css", "/nowhere"]
)
def test_nothing_is_answered_without_the_token(client: Any, path: str) -> None:
    assert client.get(path).status_code == 403
    assert client.get(path, headers={"x-strikelog-token": TOKEN[:-1]}).status_code == 403


@pytest.mark.parametrize(
    "host", ["localhost:8765", "evil.example", "127.0.0.1", "127.0.0.1:8766", "127.0.0.1:8765.evil.example", "[::1]:8765"]
)
def test_another_host_is_refused(client: Any, host: str) -> None:
    assert client.get("/api/overview", headers=PASS | {"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:1"},
        ORIGIN | {"sec-fetch-site": "cross-site"},
        ORIGIN | {"sec-fetch-site": "same-site"},
    ],
)
def test_a_decision_from_elsewhere_is_refused(client: Any, desk: Desk, headers: dict[str, str]) -> None:
    answer = client.post("/api/decide", json={"candidate_id": VILLAGE, "action": "skip"}, headers=PASS | headers)
    assert answer.status_code == 403
    assert not desk.decisions


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_not_even_reading_is_allowed_from_elsewhere(client: Any, headers: dict[str, str]) -> None:
    assert client.get("/api/overview", headers=PASS | headers).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: Any, method: str) -> None:
    assert client.request(method, "/api/decide", headers=PASS | ORIGIN).status_code == 405


@pytest.mark.parametrize(("path", "method"), [("/api/decide", "GET"), ("/api/overview", "POST"), ("/", "POST")])
def test_each_path_has_its_method(client: Any, path: str, method: str) -> None:
    assert (
        client.request(
            method, path, headers=PASS | ORIGIN | {"content-type": "application/json"}, content=b"{}" if method == "POST" else None
        ).status_code
        == 405
    )


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{}", {"content-type": "text/plain"}, 415),
        (b"{}", {"content-type": "application/x-www-form-urlencoded"}, 415),
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b"[" * 5000, {}, 400),
        (b" " * 1_000_001, {}, 413),
        (b"{}", {}, 422),
        (b'{"candidate_id": "ca-0", "action": "accept"}', {}, 422),
        (b'{"candidate_id": {"a": 1}, "action": ["x"]}', {}, 422),
    ],
)
def test_what_is_no_decision_is_refused(client: Any, desk: Desk, content: bytes, headers: dict[str, str], status: int) -> None:
    answer = client.post("/api/decide", content=content, headers=PASS | ORIGIN | {"content-type": "application/json"} | headers)
    assert answer.status_code == status
    assert not desk.decisions


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", PASS),
        ("/", {}),
        ("/nowhere", PASS),
        ("/api/overview", PASS),
        ("/api/decide", PASS),
        ("/main.js", PASS),
        ("/", {"host": "evil.example"}),
    ],
)
def test_every_answer_carries_the_policy(client: Any, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers and "access-control-allow-origin" not in answer.headers


def test_the_page_has_no_script_or_style_of_its_own_and_loads_nothing_from_elsewhere(client: Any) -> None:
    page = client.get("/", headers=PASS).text
    assert "<style" not in page and "style=" not in page and " on" not in page.replace(" on this", "").split("<body>")[0]
    assert page.count("<script") == 1 and 'src="/main.js"' in page
    for name in assets():
        answer = client.get(f"/{name}", headers=PASS)
        assert answer.status_code == 200
        words = answer.text.replace("http://www.w3.org/2000/svg", "")
        assert (
            "http://" not in words
            and "https://…" not in words.replace("https://… finds", "")
            and "innerHTML" not in words
            and "eval(" not in words
        )
    assert client.get("/../server.py", headers=PASS).status_code == 404
    assert client.get("/%2e%2e/server.py", headers=PASS).status_code == 404


def test_a_decision_is_taken_and_the_queue_moves_on(client: Any, desk: Desk) -> None:
    answer = client.post("/api/decide", json={"candidate_id": VILLAGE, "action": "skip"}, headers=PASS | ORIGIN)
    assert answer.status_code == 200
    assert answer.json()["overview"]["next"] != VILLAGE
    assert [d.action for d in desk.decisions] == ["skip"]
    assert client.get("/api/source?url=https://example.org/none", headers=PASS).json() == {"source": None}


def test_it_listens_on_this_machine_only(desk: Desk) -> None:
    server = Server(desk)
    try:
        assert server.socket.getsockname()[0] == "127.0.0.1"
        assert server.url.startswith("http://127.0.0.1:") and len(server.token) >= 32
        assert Server(desk).token != server.token
    finally:
        server.socket.close()
