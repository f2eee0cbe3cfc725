"""Laws of counts: this period of an account against what is usual for it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.duck import DuckDB
from tests.engines.steps import rows
from tests.tables import Rows, Value, table

TODAY, WEEKS = 100, 10
DAYS = table("""
    as_of  known_at
    100    100
""")
TOPICS = table("""
    topic  topic_name  counts_for  within  against  at_least
    1      dora        7           14      28       3
""")
Weeks = tuple[int | None, ...]  # the counts of a topic's weeks, the latest first; None: nothing was told of a week
weeks = st.tuples(*[st.none() | st.integers(0, 40)] * WEEKS)
worlds = st.lists(weeks, min_size=10, max_size=20)
few = settings(max_examples=6, deadline=None)


def strengths(world: Sequence[Weeks]) -> dict[Value, int]:
    """The strength of the latest week of each account, by its place in the world (from 1)."""
    told = tuple(
        (account, "dora", TODAY - 7 * ago, counted, "north", TODAY)
        for account, counts in enumerate(world, start=1)
        for ago, counted in enumerate(counts)
        if counted is not None
    )
    intent = Rows(("account_id", "topic", "week", "counted", "provider", "known_on"), told)
    found = rows(DuckDB(), "scoring/strengths.sql", days=DAYS, topics=TOPICS, intent=intent)
    return {row[1]: int(row[5] or 0) for row in found}


def with_more(world: Sequence[Weeks], ago: int) -> list[Weeks]:
    """The same, and five counts more in one week of which something was told."""
    return [
        tuple(count + 5 if nth == ago and count is not None else count for nth, count in enumerate(counts))
        for counts in world
    ]


@few
@given(worlds, st.sampled_from((0, 1)))
def test_more_in_the_period_never_lowers_a_strength(world: list[Weeks], ago: int) -> None:
    was, now = strengths(world), strengths(with_more(world, ago))
    assert all(was[account] <= now[account] for account in was)


@few
@given(worlds, st.sampled_from((2, 3, 4, 5)))
def test_more_before_never_raises_a_strength(world: list[Weeks], ago: int) -> None:
    was, now = strengths(world), strengths(with_more(world, ago))
    assert all(was[account] >= now[account] for account in was)


@few
@given(worlds, st.sampled_from((6, 7, 8, 9)))
def test_what_lies_before_both_changes_no_strength(world: list[Weeks], ago: int) -> None:
    assert strengths(world) == strengths(with_more(world, ago))


@few
@given(worlds)
def test_a_strength_lies_between_0_and_100(world: list[Weeks]) -> None:
    assert all(0 <= strength <= 100_000 for strength in strengths(world).values())


@few
@given(worlds, st.integers(2, 9))
def test_who_does_all_so_many_times_as_much_is_as_strong(world: list[Weeks], times: int) -> None:
    """Against their own baseline the large are no stronger than the small."""
    enough = [tuple(None if count is None else count + 3 for count in counts) for counts in world]
    many = [tuple(None if count is None else count * times for count in counts) for counts in enough]
    assert strengths(enough) == strengths(many)
