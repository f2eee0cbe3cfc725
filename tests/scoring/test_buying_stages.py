from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

SIGNALS = table("""
    signal  stage
    1       1
    2       2
    3       3
    4       0
    5       3
""")


NOTHING = table("as_of  account_id  stage  points")


def buying_stages(engine: Engine, person_signals: Rows, content_stages: Rows = NOTHING) -> list[tuple[Value, ...]]:
    given = {"person_signals": person_signals, "content_stages": content_stages, "signals": SIGNALS}
    return rows(engine, "scoring/buying_stages.sql", **given)


def test_the_stage_with_the_most_points_of_all_people_wins(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       30
        30     1           7          2       25
        30     1           0          2       10
    """)
    assert buying_stages(engine, acts) == [(30, 1, 2, 35)]


def test_signals_of_one_stage_add_up(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       30
        30     1           7          3       20
        30     1           7          5       20
    """)
    assert buying_stages(engine, acts) == [(30, 1, 3, 40)]


def test_of_two_stages_with_equal_points_the_later_wins(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       30
        30     1           7          3       30
    """)
    assert buying_stages(engine, acts) == [(30, 1, 3, 30)]


def test_penalties_and_signals_of_no_stage_give_no_stage(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          3       -30
        30     1           7          4       90
    """)
    assert buying_stages(engine, acts) == []


def test_what_was_looked_at_counts_beside_the_signals_that_have_a_stage(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          2       30
    """)
    content = table("""
        as_of  account_id  stage  points
        30     1           1      40
        30     1           2      15
        30     2           3      5
    """)
    assert buying_stages(engine, acts, content) == [(30, 1, 2, 45), (30, 2, 3, 5)]
