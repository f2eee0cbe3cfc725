"""How old sources are, and which levels jumped, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mqa.explain.numbers import counted
from mqa.terms.documents import quoted
from mqa.terms.durations import day_words
from mqa.terms.freshness import SourceAge, state_of
from mqa.terms.populations import Jump


def age_words(one: SourceAge) -> str:
    """How old a source is, beside what is expected of it.

    >>> age_words(SourceAge("Website", 9670, 5, "partial", 2))
    '“Website” told nothing new for 5 days (since 23 June 2026); it should within 2 days.'
    """
    should = f"it should within {counted(one.within, 'day')}" if one.within is not None else "nothing is expected of it"
    if one.told_on is None or one.age is None:
        return f"{quoted(one.source)} never told anything; {should}."
    if not one.age:
        return f"{quoted(one.source)} told something new on the day; {should}."
    silent = f"told nothing new for {counted(one.age, 'day')} (since {day_words(one.told_on)})"
    return f"{quoted(one.source)} {silent}; {should}."


def jump_words(one: Jump) -> str:
    """A level that emptied or doubled.

    >>> jump_words(Jump("Qualified", 0, 22, 8))
    '0 accounts stand at “Qualified”; usual are 22 (the median of 8 runs).'
    """
    stand = f"{counted(one.now, 'account')} {'stands' if one.now == 1 else 'stand'} at {quoted(one.level)}"
    return f"{stand}; usual are {one.usual:,} (the median of {one.runs} runs)."


def checks_words(ages: Sequence[SourceAge], jumps: Sequence[Jump]) -> Iterator[str]:
    """What a reader must know of a run: that its scores are partial or stale, and why; what jumped."""
    state = state_of(ages)
    if state != "complete":
        late = " ".join(age_words(one) for one in ages if one.state != "complete")
        yield f"Scores are {state}: {late}"
    for jump in jumps:
        yield f"Look closer: {jump_words(jump)}"
