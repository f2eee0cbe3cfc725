"""Processes killed at random moments, and a receiver that counts what they sent."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread

from standardwebhooks.webhooks import Webhook

SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cywgYW5kIG9mIG5vdGhpbmc="  # of nothing but these tests
READY = b"ready\n"


@dataclass(frozen=True)
class Ended:
    """How processes ended: `killed` by us, or `done` before we did so."""

    killed: int = 0
    done: int = 0

    def __add__(self, other: Ended) -> Ended:
        return Ended(self.killed + other.killed, self.done + other.done)


def killed_at_random(
    command: Sequence[str], between: tuple[float, float], chance: Random, *, after_ready: bool = False
) -> Ended:
    """Start a process and kill it (SIGKILL) after a random time (seconds), unless it has ended by then.

    `after_ready`: the time begins when it prints “ready”, so that kills fall into its work, not into its start.
    Raises CalledProcessError where it fails by itself.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        if after_ready and process.stdout and process.stdout.readline() != READY:
            process.wait()
        time.sleep(chance.uniform(*between))
        process.send_signal(signal.SIGKILL)  # nothing happens to one that has ended
    finally:
        said = process.communicate()[1]
    if process.returncode not in (0, -signal.SIGKILL):
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Ended(killed=1) if process.returncode else Ended(done=1)


@dataclass
class Received:
    """How often each key arrived, in full and with its signature."""

    url: str
    copies: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)


@contextmanager
def receiver(chance: Random, longest: float = 0.02) -> Iterator[Received]:
    """A web server that takes signed messages, at random a little late: before it writes them down, and after."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            text = self.rfile.read(length)
            if len(text) < length:
                return  # the sender was killed while it wrote
            time.sleep(chance.uniform(0, longest))
            Webhook(SECRET).verify(text, dict(self.headers))
            with found.lock:
                found.copies[self.headers["webhook-id"]] += 1
            time.sleep(chance.uniform(0, longest))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # nobody listens any more

        def finish(self) -> None:
            try:
                super().finish()
            except ConnectionError:
                self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Received(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def until(done: Callable[[], bool], seconds: float, *, every: float = 0.2) -> bool:
    """Wait until something is so; whether it became so in time."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
