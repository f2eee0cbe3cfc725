from __future__ import annotations

import pytest

from mqa.terms.freshness import Expected, ages, state_of


def state(expected: Expected, *, age: int | None) -> str:
    """What a source of an age makes of scores."""
    told = {} if age is None else {"web": 100 - age}
    return state_of(ages({"web": expected}, told, 100))


@pytest.mark.parametrize(
    ("age", "found"), [(0, "complete"), (2, "complete"), (3, "partial"), (7, "partial"), (8, "stale")]
)
def test_a_source_is_partial_and_then_stale_when_it_is_older_than_expected(age: int, found: str) -> None:
    assert state(Expected(partial_after=2, stale_after=7), age=age) == found


def test_one_of_both_may_be_expected_alone() -> None:
    assert state(Expected(partial_after=2), age=100) == "partial"
    assert state(Expected(stale_after=2), age=2) == "complete"
    assert state(Expected(stale_after=2), age=3) == "stale"


def test_a_source_that_never_told_anything_is_stale_where_something_is_expected() -> None:
    assert state(Expected(partial_after=2), age=None) == "stale"
    assert state(Expected(), age=None) == "complete"


def test_the_worst_source_says_what_scores_are() -> None:
    expected = {"crm": Expected(30, 90), "web": Expected(2, 7)}
    assert state_of(ages(expected, {"crm": 99, "web": 95}, 100)) == "partial"
    assert state_of(ages(expected, {"crm": 9, "web": 99}, 100)) == "stale"


def test_an_age_is_told_with_the_day_and_what_is_expected() -> None:
    (one,) = ages({"web": Expected(2, 7)}, {"web": 97}, 100)
    assert (one.told_on, one.age, one.within) == (97, 3, 2)


def test_a_stale_source_is_told_with_what_makes_it_stale() -> None:
    (one,) = ages({"web": Expected(2, 7)}, {"web": 90}, 100)
    assert (one.state, one.within) == ("stale", 7)
