"""How often somebody may try to sign in: what failed lately is counted, per caller, per address and both together.

Counts live in the process: whoever starts the server anew forgets them.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

WITHIN = timedelta(minutes=15)
MOST_REMEMBERED = 20_000


class Throttle:
    """Attempts that failed, by who made them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, ...], deque[datetime]] = {}
        self._lock = Lock()

    def wait(self, caller: str, address: str, now: datetime) -> timedelta:
        """How long this caller must wait before the next try for this address; zero: not at all."""
        with self._lock:
            return max(self._left(key, most, now) for key, most in _limits(caller, address))

    def failed(self, caller: str, address: str, now: datetime) -> None:
        """Remember a try that failed."""
        with self._lock:
            if len(self._failed) > MOST_REMEMBERED:
                self._forget(now)
            for key, most in _limits(caller, address):
                self._failed.setdefault(key, deque(maxlen=most)).append(now)

    def succeeded(self, caller: str, address: str) -> None:
        """Forget what this caller failed for this address."""
        with self._lock:
            self._failed.pop((caller, address), None)

    def _left(self, key: tuple[str, ...], most: int, now: datetime) -> timedelta:
        tries = self._failed.get(key)
        if tries is None or len(tries) < most:
            return timedelta(0)
        return max(tries[0] + WITHIN - now, timedelta(0))

    def _forget(self, now: datetime) -> None:
        """Forget what is old, and everything where that is not enough: memory is bounded."""
        self._failed = {key: tries for key, tries in self._failed.items() if tries[-1] > now - WITHIN}
        if len(self._failed) > MOST_REMEMBERED:
            self._failed.clear()


def _limits(caller: str, address: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    """What is counted, and how many failures within the time are too many."""
    return (((caller, address), 5), (("caller", caller), 30), (("address", address), 100))
