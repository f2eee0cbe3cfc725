"""How near an account is to a condition: how many simple ones are short, and how much of each."""

from __future__ import annotations

from collections.abc import Mapping

from mqa.explain.conditions import Answer
from mqa.terms.rules import COMPOSITE

Distance = tuple[int, float]  # simple conditions that are short; the sum of the parts that each is short of
NONE: Distance = (0, 0.0)


def distance(name: str, found: Mapping[str, Answer]) -> Distance:
    """The nearest way for a condition to be entered; nothing where it is entered already.

    Of conditions that may stand for each other those count that are nearest.
    """
    answer = found[name]
    condition = answer.condition
    if answer.enters:
        return NONE
    if condition.kind not in COMPOSITE or condition.kind == "not":
        return 1, _part_short(answer)
    failing = sorted(distance(part, found) for part in condition.parts if not found[part].enters)
    if condition.kind == "all_of":
        return total(failing)
    return total(failing[: 1 if condition.kind == "any_of" else max(answer.needed_to_enter - answer.seen, 1)])


def total(some: list[Distance]) -> Distance:
    """Several distances as one."""
    return sum(count for count, _ in some), sum(part for _, part in some)


def _part_short(answer: Answer) -> float:
    if answer.unit == "yes" or answer.needed_to_enter <= 0:
        return 1.0
    return min(max(1 - answer.seen / answer.needed_to_enter, 0.0), 1.0)
