from __future__ import annotations

from mqa.definition.succession import successors
from mqa.terms.rules import Level


def levels(*named: str) -> tuple[Level, ...]:
    """Levels as `Name` or `Name < Former, Other`."""
    parts = [one.partition(" < ") for one in named]
    return tuple(
        Level(name, "Warm", "MQA", "nurture", 0, tuple(filter(None, former.split(", ")))) for name, _, former in parts
    )


def test_a_level_goes_on_from_the_one_of_its_name_wherever_it_stands_now():
    assert successors(["Watch", "Hot"], levels("New", "Hot", "Watch")) == {1: 3, 2: 2}


def test_a_renamed_level_goes_on_from_what_it_was_called_formerly():
    assert successors(["Watch", "Hot"], levels("Watch", "Call now < Hot")) == {1: 1, 2: 2}


def test_two_levels_may_become_one():
    assert successors(["Warm", "Hot"], levels("Qualified < Warm, Hot")) == {1: 1, 2: 1}


def test_from_a_level_that_is_gone_nothing_goes_on():
    assert successors(["Watch", "Hot"], levels("Hot")) == {2: 1}
