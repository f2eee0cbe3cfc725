"""The harness itself: both engines see the same literal rows and give the same answer."""

from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows_of
from tests.tables import table

POINTS = """
    -- one account and its points
    select account_id, cast(sum(points) as bigint) as points from acts group by account_id
"""


def test_a_step_gives_the_same_rows_on_each_engine(engine: Engine) -> None:
    acts = table("""
        account_id  points
        2           5
        1           -3
        1           -
        1           10
    """)
    assert rows_of(engine, POINTS, acts=acts) == [(1, 7), (2, 5)]


def test_a_declared_table_that_is_left_out_is_empty(engine: Engine) -> None:
    assert rows_of(engine, "select account_id from accounts") == []


def test_a_declared_column_that_is_left_out_is_null(engine: Engine) -> None:
    accounts = table("""
        account_id  domain
        7           acme.example
    """)
    assert rows_of(engine, "select account_id, domain, owner from accounts", accounts=accounts) == [
        (7, "acme.example", None)
    ]


def test_a_number_in_a_text_column_is_text(engine: Engine) -> None:
    people = table("""
        person_id  title
        1          42
    """)
    assert rows_of(engine, "select title from people", people=people) == [("42",)]


def test_a_sum_that_is_not_cast_back_is_refused(engine: Engine) -> None:
    acts = table("""
        points
        1
    """)
    with pytest.raises(AssertionError, match="cast it to bigint"):
        rows_of(engine, "select sum(points) as points from acts", acts=acts)


def test_integer_division_cuts_towards_zero(engine: Engine) -> None:
    numbers = table("""
        a   b
        7   2
        -7  2
    """)
    assert rows_of(engine, "select a, cast(a // b as bigint) as half from numbers", numbers=numbers) == [
        (-7, -3),
        (7, 3),
    ]


def test_texts_compare_by_their_bytes(engine: Engine) -> None:
    names = table("""
        name
        a
        B
        é
    """)
    ranked = "select name, row_number() over (order by name nulls last) as rank from names"
    assert rows_of(engine, ranked, names=names) == [("B", 1), ("a", 2), ("é", 3)]


def test_a_table_that_the_step_does_not_read_is_refused(engine: Engine) -> None:
    with pytest.raises(AssertionError, match="does not read people"):
        rows_of(engine, "select account_id from accounts", people=table("person_id"))


def test_a_column_that_the_table_does_not_have_is_refused(engine: Engine) -> None:
    with pytest.raises(AssertionError, match="accounts has no column colour"):
        rows_of(engine, "select account_id from accounts", accounts=table("colour"))


def test_a_text_among_numbers_is_refused(engine: Engine) -> None:
    accounts = table("""
        account_id
        acme
    """)
    with pytest.raises(AssertionError, match="holds whole numbers"):
        rows_of(engine, "select account_id from accounts", accounts=accounts)
