from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

PLACEMENTS = table("""
    as_of  account_id  scope
    30     1           1
    30     2           2
""")
SCOPES = table("""
    scope  surge_milli
    1      70000
    2      80000
""")


def surges(engine: Engine, strengths: Rows) -> list[tuple[Value, ...]]:
    """(account, topic, strength, provider, week, providers)."""
    given = {"placements": PLACEMENTS, "scopes": SCOPES}
    return [row[1:] for row in rows(engine, "scoring/surges.sql", strengths=strengths, **given)]


def test_a_topic_surges_at_the_strength_asked_for(engine: Engine) -> None:
    strengths = table("""
        as_of  account_id  topic  provider  week  strength_milli
        30     1           1      north     23    70000
        30     1           2      north     23    69999
    """)
    assert surges(engine, strengths) == [(1, 1, 70_000, "north", 23, 1)]


def test_a_topic_surges_once_by_the_strongest_week_and_who_saw_it(engine: Engine) -> None:
    strengths = table("""
        as_of  account_id  topic  provider  week  strength_milli
        30     1           1      south     10    90000
        30     1           1      north     23    80000
        30     1           1      west      23    75000
    """)
    assert surges(engine, strengths) == [(1, 1, 90_000, "south", 10, 3)]


def test_of_equally_strong_weeks_the_latest_is_told_and_of_one_week_the_first_provider_by_name(engine: Engine) -> None:
    strengths = table("""
        as_of  account_id  topic  provider  week  strength_milli
        30     1           1      north     16    80000
        30     1           1      west      23    80000
        30     1           1      south     23    80000
    """)
    assert surges(engine, strengths) == [(1, 1, 80_000, "south", 23, 3)]


def test_how_strong_a_surge_is_depends_on_the_accounts_segment_and_tier(engine: Engine) -> None:
    strengths = table("""
        as_of  account_id  topic  provider  week  strength_milli
        30     1           1      north     23    75000
        30     2           1      north     23    75000
        30     2           2      north     23    80000
    """)
    assert [row[:2] for row in surges(engine, strengths)] == [(1, 1), (2, 2)]
