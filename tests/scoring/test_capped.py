from __future__ import annotations

import pytest

from mqa.definition.parts.values import HIGHEST_SUM
from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

NO_LIMIT = 9_000_000_000_000_000
CAPS = table(f"""
    worth_class  signal  cap         most_per_person
    1            1       40          {NO_LIMIT}
    1            2       {NO_LIMIT}  {NO_LIMIT}
    1            3       20          {NO_LIMIT}
    1            4       10          {NO_LIMIT}
    2            1       15          {NO_LIMIT}
""")
SCOPES = table("""
    scope  worth_class
    1      1
    2      2
""")
PRODUCT = 4  # the signal of the product score
SCOPE_OF = {1: 1, 2: 1, 3: 2}  # by account
POOLS = ("as_of", "account_id", "pool", "size", "counted", "side")


def pooled(person_signals: Rows) -> Rows:
    """The same rows with the pool of their points and the scope of their account."""
    signal, points, account = map(person_signals.columns.index, ("signal", "points", "account_id"))
    pools = [
        (3 if row[signal] == PRODUCT else 1) + (row[points] < 0) if row[points] else 0 for row in person_signals.rows
    ]
    told = tuple((*row, pool, SCOPE_OF[row[account]]) for row, pool in zip(person_signals.rows, pools, strict=True))
    return Rows((*person_signals.columns, "pool", "scope"), told)


def rows_capped(engine: Engine, person_signals: Rows, caps: Rows = CAPS) -> list[tuple[Value, ...]]:
    """The rows of capped, by the pools that the step before makes of the same."""
    given = {"person_signals": pooled(person_signals), "caps": caps, "scopes": SCOPES}
    pools = Rows(POOLS, tuple(rows(engine, "scoring/pools.sql", **given)))
    return rows(engine, "scoring/capped.sql", pools=pools, **given)


def capped(engine: Engine, person_signals: Rows, caps: Rows = CAPS) -> list[tuple[Value, ...]]:
    """(pool, signal, person, counted, side) of account 1, on day 30."""
    found = rows_capped(engine, person_signals, caps)
    return [(pool, signal, person, counted, side) for _, _, pool, signal, person, _, counted, side in found]


def counted(engine: Engine, person_signals: Rows, caps: Rows = CAPS) -> list[int]:
    return [row[3] for row in capped(engine, person_signals, caps)]


def test_without_a_cap_that_binds_everything_counts(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       30
        30     1           7          2       500
        30     1           8          1       10
    """)
    assert capped(engine, acts) == [
        (1, 1, 7, 30, "signals"),
        (1, 1, 8, 10, "signals"),
        (1, 2, 7, 500, "signals"),
    ]


def test_a_signal_adds_no_more_than_its_cap_shared_by_its_people(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     1           8          1       20
    """)
    assert counted(engine, acts) == [30, 10]


def test_a_capped_group_adds_up_to_its_cap_exactly(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           6          1       17
        30     1           7          1       17
        30     1           8          1       17
    """)
    assert sum(counted(engine, acts)) == 40


def test_a_person_adds_no_more_than_most_per_person(engine: Engine) -> None:
    caps = table("""
        worth_class  signal  cap   most_per_person
        1            1       1000  50
        1            2       1000  50
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     1           7          2       40
        30     1           8          1       5
    """)
    assert capped(engine, acts, caps) == [
        (1, 1, 7, 30, "people"),
        (1, 1, 8, 5, "people"),
        (1, 2, 7, 20, "people"),
    ]


@pytest.mark.parametrize(
    ("cap", "most_per_person", "side", "total"),
    [(40, 30, "people", 30), (30, 40, "signals", 30), (30, 30, "signals", 30)],
    ids=["people bind harder", "signals bind harder", "a tie: signals"],
)
def test_the_smaller_side_binds(engine: Engine, cap: int, most_per_person: int, side: str, total: int) -> None:
    caps = table(f"""
        worth_class  signal  cap    most_per_person
        1            1       {cap}  {most_per_person}
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
    """)
    assert capped(engine, acts, caps) == [(1, 1, 7, total, side)]


def test_only_the_side_that_binds_is_applied(engine: Engine) -> None:
    caps = table("""
        worth_class  signal  cap  most_per_person
        1            1       40   30
        1            2       90   30
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       50
        30     1           7          2       20
        30     1           8          1       20
    """)
    # signals: min(70, 40) + 20 = 60; people: min(70, 30) + 20 = 50. Person 7 gets 30 of 70; signal 1 is not cut again.
    assert capped(engine, acts, caps) == [
        (1, 1, 7, 21, "people"),
        (1, 1, 8, 20, "people"),
        (1, 2, 7, 9, "people"),
    ]


def test_gains_and_penalties_are_capped_apart(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     1           7          3       -50
    """)
    assert capped(engine, acts) == [(1, 1, 7, 40, "signals"), (2, 3, 7, 20, "signals")]


def test_each_pool_is_bound_by_its_own_side(engine: Engine) -> None:
    caps = table("""
        worth_class  signal  cap   most_per_person
        1            1       1000  50
        1            3       20    50
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     1           7          3       -40
    """)
    assert capped(engine, acts, caps) == [(1, 1, 7, 50, "people"), (2, 3, 7, 20, "signals")]


def test_the_product_score_is_capped_apart(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          2       60
        30     1           7          4       60
    """)
    assert capped(engine, acts) == [(1, 2, 7, 60, "signals"), (3, 4, 7, 10, "signals")]


def test_nameless_visitors_together_are_bound_like_a_person(engine: Engine) -> None:
    caps = table("""
        worth_class  signal  cap   most_per_person
        1            1       1000  50
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           0          1       60
    """)
    assert capped(engine, acts, caps) == [(1, 1, 0, 50, "people")]


def test_what_is_worth_nothing_is_no_row(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       0
    """)
    assert capped(engine, acts) == []


def test_accounts_and_days_are_capped_for_themselves(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     2           7          1       60
        31     1           7          1       30
    """)
    found = rows_capped(engine, acts)
    assert [(row[0], row[1], row[6]) for row in found] == [(30, 1, 40), (30, 2, 40), (31, 1, 30)]


def test_caps_are_those_of_the_accounts_segment_and_tier(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points
        30     1           7          1       60
        30     3           7          1       60
    """)
    found = rows_capped(engine, acts)
    assert [(row[1], row[6]) for row in found] == [(1, 40), (3, 15)]


def test_points_at_the_limits_of_a_definition_do_not_overflow(engine: Engine) -> None:
    million = 10**6 * 10**6  # a million points
    caps = table(f"""
        worth_class  signal  cap        most_per_person
        1            1       {million}  {NO_LIMIT}
    """)
    acts = table(f"""
        as_of  account_id  person_id  signal  points
        30     1           7          1       {million}
        30     1           8          1       {million}
    """)
    assert counted(engine, acts, caps) == [million // 2, million // 2]


def test_points_above_the_highest_cap_of_a_definition_do_not_overflow(engine: Engine) -> None:
    highest = HIGHEST_SUM * 10**6
    caps = table(f"""
        worth_class  signal  cap        most_per_person
        1            1       {highest}  {NO_LIMIT}
    """)
    acts = table(f"""
        as_of  account_id  person_id  signal  points
        30     1           7          1       {highest}
        30     1           8          1       {highest}
    """)
    assert sum(counted(engine, acts, caps)) == highest
