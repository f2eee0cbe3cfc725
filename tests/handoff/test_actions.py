"""Which actions begin and end with a change of level."""

from __future__ import annotations

import pytest

from mqa.handoff.actions import action_changes
from mqa.terms.rules import Level

LEVELS = (
    Level("Watch", "Warm", "account of interest", "nurture", 0, ("Warm accounts",)),
    Level("Interest", "Warmer", "account of interest", "nurture", 0),
    Level("Quiet", "Warmest", "account of interest", "", 0),
    Level("Priority", "Hot", "MQA", "call", 0),
)


@pytest.mark.parametrize(
    ("from_level", "to_level", "expected"),
    [
        ("", "Watch", ["level entered Watch nurture"]),
        ("Priority", "", ["level left Priority call"]),
        ("Watch", "Priority", ["level left Watch nurture", "level entered Priority call"]),
        ("Watch", "Interest", ["level entered Interest nurture"]),  # the same action goes on
        ("Watch", "Watch", []),
        ("Warm accounts", "Watch", []),  # the same level under its former name
        ("Watch", "Quiet", ["level left Watch nurture"]),  # a level without an action begins nothing
        ("Quiet", "Watch", ["level entered Watch nurture"]),
    ],
)
def test_a_change_of_level_begins_and_ends_actions(from_level: str, to_level: str, expected: list[str]) -> None:
    assert [" ".join(change) for change in action_changes(LEVELS, from_level, to_level)] == expected


@pytest.mark.parametrize(
    ("from_level", "to_level", "begun", "expected"),
    [
        ("Gone", "Watch", "advertise", ["level left Gone advertise", "level entered Watch nurture"]),
        ("Gone", "", "advertise", ["level left Gone advertise"]),
        ("Gone", "Watch", "nurture", ["level entered Watch nurture"]),
        ("Priority", "", "visit", ["level left Priority visit"]),  # it was another action when it was entered
        ("Warm accounts", "Watch", "advertise", []),
        ("Quiet", "", "", []),
    ],
)
def test_what_ends_is_what_began(from_level: str, to_level: str, begun: str, expected: list[str]) -> None:
    changes = action_changes(LEVELS, from_level, to_level, begun=begun)
    assert [" ".join(change) for change in changes] == expected
