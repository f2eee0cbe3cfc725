from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

SCOPES = table("""
    scope  worth_class
    1      1
    2      2
""")
CAPS = table("""
    worth_class  signal  cap   most_per_person
    1            1       40    1000
    1            2       1000  1000
    2            1       15    1000
""")


def pools(engine: Engine, person_signals: Rows, caps: Rows = CAPS) -> list[tuple[Value, ...]]:
    """(day, account, pool, before caps, after caps, side)."""
    return rows(engine, "scoring/pools.sql", person_signals=person_signals, caps=caps, scopes=SCOPES)


def test_a_pool_is_what_its_capped_signals_add_up_to(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points  pool  scope
        30     1           7          1       30      1     1
        30     1           8          1       30      1     1
        30     1           8          2       5       1     1
    """)
    assert pools(engine, acts) == [(30, 1, 1, 65, 45, "signals")]


@pytest.mark.parametrize(
    ("cap", "most_per_person", "counted", "side"),
    [(40, 30, 30, "people"), (30, 40, 30, "signals"), (30, 30, 30, "signals"), (99, 99, 60, "signals")],
    ids=["people bind harder", "signals bind harder", "a tie", "neither binds"],
)
def test_of_both_sides_the_smaller_stands(
    engine: Engine, cap: int, most_per_person: int, counted: int, side: str
) -> None:
    caps = table(f"""
        worth_class  signal  cap    most_per_person
        1            1       {cap}  {most_per_person}
    """)
    acts = table("""
        as_of  account_id  person_id  signal  points  pool  scope
        30     1           7          1       60      1     1
    """)
    assert pools(engine, acts, caps) == [(30, 1, 1, 60, counted, side)]


def test_pools_days_and_accounts_are_capped_for_themselves(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points  pool  scope
        30     1           7          1       30      1     1
        30     1           7          1       -50     2     1
        30     1           7          2       30      3     1
        31     1           7          1       30      1     1
        30     2           7          1       30      1     2
    """)
    assert [row[:5] for row in pools(engine, acts)] == [
        *((30, 1, 1, 30, 30), (30, 1, 2, 50, 40), (30, 1, 3, 30, 30), (30, 2, 1, 30, 15), (31, 1, 1, 30, 30)),
    ]


def test_what_is_worth_nothing_is_in_no_pool(engine: Engine) -> None:
    acts = table("""
        as_of  account_id  person_id  signal  points  pool  scope
        30     1           7          1       0       0     1
    """)
    assert pools(engine, acts) == []
