"""Runs: how many days are judged at once."""

from __future__ import annotations

import duckdb
import pytest

from mqa import runs

DAYS = [(day, day) for day in range(9_000, 9_090)]


@pytest.fixture
def world():
    """A connection with so many accounts, each with so many activity days in each day of the last half year."""

    def made(accounts: int, acts_a_day: int) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        connection.execute(f"create table accounts as select range as account_id from range({accounts})")
        connection.execute(
            f"create table activity_days as select day from range(8910, 9090) as days (day), range({acts_a_day})"
        )
        return connection

    return made


def sizes(connection: duckdb.DuckDBPyConnection) -> list[int]:
    return [len(some) for some in runs.chunks(connection, DAYS, 90)]


def test_a_small_company_is_judged_at_once(world):
    assert sizes(world(accounts=100, acts_a_day=10)) == [90]


def test_many_accounts_are_judged_a_few_days_at_a_time(world):
    assert sizes(world(accounts=10_000, acts_a_day=1)) == [30, 30, 30]


def test_much_activity_is_judged_a_few_days_at_a_time(world):
    assert sizes(world(accounts=100, acts_a_day=2_000)) == [16] * 5 + [10]


def test_no_day_is_left_out(world):
    connection = world(accounts=40_000, acts_a_day=500)

    assert [day for some in runs.chunks(connection, DAYS, 90) for day in some] == DAYS


def test_no_days_are_no_pieces(world):
    assert list(runs.chunks(world(accounts=1, acts_a_day=1), [], 90)) == []
