from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

ACCOUNT = table("""
    as_of  account_id
    30     1
""")
CRITERIA = table("""
    criterion  purpose   owner  points
    1          required  0      0
    2          required  0      0
    3          excluded  0      0
    4          points    0      6
    5          points    0      4
    6          points    0      -5
    7          segment   1      0
""")
GRADES = table("""
    grade_rank  value  bar       below
    1           a      75000000  100000001
    2           b      55000000  75000000
    3           d      0         55000000
""")
RULES = table("""
    required  least_known_share  all_points
    2         0                  10
""")


def fit(engine: Engine, met: Rows, rules: Rows = RULES) -> tuple[Value, ...]:
    """(state, fit score, known share, grade rank) of the account."""
    given = {"accounts_today": ACCOUNT, "criteria": CRITERIA, "grades": GRADES}
    ((as_of, account, *found, _),) = rows(engine, "scoring/fit.sql", criteria_met=met, fit_rules=rules, **given)
    assert (as_of, account) == (30, 1)
    return tuple(found)


def test_the_points_that_hold_make_the_score_and_the_grade(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           4          1      0
        30     1           5          0      0
    """)
    assert fit(engine, met) == ("graded", 60_000_000, 1_000_000, 2)


def test_a_grade_is_reached_at_its_bar(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           4          1      0
    """)
    at_sixty = table("""
        grade_rank  value  bar       below
        1           a      60000000  100000001
        2           d      0         6
    """)
    above_sixty = table("""
        grade_rank  value  bar       below
        1           a      60000001  100000001
        2           d      0         60000001
    """)
    given = {"accounts_today": ACCOUNT, "criteria": CRITERIA, "criteria_met": met, "fit_rules": RULES}
    reached = [rows(engine, "scoring/fit.sql", grades=grades, **given)[0][5] for grades in (at_sixty, above_sixty)]
    assert reached == [1, 2]


def test_a_required_test_that_fails_puts_the_account_outside(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          0      0
        30     1           2          1      0
        30     1           4          1      0
        30     1           5          1      0
    """)
    assert fit(engine, met) == ("outside", 100_000_000, 1_000_000, 0)


def test_a_required_fact_that_is_unknown_makes_fit_unknown(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           4          1      0
    """)
    assert fit(engine, met) == ("unknown", 60_000_000, 600_000, 0)


def test_what_fails_beats_what_is_unknown(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          0      0
    """)
    assert fit(engine, met)[0] == "outside"


def test_an_excluded_account_is_out_whatever_else_is_so(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          0      0
        30     1           3          1      0
    """)
    assert fit(engine, met)[0] == "excluded"


def test_an_exclusion_that_does_not_match_changes_nothing(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           3          0      0
    """)
    assert fit(engine, met) == ("graded", 0, 0, 3)


def test_an_account_of_which_nothing_is_known_has_unknown_fit(engine: Engine) -> None:
    assert fit(engine, table("as_of  account_id  criterion  holds  hindsight")) == ("unknown", 0, 0, 0)


def test_nothing_known_and_nothing_required_is_the_lowest_grade(engine: Engine) -> None:
    nothing_required = table("""
        required  least_known_share  all_points
        0         0                  10
    """)
    nothing = table("as_of  account_id  criterion  holds  hindsight")
    assert fit(engine, nothing, nothing_required) == ("graded", 0, 0, 3)


def test_too_little_known_is_unknown_and_just_enough_is_graded(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           5          1      0
    """)
    too_little = table("""
        required  least_known_share  all_points
        0         400001             10
    """)
    enough = table("""
        required  least_known_share  all_points
        0         400000             10
    """)
    assert [fit(engine, met, rules)[0] for rules in (too_little, enough)] == ["unknown", "graded"]


def test_missing_is_not_false(engine: Engine) -> None:
    false = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           4          0      0
    """)
    missing = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
    """)
    assert fit(engine, false) == ("graded", 0, 600_000, 3)
    assert fit(engine, missing) == ("graded", 0, 0, 3)


def test_a_negative_criterion_takes_points_and_nothing_of_the_known_share(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           4          1      0
        30     1           6          1      0
    """)
    assert fit(engine, met) == ("graded", 10_000_000, 600_000, 3)


def test_a_score_is_never_below_nothing(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           2          1      0
        30     1           6          1      0
    """)
    assert fit(engine, met) == ("graded", 0, 0, 3)


def test_hindsight_of_any_fact_marks_the_fit(engine: Engine) -> None:
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           4          1      1
        30     1           5          1      0
    """)
    given = {"accounts_today": ACCOUNT, "criteria": CRITERIA, "grades": GRADES, "fit_rules": RULES}
    assert rows(engine, "scoring/fit.sql", criteria_met=met, **given)[0][-1] == 1


def test_an_account_exactly_on_a_bar_reaches_it_whatever_the_points_divide_into(engine: Engine) -> None:
    criteria = table("""
        criterion  purpose  owner  points
        1          points   0      1
        2          points   0      5
        3          points   0      2
        4          points   0      4
    """)
    rules = table("""
        required  least_known_share  last_segment  last_tier  all_points
        0         0                  1             1          12
    """)
    bar = table("""
        grade_rank  value  bar       below
        1           a      25000000  100000001
        2           d      0         25000000
    """)
    met = table("""
        as_of  account_id  criterion  holds  hindsight
        30     1           1          1      0
        30     1           3          1      0
    """)
    given = {"accounts_today": ACCOUNT, "criteria": criteria, "grades": bar, "fit_rules": rules}
    (found,) = rows(engine, "scoring/fit.sql", criteria_met=met, **given)
    assert found[3] == 25_000_000
    assert found[5] == 1
