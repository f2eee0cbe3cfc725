"""What answers do while only days go by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args, get_type_hints

import pytest

from mqa.definition.rows.courses import COURSES, course, falling, wanders
from mqa.definition.rows.signals import fading
from mqa.terms.rules import COMPOSITE, ConditionKind, Definition, Signal
from tests.definitions import definition

SIMPLE = """
Fits: { fit_grade: [A] }
Warm: { engagement_at_least: 30 }
Asked: { activity: form.demo, times_at_least: 1, within: 9 days }
Deciding: { buying_stage: decision }
"""
FIT = """
points:
  Bank: { fact: industry, any_of: [banking], points: 3 }
grades: { A: 75 }
"""


def agreed(conditions: str, level: str) -> Definition:
    """A definition with these conditions beside four simple ones, and a level for one of them."""
    return definition(
        fit=FIT, conditions=SIMPLE + conditions, levels=f"Level: {{ when: {level}, stage: none, action: none }}"
    )


def rests_on(of: Definition) -> list[str]:
    """The names of the highest conditions that fall."""
    return [of.conditions[number - 1].name for number in falling(of)]


def test_every_kind_of_condition_was_considered() -> None:
    assert COURSES.keys() | COMPOSITE == {*get_args(ConditionKind)}
    assert not COURSES.keys() & COMPOSITE


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("All: { all_of: [Fits, Warm] }", "falls"),
        ("All: { any_of: [Fits, Warm] }", "falls"),
        ("All: { at_least: 1, of: [Warm, Asked] }", "falls"),
        ("All: { all_of: [Warm, Deciding] }", "wanders"),
        ("All: { not: Warm }", "wanders"),
        ("All: { not: Fits }", "steady"),
        ("All: { any_of: [Fits] }", "steady"),
    ],
)
def test_what_is_made_of_others_goes_as_they_do(condition: str, expected: str) -> None:
    assert course(agreed(condition, "All"), "All") == expected


def test_a_level_rests_on_its_own_condition_where_that_falls() -> None:
    of = agreed("Both: { all_of: [Warm, Asked] }", "Both")
    assert (rests_on(of), wanders(of)) == (["Both"], False)


def test_a_level_rests_on_what_is_negated_below_it() -> None:
    of = agreed("Cold: { not: Warm }\nBoth: { all_of: [Cold, Asked] }", "Both")
    assert (rests_on(of), wanders(of)) == (["Asked", "Warm"], False)


def test_a_buying_stage_below_a_level_wanders() -> None:
    of = agreed("Both: { all_of: [Deciding, Asked] }", "Both")
    assert (rests_on(of), wanders(of)) == (["Asked"], True)


def test_a_buying_stage_that_no_level_asks_for_matters_to_nobody() -> None:
    of = agreed("", "Fits")
    assert (rests_on(of), wanders(of)) == ([], False)


@pytest.mark.parametrize("kind", get_args(get_type_hints(Signal)["fading"]))
def test_no_way_of_fading_lets_points_grow(kind: Any) -> None:
    signal = replace(definition().signals[0], fading=kind, fading_days=5)
    kept = [fading(signal, age) for age in range(40)]
    assert kept == sorted(kept, reverse=True)
