from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

TOPICS = table("""
    topic  topic_name  counts_for
    1      dora        21
    2      hipaa       21
""")
AGES = table("""
    as_of  known_at  day  age
    30     30        30   0
    30     30        23   7
    30     30        10   20
    30     30        9    21
""")
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
GIVEN = {"topics": TOPICS, "ages": AGES, "placements": PLACEMENTS, "scopes": SCOPES}


def surges(engine: Engine, intent: Rows) -> list[tuple[Value, ...]]:
    """(topic, strength, providers, last age) of account 1."""
    found = rows(engine, "scoring/surges.sql", intent=intent, **GIVEN)
    return [row[2:] for row in found]


def test_a_topic_surges_at_the_strength_asked_for(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   23    70000           north     25
        1           hipaa  23    69999           north     25
    """)
    assert surges(engine, intent) == [(1, 70_000, 1, 7)]


def test_a_week_counts_while_its_age_is_below_the_window(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   10    90000           north     10
        1           hipaa  9     90000           north     10
    """)
    assert surges(engine, intent) == [(1, 90_000, 1, 20)]


def test_a_topic_surges_once_whatever_the_weeks_and_providers(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   10    90000           north     10
        1           dora   23    80000           north     23
        1           dora   23    75000           south     23
    """)
    assert surges(engine, intent) == [(1, 90_000, 2, 7)]


def test_a_week_that_is_not_yet_known_does_not_count(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   23    90000           north     31
    """)
    assert surges(engine, intent) == []


def test_topics_nobody_asked_for_and_accounts_of_nobody_are_left_out(engine: Engine) -> None:
    intent = table("""
        account_id  topic    week  strength_milli  provider  known_on
        1           cooking  23    90000           north     23
        0           dora     23    90000           north     23
    """)
    assert surges(engine, intent) == []


def test_how_strong_a_surge_is_depends_on_the_accounts_segment_and_tier(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on
        1           dora   23    75000           north     23
        2           dora   23    75000           north     23
        2           hipaa  23    80000           north     23
    """)
    found = rows(engine, "scoring/surges.sql", intent=intent, **GIVEN)
    assert [row[1:3] for row in found] == [(1, 1), (2, 2)]


def test_research_that_was_taken_back_counts_for_nothing(engine: Engine) -> None:
    intent = table("""
        account_id  topic  week  strength_milli  provider  known_on  told_on  times
        1           dora   23    90000           north     25        25       1
        1           dora   23    90000           north     28        25       -1
        1           dora   23    80000           south     25        25       1
    """)
    assert surges(engine, intent) == [(1, 80_000, 1, 7)]
