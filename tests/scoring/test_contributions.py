from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

# A benchmark of 100 points and a depth weight of 0.4: a point is 0.4 of the score; a product point is 2.
SCOPES = table("""
    scope  benchmark_milli  depth_weight  product_milli
    1      100000           400000        50000
""")


def contributions(
    engine: Engine, scores: Rows, capped: Rows | None = None, people: Rows | None = None
) -> list[tuple[Value, ...]]:
    """(score, dimension, signal, person, points, counted, side, share) of account 1."""
    given = {"scopes": SCOPES} | ({"capped": capped} if capped else {}) | ({"person_scores": people} if people else {})
    return [row[2:] for row in rows(engine, "scoring/contributions.sql", scores=scores, **given)]


def shares(found: list[tuple[Value, ...]]) -> list[Value]:
    return [row[-1] for row in found]


def test_a_depth_row_leads_from_points_over_caps_to_a_share(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  points    depth_share
        30     1           1      40000000  16000000
    """)
    capped = table("""
        as_of  account_id  pool  signal  person_id  size      counted   side
        30     1           1     1       0          10000000  10000000  signals
        30     1           1     2       7          60000000  30000000  signals
    """)
    assert contributions(engine, scores, capped) == [
        ("engagement", "depth", 1, 0, 10_000_000, 10_000_000, "signals", 4_000_000),
        ("engagement", "depth", 2, 7, 60_000_000, 30_000_000, "signals", 12_000_000),
    ]


def test_a_penalty_has_a_negative_share(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  points    depth_share
        30     1           1      40000000  16000000
    """)
    capped = table("""
        as_of  account_id  pool  signal  person_id  size      counted   side
        30     1           1     1       7          60000000  60000000  signals
        30     1           2     2       7          20000000  20000000  signals
    """)
    assert contributions(engine, scores, capped) == [
        ("engagement", "depth", 1, 7, 60_000_000, 60_000_000, "signals", 24_000_000),
        ("engagement", "depth", 2, 7, -20_000_000, -20_000_000, "signals", -8_000_000),
    ]


@pytest.mark.parametrize("counted", ["33333333", "10000001", "1"])
def test_shares_add_up_exactly_where_they_cannot_be_whole(engine: Engine, counted: str) -> None:
    points = 3 * int(counted)
    scores = table(f"""
        as_of  account_id  scope  points    depth_share
        30     1           1      {points}  {points * 400_000 // 1_000_000}
    """)
    capped = table(f"""
        as_of  account_id  pool  signal  person_id  size       counted    side
        30     1           1     1       7          {counted}  {counted}  signals
        30     1           1     1       8          {counted}  {counted}  signals
        30     1           1     2       7          {counted}  {counted}  signals
    """)
    assert sum(shares(contributions(engine, scores, capped))) == points * 400_000 // 1_000_000


def test_shares_are_scaled_where_the_benchmark_clips(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  points     depth_share
        30     1           1      300000000  40000000
    """)
    capped = table("""
        as_of  account_id  pool  signal  person_id  size       counted    side
        30     1           1     1       7          100000000  100000000  signals
        30     1           1     2       7          200000000  200000000  signals
    """)
    found = shares(contributions(engine, scores, capped))
    assert sum(found) == 40_000_000
    assert abs(found[0] - 13_333_333) <= 300  # scaled in millionths


def test_nothing_left_after_penalties_gives_shares_of_nothing(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  points  depth_share
        30     1           1      0       0
    """)
    capped = table("""
        as_of  account_id  pool  signal  person_id  size      counted   side
        30     1           1     1       7          20000000  20000000  signals
        30     1           2     2       7          20000000  20000000  signals
    """)
    assert shares(contributions(engine, scores, capped)) == [0, 0]


def test_product_rows_have_a_score_of_their_own(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  points    depth_share  product_points  product
        30     1           1      10000000  4000000      10000000        20000000
    """)
    capped = table("""
        as_of  account_id  pool  signal  person_id  size      counted   side
        30     1           1     1       7          10000000  10000000  signals
        30     1           3     4       7          15000000  15000000  signals
        30     1           4     5       7          5000000   5000000   people
    """)
    assert [(row[0], row[2], row[6], row[7]) for row in contributions(engine, scores, capped)] == [
        ("engagement", 1, "signals", 4_000_000),
        ("product", 4, "signals", 30_000_000),
        ("product", 5, "people", -10_000_000),
    ]


def test_breadth_is_shared_equally_by_the_engaged(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  breadth_share  engaged
        30     1           1      20000000       2
    """)
    people = table("""
        as_of  account_id  person_id  engaged
        30     1           7          1
        30     1           8          1
        30     1           9          0
    """)
    assert contributions(engine, scores, people=people) == [
        ("engagement", "breadth", 0, 7, 0, 0, "", 10_000_000),
        ("engagement", "breadth", 0, 8, 0, 0, "", 10_000_000),
    ]


def test_more_engaged_people_than_the_benchmark_share_a_full_breadth(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  breadth_share  engaged
        30     1           1      40000000       7
    """)
    people = table("""
        as_of  account_id  person_id  engaged
        30     1           1          1
        30     1           2          1
        30     1           3          1
        30     1           4          1
        30     1           5          1
        30     1           6          1
        30     1           7          1
    """)
    found = shares(contributions(engine, scores, people=people))
    assert sum(found) == 40_000_000
    assert max(found) - min(found) <= 1


def test_recency_is_one_row(engine: Engine) -> None:
    scores = table("""
        as_of  account_id  scope  recency_share
        30     1           1      10000000
        30     2           1      0
    """)
    assert contributions(engine, scores) == [("engagement", "recency", 0, 0, 0, 0, "", 10_000_000)]
