"""Turns: answers that take seconds of a processor are made one at a time, each once, and few may wait for theirs.

So whoever only reads pages is not held up by those who ask for past days, and whoever comes when too many wait already
is told so at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, TypeVar

from mqa.terms.problems import Busy

Answer = TypeVar("Answer")


class Turns(Generic[Answer]):
    """Answers by their question. At most `waiting` wait, each at most so many `seconds`; the last ones are remembered.

    `busy`: the sentence for those who cannot wait.
    """

    def __init__(self, *, waiting: int, seconds: float, remembered: int, busy: str) -> None:
        self._most, self._seconds, self._remembered, self._busy = waiting + 1, seconds, remembered, busy
        self._answers: OrderedDict[Hashable, tuple[Answer]] = OrderedDict()
        self._turn, self._counting = Lock(), Lock()
        self._here = 0  # who waits, and whose turn it is

    def answer(self, question: Hashable, made: Callable[[], Answer]) -> Answer:
        """What is remembered of a question, or else what `made` gives in its turn. Raises Busy."""
        if found := self._answers.get(question):
            return found[0]
        with self._in_turn():
            if found := self._answers.get(question):  # it was made while this one waited
                return found[0]
            answer = made()
            self._answers[question] = (answer,)
            while len(self._answers) > self._remembered:
                self._answers.popitem(last=False)
            return answer

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with self._counting:
            if self._here >= self._most:
                raise Busy(self._busy)
            self._here += 1
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise Busy(self._busy)
            try:
                yield
            finally:
                self._turn.release()
        finally:
            with self._counting:
                self._here -= 1
