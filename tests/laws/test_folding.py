"""Laws of folding: folding where somebody can move finds what folding every day finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mqa import folding, line
from mqa.terms.rules import Definition
from tests.laws.worlds import TODAY, History, agreements, law, made, settle, worlds

DAYS = [(day, day) for day in range(TODAY - 20, TODAY + 1)]
KEPT = ("standings", "streaks", "transitions")


@law
@given(world=worlds, definition=agreements, wanted=st.sets(st.sampled_from([day for day, _ in DAYS]), max_size=3))
def test_leaving_out_days_on_which_nobody_can_move_changes_nothing(
    world: list[History], definition: Definition, wanted: set[int]
) -> None:
    connection = settle(world, definition)
    line.judge(connection, DAYS, definition)
    folding.begin_fold(connection)
    found = {day: made(connection, KEPT) for day in folding.folded(connection, DAYS, wanted)}
    assert found.keys() >= {TODAY, *wanted}
    folding.begin_fold(connection)
    for day in DAYS:
        folding.fold(connection, [day])
        if day[0] in found:
            assert made(connection, KEPT) == found[day[0]]
