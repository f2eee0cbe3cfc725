"""Laws of lifts: this period of an account against the one before."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import definition
from tests.laws.worlds import TODAY, Act, History, account, acts, judged, law, worlds

AGREED = definition(
    conditions='Rising: { activity: "*", lift_at_least: 2, unit: visits, within: 7 days, against: 14 days }',
    levels="Watch: { when: Rising, stage: account of interest, action: call }",
)
lately, before = st.integers(TODAY - 6, TODAY), st.integers(TODAY - 20, TODAY - 7)
in_neither = st.integers(TODAY - 35, TODAY - 21) | st.integers(TODAY + 1, TODAY + 3)


def lifts(world: Sequence[History], more: Sequence[Act]) -> list[tuple[int, int]]:
    """The lift of each account, and of one that did more."""
    found = judged([*world, *(history.and_then(acts=more) for history in world)], AGREED)
    seen = {row[1]: int(row[3] or 0) for row in found["leaf_verdicts"] if row[2] == 1}
    return [(seen.get(account(nth), 0), seen.get(account(nth + len(world)), 0)) for nth in range(len(world))]


@law
@given(worlds, st.lists(acts(on=lately), min_size=1, max_size=4))
def test_more_lately_never_lowers_a_lift(world: list[History], more: list[Act]) -> None:
    assert all(was <= now for was, now in lifts(world, more))


@law
@given(worlds, st.lists(acts(on=before), min_size=1, max_size=4))
def test_more_before_never_raises_a_lift(world: list[History], more: list[Act]) -> None:
    assert all(was >= now for was, now in lifts(world, more))


@law
@given(worlds, st.lists(acts(on=in_neither), min_size=1, max_size=4))
def test_what_is_in_neither_period_changes_no_lift(world: list[History], more: list[Act]) -> None:
    assert all(was == now for was, now in lifts(world, more))
