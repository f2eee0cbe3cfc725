from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

TODAY = table("""
    as_of  known_at
    30     30
""")
USED = table("""
    fact       fact_number
    country    1
    employees  2
    domain     3
""")


def known_facts(engine: Engine, facts: Rows, days: Rows = TODAY, used_facts: Rows = USED) -> list[tuple[Value, ...]]:
    """(fact number, value) of the facts known."""
    found = rows(engine, "scoring/known_facts.sql", facts=facts, days=days, used_facts=used_facts)
    return [row[2:4] for row in found]


def test_the_latest_observed_value_wins(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        1           country  de     20           0        20
        1           country  us     10           0        25
    """)
    assert known_facts(engine, facts) == [(1, "de")]


def test_of_two_observed_on_one_day_the_later_learned_wins(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        1           country  us     10           0        10
        1           country  de     10           0        12
    """)
    assert known_facts(engine, facts) == [(1, "de")]


def test_a_fact_observed_or_learned_later_is_not_known(engine: Engine) -> None:
    facts = table("""
        account_id  fact       value  observed_on  several  known_on
        1           country    de     31           0        30
        1           employees  200    30           0        31
    """)
    assert known_facts(engine, facts) == []


def test_a_fact_learned_late_is_known_to_those_who_may_know_it(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        1           country  de     10           0        40
    """)
    days = table("""
        as_of  known_at
        30     40
    """)
    assert known_facts(engine, facts, days) == [(1, "de")]


def test_a_fact_is_alone_where_nobody_may_tell_several_values_of_it(engine: Engine) -> None:
    facts = table("""
        account_id  fact       value  observed_on  several  known_on
        1           country    de     10           0        10
        1           employees  300    10           0        10
        2           employees  200    10           1        10
        3           employees  200    10           0        10
        3           employees  300    20           0        20
    """)
    found = rows(engine, "scoring/known_facts.sql", facts=facts, days=TODAY, used_facts=USED)
    assert [(row[1], *row[2:4], row[7]) for row in found] == [
        *((1, 1, "de", 1), (1, 2, "300", 0), (2, 2, "200", 0), (3, 2, "300", 0)),
    ]


def test_a_value_among_several_that_was_taken_back_holds_no_more(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  told_on  times
        1           country  de     10           1        10        10       1
        1           country  us     10           1        10        10       1
        1           country  us     10           1        20        10       -1
        2           country  de     10           0        10        10       -1
    """)
    assert known_facts(engine, facts) == [(1, "de")]


def test_a_fact_with_several_values_keeps_them_all(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        1           country  de     10           1        10
        1           country  us     20           1        20
    """)
    assert known_facts(engine, facts) == [(1, "de"), (1, "us")]


def test_a_value_that_is_told_again_and_again_holds_once(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  source  known_on
        1           country  de     10           1        crm     10
        1           country  de     20           1        crm     20
        1           country  de     20           1        list    20
        1           country  us     20           1        crm     20
    """)
    assert known_facts(engine, facts) == [(1, "de"), (1, "us")]


def test_a_fact_that_has_ended_holds_no_more(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  ended_on  several  known_on
        1           country  de     10           30        1        10
        1           country  us     10           31        1        10
    """)
    assert known_facts(engine, facts) == [(1, "us")]


def test_an_end_learned_later_ends_the_fact(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  ended_on  several  source  known_on
        1           country  de     10           -         1        crm     10
        1           country  de     10           25        1        crm     25
    """)
    assert known_facts(engine, facts) == []


@pytest.mark.parametrize("ends", [("-", "25"), ("25", "-")])
def test_of_two_told_alike_the_one_that_has_ended_counts_whatever_their_order(
    engine: Engine, ends: tuple[str, str]
) -> None:
    facts = table(f"""
        account_id  fact     value  observed_on  ended_on   several  source  known_on
        1           country  de     10           {ends[0]}  1        crm     10
        1           country  de     10           {ends[1]}  1        crm     10
    """)
    assert known_facts(engine, facts) == []


def test_a_fact_nobody_asks_about_is_left_out(engine: Engine) -> None:
    facts = table("""
        account_id  fact    value  observed_on  several  known_on
        1           colour  red    10           0        10
    """)
    assert known_facts(engine, facts) == []


def test_each_day_has_its_own_knowledge(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        1           country  us     10           0        10
        1           country  de     20           0        20
    """)
    days = table("""
        as_of  known_at
        15     15
        25     25
    """)
    found = rows(engine, "scoring/known_facts.sql", facts=facts, days=days, used_facts=USED)
    assert [(row[0], row[3]) for row in found] == [(15, "us"), (25, "de")]


def test_a_number_a_date_and_hindsight_stay_with_the_fact(engine: Engine) -> None:
    facts = table("""
        account_id  fact       value  number_milli  value_on  observed_on  several  hindsight  known_on
        1           employees  200    200000        5         10           0        1          10
    """)
    found = rows(engine, "scoring/known_facts.sql", facts=facts, days=TODAY, used_facts=USED)
    assert found == [(30, 1, 2, "200", 200_000, 5, 1, 1)]


def test_an_accounts_domain_and_its_aliases_are_facts(engine: Engine) -> None:
    accounts_today = table("""
        as_of  account_id  domain        known_on
        30     1           acme.example  1
    """)
    aliases = table("""
        domain        account_id  known_on
        acme.test     1           30
        acme.invalid  1           31
    """)
    given = {"accounts_today": accounts_today, "aliases": aliases, "days": TODAY, "used_facts": USED}
    assert [row[2:4] for row in rows(engine, "scoring/known_facts.sql", **given)] == [
        (3, "acme.example"),
        (3, "acme.test"),
    ]


def test_an_account_that_is_known_by_an_id_alone_has_no_domain(engine: Engine) -> None:
    accounts_today = table("""
        as_of  account_id  domain        known_on
        30     1           acme.example  1
        30     2           ''            1
    """)
    found = rows(engine, "scoring/known_facts.sql", accounts_today=accounts_today, days=TODAY, used_facts=USED)
    assert [row[1] for row in found] == [1]


def test_a_domain_in_a_country_is_a_fact_as_its_domain_is_in_small_letters(engine: Engine) -> None:
    aliases = table("""
        domain      account_id  known_on
        acme.co:DE  1           10
        beta.co     2           10
    """)
    found = rows(engine, "scoring/known_facts.sql", aliases=aliases, days=TODAY, used_facts=USED)
    assert [(row[1], row[3]) for row in found] == [(1, "acme.co"), (1, "acme.co:de"), (2, "beta.co")]


def test_an_alias_that_was_taken_back_is_no_fact(engine: Engine) -> None:
    aliases = table("""
        domain     account_id  known_on  times
        acme.test  1           10        1
        acme.test  1           20        -1
    """)
    assert rows(engine, "scoring/known_facts.sql", aliases=aliases, days=TODAY, used_facts=USED) == []


def test_what_was_taken_back_does_not_hold(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  told_on  times
        1           country  us     10           0        10        10       1
        1           country  de     20           0        20        20       1
        1           country  de     20           0        25        20       -1
        2           country  de     20           0        20        20       1
        2           country  de     20           0        25        20       -1
    """)
    assert known_facts(engine, facts) == [(1, "us")]


def test_of_several_values_those_taken_back_do_not_hold(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  told_on  times
        1           country  us     10           1        10        10       1
        1           country  de     20           1        20        20       1
        1           country  de     20           1        25        20       -1
        1           country  fr     20           1        20        20       1
    """)
    assert known_facts(engine, facts) == [(1, "fr"), (1, "us")]


def test_what_is_taken_back_later_held_until_then(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  told_on  times
        1           country  de     20           0        20        20       1
        1           country  de     20           0        31        20       -1
    """)
    assert known_facts(engine, facts) == [(1, "de")]


def test_what_came_back_counts_as_of_the_day_it_was_first_told(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  told_on  times
        1           country  de     10           0        10        10       1
        1           country  de     10           0        20        10       -1
        1           country  de     10           0        25        10       1
        1           country  us     10           0        12        12       1
    """)
    assert known_facts(engine, facts) == [(1, "us")]


def test_facts_of_nobody_are_left_out(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on
        0           country  de     10           0        10
    """)
    assert known_facts(engine, facts) == []


def test_what_is_taken_back_without_an_end_takes_nothing_that_ends_tomorrow(engine: Engine) -> None:
    facts = table("""
        account_id  fact     value  observed_on  several  known_on  ended_on  times
        1           country  de     10           0        10        -         -1
        1           country  de     10           0        10        31        1
    """)
    assert known_facts(engine, facts) == [(1, "de")]
