"""What is done at the levels: which actions begin and end when an account changes its level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mqa.terms.rules import Level


class ActionChange(NamedTuple):
    """An action that begins (`level entered`) or ends (`level left`) for an account, and the level that asks for it."""

    event: str
    level: str
    action: str


def action_changes(
    levels: Sequence[Level], from_level: str, to_level: str, *, begun: str | None = None
) -> tuple[ActionChange, ...]:
    """The actions that begin and end between two levels (empty: none), what ends first.

    `begun`: the action that began when the level was entered, which the definition may have had otherwise then (None:
    as it has it now). A level may be named as it was called formerly. An action that goes on under another level does
    not end: the word that it ended could arrive after the word that it began.
    """
    before, now = _level(levels, from_level), _level(levels, to_level)
    if from_level == to_level or (before and before == now):
        return ()
    ends = begun if begun is not None else before.action if before else ""
    begins = now.action if now else ""
    left = [ActionChange("level left", from_level, ends)] if ends and ends != begins else []
    entered = [ActionChange("level entered", to_level, begins)] if begins else []
    return (*left, *entered)


def _level(levels: Sequence[Level], name: str) -> Level | None:
    return next((level for level in levels if name and name in (level.name, *level.formerly)), None)
