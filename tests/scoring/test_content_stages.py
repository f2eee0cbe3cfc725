"""The points of a buying stage, of acts whose stage is that of what was looked at."""

from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

STAGES = table("""
    pattern_set  signal  stage
    71           1       1
    73           1       3
""")
AGES = table("""
    as_of  known_at  day  age
    100    100       100  0
    100    100       99   1
""")
WORTH = table("""
    worth_class  signal  weighing  age  points  per_day  most
    1            1       -1        0    4       2        1000
    1            1       0         0    8       2        1000
    1            1       0         1    5       2        1000
    1            1       1         0    12      2        1000
    2            1       0         0    -8      2        1000
""")
MEMBERS = table("""
    as_of  account_id  person_id  weighing
    100    1           8          1
""")
PLACEMENTS = table("""
    as_of  account_id  scope
    100    1           1
    100    2           2
""")
SCOPES = table("""
    scope  worth_class
    1      1
    2      2
""")


def content_stages(engine: Engine, activity_days: Rows) -> list[tuple[Value, ...]]:
    rules = {"pattern_stages": STAGES, "ages": AGES, "worth": WORTH, "scopes": SCOPES}
    given = {**rules, "members": MEMBERS, "placements": PLACEMENTS}
    return rows(engine, "scoring/content_stages.sql", activity_days=activity_days, **given)


def test_each_stage_has_the_points_of_its_acts_faded_and_weighted(engine: Engine) -> None:
    days = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           7          71           0         100  100       1      0
        1           7          71           0         99   99        1      0
        1           8          73           0         100  100       1      0
    """)
    assert content_stages(engine, days) == [(100, 1, 1, 13), (100, 1, 3, 12)]


def test_of_each_stage_so_many_acts_a_day_count_as_of_a_signal(engine: Engine) -> None:
    days = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           7          71           0         100  100       5      0
        1           7          73           0         100  100       1      0
    """)
    assert content_stages(engine, days) == [(100, 1, 1, 16), (100, 1, 3, 8)]


def test_nameless_visitors_are_one_who_weighs_as_likely_of_the_account(engine: Engine) -> None:
    days = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           -5         71           0         100  100       2      0
        1           -6         71           0         100  100       2      0
    """)
    assert content_stages(engine, days) == [(100, 1, 1, 8)]


def test_what_was_taken_back_or_learned_later_counts_for_nothing(engine: Engine) -> None:
    days = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           7          71           0         100  90        1      0
        1           7          71           0         100  95        -1     0
        1           7          73           0         100  101       1      0
    """)
    assert content_stages(engine, days) == []


def test_penalties_and_acts_of_signals_with_a_stage_of_their_own_are_not_there(engine: Engine) -> None:
    days = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           7          99           0         100  100       1      0
        2           7          71           0         100  100       1      0
    """)
    assert content_stages(engine, days) == []
