from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

PLACEMENTS = table("""
    as_of  account_id  scope
    30     1           1
""")
THRESHOLDS = table("""
    condition  scope  needed_to_enter  needed_to_stay
    5          1      60               45
    5          2      80               60
    6          1      0                0
    6          2      60               60
""")
NOTHING = table("as_of  account_id  scope  condition  seen")


def verdicts(engine: Engine, measures: Rows, placements: Rows = PLACEMENTS) -> list[tuple[Value, ...]]:
    """(condition, seen, needed to enter, needed to stay, enters, stays)."""
    given = {"measures": measures, "placements": placements, "thresholds": THRESHOLDS}
    return [row[2:] for row in rows(engine, "qualification/leaf_verdicts.sql", **given)]


@pytest.mark.parametrize(
    ("seen", "enters", "stays"), [(61, 1, 1), (60, 1, 1), (59, 0, 1), (45, 0, 1), (44, 0, 0)], ids=str
)
def test_what_is_seen_is_held_against_both_thresholds(engine: Engine, seen: int, enters: int, stays: int) -> None:
    measures = table(f"""
        as_of  account_id  scope  condition  seen
        30     1           1      5          {seen}
    """)
    assert (5, seen, 60, 45, enters, stays) in verdicts(engine, measures)


def test_the_thresholds_are_those_of_the_accounts_scope(engine: Engine) -> None:
    measures = table("""
        as_of  account_id  scope  condition  seen
        30     1           2      5          60
    """)
    placements = table("""
        as_of  account_id  scope
        30     1           2
    """)
    assert verdicts(engine, measures, placements) == [(5, 60, 80, 60, 0, 1)]


def test_a_condition_that_is_not_asked_of_the_segment_holds(engine: Engine) -> None:
    assert verdicts(engine, NOTHING) == [(6, 0, 0, 0, 1, 1)]


def test_a_condition_that_is_not_asked_is_answered_once_whatever_was_seen(engine: Engine) -> None:
    measures = table("""
        as_of  account_id  scope  condition  seen
        30     1           1      6          70
    """)
    assert verdicts(engine, measures) == [(6, 0, 0, 0, 1, 1)]
