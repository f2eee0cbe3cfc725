from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import table

STEP = "identity/accounts_today.sql"


def test_an_account_is_there_from_the_day_it_was_known(engine: Engine) -> None:
    accounts = table("""
        account_id  domain        known_on
        1           acme.example  2026-06-10
    """)
    days = table("""
        as_of       known_at
        2026-06-09  2026-06-09
        2026-06-10  2026-06-10
    """)
    assert [row[1:3] for row in rows(engine, STEP, accounts=accounts, days=days)] == [(1, "acme.example")]


def test_what_two_sources_say_is_one_account_known_since_the_first(engine: Engine) -> None:
    accounts = table("""
        account_id  domain        source  known_on
        1           acme.example  crm     20
        1           acme.example  web     12
    """)
    days = table("""
        as_of  known_at
        30     30
    """)
    assert rows(engine, STEP, accounts=accounts, days=days) == [(30, 1, "acme.example", 12)]


def test_what_is_known_later_than_the_day_asked_for_may_be_asked_for(engine: Engine) -> None:
    accounts = table("""
        account_id  domain        known_on
        1           acme.example  20
    """)
    days = table("""
        as_of  known_at
        10     20
    """)
    assert rows(engine, STEP, accounts=accounts, days=days) == [(10, 1, "acme.example", 20)]


def test_what_belongs_to_nobody_is_no_account(engine: Engine) -> None:
    accounts = table("""
        account_id  domain         known_on
        0           gmail.example  1
    """)
    days = table("""
        as_of  known_at
        30     30
    """)
    assert rows(engine, STEP, accounts=accounts, days=days) == []


def test_an_account_that_was_merged_is_none_until_it_comes_back(engine: Engine) -> None:
    accounts = table("""
        account_id  domain        source  known_on  told_on  times
        1           acme.example  crm     10        10       1
        1           acme.example  web     12        12       1
        1           acme.example  crm     20        10       -1
        1           acme.example  web     20        12       -1
        1           acme.example  crm     25        10       1
        1           acme.example  web     25        12       1
    """)
    days = table("""
        as_of  known_at
        19     19
        20     20
        25     25
    """)
    assert rows(engine, STEP, accounts=accounts, days=days) == [
        (19, 1, "acme.example", 10),
        (25, 1, "acme.example", 10),
    ]
