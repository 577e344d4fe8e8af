"""A server on this machine that speaks the OpenAI form of chat completions, with the answers a test gives it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# The client waits this long before it tries again, and not its own half second.
AT_ONCE = {"retry-after-ms": "1"}


@dataclass(frozen=True)
class Reply:
    body: Any = None
    status: int = 200


@dataclass
class Loopback:
    """What was asked, and what is answered: `reply` gets the number of the question, from 0, and its body."""

    reply: Callable[[int, dict[str, Any]], Reply]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    under_way: int = 0
    most: int = 0


def completion(question: dict[str, Any], answer: Any) -> Reply:
    """An answer in the way in which the question wants it; a text is sent as it is, well formed or not."""
    content = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if tools := question.get("tools"):
        function = {"name": tools[0]["function"]["name"], "arguments": content}
        message |= {"content": None, "tool_calls": [{"id": "call-1", "type": "function", "function": function}]}
    choice = {"index": 0, "finish_reason": "tool_calls" if tools else "stop", "message": message}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return Reply({"id": "1", "object": "chat.completion", "created": 1, "model": question["model"], "choices": [choice], "usage": usage})


def report(question: dict[str, Any]) -> str:
    """The text that a question is about."""
    said = [m["content"] for m in question["messages"] if m["role"] == "user"]
    return str(said[0]).partition("<report>\n")[2].partition("\n</report>")[0]


@contextmanager
def serving(reply: Callable[[int, dict[str, Any]], Reply]) -> Iterator[Loopback]:
    """A server on a free port while the block lasts."""
    state = Loopback(reply)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with state.lock:
                number = len(state.asked)
                state.asked.append(question)
                state.keys.append(self.headers.get("authorization", ""))
                state.under_way += 1
                state.most = max(state.most, state.under_way)
            try:
                answer = state.reply(number, question)
            finally:
                with state.lock:
                    state.under_way -= 1
            body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            try:
                self.send_response(answer.status)
                for name, value in {"content-type": "application/json", "content-length": str(len(body)), **AT_ONCE}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # who asked has given up

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
