"""Which level of a definition goes on from which level of an earlier version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mqa.terms.rules import Level


def called_today(now: Sequence[Level], earlier: Iterable[Sequence[Level]] = ()) -> dict[str, str]:
    """What levels of earlier versions are called today, by the names that they had.

    `earlier`: the levels of the versions before, the latest first. So a level that was renamed twice is found by its
    first name too, though today's `formerly` says only the second one.
    """
    names = {level.name for level in now}
    found = {former: level.name for level in now for former in level.formerly}
    for levels in earlier:
        for level in levels:
            today = found.get(level.name, level.name)
            for former in level.formerly if today in names else ():
                if former not in names:
                    found.setdefault(former, today)
    return found


def successors(then: Sequence[str], now: Sequence[Level], called: Mapping[str, str]) -> dict[int, int]:
    """The number of today's level by the number of the earlier one (1: the lowest): by name, else by `called`.

    `then`: the names of the earlier levels; what else they meant does not matter. An earlier level that none of today
    goes on from is left out.
    """
    number = {level.name: nth for nth, level in enumerate(now, start=1)}
    named = ((nth, name if name in number else called.get(name)) for nth, name in enumerate(then, start=1))
    return {nth: number[name] for nth, name in named if name in number}
