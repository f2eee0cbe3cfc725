from __future__ import annotations

from mqa.reporting.survival import Lasting, lasting


def test_without_anybody_still_there_the_quartiles_are_the_plain_ones():
    assert lasting([(1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 1, 0)]) == Lasting(4, 0, 1, 2, 3, 4)


def test_those_still_there_lengthen_the_median():
    over = [(1, 1, 0), (2, 1, 0)]
    assert lasting(over).median == 1
    assert lasting([*over, (3, 0, 2)]).median == 2


def test_those_who_were_seen_for_a_short_time_only_are_no_proof_of_being_slow():
    # 9 came yesterday; of the one that was watched longer, all is known
    assert lasting([(0, 0, 9), (5, 1, 0)]).median == 5


def test_a_median_that_nobody_has_reached_is_not_guessed():
    assert lasting([(1, 1, 0), (30, 0, 9)]) == Lasting(10, 9, None, None, None, 30)


def test_at_equal_days_the_ends_come_before_those_who_go_on():
    assert lasting([(2, 1, 1)]).median == 2


def test_of_nobody_nothing_is_said():
    assert lasting([]) == Lasting(0, 0, None, None, None, 0)
