"""Laws of whole days: what a day may depend on, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mqa import line, pipeline
from mqa.line import Accounts
from mqa.terms.rules import Definition
from tests.laws.worlds import (
    TITLE_OF_NOBODY_YET,
    TODAY,
    Act,
    Changed,
    History,
    Judged,
    Row,
    acts,
    agreements,
    answers,
    both,
    changed,
    facts,
    few,
    judged,
    law,
    made,
    membership,
    records,
    research,
    settle,
    stood,
    worlds,
)

MADE = tuple(step.table for step in pipeline.DAY)
some_days = st.lists(st.integers(TODAY - 30, TODAY), min_size=3, max_size=4, unique=True).map(sorted)
tomorrow = st.integers(TODAY + 1, TODAY + 9)


@law
@given(agreements, worlds)
def test_the_order_of_rows_never_matters(agreed: Definition, world: list[History]) -> None:
    forwards = judged(world, agreed)
    connection = settle(world, agreed, backwards=True)
    line.judge(connection, [(TODAY, TODAY)], agreed)
    assert made(connection, MADE) == forwards


@few
@given(agreements, worlds)
def test_the_same_day_twice_gives_the_same_rows(agreed: Definition, world: list[History]) -> None:
    assert judged(world, agreed) == judged(world, agreed)


later_rows = changed(
    st.fixed_dictionaries(
        {
            "acts": st.lists(acts(on=tomorrow), max_size=4),
            "people": st.lists(records(on=tomorrow), max_size=2),
            "facts": st.lists(facts(on=tomorrow), max_size=3),
            "intent": st.lists(research(on=tomorrow), max_size=2),
            "dispositions": st.lists(answers(on=tomorrow), max_size=2),
        }
    )
)


@law
@given(agreements, later_rows)
def test_nothing_that_happens_after_the_day_changes_it(agreed: Definition, pairs: list[Changed]) -> None:
    assert_same(judged(both(pairs), agreed), pairs)


def learned(late: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row]]:
    """Rows of any day, all of them learned after today."""
    return st.lists(late.map(lambda row: (*row[:-3], TODAY + 1, TODAY + 1, 1)), max_size=4)


unknown_rows = changed(
    st.fixed_dictionaries(
        {
            "acts": st.lists(acts().map(lambda act: act._replace(known_on=TODAY + 1)), max_size=5),
            "facts": learned(facts()),
            "intent": learned(research()),
        }
    )
)


@law
@given(agreements, unknown_rows)
def test_nothing_that_is_learned_later_changes_a_day(agreed: Definition, pairs: list[Changed]) -> None:
    assert_same(judged(both(pairs), agreed), pairs)


@few
@given(agreements, later_rows, some_days)
def test_no_standing_knows_tomorrow(agreed: Definition, pairs: list[Changed], days: list[int]) -> None:
    assert_same(stood(both(pairs), agreed, days), pairs)


def assert_same(found: Judged, pairs: Sequence[Changed]) -> None:
    """Claims that more rows change nothing of any account."""
    for nth in range(len(pairs)):
        assert found.of(nth) == found.of(nth + len(pairs))


@law
@given(agreements, worlds, st.integers(1, 4))
def test_an_accounts_result_never_depends_on_others(agreed: Definition, world: list[History], alone: int) -> None:
    without_others, found = judged(world[:alone], agreed), judged(world, agreed)
    for nth in range(alone):
        assert found.of(nth) == without_others.of(nth)


@few
@given(agreements, worlds, st.integers(2, 5))
def test_shards_together_are_the_whole(agreed: Definition, world: list[History], count: int) -> None:
    together: dict[str, list[Row]] = {name: [] for name in MADE}
    for shard in Accounts().shards(count):
        connection = settle(world, agreed)
        for table in ("accounts", "people", "facts", "intent", "activity_days"):
            connection.execute(f"delete from {table} where account_id not between {shard.first} and {shard.last}")
        line.judge(connection, [(TODAY, TODAY)], agreed)
        for name, rows in made(connection, MADE).items():
            together[name] += rows
    assert together == judged(world, agreed)


@few
@given(agreements, worlds)
def test_several_days_at_once_are_the_days_one_by_one(agreed: Definition, world: list[History]) -> None:
    days = [TODAY - 5, TODAY - 1, TODAY]
    whole = judged(world, agreed, *((day, day) for day in days))
    by_day = [judged(world, agreed, (day, day)) for day in days]
    assert whole == {name: [row for found in by_day for row in found[name]] for name in MADE}


@few
@given(agreements, worlds, some_days)
def test_folding_several_days_at_once_is_folding_day_by_day(
    agreed: Definition, world: list[History], days: list[int]
) -> None:
    assert stood(world, agreed, days) == stood(world, agreed, days, at_once=False)


@law
@given(agreements, worlds, st.integers(1, 4))
def test_acts_rolled_up_in_any_split_are_the_whole(agreed: Definition, world: list[History], parts: int) -> None:
    whole = judged(world, agreed)
    connection = settle(world, agreed)
    loaded = connection.execute("select * from activities").fetchall()
    rolled_up: list[Row] = []
    for part in range(parts):
        line.fill(connection, "activities", loaded[part::parts])
        line.make(connection, pipeline.ROLL_UP)
        rolled_up += connection.execute("select * from activity_days").fetchall()
    line.fill(connection, "activity_days", rolled_up)
    line.judge(connection, [(TODAY, TODAY)], agreed)
    assert made(connection, MADE) == whole


@st.composite
def done_and_undone(draw: st.DrawFn) -> dict[str, list[Act]]:
    """Acts that are known by now, each with the row that takes it back."""
    known = [
        act._replace(known_on=min(act.known_on, TODAY - 5)) for act in draw(st.lists(acts(), min_size=1, max_size=3))
    ]
    later = draw(st.integers(0, 5))
    return {"acts": [*known, *(act._replace(known_on=act.known_on + later, times=-1) for act in known)]}


@law
@given(agreements, changed(done_and_undone()))
def test_an_act_and_its_minus_row_leave_everything_as_before(agreed: Definition, pairs: list[Changed]) -> None:
    assert_same(judged(both(pairs), agreed), pairs)


def named_and_unnamed(person: int, known_on: int) -> dict[str, list[Row]]:
    """A title of a person, and the row that takes it back."""
    return {"people": [membership(person, TITLE_OF_NOBODY_YET, known_on, times) for times in (1, -1)]}


@law
@given(agreements, changed(st.builds(named_and_unnamed, st.integers(1, 4), st.integers(0, TODAY))))
def test_a_title_and_its_minus_row_leave_everything_as_before(agreed: Definition, pairs: list[Changed]) -> None:
    assert_same(judged(both(pairs), agreed), pairs)


@few
@given(agreements, worlds, some_days)
def test_an_account_stands_at_one_level_and_changes_at_most_once_a_day(
    agreed: Definition, world: list[History], days: list[int]
) -> None:
    found = stood(world, agreed, days)
    for table in ("standings", "transitions"):
        rows = [row[:2] for row in found[table]]
        assert len(rows) == len(set(rows))
