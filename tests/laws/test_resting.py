"""Laws of resting accounts: judging only the moments that matter finds what judging every day finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from mqa import folding, line, resting
from mqa.terms.rules import Definition, Level
from tests.laws.agreements import AGREEMENTS
from tests.laws.worlds import TODAY, History, Row, law, settle, worlds

FIRST, LAST = TODAY - 40, TODAY + 60
Days = Sequence[tuple[int, int]]
DAILY: Days = [(day, day) for day in range(FIRST, LAST)]
WEEKLY: Days = [(day, day) for day in range(FIRST, LAST, 7)]
KNOWN_EARLIER: Days = [(day, min(day, TODAY)) for day in range(FIRST, LAST)]
KNOWN_LATER: Days = [*DAILY[:45], (DAILY[45][0], LAST)]
DAYS = (DAILY, WEEKLY, KNOWN_EARLIER, KNOWN_LATER)
COUNTS = "select level, count(*) from standings where level > 0 group by level"
HELD = """
    select t.as_of, s.account_id, s.level, s.enters, s.stays
    from resting.held_spans as s inner join days as t on t.as_of >= s.from_day and t.as_of < s.until_day
    order by all
"""


def resting_on(agreed: Definition, *conditions: str) -> Definition:
    """The same with a level for each of these conditions alone; all but the first qualify."""
    levels = [Level(name, name, "MQA" if nth else "none", "", nth % 2) for nth, name in enumerate(conditions)]
    return replace(agreed, levels=tuple(levels))


NAMES = [condition.name for condition in AGREEMENTS[0].conditions]
# Few conditions at a time: where one wanders, accounts seldom rest.
FEW_LEVELS = [resting_on(agreed, *NAMES[nth::7]) for agreed in AGREEMENTS for nth in range(7)]
ONE_LEVEL = [resting_on(AGREEMENTS[0], name) for name in ("Warm", "Many points", "Reached", "Not ready")]
definitions = st.sampled_from((*AGREEMENTS, *FEW_LEVELS, *ONE_LEVEL))


def found(connection: duckdb.DuckDBPyConnection, folded: Iterable[int], days: Days) -> dict[int, dict[int, int]]:
    """How many accounts stand at each level on each day; between two days that are folded nobody moves."""
    counts = {FIRST - 1: {}} | {day: dict(connection.execute(COUNTS).fetchall()) for day in folded}
    return {day: counts[max(one for one in counts if one <= day)] for day, _ in days}


def changes(connection: duckdb.DuckDBPyConnection) -> list[list[Row]]:
    """All that is known of every change of level, and of where and how long accounts stand or wait in the end.

    An account outside of the ICP is not looked at for evidence: nothing could come of it.
    """
    standings = "select * exclude (evidence_on) from standings"
    queries = ("select * from transitions", standings, "select * from streaks")
    return [connection.execute(f"{query} order by all").fetchall() for query in queries]


@law
@given(world=worlds, agreed=definitions, days=st.sampled_from(DAYS), cut=st.integers(0, 9))
def test_judging_moments_finds_what_judging_every_day_finds(
    world: list[History], agreed: Definition, days: Days, cut: int
) -> None:
    connection = settle(world, agreed)
    line.judge(connection, days, agreed)
    held = connection.execute("select * from levels_held where as_of >= ? order by all", [days[cut][0]]).fetchall()
    folding.begin_fold(connection)
    counts = found(connection, (day for pair in days for day in folding.folded(connection, [pair])), days)
    moved = changes(connection)

    folding.begin_fold(connection)
    before = found(connection, resting.folded(connection, days[:cut], agreed), days[:cut]) if cut else {}
    assert before | found(connection, resting.folded(connection, days[cut:], agreed), days[cut:]) == counts
    assert changes(connection) == moved
    line.fill(connection, "days", days[cut:])
    assert connection.execute(HELD).fetchall() == held
