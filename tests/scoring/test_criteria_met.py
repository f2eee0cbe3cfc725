from __future__ import annotations

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table


def criteria_met(engine: Engine, facts: Rows, criteria: Rows, values: Rows | None = None) -> list[tuple[Value, ...]]:
    """(criterion, holds) of one account."""
    given = {"known_facts": facts, "criteria": criteria} | ({"criterion_values": values} if values else {})
    return [row[2:4] for row in rows(engine, "scoring/criteria_met.sql", **given)]


def test_a_fact_told_once_and_one_with_several_values_meet_a_test_alike(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value  hindsight  alone
        30     1           1            de     0          1
        30     2           1            xx     0          0
        30     2           1            de     0          0
    """)
    criteria = table("""
        criterion  fact_number  operator
        1          1            any_of
    """)
    values = table("""
        criterion  value
        1          de
    """)
    found = rows(engine, "scoring/criteria_met.sql", known_facts=facts, criteria=criteria, criterion_values=values)
    assert [row[1:4] for row in found] == [(1, 1, 1), (2, 1, 1)]


def test_a_text_is_any_of_the_values(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value  hindsight
        30     1           1            de     0
        30     1           2            xx     0
    """)
    criteria = table("""
        criterion  fact_number  operator
        1          1            any_of
        2          2            any_of
    """)
    values = table("""
        criterion  value
        1          us
        1          de
        2          us
    """)
    assert criteria_met(engine, facts, criteria, values) == [(1, 1), (2, 0)]


def test_an_unknown_fact_has_no_answer(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value  hindsight
        30     1           2            xx     0
    """)
    criteria = table("""
        criterion  fact_number  operator
        1          1            known
        2          2            known
    """)
    assert criteria_met(engine, facts, criteria) == [(2, 1)]


def test_one_of_several_values_is_enough(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value       hindsight
        30     1           1            snowflake   0
        30     1           1            databricks  0
    """)
    criteria = table("""
        criterion  fact_number  operator
        1          1            any_of
    """)
    values = table("""
        criterion  value
        1          snowflake
    """)
    assert criteria_met(engine, facts, criteria, values) == [(1, 1)]


def test_both_ends_belong_to_a_range(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  number_milli  hindsight
        30     1           1            199999        0
        30     2           1            200000        0
        30     3           1            300000        0
        30     4           1            300001        0
    """)
    criteria = table("""
        criterion  fact_number  operator  low     high
        1          1            between   200000  300000
    """)
    assert criteria_met(engine, facts, criteria) == [(1, 0), (1, 1), (1, 1), (1, 0)]


def test_a_text_where_a_number_is_asked_for_is_unknown(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value  number_milli  hindsight
        30     1           1            many   -             0
    """)
    criteria = table("""
        criterion  fact_number  operator  low     high
        1          1            between   200000  300000
    """)
    assert criteria_met(engine, facts, criteria) == []


def test_within_fourteen_days_is_an_age_below_fourteen(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value_on  hindsight
        30     1           1            17        0
        30     2           1            16        0
        30     3           1            31        0
        30     4           1            -         0
    """)
    criteria = table("""
        criterion  fact_number  operator  high
        1          1            within    14
    """)
    found = rows(engine, "scoring/criteria_met.sql", known_facts=facts, criteria=criteria)
    assert [(row[1], row[3]) for row in found] == [(1, 1), (2, 0), (3, 0)]


def test_an_answer_that_leans_on_hindsight_says_so(engine: Engine) -> None:
    facts = table("""
        as_of  account_id  fact_number  value  hindsight
        30     1           1            a      0
        30     1           1            b      1
    """)
    criteria = table("""
        criterion  fact_number  operator
        1          1            known
    """)
    assert rows(engine, "scoring/criteria_met.sql", known_facts=facts, criteria=criteria) == [(30, 1, 1, 1, 1)]
