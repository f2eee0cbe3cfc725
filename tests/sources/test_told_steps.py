"""What sources tell of accounts, step by step: facts, research, outcomes, networks, and what could not be used."""

from __future__ import annotations

import pytest

from tests.sources.steps import made
from tests.tables import beside, table

PLACED = table("""
    row  account_id  first_account  known_on  told_on
    1    acme.com    acme.com       5         5
    2    nobody      nobody         5         5
""")
FACT = "account_id fact value observed_on known_on"


def test_each_value_of_a_fact_is_a_fact_and_what_is_nobodys_is_none():
    staged = beside(
        table("""
            row  fate  fact        texts                  several  hindsight
            1    0     technology  [snowflake, gridlock]  1        0
            2    0     technology  [oldvault]             1        0
        """),
        table("""
            observed_on  observed  ended_on  number_milli  value_on
            4            true      -         -             -
            4            true      -         -             -
        """),
    )
    assert made("told_facts", FACT, staged=staged, placed=PLACED) == [
        ("acme.com", "technology", "gridlock", 4, 5),
        ("acme.com", "technology", "snowflake", 4, 5),
    ]


STORED_FACTS = table("""
    account_id  first_account  fact        value     observed_on  several  hindsight  source  known_on  told_on  times
    acme.com    acme.com       industry    banking   2            0        0          crm     2         2        1
    acme.com    acme.com       technology  oldvault  2            1        0          crm     2         2        1
    acme.com    acme.com       technology  gridlock  3            1        0          crm     3         3        1
""")


def news(fact: str, value: str, several: int, observed_on: int = 5, observed: str = "false") -> bool:
    told = table(f"""
        first_account  fact    value    observed_on    observed    several    hindsight  source  told_on
        acme.com       {fact}  {value}  {observed_on}  {observed}  {several}  0          crm     5
    """)
    return bool(made("new_facts", "value", told_facts=told, facts=STORED_FACTS))


@pytest.mark.parametrize(
    ("fact", "value", "several", "is_news"),
    [
        ("industry", "banking", 0, False),
        ("industry", "energy", 0, True),
        ("employees", "many", 0, True),
        ("technology", "oldvault", 1, False),
        ("technology", "snowflake", 1, True),
    ],
)
def test_a_fact_is_news_unless_it_is_held_already(fact: str, value: str, several: int, is_news: bool):
    assert news(fact, value, several) is is_news


def test_what_was_observed_on_a_day_of_its_own_is_news_for_each_day_of_which_it_was_not_told():
    assert news("industry", "banking", 0, observed="true")
    assert not news("industry", "banking", 0, observed_on=2, observed="true")


def test_what_was_observed_before_anything_is_news():
    assert news("industry", "banking", 0, observed_on=1)


RESEARCH = table("""
    row  fate  topic  week  strength_milli  counted  provider
    1    0     dora   4     80000           -        Northpane
    1    0     dora   4     80000           -        Northpane
    2    0     dora   4     80000           -        Northpane
""")
COUNTS = table("""
    row  fate  topic  week  strength_milli  counted  provider
    1    0     dora   4     -               3        Northpane
    1    0     dora   4     -               4        Northpane
    2    0     dora   4     -               9        Northpane
""")


def test_research_is_told_once_and_that_of_nobody_never():
    columns = "account_id told_of topic week strength_milli known_on"
    told = [("acme.com", "acme.com", "dora", 4, 80000, 5)]
    assert made("told_intent", columns, staged=RESEARCH, placed=PLACED) == told


def test_counts_of_one_week_in_several_rows_add_up():
    columns = "account_id topic week strength_milli counted"
    assert made("told_intent", columns, staged=COUNTS, placed=PLACED) == [("acme.com", "dora", 4, None, 7)]


@pytest.mark.parametrize(
    ("strength", "counted", "is_news"),
    [("80000", "-", False), ("70000", "-", True), ("-", "80000", True)],
)
def test_research_is_news_unless_it_was_told_before(strength: str, counted: str, is_news: bool):
    told = table("""
        account_id  first_account  topic  week  strength_milli  counted  provider   known_on
        acme.com    acme.com       dora   4     80000           -        Northpane  5
    """)
    stored = table(f"""
        account_id  first_account  topic  week  strength_milli  counted    provider   known_on  times
        acme.com    acme.com       dora   4     {strength}      {counted}  Northpane  5         1
    """)
    assert bool(made("new_intent", "topic", told_intent=told, intent=stored)) is is_news


STEP = "account_id outcome_id kind day amount_milli"
STEPS = table("""
    row  fate  id   opportunity  kind    day  amount_milli  currency  product_line
    1    0     O-1  deal         opened  4    1000          EUR       ''
    1    0     O-1  deal         won     6    1000          EUR       ''
""")


def test_one_id_may_stand_for_all_steps_of_an_opportunity():
    assert made("new_outcomes", STEP, staged=STEPS, placed=PLACED) == [
        ("acme.com", "O-1", "opened", 4, 1000),
        ("acme.com", "O-1", "won", 6, 1000),
    ]


def test_a_step_that_was_told_before_is_no_news():
    stored = table("""
        account_id  first_account  outcome_id  kind    day  times
        acme.com    acme.com       O-1         opened  4    1
    """)
    found = made("new_outcomes", STEP, staged=STEPS, placed=PLACED, outcomes=stored)
    assert found == [("acme.com", "O-1", "won", 6, 1000)]


def test_of_two_rows_of_one_step_the_first_counts():
    twice = table("""
        row  fate  id   opportunity  kind    day  amount_milli  currency  product_line
        3    0     O-1  deal         opened  4    9000          EUR       ''
        1    0     O-1  deal         opened  4    1000          EUR       ''
    """)
    placed = table("""
        row  account_id  first_account  known_on  told_on
        1    acme.com    acme.com       5         5
        3    acme.com    acme.com       5         5
    """)
    assert made("new_outcomes", STEP, staged=twice, placed=placed) == [("acme.com", "O-1", "opened", 4, 1000)]


def test_a_network_is_its_addresses_and_what_the_file_says_of_whose_it_is():
    staged = table("""
        fate  first_address  last_address  account  host      organisation  country
        0     10             19            -        acme.com  -             -
        0     -              -             -        six.com   -             -
        2     30             39            -        bad.com   -             -
    """)
    columns = "source file edition first_address last_address account domain organisation"
    found = made("new_networks", columns, load={"file": "nets.csv", "edition": 2}, staged=staged)
    assert found == [("crm", "nets.csv", 2, 10, 19, "", "acme.com", "")]


@pytest.mark.parametrize(
    ("named_by", "column", "reason"),
    [
        ("id", "Account", "is the id of no company that was loaded"),
        ("domain", "Website", "is the domain of no account"),
        ("ambiguous company name", "Company", "may be one of several companies"),
        ("company name", "Company", "is the name of no company that we know"),
    ],
)
def test_a_row_whose_account_nobody_knows_is_told_with_its_column_and_why(named_by: str, column: str, reason: str):
    placed = table(f"""
        row  account_id  named  named_by
        1    -           A-9    {named_by}
        2    acme.com    A-1    {named_by}
        3    -           -      {named_by}
    """)
    load = {"account_column": "Account", "domain_column": "Website", "company_column": "Company"}
    found = made("unplaced", "row column_name value reason", load=load, placed=placed)
    assert found == [(1, column, "A-9", reason)]


UNPLACED = table("""
    row  column_name  value  reason                       mend
    2    Account      A-9    is the id of no company ...  Load the company first.
""")


def test_a_cell_that_could_not_be_read_is_told_once_beside_rows_without_an_account():
    flaw = "{'column_name': Day, 'value': x, 'reason': is no day, 'mend': Write a day.}"
    staged = table(f"""
        row  flaws
        1    [{flaw}, {flaw}]
        3    -
    """)
    assert made("flaw_rows", "row column_name value reason", staged=staged, unplaced=UNPLACED) == [
        (1, "Day", "x", "is no day"),
        (2, "Account", "A-9", "is the id of no company ..."),
    ]


def test_where_rows_need_no_account_none_is_without_one():
    assert made("no_unplaced", "row column_name reason mend") == []


def test_where_rows_have_no_ids_none_is_a_duplicate():
    assert made("no_duplicates", "row") == []


def test_a_rejected_row_names_what_is_known_since_by_id_by_domain_or_by_name():
    rejects = table("""
        source  file     value
        crm     old.csv  eu.Acme.com
        crm     new.csv  A7
        crm     new.csv  Other
        crm     new.csv  other.com
        crm     any.csv  third.com
        shop    new.csv  third.com
    """)
    given = {
        "rejects": rejects,
        "aliases_since": table("""
            domain
            acme.com:DE
            third.com
        """),
        "records_since": table("""
            record  kind
            a7      company
            other   person
        """),
        "company_names_since": table("""
            name      outcome
            other     match
            nobodies  none
        """),
    }
    assert made("known_now", "named", load={"source_of_files": "crm", "files": ["old.csv", "new.csv"]}, **given) == [
        ("a7",),
        ("eu.acme.com",),
        ("other",),
    ]
