"""Runs: which days are judged at once."""

from __future__ import annotations

import duckdb
import pytest

from mqa import judging

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


def test_a_small_company_is_judged_at_once(world):
    assert judging.at_once(world(accounts=3_000, acts_a_day=10), DAYS, 90)


def test_many_accounts_are_not_judged_at_once(world):
    assert not judging.at_once(world(accounts=4_000, acts_a_day=1), DAYS, 90)


def test_much_activity_is_not_judged_at_once(world):
    assert not judging.at_once(world(accounts=100, acts_a_day=2_000), DAYS, 90)


def test_few_days_of_many_accounts_are_judged_at_once(world):
    assert judging.at_once(world(accounts=4_000, acts_a_day=1), DAYS[:60], 90)
