"""How many accounts are newly handed to sales: on literal rows."""

from __future__ import annotations

import duckdb
import pytest

from mqa.comparing.queries import TABLES, VOLUME
from mqa.terms.tables import WORLD
from tests.tables import table

ENTERED = 25  # the day on which the account enters the level that is handed off


@pytest.fixture
def engine():
    """One account that enters a level that goes to sales, under each of both; a period of ten days before and after."""
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        connection.execute("create table periods as select 15 as first_day, 35 as last_day")
        connection.execute("create table named as select 7 as account_id, 'acme.com' as domain")
        connection.execute("insert into sides values (1, 1, 'Qualified', 1, 1), (2, 1, 'Qualified', 1, 1)")
        connection.execute(f"insert into changes select side, {ENTERED}, 7, 0, 1, 'entered' from sides")
        columns = ", ".join(
            f"{name} {'varchar' if kind == 'text' else 'bigint'}" for name, kind in WORLD["outcomes"].columns.items()
        )
        connection.execute(f"create table outcomes ({columns})")
        yield connection


def counted(engine, steps: str) -> int:
    rows = table(f"""
        outcome_id  opportunity  kind    day  times
        {steps}
    """)
    for row in rows.rows:
        engine.execute(
            "insert into outcomes (account_id, outcome_id, opportunity, kind, day, times) values (7, ?, ?, ?, ?, ?)",
            row,
        )
    (found,) = engine.execute(f"select now from ({VOLUME})").fetchall()
    return found[0]


@pytest.mark.parametrize(
    ("steps", "handed"),
    [
        ("", 1),
        ("1  a  opened  26  1", 1),
        ("1  a  opened  20  1", 0),
        ("1  a  opened  20  1\n 1  a  opened  20  -1", 1),
        ("1  a  opened  20  1\n 2  a  lost    24  1", 1),
        ("1  a  opened  20  1\n 2  a  lost    26  1", 0),
        ("1  a  opened  20  1\n 2  a  won     24  1", 0),
        ("1  a  opened  10  1\n 2  a  lost    12  1\n 3  b  opened  20  1", 0),
    ],
    ids=["none", "opened later", "open", "open but taken back", "lost before", "lost later", "won", "another one open"],
)
def test_an_account_that_is_with_sales_already_is_not_handed_to_them(engine, steps, handed):
    assert counted(engine, steps) == handed
