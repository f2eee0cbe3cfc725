from __future__ import annotations

from mqa.definition.succession import called_today, successors
from mqa.terms.rules import Level


def levels(*named: str) -> tuple[Level, ...]:
    """Levels as `Name` or `Name < Former, Other`."""
    parts = [one.partition(" < ") for one in named]
    return tuple(
        Level(name, "Warm", "MQA", "nurture", 0, tuple(filter(None, former.split(", ")))) for name, _, former in parts
    )


def went_on(then: tuple[Level, ...], now: tuple[Level, ...]) -> dict[int, int]:
    """The number of today's level by that of the earlier one."""
    return successors([level.name for level in then], now, called_today(now))


def test_a_level_goes_on_from_the_one_of_its_name_wherever_it_stands_now():
    assert went_on(levels("Watch", "Hot"), levels("New", "Hot", "Watch")) == {1: 3, 2: 2}


def test_a_renamed_level_goes_on_from_what_it_was_called_formerly():
    assert went_on(levels("Watch", "Hot"), levels("Watch", "Call now < Hot")) == {1: 1, 2: 2}


def test_two_levels_may_become_one():
    assert went_on(levels("Warm", "Hot"), levels("Qualified < Warm, Hot")) == {1: 1, 2: 1}


def test_from_a_level_that_is_gone_nothing_goes_on():
    assert went_on(levels("Watch", "Hot"), levels("Hot")) == {2: 1}


def test_a_level_that_was_renamed_twice_is_found_by_each_of_its_names():
    now, before = levels("Call < Hot"), [levels("Hot < Ready"), levels("Ready")]
    assert called_today(now) == {"Hot": "Call"}
    assert called_today(now, before) == {"Hot": "Call", "Ready": "Call"}


def test_a_name_that_a_level_of_today_has_is_its_own():
    assert called_today(levels("Ready", "Call < Hot"), [levels("Hot < Ready")]) == {"Hot": "Call"}


def test_what_was_renamed_into_a_level_that_is_gone_is_called_nothing_else():
    assert called_today(levels("Watch"), [levels("Watch", "Hot < Ready")]) == {}


def test_the_latest_text_that_says_where_a_level_went_is_believed():
    now, before = levels("A", "B"), [levels("A", "B < Old"), levels("A < Old", "B")]
    assert called_today(now, before) == {"Old": "B"}
