"""How fresh sources are by what a workspace expects of them, and what that makes of the scores that rest on them.

A source's age on a day is how many days lie between that day and the last one on which it told something new, as its
rows say (`known_on`). Scores are *complete* where every source is as fresh as expected, *partial* where one is older
than its `partial_after`, *stale* where one is older than its `stale_after` or never told anything it was expected to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["complete", "partial", "stale"]
STATES: tuple[State, ...] = ("complete", "partial", "stale")


@dataclass(frozen=True)
class Expected:
    """What is expected of a source: more days of age than these make scores partial, or stale (None: nothing does)."""

    partial_after: int | None = None
    stale_after: int | None = None

    def __bool__(self) -> bool:
        return self.partial_after is not None or self.stale_after is not None


@dataclass(frozen=True)
class Contract:
    """What a workspace expects of a run: of each source, and whether one is held back from readers.

    `hold_stale`: where a source is stale; `hold_jumps`: where a level empties or doubles.
    """

    expected: Mapping[str, Expected] = field(default_factory=dict)
    hold_stale: bool = False
    hold_jumps: bool = False


@dataclass(frozen=True)
class SourceAge:
    """One source on a day. `told_on`: the day number on which it last told something new (None: it never did).

    `age`: days since; `state`: what it makes of scores, and `within`: how many days it was expected to tell within:
    of a stale source those that make it stale (None: nothing is expected).
    """

    source: str
    told_on: int | None
    age: int | None
    state: State
    within: int | None


def ages(expected: Mapping[str, Expected], told_on: Mapping[str, int], as_of: int) -> tuple[SourceAge, ...]:
    """The age of each source on a day, in the order of `expected`; `told_on`: by source, none later than known.

    >>> [(one.age, one.state) for one in ages({"web": Expected(2, 7)}, {"web": 97}, 100)]
    [(3, 'partial')]
    """
    return tuple(_age(source, wanted, told_on.get(source), as_of) for source, wanted in expected.items())


def state_of(sources: Iterable[SourceAge]) -> State:
    """What the ages of all sources make of scores: the worst of them.

    >>> state_of([SourceAge("web", 97, 3, "partial", 2), SourceAge("crm", 99, 1, "complete", None)])
    'partial'
    """
    return max((one.state for one in sources), key=STATES.index, default="complete")


def _age(source: str, wanted: Expected, told_on: int | None, as_of: int) -> SourceAge:
    age = None if told_on is None else max(0, as_of - told_on)
    state: State = "complete"
    if wanted and (age is None or (wanted.stale_after is not None and age > wanted.stale_after)):
        state = "stale"
    elif wanted.partial_after is not None and age is not None and age > wanted.partial_after:
        state = "partial"
    limits = (
        (wanted.stale_after, wanted.partial_after) if state == "stale" else (wanted.partial_after, wanted.stale_after)
    )
    return SourceAge(source, told_on, age, state, next((days for days in limits if days is not None), None))
