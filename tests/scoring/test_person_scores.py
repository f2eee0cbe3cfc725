from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

# Signals 1 and 2 add, 3 takes, 4 adds to the product score. Engaged from 5 points, an MQL from 20 in role 5 or
# none; accounts of the other scope ask for more.
SIGNALS = table("""
    signal  score       positive
    1       engagement  1
    2       engagement  1
    3       engagement  0
    4       product     1
""")
SCOPES = table("""
    scope  engaged_at  mql_points
    1      5000000     20000000
    2      9000000     30000000
""")
MQL_ROLES = table("""
    role
    0
    5
""")
CLASSES = {8: 60000, 9: 50003}  # of members; account 1 is of scope 1, account 2 of scope 2
GIVEN = {"signals": SIGNALS, "scopes": SCOPES, "mql_roles": MQL_ROLES}
COLUMNS = ("class", "role", "gains", "penalties", "engaged", "seen_age", "points_age", "mql")


def placed(person_signals: Rows) -> Rows:
    """The same rows with the scope of their account and, in account 1, the class of their person."""
    account, person = map(person_signals.columns.index, ("account_id", "person_id"))
    classes = [CLASSES.get(row[person]) if row[account] == 1 else None for row in person_signals.rows]
    told = tuple((*row, row[account], one) for row, one in zip(person_signals.rows, classes, strict=True))
    return Rows((*person_signals.columns, "scope", "class"), told)


def person_scores(engine: Engine, person_signals: Rows) -> dict[int, dict[str, Value]]:
    """What is found of each person of account 1, by column; where it is not told, the last act is one with points."""
    if "points_age" not in person_signals.columns:
        last_age = person_signals.columns.index("last_age")
        told = tuple((*row, row[last_age]) for row in person_signals.rows)
        person_signals = Rows((*person_signals.columns, "points_age"), told)
    found = rows(engine, "scoring/person_scores.sql", person_signals=placed(person_signals), **GIVEN)
    return {row[2]: dict(zip(COLUMNS, row[3:], strict=True)) for row in found}


def test_the_last_act_with_points_may_be_before_the_last_act(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points   last_age  points_age
        30     1           0          1       3000000  0         10
    """)
    person = person_scores(engine, signals)[0]
    assert (person["seen_age"], person["points_age"]) == (0, 10)


def test_gains_and_penalties_are_summed_apart(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           7          1       8000000   3
        30     1           7          2       2000000   1
        30     1           7          3       -4000000  0
    """)
    person = person_scores(engine, signals)[7]
    assert (person["gains"], person["penalties"]) == (10_000_000, 4_000_000)


@pytest.mark.parametrize(("penalty", "engaged"), [(-3_000_000, 1), (-3_000_001, 0)])
def test_a_person_is_engaged_from_the_bar_gains_less_penalties(engine: Engine, penalty: int, engaged: int) -> None:
    signals = table(f"""
        as_of  account_id  person_id  signal  points     last_age
        30     1           7          1       8000000    3
        30     1           7          3       {penalty}  0
    """)
    assert person_scores(engine, signals)[7]["engaged"] == engaged


def test_nameless_visitors_are_never_engaged_and_never_an_mql(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           0          1       90000000  3
    """)
    nameless = person_scores(engine, signals)[0]
    assert (nameless["engaged"], nameless["mql"]) == (0, 0)


def test_product_acts_are_seen_but_give_no_engagement(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           7          4       90000000  2
    """)
    person = person_scores(engine, signals)[7]
    assert (person["gains"], person["engaged"], person["seen_age"], person["points_age"]) == (0, 0, 2, None)


def test_only_acts_of_positive_signals_make_a_person_seen(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           7          3       -4000000  0
        30     1           8          1       0         25
        30     1           9          1       8000000   4
        30     1           9          2       1000000   6
    """)
    found = person_scores(engine, signals)
    assert [found[person]["seen_age"] for person in (7, 8, 9)] == [None, 25, 4]


def test_an_act_that_has_lost_its_points_counts_for_seen_only(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points   last_age
        30     1           7          1       0        25
        30     1           7          2       1000000  28
    """)
    person = person_scores(engine, signals)[7]
    assert (person["seen_age"], person["points_age"]) == (25, 28)


def test_a_person_who_is_no_member_has_no_role(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points   last_age
        30     1           7          1       8000000  3
        30     1           9          1       8000000  3
    """)
    found = person_scores(engine, signals)
    assert [(found[person]["class"], found[person]["role"]) for person in (7, 9)] == [(0, 0), (50_003, 5)]


def test_the_old_measure_asks_for_points_and_a_role(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           7          1       20000000  3
        30     1           8          1       90000000  3
        30     1           9          1       20000000  3
        30     1           10         1       19999999  3
    """)
    found = person_scores(engine, signals)
    assert [found[person]["mql"] for person in (7, 8, 9, 10)] == [1, 0, 1, 0]


def test_what_a_person_needs_is_what_the_accounts_segment_and_tier_ask(engine: Engine) -> None:
    signals = table("""
        as_of  account_id  person_id  signal  points    last_age
        30     1           7          1       8000000   3
        30     2           7          1       8000000   3
        30     2           8          1       9000000   3
        30     1           9          1       29000000  3
        30     2           9          1       29000000  3
        30     2           10         1       30000000  3
    """)
    found = rows(engine, "scoring/person_scores.sql", person_signals=placed(signals), **GIVEN)
    assert [(*row[1:3], row[7], row[10]) for row in found] == [
        (1, 7, 1, 0),
        (1, 9, 1, 1),
        (2, 7, 0, 0),
        (2, 8, 1, 0),
        (2, 9, 1, 0),
        (2, 10, 1, 1),
    ]
