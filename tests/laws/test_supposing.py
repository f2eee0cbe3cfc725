"""Laws of made-up companies: folding where somebody can move finds what folding every day finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mqa import line
from mqa.supposing import folded
from mqa.terms.rules import Definition
from tests.laws.worlds import TODAY, History, agreements, law, made, settle, worlds

DAYS = range(TODAY - 40, TODAY + 1)
KEPT = ("standings", "streaks", "transitions")


@law
@given(world=worlds, definition=agreements, also=st.sets(st.sampled_from(DAYS), max_size=3))
def test_leaving_out_days_on_which_nobody_can_move_changes_nothing(
    world: list[History], definition: Definition, also: set[int]
) -> None:
    wanted = {*also, TODAY}
    connection = settle(world, definition)
    line.judge(connection, [(day, day) for day in DAYS], definition)
    found = {day: made(connection, KEPT) for day in folded(connection, definition, wanted)}
    line.begin_fold(connection)
    for day in DAYS:
        line.fold(connection, [(day, day)])
        if day in wanted:
            assert made(connection, KEPT) == found[day]
