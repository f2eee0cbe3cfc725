from __future__ import annotations

from decimal import Decimal

from mqa.definition.checking.contradictions import circles, depths, too_deep
from mqa.terms.problems import Place
from mqa.terms.rules import Condition, Given


def conditions(**parts: str) -> list[Condition]:
    """Conditions by name, each of the named parts; without parts: a simple one."""
    return [
        Condition(
            name,
            "all_of" if of else "engagement_at_least",
            Given(Decimal(1)),
            parts=tuple(of.split()),
            place=Place("d", line),
        )
        for line, (name, of) in enumerate(parts.items(), start=1)
    ]


def test_conditions_without_a_circle_have_none():
    assert list(circles(conditions(a="b c", b="c", c=""))) == []


def test_a_circle_is_told_once_from_its_first_condition():
    (found,) = circles(conditions(outside="b", a="c", b="a", c="b", simple=""))
    assert (found.place.line, found.what) == (2, "Conditions ask for each other in a circle: “a” → “c” → “b” → “a”.")


def test_each_of_two_circles_is_told():
    found = list(circles(conditions(a="b", b="a", c="d", d="c")))
    assert [problem.place.line for problem in found] == [1, 3]


def test_conditions_may_lie_four_deep_within_each_other():
    assert list(too_deep(conditions(a="b", b="c", c="d", d="e", e=""))) == []


def test_only_the_first_condition_that_lies_too_deep_is_told():
    found = list(too_deep(conditions(z="y", y="a", a="b", b="c", c="d", d="e", e="")))
    assert [problem.what for problem in found] == ["“y” holds conditions more than 4 deep within each other."]


def test_the_depth_of_a_condition_counts_the_longest_way_down():
    by_name = {condition.name: condition for condition in conditions(a="b c", b="c", c="", lost="nowhere")}
    assert depths(by_name) == {"a": 2, "b": 1, "c": 0, "lost": 0}


def test_a_very_long_chain_of_conditions_is_no_trouble():
    chain = conditions(**{f"c{n}": f"c{n + 1}" for n in range(3000)}, c3000="")
    assert len(list(too_deep(chain))) == 1


def test_of_very_many_circles_the_first_are_told():
    assert len(list(circles(conditions(**{f"c{n}": f"c{n ^ 1}" for n in range(3000)})))) == 20
