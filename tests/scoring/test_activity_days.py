from __future__ import annotations

from mqa.scoring.content import EVER, NEVER
from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

ALL_SECONDS = table("""
    shape_id  seconds_from  seconds_below  pattern_set  keeps_asset
    1         0             1000000        71           0
    2         0             1000000        72           1
""")


ASSETS = table("""
    asset_id
    501
""")


def activity_days(engine: Engine, activities: Rows, shape_patterns: Rows = ALL_SECONDS) -> list[tuple[Value, ...]]:
    """By rules that no map of content speaks of, where they do not say otherwise."""
    plain = {"asset_id": 0, "known_from": EVER, "known_before": NEVER, "times": 1}
    named = [{**plain, **row} for row in shape_patterns.named()]
    ruled = Rows(tuple(named[0]), tuple(tuple(row.values()) for row in named))
    return rows(engine, "scoring/activity_days.sql", activities=activities, shape_patterns=ruled, mapped_assets=ASSETS)


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
        1           7          1         503       10   10        0        1
        1           7          1         502       10   10        0        1
        1           7          2         503       10   10        0        1
        1           7          2         502       10   10        0        1
    """)
    assert activity_days(engine, activities) == [
        (1, 7, 71, 0, 10, 10, 2, 0),
        (1, 7, 72, 502, 10, 10, 1, 0),
        (1, 7, 72, 503, 10, 10, 1, 0),
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


def test_an_asset_that_the_map_names_has_a_pattern_set_of_its_own(engine: Engine) -> None:
    ruled = table("""
        shape_id  asset_id  seconds_from  seconds_below  pattern_set  keeps_asset
        1         0         0             1000           71           0
        1         501       0             1000           79           0
    """)
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   10        0        1
        1           7          1         501       10   10        0        1
        1           7          1         502       10   10        0        1
    """)
    assert [(row[2], row[6]) for row in activity_days(engine, activities, ruled)] == [(71, 2), (79, 1)]


CHANGED = table("""
    shape_id  seconds_from  seconds_below  pattern_set  keeps_asset  known_from  known_before  times
    1         0             1000           71           0            -1000       20            1
    1         0             1000           71           0            20          20            -1
    1         0             1000           79           0            20          1000000       1
""")


def test_an_act_known_before_the_map_changed_is_taken_back_and_told_anew_on_that_day(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   10        30       1
    """)
    assert [(row[2], *row[5:]) for row in activity_days(engine, activities, CHANGED)] == [
        (71, 10, 1, 30),
        (71, 20, -1, -30),
        (79, 20, 1, 30),
    ]


def test_an_act_that_becomes_known_since_is_what_the_map_says_by_then(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   20        0        1
        1           7          1         0         11   30        0        1
    """)
    assert [(row[2], *row[4:7]) for row in activity_days(engine, activities, CHANGED)] == [
        (79, 10, 20, 1),
        (79, 11, 30, 1),
    ]


def test_an_act_taken_back_after_the_map_changed_is_gone_from_both(engine: Engine) -> None:
    activities = table("""
        account_id  person_id  shape_id  asset_id  day  known_on  seconds  times
        1           7          1         0         10   10        0        1
        1           7          1         0         10   25        0        -1
    """)
    assert [(row[2], *row[5:7]) for row in activity_days(engine, activities, CHANGED)] == [
        (71, 10, 1),
        (71, 20, -1),
        (79, 20, 1),
        (79, 25, -1),
    ]
