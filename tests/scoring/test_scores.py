from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

# One scope: benchmark 100 points and 4 people, weights 0.4, 0.4, 0.2; a product score of 100 takes 50 points.
SCOPES = table("""
    scope  benchmark_milli  benchmark_people  breadth_weight  depth_weight  recency_weight  product_milli
    1      100000           4                 400000          400000        200000          50000
""")
PLACEMENTS = table("""
    as_of  account_id  segment  tier  scope
    30     1           1        1     1
""")
FIT = table("""
    as_of  account_id  state   fit_score  known_share  grade_rank  hindsight
    30     1           graded  60000000   1000000      2           1
""")
RECENCY = table("""
    age  recency
    0    100000000
    10   50000000
""")
COLUMNS = (
    *("state", "fit_score", "known_share", "grade_rank", "segment", "tier", "scope", "engagement", "breadth", "depth"),
    *("recency", "breadth_share", "depth_share", "recency_share", "product", "points", "product_points", "engaged"),
    *("seen", "known", "mqls", "last_age", "evidence_age", "hindsight"),
)
NO_POINTS = table("as_of  account_id  pool  counted")
NOBODY = table("as_of  account_id  person_id  engaged  mql")


def scores(
    engine: Engine, pools: Rows = NO_POINTS, person_scores: Rows = NOBODY, members: Rows | None = None
) -> dict[str, Value]:
    """The scores of the account, by column."""
    given = {"placements": PLACEMENTS, "scopes": SCOPES, "fit": FIT, "recency_ages": RECENCY}
    given |= {"members": members} if members else {}
    ((as_of, account, *found),) = rows(engine, "scoring/scores.sql", pools=pools, person_scores=person_scores, **given)
    assert (as_of, account) == (30, 1)
    return dict(zip(COLUMNS, found, strict=True))


def test_an_account_without_acts_has_scores_of_nothing(engine: Engine) -> None:
    found = scores(engine)
    assert [found[name] for name in ("engagement", "breadth", "depth", "recency", "product", "engaged")] == [0] * 6
    assert (found["last_age"], found["evidence_age"]) == (None, None)


def test_fit_stands_beside_the_scores(engine: Engine) -> None:
    found = scores(engine)
    assert [found[name] for name in ("state", "fit_score", "known_share", "grade_rank", "hindsight")] == [
        *("graded", 60_000_000, 1_000_000, 2, 1)
    ]


def test_depth_is_gains_less_penalties_against_the_benchmark(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           1     60000000
        30     1           1     10000000
        30     1           2     20000000
    """)
    found = scores(engine, pools)
    assert (found["points"], found["depth"], found["depth_share"]) == (50_000_000, 50_000_000, 20_000_000)


def test_depth_is_clipped_at_the_benchmark(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           1     900000000
    """)
    found = scores(engine, pools)
    assert (found["points"], found["depth"], found["depth_share"]) == (900_000_000, 100_000_000, 40_000_000)


def test_more_penalties_than_gains_are_a_depth_of_nothing(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           1     10000000
        30     1           2     20000000
        30     1           4     20000000
    """)
    found = scores(engine, pools)
    assert (found["points"], found["depth"], found["depth_share"]) == (-10_000_000, 0, 0)
    assert (found["product_points"], found["product"]) == (-20_000_000, 0)


def test_product_has_a_benchmark_of_its_own_and_adds_nothing_to_engagement(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           3     30000000
        30     1           4     5000000
    """)
    found = scores(engine, pools)
    assert (found["product_points"], found["product"], found["engagement"]) == (25_000_000, 50_000_000, 0)


def test_breadth_is_engaged_people_against_the_benchmark(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  engaged  mql
        30     1           7          1        0
        30     1           8          0        0
        30     1           0          0        0
    """)
    found = scores(engine, person_scores=people)
    assert (found["engaged"], found["breadth"], found["breadth_share"]) == (1, 25_000_000, 10_000_000)


def test_breadth_is_full_with_the_benchmarks_people(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  engaged  mql
        30     1           1          1        1
        30     1           2          1        1
        30     1           3          1        0
        30     1           4          1        0
        30     1           5          1        0
    """)
    found = scores(engine, person_scores=people)
    assert (found["engaged"], found["breadth"], found["breadth_share"]) == (5, 100_000_000, 40_000_000)
    assert found["mqls"] == 2


def test_recency_is_that_of_the_last_act_with_points_also_of_nameless_visitors(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  engaged  mql  seen_age  points_age
        30     1           7          0        0    20        20
        30     1           0          0        0    10        10
    """)
    found = scores(engine, person_scores=people)
    assert (found["last_age"], found["recency"], found["recency_share"]) == (10, 50_000_000, 10_000_000)


def test_an_act_that_has_lost_its_points_is_evidence_but_not_recency(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  engaged  mql  seen_age  points_age
        30     1           7          0        0    0         -
        30     1           8          0        0    12        10
    """)
    found = scores(engine, person_scores=people)
    assert (found["last_age"], found["evidence_age"], found["recency"]) == (10, 0, 50_000_000)


def test_seen_are_known_people_with_points(engine: Engine) -> None:
    people = table("""
        as_of  account_id  person_id  engaged  mql  seen_age  points_age
        30     1           7          0        0    10        10
        30     1           8          0        0    10        -
        30     1           0          0        0    10        10
    """)
    assert scores(engine, person_scores=people)["seen"] == 1


def test_known_are_all_members(engine: Engine) -> None:
    members = table("""
        as_of  account_id  person_id
        30     1           7
        30     1           8
        30     2           9
    """)
    assert scores(engine, members=members)["known"] == 2


def test_engagement_is_the_sum_of_its_shares(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           1     33333333
    """)
    people = table("""
        as_of  account_id  person_id  engaged  mql  seen_age  points_age
        30     1           7          1        0    10        10
    """)
    found = scores(engine, pools, people)
    assert [found[name] for name in ("breadth_share", "depth_share", "recency_share", "engagement")] == [
        *(10_000_000, 13_333_333, 10_000_000, 33_333_333)
    ]


def test_everything_full_is_a_hundred(engine: Engine) -> None:
    pools = table("""
        as_of  account_id  pool  counted
        30     1           1     100000000
    """)
    people = table("""
        as_of  account_id  person_id  engaged  mql  seen_age  points_age
        30     1           1          1        0    0         0
        30     1           2          1        0    0         0
        30     1           3          1        0    0         0
        30     1           4          1        0    0         0
    """)
    assert scores(engine, pools, people)["engagement"] == 100_000_000
