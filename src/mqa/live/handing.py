"""Handing off for a watch: at once where nothing else is to do; while acts keep coming, every few seconds, beside them.

Making packets takes as long as judging hundreds of accounts, and what comes meanwhile would wait for it. So a thread
does it, with an engine and a connection to the ledger of its own, as another process might: a handoff is a function of
state, and what was not opened is owed.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connections

from mqa.delivery.handing import HandedOff, hand_off
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

EVERY = 5.0  # seconds: sales answers within hours
NOTHING = HandedOff()


@dataclass
class Handing:
    """Who hands off for a watch, definition by definition."""

    _settled: set[str] = field(default_factory=set)  # definitions of which nobody waits to be handed off
    _under_way: dict[str, Future[HandedOff]] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)  # when it was last done
    _thread: ThreadPoolExecutor | None = None

    def close(self) -> dict[str, HandedOff]:
        """Wait until what is under way has ended; what was handed off, by definition. Whoever waits is owed it."""
        wait(self._under_way.values())
        handed = {name: one.result() for name, one in self._under_way.items() if not one.exception()}
        for known in (self._under_way, self._settled, self._ended):
            known.clear()
        if self._thread:
            self._thread.shutdown()
            self._thread = None
        return handed

    def owe(self, name: str) -> None:
        """Note that somebody may wait to be handed off by a definition."""
        self._settled.discard(name)

    def go_on(
        self, opened: Opened, agreement: Agreement, now: datetime, *, memory_limit: str, idle: bool, patient: bool
    ) -> HandedOff:
        """What was handed off since the last call; begins where it is due, or nothing else is to do (`idle`).

        `patient`: what is under way is told by a later call. Raises what went wrong; it is owed then.
        """
        name = agreement.definition.name
        if name not in self._under_way and name not in self._settled and (idle or self._is_due(name)):
            self._settled.add(name)
            self._thread = self._thread or ThreadPoolExecutor(1, "handing off")
            self._under_way[name] = self._thread.submit(_hand_off, opened, agreement, now, memory_limit)
        under_way = self._under_way.get(name)
        if under_way is None or (patient and not under_way.done()):
            return NOTHING
        wait([under_way])  # whoever interrupts this leaves it under way
        del self._under_way[name]
        self._ended[name] = time.monotonic()
        if under_way.exception():
            self.owe(name)
        return under_way.result()

    def _is_due(self, name: str) -> bool:
        return name not in self._ended or time.monotonic() - self._ended[name] >= EVERY


def _hand_off(opened: Opened, agreement: Agreement, now: datetime, memory_limit: str) -> HandedOff:
    try:
        return hand_off(opened, agreement, now, memory_limit=memory_limit)
    finally:
        connections.close_all()  # this thread's
