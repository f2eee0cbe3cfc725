"""Accounts without a domain: the names they are looked up by, and where these lead beside what people say."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

NOBODY_SAID = table("account_id  domain  leads_to  since  until")
PERIODS = "account_id leads_to since until"
ACCOUNTS = table("""
    first_account  name        source  told_on  times
    erp:1          ACME_Ltd.   erp     5        1
    erp:2          Acme-Ltd    erp     3        1
    erp:3          acme_ltd    erp     4        1
    erp:4          Beta        erp     4        1
    erp:4          Gamma       erp     6        1
""")
WITHOUT = table("""
    account_id
    erp:1
    erp:2
    erp:3
    erp:4
""")
PLACES = table("""
    first_account  fact     value  observed_on  told_on  times
    erp:3          country  FR     1            1        1
""")


MEANT = table("""
    said  outcome  account_id  name  country  city  rule  confidence  rival_id  rival_confidence  times
""")


def own_names(columns: str, called: Rows, again: Rows, meant: Rows = MEANT) -> list[tuple[object, ...]]:
    given = {"accounts": ACCOUNTS, "facts": PLACES, "without_domain": WITHOUT, "company_names": meant}
    return made("own_names", columns, company_called=called, asked_again=again, **given)


def test_of_one_name_letter_by_letter_in_one_country_the_account_known_first_counts():
    assert own_names("said first_id", table("account_id  name"), table("wanted_id")) == [
        ("erp:1", "erp:2"),
        ("erp:2", "erp:2"),
        ("erp:3", "erp:3"),
        ("erp:4", "erp:4"),
    ]


def test_a_name_is_looked_up_where_it_is_another_than_before_or_what_it_means_may_be():
    called = table("""
        account_id  name
        erp:4       Gamma
    """)
    again = table("""
        wanted_id
        erp:1
    """)
    found = own_names("said name wanted", called, again)
    assert {row[0] for row in found if row[2]} == {"erp:1", "erp:4"}
    assert ("erp:4", "gamma", True) in found


def test_a_name_is_looked_up_where_another_account_is_the_first_of_it():
    meant = table("""
        said   outcome  account_id  name      country  city  rule   confidence  rival_id  rival_confidence  times
        erp:1  match    erp:3       acme      ''       ''    same   1000000     0         0                 1
        erp:2  none     nobody      acme      ''       ''    ''     0           0         0                 1
        erp:4  match    beta.com    gamma     ''       ''    alike  900000      0         0                 1
    """)
    found = own_names("said wanted", table("account_id  name"), table("wanted_id"), meant)
    assert {said for said, wanted in found if wanted} == {"erp:1"}


def leads(names: str, said: Rows = NOBODY_SAID) -> list[tuple[object, ...]]:
    """Where accounts lead by their own names, and by what people say."""
    periods = table(f"""
        said   account_id  rule                    since  until
        {names}
    """)
    return made("leads", PERIODS, company_name_periods=periods, said_leads=said)


def test_an_account_leads_where_its_name_leads_from_when_it_does():
    found = leads("""
        erp:1  -           unknown company name    -100   5
        erp:1  acme.com    company name            5      1000
        erp:2  nobody      ambiguous company name  -100   1000
    """)
    assert found == [("erp:1", "acme.com", 5, 1000), ("erp:1", None, -100, 5)]


def test_a_name_that_means_the_first_of_its_name_leads_where_that_leads():
    found = leads("""
        erp:1  erp:2       company name            -100   1000
        erp:2  -           unknown company name    -100   5
        erp:2  acme.com    company name            5      1000
    """)
    assert [row for row in found if row[1]] == [
        ("erp:1", "acme.com", 5, 1000),
        ("erp:1", "erp:2", -100, 5),
        ("erp:2", "acme.com", 5, 1000),
    ]


def test_what_people_say_of_the_account_beats_its_name_and_holds_of_the_one_that_is_meant():
    said = table("""
        account_id  domain    leads_to   since  until
        erp:1       ''        -          -100   10
        erp:1       ''        other.com  10     20
        erp:1       ''        -          20     1000
        acme.com    acme.com  -          -100   30
        acme.com    acme.com  final.com  30     1000
    """)
    found = leads("erp:1  acme.com    company name            -100   1000", said)
    assert [row for row in found if row[0] == "erp:1"] == [
        ("erp:1", "acme.com", -100, 10),
        ("erp:1", "acme.com", 20, 30),
        ("erp:1", "final.com", 30, 1000),
        ("erp:1", "other.com", 10, 20),
    ]
