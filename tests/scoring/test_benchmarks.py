from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

COLUMNS = ("accounts", "counted", "low", "middle", "high", "benchmark", "reached")
SCOPES = table("""
    scope  benchmark_milli  benchmark_people
    1      40000            2
    2      90000            5
""")
SCORES = table("""
    as_of  account_id  state     segment  tier  scope  points     engaged
    30     1           graded    1        1     1      10000000   1
    30     2           graded    1        1     1      20000000   2
    30     3           unknown   1        1     1      40000000   3
    30     4           graded    1        1     1      50000000   4
    30     5           graded    1        1     1      60000000   0
    30     6           excluded  1        1     1      99000000   9
    30     7           outside   1        1     1      99000000   9
    30     8           graded    1        2     2      70000000   4
""")
COMMITTEE = table("""
    as_of  account_id  contact_ratio
    30     1           100000
    30     2           200000
    30     3           300000
    30     4           400000
    30     5           -
    30     6           1000000
    30     7           1000000
    30     8           800000
""")


def benchmarks(engine: Engine, scores: Rows = SCORES) -> dict[tuple[Value, ...], dict[str, Value]]:
    """What is found of each measure, by segment, tier and measure."""
    found = rows(engine, "scoring/benchmarks.sql", scores=scores, committee=COMMITTEE, scopes=SCOPES)
    return {row[1:4]: dict(zip(COLUMNS, row[4:], strict=True)) for row in found}


def test_quartiles_are_of_the_accounts_where_somebody_is_engaged(engine: Engine) -> None:
    found = benchmarks(engine)[1, 1, "points"]
    assert [found[name] for name in ("accounts", "counted")] == [5, 4]
    assert [found[name] for name in ("low", "middle", "high")] == [10_000_000, 20_000_000, 40_000_000]


def test_the_benchmark_is_the_definitions_in_the_same_unit_and_so_many_reach_it(engine: Engine) -> None:
    found = benchmarks(engine)
    assert [found[1, 1, "points"][name] for name in ("benchmark", "reached")] == [40_000_000, 2]
    assert [found[1, 1, "people"][name] for name in ("benchmark", "reached")] == [2, 3]


def test_each_tier_has_rows_and_a_benchmark_of_its_own(engine: Engine) -> None:
    found = benchmarks(engine)[1, 2, "people"]
    assert list(found.values()) == [1, 1, 4, 4, 4, 5, 0]


def test_the_contact_ratio_is_of_all_tiers_and_has_no_benchmark(engine: Engine) -> None:
    found = benchmarks(engine)[1, 0, "contact_ratio"]
    assert list(found.values()) == [6, 5, 200_000, 300_000, 400_000, None, 0]


def test_excluded_and_outside_accounts_have_no_part(engine: Engine) -> None:
    inside = Rows(SCORES.columns, tuple(row for row in SCORES.rows if row[2] not in ("excluded", "outside")))
    assert benchmarks(engine) == benchmarks(engine, inside)


def test_a_tier_in_which_nobody_is_engaged_has_a_benchmark_and_no_quartiles(engine: Engine) -> None:
    idle = table("""
        as_of  account_id  state   segment  tier  scope  points  engaged
        30     5           graded  1        1     1      5       0
    """)
    assert list(benchmarks(engine, idle)[1, 1, "points"].values()) == [1, 0, None, None, None, 40_000_000, 0]
