"""Whether as many accounts stand at each level as usual: one that empties or doubles is rather a fault than a feat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

LOOKED_AT = 8  # runs before that say what is usual
LEAST_RUNS = 3  # fewer say nothing
LEAST_ACCOUNTS = 10  # of fewer, a handful more or less is no jump
FACTOR = 2


@dataclass(frozen=True)
class Jump:
    """A level at which as many times as many accounts stand as usual, or as few: `now`, beside the median of `runs`."""

    level: str
    now: int
    usual: int
    runs: int


def jumps(levels: Mapping[str, int], earlier: Sequence[Mapping[str, int]]) -> tuple[Jump, ...]:
    """The levels at which at least twice as many accounts stand as usual, or at most half as many.

    `levels`: how many stand at each, by name; `earlier`: the same of runs before, the latest first. Usual is the median
    (of an even number the lower one) of the last eight; with fewer than three, and below ten accounts, nothing jumps.

    >>> jumps({"Qualified": 0}, [{"Qualified": 20}, {"Qualified": 22}, {"Qualified": 24}])
    (Jump(level='Qualified', now=0, usual=22, runs=3),)
    """
    found = []
    for level, now in levels.items():
        counts = [one[level] for one in earlier[:LOOKED_AT] if level in one]
        usual = median_low(counts) if len(counts) >= LEAST_RUNS else 0
        if max(usual, now) >= LEAST_ACCOUNTS and usual and (now >= FACTOR * usual or now * FACTOR <= usual):
            found.append(Jump(level, now, usual, len(counts)))
    return tuple(found)
