from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import table

LEVELS = table("""
    level  condition
    1      5
    2      6
    3      6
""")
GRADED = table("""
    as_of  account_id  state
    30     1           graded
""")


def test_a_level_holds_as_its_condition_does(engine: Engine) -> None:
    verdicts = table("""
        as_of  account_id  condition  enters  stays
        30     1           5          1       1
        30     1           6          0       1
        30     1           7          1       1
    """)
    found = rows(engine, "qualification/levels_held.sql", verdicts=verdicts, levels=LEVELS, fit=GRADED)
    assert found == [(30, 1, 1, 1, 1), (30, 1, 2, 0, 1), (30, 1, 3, 0, 1)]


def test_a_condition_that_does_not_even_stay_gives_no_level(engine: Engine) -> None:
    verdicts = table("""
        as_of  account_id  condition  enters  stays
        30     1           5          0       0
    """)
    assert rows(engine, "qualification/levels_held.sql", verdicts=verdicts, levels=LEVELS, fit=GRADED) == []


@pytest.mark.parametrize(("state", "levels"), [("graded", 1), ("unknown", 1), ("outside", 0), ("excluded", 0)])
def test_accounts_outside_or_excluded_hold_no_level(engine: Engine, state: str, levels: int) -> None:
    verdicts = table("""
        as_of  account_id  condition  enters  stays
        30     1           5          1       1
    """)
    fit = table(f"""
        as_of  account_id  state
        30     1           {state}
    """)
    found = rows(engine, "qualification/levels_held.sql", verdicts=verdicts, levels=LEVELS, fit=fit)
    assert len(found) == levels
