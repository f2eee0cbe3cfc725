"""Nameless visitors are surely of an account by the rules that say so, as far as it was known."""

from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

DAYS = table("""
    as_of  known_at
    10     10
    20     20
""")
SURE_RULES = table("""
    rule
    domain of the network
    account of the act
""")


def sure_visitors(engine: Engine, people: Rows, rules: Rows = SURE_RULES) -> list[tuple[Value, ...]]:
    """(day, account, visitor)"""
    return rows(engine, "identity/sure_visitors.sql", days=DAYS, people=people, sure_rules=rules)


def test_a_visitor_is_sure_by_one_rule_that_says_so_from_the_day_it_was_known(engine: Engine) -> None:
    people = table("""
        account_id  person_id  rule                   known_on  times
        1           -7         domain of the visit    5         1
        1           -7         account of the act     15        1
    """)
    assert sure_visitors(engine, people) == [(20, 1, -7)]


def test_a_visitor_is_sure_at_each_account_by_itself(engine: Engine) -> None:
    people = table("""
        account_id  person_id  rule                   known_on  times
        1           -7         domain of the network  5         1
        2           -7         domain of the visit    5         1
    """)
    assert sure_visitors(engine, people) == [(10, 1, -7), (20, 1, -7)]


def test_what_is_taken_back_holds_no_more(engine: Engine) -> None:
    people = table("""
        account_id  person_id  rule                   known_on  times
        1           -7         domain of the network  5         1
        1           -7         domain of the network  12        -1
    """)
    assert sure_visitors(engine, people) == [(10, 1, -7)]


def test_people_with_a_name_and_visitors_of_no_account_are_no_sure_visitors(engine: Engine) -> None:
    people = table("""
        account_id  person_id  rule                   known_on  times
        1           7          account of the act     5         1
        0           -7         domain of the network  5         1
    """)
    assert sure_visitors(engine, people) == []


def test_nobody_is_sure_where_all_nameless_visitors_weigh_alike(engine: Engine) -> None:
    people = table("""
        account_id  person_id  rule                   known_on  times
        1           -7         domain of the network  5         1
    """)
    assert sure_visitors(engine, people, table("rule")) == []
