"""Answers that take long: one at a time, each once, and few may wait."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from mqa.answers.turns import Turns
from mqa.terms.problems import Busy


class Long:
    """An answer that takes until it is let go; what was asked for is written down when its turn comes."""

    def __init__(self, turns: Turns[str]) -> None:
        self.turns, self.began, self.go_on, self.made = turns, Event(), Event(), []
        self.people = ThreadPoolExecutor(8)

    def asked(self, question: str) -> Future[str]:
        return self.people.submit(self.turns.answer, question, lambda: self._make(question))

    def _make(self, question: str) -> str:
        self.made.append(question)
        self.began.set()
        assert self.go_on.wait(30)
        return f"{question}, answered"


@pytest.fixture
def long():
    """Three may wait beside the one whose turn it is."""
    made = Long(Turns(waiting=3, seconds=30, remembered=2, busy="Others are asked about."))
    yield made
    made.go_on.set()
    made.people.shutdown()


def everybody_waits(long: Long, count: int) -> None:
    """Returns once so many are there: the one whose turn it is, and those who wait."""
    while long.turns._here < count:
        Event().wait(0.001)


def test_one_is_made_at_a_time_and_the_same_is_made_once(long):
    answers = [long.asked(question) for question in ("a", "a", "b", "a")]
    assert long.began.wait(30)
    everybody_waits(long, 4)
    assert len(long.made) == 1
    long.go_on.set()
    assert [one.result(30) for one in answers] == ["a, answered", "a, answered", "b, answered", "a, answered"]
    assert sorted(long.made) == ["a", "b"]


def test_who_comes_when_too_many_wait_is_told_so_at_once_and_they_get_theirs(long):
    answers = [long.asked(question) for question in "abcd"]
    everybody_waits(long, 4)
    with pytest.raises(Busy, match="Others are asked about"):
        long.turns.answer("e", lambda: "never")
    long.go_on.set()
    assert [one.result(30) for one in answers] == [f"{question}, answered" for question in "abcd"]
    assert long.turns.answer("e", lambda: "now") == "now"


def test_what_is_remembered_waits_for_nobody(long):
    long.turns.answer("known", lambda: "at once")
    others = [long.asked(question) for question in "abcd"]
    everybody_waits(long, 4)
    assert long.turns.answer("known", lambda: "never") == "at once"
    long.go_on.set()
    assert {one.result(30) for one in others} == {f"{question}, answered" for question in "abcd"}


def test_only_the_last_ones_are_remembered():
    turns: Turns[str] = Turns(waiting=0, seconds=1, remembered=2, busy="")
    for question in "abc":
        turns.answer(question, lambda: "first")
    assert [turns.answer(question, lambda: "again") for question in "ca"] == ["first", "again"]


def test_who_waits_too_long_is_told_so(long):
    long.turns._seconds = 0.01
    first = long.asked("a")
    assert long.began.wait(30)
    with pytest.raises(Busy):
        long.turns.answer("b", lambda: "never")
    long.go_on.set()
    assert first.result(30) == "a, answered"


def test_an_answer_that_fails_is_not_remembered_and_its_turn_is_over():
    turns: Turns[str] = Turns(waiting=0, seconds=1, remembered=2, busy="")

    def fails() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        turns.answer("a", fails)
    assert turns.answer("a", lambda: "well") == "well"
