"""Laws of the journey: which changes of stage there may be, and that it goes no other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from mqa import folding, line, pipeline
from mqa.terms.rules import Definition
from mqa.terms.stages import CHANGES, NAMES
from tests.laws.worlds import TODAY, History, Row, account, agreements, days, delays, law, settle, worlds


@st.composite
def steps(draw: st.DrawFn) -> Row:
    """A step of one of two opportunities, perhaps learned late."""
    kind, day = draw(st.sampled_from(("opened", "opened", "won", "lost"))), draw(days)
    opportunity = draw(st.sampled_from(("a", "b")))
    known_on = day + draw(delays)
    return (f"{kind} {opportunity} {day}", opportunity, kind, day, 0, "", "", "", known_on, known_on, 1)


opportunities = st.lists(st.lists(steps(), max_size=3), min_size=18, max_size=18)


def stages(
    world: Sequence[History], of_sales: Sequence[Sequence[Row]], agreed: Definition, on: Sequence[int]
) -> Iterator[dict[int, tuple[str, str]]]:
    """The stage and cause of every account, at the end of each of some days."""
    connection = settle(world, agreed)
    rows = [(account(nth), *row) for nth, its in enumerate(of_sales[: len(world)]) for row in its]
    line.fill(connection, "outcomes", rows)
    folding.begin_fold(connection)
    line.judge(connection, [(day, day) for day in on], agreed)  # as one by one: a law of its own in test_days.py
    for day in on:
        folding.fold(connection, [(day, day)])
        for step in pipeline.LAST:
            line.make(connection, step)
        found = connection.execute("select account_id, stage, cause from journey").fetchall()
        yield {number: (stage, cause) for number, stage, cause in found}


@law
@given(agreements, worlds, opportunities)
def test_every_change_of_stage_is_in_the_table(
    agreed: Definition, world: list[History], of_sales: list[list[Row]]
) -> None:
    allowed = {(came_from, change.cause, change.to) for change in CHANGES for came_from in change.came_from}
    before: dict[int, str] = {}
    for found in stages(world, of_sales, agreed, range(TODAY - 20, TODAY + 5)):
        for number, (stage, cause) in found.items():
            if before.get(number, "") != stage:
                assert (before.get(number, ""), cause, stage) in allowed
            before[number] = stage


@law
@given(agreements, worlds, opportunities)
def test_every_account_has_one_stage_with_a_cause_that_leads_there(
    agreed: Definition, world: list[History], of_sales: list[list[Row]]
) -> None:
    causes = {name: {change.cause for change in CHANGES if change.to == name} for name in NAMES}
    known = {account(nth) for nth, history in enumerate(world) if history.known_on <= TODAY}
    (found,) = stages(world, of_sales, agreed, [TODAY])
    assert found.keys() == known
    assert all(cause in causes[stage] for stage, cause in found.values())
