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
    return total([distance(part, found) for part in _nearest_parts(answer, found)])


def lacking(name: str, found: Mapping[str, Answer]) -> list[Answer]:
    """The simple conditions that are short on the nearest way to a condition."""
    answer = found[name]
    if answer.enters:
        return []
    if answer.condition.kind not in COMPOSITE or answer.condition.kind == "not":
        return [answer]
    return [one for part in _nearest_parts(answer, found) for one in lacking(part, found)]


def _nearest_parts(answer: Answer, found: Mapping[str, Answer]) -> list[str]:
    """Of the parts that are short those that must be mended, the nearest first."""
    condition = answer.condition
    failing = sorted(
        (part for part in condition.parts if not found[part].enters), key=lambda part: distance(part, found)
    )
    if condition.kind == "all_of":
        return failing
    return failing[: 1 if condition.kind == "any_of" else max(answer.needed_to_enter - answer.seen, 1)]


def total(some: list[Distance]) -> Distance:
    """Several distances as one."""
    return sum(count for count, _ in some), sum(part for _, part in some)


def _part_short(answer: Answer) -> float:
    if answer.unit == "yes" or answer.needed_to_enter <= 0:
        return 1.0
    return min(max(1 - answer.seen / answer.needed_to_enter, 0.0), 1.0)
