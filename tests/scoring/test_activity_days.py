from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

ALL_SECONDS = table("""
    shape_id  seconds_from  seconds_below  pattern_set  keeps_asset
    1         0             1000000        71           0
    2         0             1000000        72           1
""")


def activity_days(engine: Engine, activities: Rows, shape_patterns: Rows = ALL_SECONDS) -> list[tuple[Value, ...]]:
    return rows(engine, "scoring/activity_days.sql", activities=activities, shape_patterns=shape_patterns)


def test_acts_of_a_person_and_day_are_one_row(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   11        30       1
        1           7          1         0         10   11        40       1
    """)
    assert activity_days(engine, activities) == [(1, 7, 71, 0, 10, 11, 2, 70)]


def test_what_is_learned_on_another_day_is_another_row(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   11        0        1
        1           7          1         0         10   15        0        1
    """)
    assert activity_days(engine, activities) == [(1, 7, 71, 0, 10, 11, 1, 0), (1, 7, 71, 0, 10, 15, 1, 0)]


def test_the_asset_is_kept_only_where_it_counts(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         501       10   10        0        1
        1           7          1         502       10   10        0        1
        1           7          2         501       10   10        0        1
        1           7          2         502       10   10        0        1
    """)
    assert activity_days(engine, activities) == [
        (1, 7, 71, 0, 10, 10, 2, 0),
        (1, 7, 72, 501, 10, 10, 1, 0),
        (1, 7, 72, 502, 10, 10, 1, 0),
    ]


def test_seconds_choose_the_pattern_set(engine: Engine) -> None:
    bands = table("""
        shape_id  seconds_from  seconds_below  pattern_set  keeps_asset
        1         0             120            71           0
        1         120           1000000        73           0
    """)
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   10        119      1
        1           7          1         0         10   10        120      1
    """)
    found = activity_days(engine, activities, bands)
    assert [(row[2], row[7]) for row in found] == [(71, 119), (73, 120)]


def test_an_act_taken_back_the_same_day_leaves_no_row(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   11        30       1
        1           7          1         0         10   11        30       -1
    """)
    assert activity_days(engine, activities) == []


def test_an_act_taken_back_later_is_a_minus_row(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   11        30       1
        1           7          1         0         10   20        30       -1
    """)
    assert [row[5:] for row in activity_days(engine, activities)] == [(11, 1, 30), (20, -1, -30)]


def test_acts_that_match_nothing_or_belong_to_nobody_are_left_out(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          99        0         10   10        0        1
        0           7          1         0         10   10        0        1
    """)
    assert activity_days(engine, activities) == []


def test_nameless_visitors_stay_apart(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           -7         1         0         10   10        0        1
        1           -8         1         0         10   10        0        1
    """)
    assert [row[1] for row in activity_days(engine, activities)] == [-8, -7]
