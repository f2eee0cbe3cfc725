"""Which account a row is of: what its own words mean, and where that leads by what was known then."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

HOSTS = table("""
    host      domain    rule
    acme.com  acme.com  ''
    acme.de   acme.de   ''
    zeta.com  zeta.com  ''
    ours.com  ours.com  never an account
""")
COMPANIES = table("said  account_id  since  until")
NAMES = table("said  account_id  rule  since  until")
ALIASES = table("""
    domain    account_id  since  until
    acme.com  acme.com    -100   1000
    acme.de   -           -100   10
    acme.de   acme.de     10     20
    acme.de   acme.com    20     1000
""")
PERIODS = table("""
    account_id  leads_to  since  until
    acme.de     acme.de   -100   20
    acme.de     acme.com  20     1000
""")


def placed(host: str, known_on: int, periods: Rows = PERIODS) -> tuple[object, ...]:
    """(the account that the words mean, the account, the day on which it is known) of a row."""
    staged = table(f"""
        row  fate  account  host    company  known_on
        1    0     -        {host}  -        {known_on}
    """)
    given = {"staged": staged, "hosts": HOSTS, "company_periods": COMPANIES, "alias_periods": ALIASES}
    given["company_name_periods"] = NAMES
    (found,) = made("placed", "first_account account_id known_on", all_places=periods, **given)
    return found


def test_a_row_means_the_account_of_its_domain_and_is_of_the_one_that_leads_to():
    assert placed("acme.de", 5) == ("acme.de", "acme.de", 5)
    assert placed("acme.de", 15) == ("acme.de", "acme.de", 15)
    assert placed("acme.de", 25) == ("acme.de", "acme.com", 25)


def test_what_was_told_of_a_domain_before_it_led_anywhere_is_known_from_that_day_on():
    periods = table("""
        account_id  leads_to  since  until
        acme.de     -         -100   20
        acme.de     acme.com  20     1000
    """)
    assert placed("acme.de", 5, periods) == ("acme.de", "acme.com", 20)


def test_an_unknown_domain_is_of_no_account_yet_and_one_that_never_is_of_nobody():
    assert placed("zeta.com", 5) == (None, None, 5)
    assert placed("ours.com", 5) == ("nobody", "nobody", 5)


SETTLED = "account_id rule since until moves"


def settled(leads: Rows, assigned: Rows) -> list[tuple[object, ...]]:
    """Where Ann, who is of Acme by her address, is by the word of people."""
    resolved = table("""
        subject  person_id     account_id  rule           since  until  known_on
        ann      ann@acme.com  acme.com    e-mail domain  -100   1000   5
    """)
    return made("settled", SETTLED, resolved=resolved, unit_periods=leads, assigned_people=assigned)


NO_LEADS = table("account_id  domain  leads_to  since  until")
NOBODY_ASSIGNED = table("person_id  account_id  since  until")


def test_where_a_source_puts_somebody_holds_while_nobody_says_otherwise():
    assert settled(NO_LEADS, NOBODY_ASSIGNED) == [("acme.com", "e-mail domain", -100, 1000, False)]


def test_where_a_person_puts_somebody_beats_where_their_account_leads():
    leads = table("""
        account_id  domain    leads_to   since  until
        acme.com    acme.com  -          -100   10
        acme.com    acme.com  other.com  10     1000
    """)
    assigned = table("""
        person_id     account_id  since  until
        ann@acme.com  -           -100   20
        ann@acme.com  nobody      20     1000
    """)
    found = settled(leads, assigned)
    assert {row for row in found if row[2] >= 20} == {("nobody", "set by a person", 20, 1000, True)}
    assert [row for row in found if row[2] < 20] == [
        ("acme.com", "e-mail domain", -100, 10, False),
        ("other.com", "e-mail domain", 10, 20, True),
    ]
