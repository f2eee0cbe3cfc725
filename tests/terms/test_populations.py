from __future__ import annotations

import pytest

from mqa.terms.populations import jumps

USUAL = [{"Qualified": 20}, {"Qualified": 22}, {"Qualified": 24}]


@pytest.mark.parametrize(
    ("now", "jumped"), [(0, True), (11, True), (12, False), (22, False), (43, False), (44, True), (90, True)]
)
def test_a_level_jumps_where_it_halves_or_doubles(now: int, jumped: bool) -> None:
    assert bool(jumps({"Qualified": now}, USUAL)) is jumped


def test_a_jump_names_the_median_of_the_runs_before() -> None:
    (one,) = jumps({"Qualified": 0}, USUAL)
    assert (one.level, one.now, one.usual, one.runs) == ("Qualified", 0, 22, 3)


def test_two_runs_say_nothing_of_what_is_usual() -> None:
    assert jumps({"Qualified": 0}, USUAL[:2]) == ()


def test_below_ten_accounts_nothing_jumps() -> None:
    assert jumps({"Qualified": 2}, [{"Qualified": 9}] * 8) == ()
    assert jumps({"Qualified": 20}, [{"Qualified": 9}] * 8) != ()


def test_only_the_last_eight_runs_say_what_is_usual() -> None:
    assert jumps({"Qualified": 40}, [{"Qualified": 40}] * 8 + [{"Qualified": 10}] * 30) == ()


def test_a_level_that_is_new_does_not_jump() -> None:
    assert jumps({"New": 500}, USUAL) == ()
