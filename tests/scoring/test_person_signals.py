from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

# Signal 1 is worth 8 points fading by half every 10 days, at most 2 acts a day; signal 2 takes 3 points.
# Nameless visits count half, sure ones three quarters (-2: what that adds), weighing 5 double; of a day at most 20
# points; after 20 days an act is worth nothing.
WORTH = table("""
    worth_class  signal  weighing  age  points    per_day  most
    1            1       0         0    8000000   2        90000000
    1            1       0         10   4000000   2        90000000
    1            1       0         20   0         2        90000000
    1            1       -1        0    4000000   2        90000000
    1            1       -2        0    2000000   2        90000000
    1            1       -1        10   2000000   2        90000000
    1            1       5         0    16000000  2        20000000
    1            2       0         0    -3000000  9        25000000
    2            1       0         0    1000000   2        90000000
""")
PATTERN_SIGNALS = table("""
    pattern_set  signal
    71           1
    72           1
    73           2
    74           1
    74           2
""")
AGES = table("""
    as_of  known_at  day  age
    30     30        30   0
    30     30        20   10
    30     30        10   20
""")
PLACEMENTS = table("""
    as_of  account_id  scope
    30     1           1
    30     2           2
""")
SCOPES = table("""
    scope  worth_class
    1      1
    2      2
""")
MEMBERS = table("""
    as_of  account_id  person_id  weighing  class
    30     1           9          5         50003
""")


NOBODY_SURE = table("as_of  account_id  person_id")
SURE = table("""
    as_of  account_id  person_id
    30     1           -7
""")


SIGNALS = table("""
    signal  score
    1       engagement
    2       product
""")
GIVEN = {
    "signals": SIGNALS,
    "worth": WORTH,
    "pattern_signals": PATTERN_SIGNALS,
    "ages": AGES,
    "placements": PLACEMENTS,
    "scopes": SCOPES,
    "members": MEMBERS,
}


def person_signals(engine: Engine, activity_days: Rows, sure: Rows = NOBODY_SURE) -> list[tuple[Value, ...]]:
    """(account, person, signal, points, last age) on day 30."""
    found = rows(engine, "scoring/person_signals.sql", activity_days=activity_days, sure_visitors=sure, **GIVEN)
    assert {row[0] for row in found} <= {30}
    return [row[1:6] for row in found]


def test_the_scope_of_the_account_and_the_class_of_members_stand_beside(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           9          71           0         30   30        1
        1           -7         71           0         30   30        1
        2           9          71           0         30   30        1
    """)
    found = rows(engine, "scoring/person_signals.sql", activity_days=acts, **GIVEN)
    assert [(*row[1:3], *row[8:]) for row in found] == [
        *((1, 0, 1, None), (1, 7, 1, None), (1, 9, 1, 50_003), (2, 9, 2, None)),
    ]


def test_the_pool_is_that_of_the_score_and_of_gains_or_penalties(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           7          73           0         30   30        1
        1           8          71           0         10   10        1
    """)
    found = rows(engine, "scoring/person_signals.sql", activity_days=acts, **GIVEN)
    assert [(*row[2:4], row[7]) for row in found] == [(7, 1, 1), (7, 2, 4), (8, 1, 0)]


def test_acts_of_several_days_add_up_faded(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           7          71           0         20   20        1
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 12_000_000, 0)]


def test_at_most_so_many_acts_of_a_day_count(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        5
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 16_000_000, 0)]


def test_at_most_so_many_points_of_a_day_count_the_last_act_in_part(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           9          71           0         30   30        2
    """)
    assert person_signals(engine, acts) == [(1, 9, 1, 20_000_000, 0)]


def test_the_points_of_a_day_are_limited_for_penalties_too(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          73           0         30   30        9
    """)
    assert person_signals(engine, acts) == [(1, 7, 2, -25_000_000, 0)]


def test_the_limit_of_a_day_holds_across_assets_pattern_sets_and_when_it_was_learned(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           501       20   20        1
        1           7          71           502       20   20        1
        1           7          72           0         20   20        1
        1           7          71           501       20   25        1
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 8_000_000, 10)]


def test_the_limit_of_a_day_is_for_each_person(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        3
        1           8          71           0         30   30        3
    """)
    assert [row[1:4] for row in person_signals(engine, acts)] == [(7, 1, 16_000_000), (8, 1, 16_000_000)]


def test_all_nameless_visitors_count_as_one(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -7         71           0         30   30        1
        1           -8         71           0         30   30        1
        1           -9         71           0         30   30        1
    """)
    assert person_signals(engine, acts) == [(1, 0, 1, 8_000_000, 0)]


@pytest.mark.parametrize(
    ("sure_acts", "likely_acts", "points"),
    [(0, 1, 4_000_000), (1, 0, 6_000_000), (1, 1, 10_000_000), (2, 1, 12_000_000), (1, 2, 10_000_000)],
)
def test_of_one_days_limit_of_all_nameless_visitors_the_sure_ones_take_their_part_first(
    engine: Engine, sure_acts: int, likely_acts: int, points: int
) -> None:
    acts = table(f"""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -7         71           0         30   30        {sure_acts}
        1           -8         71           0         30   30        {likely_acts}
    """)
    assert person_signals(engine, acts, SURE) == [(1, 0, 1, points, 0)]


def test_acts_that_are_worth_nothing_are_no_acts_with_points(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -7         71           0         20   20        1
        1           -8         71           0         30   30        1
    """)
    worth = table("""
        worth_class  signal  weighing  age  points   per_day  most
        1            1       -1        0    0        2        90000000
        1            1       -1        10   0        2        90000000
        1            1       -2        0    6000000  2        90000000
        1            1       -2        10   3000000  2        90000000
    """)
    given = {"pattern_signals": PATTERN_SIGNALS, "ages": AGES, "placements": PLACEMENTS, "scopes": SCOPES}
    given |= {"activity_days": acts, "members": MEMBERS, "sure_visitors": SURE, "worth": worth}
    [(*_, points, last_age, points_age, _, _, _)] = rows(engine, "scoring/person_signals.sql", **given)
    assert (points, last_age, points_age) == (3_000_000, 0, 10)


def test_a_sure_visitor_counts_for_the_account_where_that_is_known_alone(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -8         71           0         30   30        1
    """)
    assert person_signals(engine, acts, SURE) == [(1, 0, 1, 4_000_000, 0)]


def test_where_being_sure_adds_nothing_a_sure_visitor_counts_as_any(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           -7         71           0         20   20        1
    """)
    assert person_signals(engine, acts, SURE) == [(1, 0, 1, 2_000_000, 10)]


def test_a_weighing_multiplies_the_points(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           9          71           0         30   30        1
    """)
    assert [row[3] for row in person_signals(engine, acts)] == [8_000_000, 16_000_000]


def test_a_segments_own_points_count(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        2           7          71           0         30   30        1
    """)
    assert person_signals(engine, acts) == [(2, 7, 1, 1_000_000, 0)]


def test_an_act_taken_back_counts_no_more(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           7          71           0         20   20        1
        1           7          71           0         20   29        -1
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 8_000_000, 0)]


def test_a_minus_row_is_summed_before_the_limit_of_a_day(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        5
        1           7          71           0         30   30        -2
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 16_000_000, 0)]


def test_a_minus_row_without_its_act_takes_nothing_from_other_days(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         30   30        1
        1           7          71           0         20   29        -1
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 8_000_000, 0)]


def test_an_act_may_count_for_several_signals(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          74           0         30   30        1
    """)
    assert [row[2:4] for row in person_signals(engine, acts)] == [(1, 8_000_000), (2, -3_000_000)]


def test_an_act_too_old_for_points_is_still_seen(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         10   10        1
    """)
    assert person_signals(engine, acts) == [(1, 7, 1, 0, 20)]


def test_what_is_not_yet_known_or_not_yet_done_does_not_count(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        1           7          71           0         20   31        1
        1           7          71           0         31   31        1
    """)
    assert person_signals(engine, acts) == []


def test_acts_of_an_account_that_is_not_yet_known_do_not_count(engine: Engine) -> None:
    acts = table("""
        account_id  person_id  pattern_set  asset_id  day  known_on  times
        3           7          71           0         30   30        1
    """)
    assert person_signals(engine, acts) == []
