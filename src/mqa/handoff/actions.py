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


def action_changes(levels: Sequence[Level], from_level: str, to_level: str) -> tuple[ActionChange, ...]:
    """What begins and ends between two levels (empty: none), what ends first.

    A level may be named as it was called formerly. An action that goes on under another level does not end: the word
    that it ended could arrive after the word that it began. A level that the definition no longer has ends with an
    empty action.
    """
    before, now = _level(levels, from_level), _level(levels, to_level)
    if from_level == to_level or (before and before == now):
        return ()
    changes = []
    if from_level and not (before and now and before.action == now.action):
        changes.append(ActionChange("level left", from_level, before.action if before else ""))
    if to_level:
        changes.append(ActionChange("level entered", to_level, now.action if now else ""))
    return tuple(changes)


def _level(levels: Sequence[Level], name: str) -> Level | None:
    return next((level for level in levels if name and name in (level.name, *level.formerly)), None)
