"""Which account somebody is of, by what sources said until then: one case of each rule, and where the days end."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, beside, table

HOSTS = table("""
    host       domain    rule      lent  network  domain_id
    acme.com   acme.com  ''        ''    -        acme.com
    new.com    new.com   ''        ''    -        new.com
    gmail.com  -         freemail  ''    -        -
""")
ALIASES = table("""
    domain    account_id  since  until
    acme.com  -           -100   10
    acme.com  acme.com    10     1000
    new.com   -           -100   1000
""")
NO_IDS = table("said  account_id  since  until")
NO_WORDS = table("said  account_id  rule  since  until")
NOT_STATED = table("person_id  account_id  named_account  named_rule  since  until")
NOBODY_MARKED = table("person_id")


def resolved(
    address: str, *, known_on: int = 20, said: str = "0", create: bool = False, **given: Rows
) -> list[tuple[object, ...]]:
    """(account, rule, since, until) of somebody who acts from an address."""
    who = table(f"""
        subject  said    person_key  address    host                         nameless
        1        {said}  {address}   {address}  {address.partition("@")[2]}  false
    """)
    when = table(f"""
        known_on    since  until  stays_until  acts_from  rows  contact_id  visitor  network  own_id  country  place
        {known_on}  -100   1000   1000         -100       1     -           -        -        -       -        -
    """)
    tables = {"named": beside(who, when), "hosts": HOSTS, "alias_periods": ALIASES}
    tables |= {"company_periods": NO_IDS, "company_name_periods": NO_WORDS, "stated_periods": NOT_STATED}
    tables |= {"marked": NOBODY_MARKED} | given
    return made("resolved", "account_id rule since until", load={"create_accounts": create}, **tables)


def test_an_address_is_of_the_account_of_its_domain():
    assert resolved("ann@acme.com") == [("acme.com", "e-mail domain", 10, 1000)]


def test_before_the_domain_led_anywhere_its_people_were_of_no_company_that_we_knew():
    assert resolved("ann@acme.com", known_on=5) == [
        ("acme.com", "e-mail domain", 10, 1000),
        ("nobody", "unknown company", -100, 10),
    ]


def test_a_domain_that_is_nobodys_becomes_an_account_where_the_workspace_says_so():
    assert resolved("ann@new.com") == [("nobody", "unknown company", -100, 1000)]
    assert resolved("ann@new.com", create=True) == [("new.com", "created from e-mail domain", -100, 1000)]


def test_the_address_of_a_mail_provider_is_of_no_account():
    assert resolved("ann@gmail.com") == [("nobody", "freemail", -100, 1000)]


def test_who_is_marked_is_nobody_wherever_the_address_leads():
    marked = table("""
        person_id
        ann@acme.com
    """)
    assert {row[:2] for row in resolved("ann@acme.com", marked=marked)} == {("nobody", "bot")}


def test_the_account_that_an_act_names_beats_that_of_the_address():
    named_by_id = table("""
        said  account_id  since  until
        B-1   big.com     -100   1000
    """)
    found = resolved("ann@acme.com", said="B-1", company_periods=named_by_id)
    assert {row[:2] for row in found} == {("big.com", "account of the act")}


def test_the_account_that_the_persons_record_states_beats_that_of_the_address():
    stated = table("""
        person_id     account_id  named_account  named_rule  since  until
        ann@acme.com  big.com     -              -           -100   1000
    """)
    assert {row[:2] for row in resolved("ann@acme.com", stated_periods=stated)} == {
        ("big.com", "account of the contact")
    }
