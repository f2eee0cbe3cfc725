from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, table

AGES = table("""
    as_of  known_at  day  age
    30     30        30   0
    30     30        29   1
    30     30        21   9
    30     30        20   10
""")


def counted(engine: Engine, unit: str, activity_days: Rows) -> list[int]:
    """What a counter of this unit counts within 10 days, in pattern sets 71 and 72."""
    counters = table(f"""
        counter  unit    within  pattern_set  not_within  topic  pages  seconds
        1        {unit}  10      71           0           1      1      0
        1        {unit}  10      72           0           2      1      0
    """)
    found = rows(engine, "qualification/counts.sql", activity_days=activity_days, counters=counters, ages=AGES)
    return [row[3] for row in found]


ACTS = table("""
    account_id  person_id  pattern_set  asset_id  day  known_on  times
    1           7          71           501       30   30        3
    1           7          71           502       30   30        1
    1           7          72           501       29   29        1
    1           8          71           0         30   30        1
    1           -9         71           503       30   30        1
    1           -10        71           503       30   30        1
""")


@pytest.mark.parametrize(
    ("unit", "expected"), [("times", 8), ("visits", 5), ("assets", 3), ("people", 2), ("topics", 2)]
)
def test_acts_are_counted_by_unit(engine: Engine, unit: str, expected: int) -> None:
    assert counted(engine, unit, ACTS) == [expected]


def test_a_visit_is_a_day_of_a_person_however_often_they_look(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        9
        1           7          72           0         30   30        9
        1           7          71           0         30   29        9
    """)
    assert counted(engine, "visits", acts) == [1]


@pytest.mark.parametrize(("not_within", "expected"), [(0, 4), (1, 3), (9, 2), (10, 0)])
def test_what_happened_lately_may_be_left_out(engine: Engine, not_within: int, expected: int) -> None:
    counters = table(f"""
        counter  unit   within  pattern_set  not_within  topic  pages  seconds
        1        times  10      71           {not_within}  0    1      0
    """)
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           7          71           0         29   29        1
        1           7          71           0         21   21        2
        1           7          71           0         20   20        8
    """)
    found = rows(engine, "qualification/counts.sql", activity_days=acts, counters=counters, ages=AGES)
    assert sum(row[3] for row in found) == expected


def test_each_nameless_visitor_makes_a_visit_but_is_nobody(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -9         71           0         30   30        1
        1           -10        71           0         30   30        1
    """)
    assert (counted(engine, "visits", acts), counted(engine, "people", acts)) == ([2], [0])


def test_acts_without_an_asset_are_no_asset(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        5
    """)
    assert counted(engine, "assets", acts) == [0]


@pytest.mark.parametrize("unit", ["times", "visits", "assets", "people"])
def test_within_ten_days_is_an_age_below_ten(engine: Engine, unit: str) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           501       21   21        1
        1           8          71           502       20   20        1
    """)
    assert counted(engine, unit, acts) == [1]


@pytest.mark.parametrize("unit", ["times", "visits", "assets", "people"])
def test_an_act_taken_back_counts_no_more(engine: Engine, unit: str) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           501       30   30        1
        1           8          71           502       29   29        1
        1           8          71           502       29   30        -1
    """)
    assert counted(engine, unit, acts) == [1]


@pytest.mark.parametrize("unit", ["times", "visits", "assets", "people"])
def test_what_is_not_yet_known_does_not_count(engine: Engine, unit: str) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           501       30   31        1
        1           7          99           501       30   30        1
    """)
    assert counted(engine, unit, acts) == []


@pytest.mark.parametrize(
    ("pages", "seconds", "visits"), [(1, 0, 4), (2, 0, 3), (3, 0, 2), (4, 0, 0), (1, 120, 2), (3, 120, 1), (3, 300, 0)]
)
def test_a_visit_counts_that_has_so_many_pages_and_seconds(
    engine: Engine, pages: int, seconds: int, visits: int
) -> None:
    counters = table(f"""
        counter  unit    within  pattern_set  not_within  topic  pages    seconds
        1        visits  10      71           0           0      {pages}  {seconds}
        1        visits  10      72           0           0      {pages}  {seconds}
    """)
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times  seconds
        1           7          71           0         30   30        2      80
        1           7          72           0         30   30        1      40
        1           7          71           0         29   29        1      200
        1           -9         71           0         30   30        3      90
        1           -8         71           0         30   30        3      90
        1           -8         71           0         30   30        -1     -30
    """)
    found = rows(engine, "qualification/counts.sql", activity_days=acts, counters=counters, ages=AGES)
    assert sum(row[3] for row in found) == visits
