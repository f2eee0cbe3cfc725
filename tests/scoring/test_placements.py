from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, table

# Segments: 1 asks for criteria 1 and 2, 2 asks for criterion 1, 3 takes the rest.
# Tiers: 1 asks for criterion 3, 2 asks for the fit grade a or b, 3 takes the rest.
CRITERIA = table("""
    criterion  purpose  owner  fact_number  operator
    1          segment  1      1            between
    2          segment  1      2            any_of
    3          tier     1      3            any_of
    4          tier     2      -1           any_of
    5          segment  2      1            between
""")
VALUES = table("""
    criterion  value
    2          banking
    3          acme.example
    4          a
    4          b
""")
PLACES = table("""
    purpose  owner  tests
    segment  1      2
    segment  2      1
    tier     1      1
    tier     2      1
""")
GRADES = table("""
    grade_rank  value
    1           a
    2           b
    3           d
""")
RULES = table("""
    last_segment  last_tier
    3             3
""")
SCOPES = table("""
    scope  segment  tier
    11     1        1
    12     1        2
    13     1        3
    21     2        1
    22     2        2
    23     2        3
    31     3        1
    32     3        2
    33     3        3
""")
UNKNOWN_FIT = table("""
    as_of  account_id  grade_rank
    30     1           0
""")


def scope(engine: Engine, met: Rows, fit: Rows = UNKNOWN_FIT) -> int:
    """The scope of the account, which says segment and tier."""
    given = {"criteria": CRITERIA, "criterion_values": VALUES, "places": PLACES, "grades": GRADES, "scopes": SCOPES}
    ((_, _, segment, tier, found),) = rows(
        engine, "scoring/placements.sql", criteria_met=met, fit=fit, fit_rules=RULES, **given
    )
    assert found == segment * 10 + tier
    return found


def test_an_account_that_matches_nothing_takes_the_last_segment_and_tier(engine: Engine) -> None:
    assert scope(engine, table("as_of  account_id  criterion  holds")) == 33


def test_all_tests_of_a_segment_must_hold(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds
        30     1           1          1
        30     1           5          1
        30     1           2          0
    """)
    assert scope(engine, met) == 23


def test_the_first_segment_and_tier_that_match_win(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds
        30     1           1          1
        30     1           2          1
        30     1           5          1
        30     1           3          1
    """)
    graded = table("""
        as_of  account_id  grade_rank
        30     1           1
    """)
    assert scope(engine, met, graded) == 11


def test_a_tier_may_ask_for_the_fit_grade(engine: Engine) -> None:
    nothing = table("as_of  account_id  criterion  holds")
    graded = table("""
        as_of  account_id  grade_rank
        30     1           2
    """)
    lowest = table("""
        as_of  account_id  grade_rank
        30     1           3
    """)
    assert [scope(engine, nothing, fit) for fit in (graded, lowest, UNKNOWN_FIT)] == [32, 33, 33]


def test_a_tier_may_ask_for_a_fact_and_the_fit_grade(engine: Engine) -> None:
    criteria = table("""
        criterion  purpose  owner  fact_number  operator
        1          tier     1      1            any_of
        2          tier     1      -1           any_of
    """)
    values = table("""
        criterion  value
        2          a
    """)
    places = table("""
        purpose  owner  tests
        tier     1      2
    """)
    fit = table("""
        as_of  account_id  grade_rank
        30     1           1
        30     2           1
        30     3           2
    """)
    met = table("""
        as_of  account_id  criterion  holds
        30     1           1          1
        30     2           1          0
        30     3           1          1
    """)
    rules = table("""
        last_segment  last_tier
        1             2
    """)
    scopes = table("""
        scope  segment  tier
        1      1        1
        2      1        2
    """)
    given = {"criteria": criteria, "criterion_values": values, "places": places, "grades": GRADES, "scopes": scopes}
    found = rows(engine, "scoring/placements.sql", criteria_met=met, fit=fit, fit_rules=rules, **given)
    assert [(row[1], row[3]) for row in found] == [(1, 1), (2, 2), (3, 2)]
