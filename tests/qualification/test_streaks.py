from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

TODAY = table("""
    as_of  known_at
    30     30
""")
YESTERDAY = table("""
    as_of  account_id  level  since
    29     1           1      20
    29     1           2      20
""")


def streaks(engine: Engine, levels_held: Rows) -> list[tuple[Value, ...]]:
    given = {"today": TODAY, "streaks_yesterday": YESTERDAY}
    return rows(engine, "qualification/streaks.sql", levels_held=levels_held, **given)


def test_a_level_that_holds_on_keeps_its_first_day(engine: Engine) -> None:
    held = table("""
        as_of  account_id  level  enters  stays
        30     1           1      1       1
    """)
    assert streaks(engine, held) == [(30, 1, 1, 20)]


def test_a_level_that_begins_to_hold_begins_today(engine: Engine) -> None:
    held = table("""
        as_of  account_id  level  enters  stays
        30     1           3      1       1
        30     2           1      1       1
    """)
    assert streaks(engine, held) == [(30, 1, 3, 30), (30, 2, 1, 30)]


def test_a_level_that_only_stays_breaks_the_streak(engine: Engine) -> None:
    held = table("""
        as_of  account_id  level  enters  stays
        30     1           2      0       1
    """)
    assert streaks(engine, held) == []


def test_only_the_day_that_is_folded_counts(engine: Engine) -> None:
    held = table("""
        as_of  account_id  level  enters  stays
        29     1           1      1       1
        31     1           1      1       1
    """)
    assert streaks(engine, held) == []
