"""Laws of lifts: this period of an account against the one before."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import definition
from tests.laws.worlds import TODAY, Changed, account, acts, both, changed, judged, law

AGREED = definition(
    conditions='Rising: { activity: "*", lift_at_least: 2, unit: visits, within: 7 days, against: 14 days }',
    levels="Watch: { when: Rising, stage: account of interest, action: call }",
)
lately, before = st.integers(TODAY - 6, TODAY), st.integers(TODAY - 20, TODAY - 7)
in_neither = st.integers(TODAY - 35, TODAY - 21) | st.integers(TODAY + 1, TODAY + 3)


def more(on: st.SearchStrategy[int]) -> st.SearchStrategy[list[Changed]]:
    """A world of accounts, and of the same that did more on some days."""
    return changed(st.fixed_dictionaries({"acts": st.lists(acts(on=on), min_size=1, max_size=4)}))


def lifts(pairs: Sequence[Changed]) -> list[tuple[int, int]]:
    """The lift of each account, and of the same that did more."""
    found = judged(both(pairs), AGREED)
    seen = {row[1]: int(row[3] or 0) for row in found["leaf_verdicts"] if row[2] == 1}
    return [(seen.get(account(nth), 0), seen.get(account(nth + len(pairs)), 0)) for nth in range(len(pairs))]


@law
@given(more(lately))
def test_more_lately_never_lowers_a_lift(pairs: list[Changed]) -> None:
    assert all(was <= now for was, now in lifts(pairs))


@law
@given(more(before))
def test_more_before_never_raises_a_lift(pairs: list[Changed]) -> None:
    assert all(was >= now for was, now in lifts(pairs))


@law
@given(more(in_neither))
def test_what_is_in_neither_period_changes_no_lift(pairs: list[Changed]) -> None:
    assert all(was == now for was, now in lifts(pairs))
