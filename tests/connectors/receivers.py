"""Servers on this machine that take messages, as those of others would; each is stopped when its block ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from mqa.terms.notices import Notice, Words

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    text: str

    @property
    def document(self) -> Any:
        """Its JSON."""
        return json.loads(self.text)

    @property
    def form(self) -> dict[str, str]:
        """Its form, each field once."""
        return {name: values[0] for name, values in parse_qs(self.text).items()}


@dataclass(frozen=True)
class Answer:
    """What the server answers."""

    status: int = 200
    text: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Receiver:
    """A server that keeps what it got."""

    url: str
    received: list[Received] = field(default_factory=list)


@contextmanager
def receiver(answer: Callable[[Received], Answer] | Answer = Answer()) -> Iterator[Receiver]:
    """A web server that answers every POST alike, or as a function of the request says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            got = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, text)
            found.received.append(got)
            told = answer(got) if callable(answer) else answer
            self.send_response(told.status)
            for name, value in ({"content-type": "application/json"} | told.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.text.encode())

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def notice(**other: Any) -> Notice:
    """A handoff as a channel is told of it."""
    said: dict[str, Any] = {
        "key": "chat/handed off 12",
        "event": "handed off",
        "entered_at": NOON,
        "sent_at": NOON,
        "words": Words(
            "Acme was handed to you: 3 people came",
            ("3 people came within 14 days.", "R&D <asked> for a demo."),
            "Answer by Tuesday 14:00.",
        ),
        "to": ("ann@halyard.example",),
        "link": "https://mqa.halyard.example/inbox/12",
        "body": {"account": {"domain": "acme.example", "name": "Acme"}, "level": "Qualified"},
    }
    return Notice(**(said | other))
