"""Where domains and accounts lead from day to day: by what sources say of them, and by the word of people above it."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

NO_LEADS = table("account_id  domain  leads_to  since  until")
NO_ALIASES = table("domain  account_id  first_account  rule  told_on  times")
PERIODS = "account_id leads_to since until"
ALIASES = "domain account_id claimed rule since until"
ASKED = table("""
    domain_id
    acme.de
    acme.fr
    acme.com
    other.com
""")


NO_CLAIMS = table("domain  first_account")


def alias_periods(columns: str, aliases: Rows, leads: Rows) -> list[tuple[object, ...]]:
    """Where domains lead of which all are asked for."""
    return made("alias_periods", columns, domains_asked=aliases, leads=leads, asked_domains=ASKED)


def test_an_account_stands_for_the_one_that_its_domain_leads_to():
    alias_periods = table("""
        domain    account_id  since  until
        acme.de   acme.de     -100   20
        acme.de   acme.com    20     1000
        acme.com  acme.com    -100   1000
    """)
    assert made("account_periods", PERIODS, alias_periods=alias_periods, leads=NO_LEADS, domains_asked=NO_CLAIMS) == [
        ("acme.de", "acme.com", 20, 1000),
        ("acme.de", "acme.de", -100, 20),
    ]


def test_a_domain_is_its_own_account_from_the_beginning_but_anothers_from_the_day_we_know():
    alias_periods = table("""
        domain   account_id  since  until
        acme.de  -           -100   5
        acme.de  acme.de     5      20
        acme.de  acme.com    20     1000
        acme.fr  -           -100   5
        acme.fr  acme.com    5      1000
    """)
    assert made("account_periods", PERIODS, alias_periods=alias_periods, leads=NO_LEADS, domains_asked=NO_CLAIMS) == [
        ("acme.de", "acme.com", 20, 1000),
        ("acme.de", "acme.de", -100, 5),
        ("acme.de", "acme.de", 5, 20),
        ("acme.fr", "acme.com", 5, 1000),
        ("acme.fr", None, -100, 5),
    ]


def test_an_account_whose_domain_another_claimed_in_vain_stands_for_itself():
    alias_periods = table("""
        domain   account_id  since  until
        acme.de  -           -100   5
        acme.de  acme.de     5      1000
    """)
    claims = table("""
        domain   first_account
        acme.de  acme.de
        acme.de  acme.com
    """)
    assert made("account_periods", PERIODS, alias_periods=alias_periods, leads=NO_LEADS, domains_asked=claims) == [
        ("acme.de", "acme.de", -100, 5),
        ("acme.de", "acme.de", 5, 1000),
    ]


def test_an_account_of_which_somebody_said_something_and_took_it_back_that_day_stands_for_itself():
    alias_periods = table("""
        domain    account_id  since  until
        acme.com  acme.com    5      1000
        other.de  other.de    5      1000
    """)
    leads = table("""
        account_id  domain    leads_to  since  until
        acme.com    acme.com  -         -100   1000
    """)
    assert made("account_periods", PERIODS, alias_periods=alias_periods, leads=leads, domains_asked=NO_CLAIMS) == [
        ("acme.com", "acme.com", 5, 1000),
    ]


def test_an_account_without_a_domain_stands_for_itself_until_a_person_says_otherwise():
    leads = table("""
        account_id  domain  leads_to  since  until
        crm:7       ''      -         -100   20
        crm:7       ''      acme.com  20     1000
    """)
    alias_periods = table("domain  account_id  since  until")
    assert made("account_periods", PERIODS, alias_periods=alias_periods, leads=leads, domains_asked=NO_CLAIMS) == [
        ("crm:7", "acme.com", 20, 1000),
        ("crm:7", "crm:7", -100, 20),
    ]


def test_what_a_company_says_of_its_own_domain_beats_what_another_says_later():
    aliases = table("""
        domain   first_account  rule                           told_on  times
        acme.de  acme.de        created from e-mail domain     5        1
        acme.de  acme.com       further domain of the company  10       1
        acme.de  acme.de        domain of the company          20       1
        acme.de  other.com      further domain of the company  30       1
    """)
    assert alias_periods("domain account_id since until", aliases, NO_LEADS) == [
        ("acme.de", "acme.com", 10, 20),
        ("acme.de", "acme.de", 5, 10),
        ("acme.de", "acme.de", 20, 30),
        ("acme.de", "acme.de", 30, 1000),
        ("acme.de", None, -100, 5),
    ]


def test_a_persons_word_on_a_domain_beats_all_while_it_holds():
    aliases = table("""
        domain   first_account  rule                   told_on  times
        acme.de  acme.de        domain of the company  5        1
    """)
    leads = table("""
        account_id  domain   leads_to   since  until
        acme.de     acme.de  -          -100   10
        acme.de     acme.de  other.com  10     20
        acme.de     acme.de  -          20     1000
    """)
    assert alias_periods(ALIASES, aliases, leads) == [
        ("acme.de", "acme.de", "acme.de", "domain of the company", 5, 10),
        ("acme.de", "acme.de", "acme.de", "domain of the company", 20, 1000),
        ("acme.de", "other.com", None, "set by a person", 10, 20),
        ("acme.de", None, None, "", -100, 5),
    ]


def test_a_persons_word_that_says_what_sources_say_leaves_their_rule():
    aliases = table("""
        domain   first_account  rule                           told_on  times
        acme.de  acme.de        created from e-mail domain     5        1
        acme.de  acme.com       further domain of the company  20       1
    """)
    leads = table("""
        account_id  domain   leads_to  since  until
        acme.de     acme.de  -         -100   10
        acme.de     acme.de  acme.de   10     1000
    """)
    assert alias_periods(ALIASES, aliases, leads) == [
        ("acme.de", "acme.de", "acme.de", "created from e-mail domain", 5, 10),
        ("acme.de", "acme.de", "acme.de", "created from e-mail domain", 10, 20),
        ("acme.de", "acme.de", None, "set by a person", 20, 1000),
        ("acme.de", None, None, "", -100, 5),
    ]


def test_a_further_domain_follows_the_account_that_claims_it():
    aliases = table("""
        domain   first_account  rule                           told_on  times
        acme.de  acme.com       further domain of the company  5        1
    """)
    leads = table("""
        account_id  domain    leads_to   since  until
        acme.com    acme.com  -          -100   10
        acme.com    acme.com  other.com  10     1000
    """)
    assert [row for row in alias_periods(ALIASES, aliases, leads) if row[0] == "acme.de"] == [
        ("acme.de", "acme.com", "acme.com", "further domain of the company", 5, 10),
        ("acme.de", "other.com", "acme.com", "further domain of the company", 10, 1000),
        ("acme.de", None, None, "", -100, 5),
    ]


def test_a_domain_that_only_a_person_speaks_of_leads_where_they_say():
    leads = table("""
        account_id  domain   leads_to  since  until
        acme.fr     acme.fr  -         -100   10
        acme.fr     acme.fr  acme.com  10     1000
    """)
    assert alias_periods(ALIASES, NO_ALIASES, leads) == [
        ("acme.fr", "acme.com", None, "set by a person", 10, 1000),
        ("acme.fr", None, None, "", -100, 10),
    ]


def test_what_was_said_and_taken_back_of_aliases_is_still_what_sources_said():
    aliases = table("""
        domain   first_account  account_id  rule                           told_on  known_on  times
        acme.de  acme.com       acme.com    further domain of the company  5        5         1
        acme.de  acme.com       acme.com    further domain of the company  5        9         -1
        acme.de  acme.com       other.com   further domain of the company  5        9         1
    """)
    assert alias_periods("account_id since until", aliases, NO_LEADS) == [
        ("acme.com", 5, 1000),
        (None, -100, 5),
    ]


def test_a_person_makes_an_account_of_a_domain_where_none_was_known():
    leads = table("""
        account_id  domain    leads_to  since  until
        acme.fr     acme.fr   -         -100   10
        acme.fr     acme.fr   acme.fr   10     1000
        acme.com    acme.com  acme.com  10     1000
        acme.de     acme.de   acme.com  10     1000
    """)
    accounts = table("""
        account_id  first_account  times
        acme.com    acme.com       1
    """)
    assert made("set_accounts", "account_id domain rule known_on times", leads=leads, accounts=accounts) == [
        ("acme.fr", "acme.fr", "set by a person", 10, 1)
    ]


def test_a_domain_that_a_person_leads_somewhere_is_an_alias_once():
    leads = table("""
        account_id  domain    leads_to  since  until
        acme.de     acme.de   acme.com  10     20
        acme.de     acme.de   acme.com  30     1000
        acme.fr     acme.fr   acme.com  10     1000
        crm:7       ''        acme.com  10     1000
        acme.se     acme.se   nobody    10     1000
    """)
    aliases = table("""
        domain   first_account  rule
        acme.fr  acme.com       set by a person
    """)
    assert made("set_aliases", "domain account_id known_on times", leads=leads, aliases=aliases) == [
        ("acme.de", "acme.com", 10, 1)
    ]
