"""Which level of a definition goes on from which level of an earlier version of it."""

from __future__ import annotations

from collections.abc import Sequence

from mqa.terms.rules import Level


def successors(then: Sequence[str], now: Sequence[Level]) -> dict[int, int]:
    """The number of today's level by the number of the earlier one (1: the lowest): by name, else by `formerly`.

    `then`: the names of the earlier levels; what else they meant does not matter. An earlier level that none of today
    goes on from is left out.
    """
    called = {name: nth for nth, level in enumerate(now, start=1) for name in level.formerly}
    called |= {level.name: nth for nth, level in enumerate(now, start=1)}
    return {nth: called[name] for nth, name in enumerate(then, start=1) if name in called}
