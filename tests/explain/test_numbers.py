"""Rounding that adds up, and never flatters."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mqa.explain.numbers import adding_up, counted, percent, percent_needed, score, score_needed, score_seen, tenths

SHARES = st.lists(st.integers(-100_000_000, 100_000_000), max_size=30)


@given(SHARES)
def test_what_is_shown_adds_up_to_the_rounded_sum(shares):
    assert sum(adding_up(shares)) == tenths(sum(shares))


@given(SHARES)
def test_no_share_is_shown_more_than_a_tenth_off(shares):
    assert all(abs(shown * 100_000 - share) <= 100_000 for share, shown in zip(shares, adding_up(shares), strict=True))


@given(st.integers(0, 1_000), st.integers(0, 100_000_000))
def test_a_score_below_a_threshold_never_looks_as_if_it_had_reached_it(threshold, seen):
    needed = threshold * 100_000
    assert (float(score_needed(score_seen(seen, needed))) >= float(score_needed(needed))) == (seen >= needed)


@given(st.integers(0, 1_000), st.integers(0, 100_000_000))
def test_a_score_beside_what_it_needs_reads_as_it_does_everywhere(threshold, seen):
    shown = score_needed(score_seen(seen, threshold * 100_000))
    assert score(round(float(shown) * 1_000_000)) == score(seen)
    assert shown == score(seen) or score(seen) == score_needed(threshold * 100_000)


def test_a_share_just_below_a_half_that_is_needed_is_not_shown_as_a_half():
    assert percent(499_999, 500_000) == "49.9 %"


def test_two_of_three_are_shown_as_more_than_they_are_kept_as_and_nearly_all_are_not_all():
    assert (percent(666_666), percent(363_636), percent(999_999)) == ("66.7 %", "36.4 %", "99.9 %")


@given(st.integers(1, 2_000_000), st.integers(0, 2_000_000))
def test_a_share_reads_as_what_is_needed_only_where_it_is_reached(needed, seen):
    shown, bar = (Decimal(one.removesuffix(" %")) for one in (percent(seen, needed), percent_needed(needed)))
    assert (shown >= bar) == (seen >= needed)


def test_one_is_one_and_many_are_many():
    assert (counted(1, "day"), counted(0, "day")) == ("1 day", "0 days")
