"""What was told of an account or a person stands where they belong by what was known on each day, and nowhere else."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import Rows, table

FACTS = "account_id value known_on times"
MERGED = table("""
    account_id  leads_to   since  until
    acme.com    acme.com   -100   20
    acme.com    other.com  20     1000
""")
UNDONE = table("""
    account_id  leads_to   since  until
    acme.com    acme.com   -100   20
    acme.com    other.com  20     30
    acme.com    acme.com   30     1000
""")
NO_LEADS = table("account_id  domain  leads_to  since  until")
NOBODY_ASSIGNED = table("person_id  account_id  since  until")


def told_moved(told: Rows, periods: Rows) -> list[tuple[object, ...]]:
    return made("moved_told", FACTS, told_of_accounts=told, all_places=periods, places=periods)


def test_what_was_told_leaves_the_account_and_comes_to_the_other_on_the_day_of_the_merger():
    told = table("""
        account_id  first_account  value  told_on  known_on  times
        acme.com    acme.com       a      10       10        1
        other.com   other.com      o      10       10        1
    """)
    assert told_moved(told, MERGED) == [("acme.com", "a", 20, -1), ("other.com", "a", 20, 1)]


def test_undone_it_comes_back():
    told = table("""
        account_id  first_account  value  told_on  known_on  times
        acme.com    acme.com       a      10       10        1
        acme.com    acme.com       a      10       20        -1
        other.com   acme.com       a      10       20        1
    """)
    assert told_moved(told, UNDONE) == [("acme.com", "a", 30, 1), ("other.com", "a", 30, -1)]


def test_what_stands_where_it_belongs_stays():
    told = table("""
        account_id  first_account  value  told_on  known_on  times
        acme.com    acme.com       a      10       10        1
        acme.com    acme.com       a      10       20        -1
        other.com   acme.com       a      10       20        1
        other.com   acme.com       b      25       25        1
    """)
    assert told_moved(told, MERGED) == []


def test_what_was_told_between_merger_and_undoing_comes_to_the_account_it_was_told_of():
    told = table("""
        account_id  first_account  value  told_on  known_on  times
        other.com   acme.com       b      25       25        1
    """)
    assert told_moved(told, UNDONE) == [("acme.com", "b", 30, 1), ("other.com", "b", 30, -1)]


def test_what_is_nobodys_is_kept_as_nobodys():
    periods = table("""
        account_id  leads_to  since  until
        acme.com    acme.com  -100   20
        acme.com    nobody    20     1000
    """)
    told = table("""
        account_id  first_account  value  told_on  known_on  times
        acme.com    acme.com       a      10       10        1
    """)
    assert told_moved(told, periods) == [("acme.com", "a", 20, -1), ("nobody", "a", 20, 1)]


def test_a_domain_leads_to_one_account_of_those_that_claim_it():
    aliases = table("""
        domain   account_id  first_account  rule                           told_on  known_on  times
        acme.de  acme.de     acme.de        created from e-mail domain     5        5         1
        acme.de  acme.com    acme.com       further domain of the company  10       10        1
    """)
    alias_periods = table("""
        domain   account_id  claimed   rule                           since  until
        acme.de  acme.de     acme.de   created from e-mail domain     5      10
        acme.de  acme.com    acme.com  further domain of the company  10     1000
    """)
    given = {"domains_asked": aliases, "alias_periods": alias_periods, "leads": NO_LEADS, "unit_periods": NO_LEADS}
    assert made("moved_aliases", "domain account_id known_on times", **given) == [("acme.de", "acme.de", 10, -1)]


def test_a_domain_leads_where_a_person_says_and_back_when_that_is_undone():
    aliases = table("""
        domain   account_id  first_account  rule                   told_on  known_on  times
        acme.de  acme.de     acme.de        domain of the company  5        5         1
        acme.de  acme.com    acme.com       set by a person        10       10        1
    """)
    alias_periods = table("""
        domain   account_id  claimed  rule                   since  until
        acme.de  acme.de     acme.de  domain of the company  5      10
        acme.de  acme.com    -        set by a person        10     20
        acme.de  acme.de     acme.de  domain of the company  20     1000
    """)
    given = {"domains_asked": aliases, "alias_periods": alias_periods, "leads": NO_LEADS, "unit_periods": NO_LEADS}
    assert made("moved_aliases", "domain account_id known_on times", **given) == [
        ("acme.de", "acme.com", 20, -1),
        ("acme.de", "acme.de", 10, -1),
        ("acme.de", "acme.de", 20, 1),
    ]


def test_a_domain_that_nobody_doubts_stays():
    aliases = table("""
        domain   account_id  first_account  rule                   told_on  known_on  times
        acme.de  acme.de     acme.de        domain of the company  5        5         1
    """)
    alias_periods = table("""
        domain   account_id  claimed  rule                   since  until
        acme.de  acme.com    -        set by a person        10     1000
    """)
    given = {"domains_asked": aliases, "alias_periods": alias_periods, "leads": NO_LEADS, "unit_periods": NO_LEADS}
    assert made("moved_aliases", "domain account_id known_on times", **given) == []


# Ann is of Acme at all times, by what sources say.
RESOLVED = table("""
    own_id        said  acts_from  person_id     account_id  rule           since  until  acts_after  people_after
    ann@acme.com  0     -100       ann@acme.com  acme.com    e-mail domain  -100   1000   -100        -100
""")


def acts_moved(leads: Rows = NO_LEADS, assigned: Rows = NOBODY_ASSIGNED) -> list[tuple[object, ...]]:
    """(account, day, times) of what moves an act of Ann's that became known on day 10."""
    told = table("""
        activity_id  person_id     said  acts_from  known_on  times
        a            ann@acme.com  0     -100       10        1
    """)
    standing = table("""
        activity_id  account_id  person_id     said  known_on  times
        a            acme.com    ann@acme.com  0     10        1
    """)
    given = {"acts_told": told, "standing_acts": standing, "unit_periods": leads, "assigned_people": assigned}
    return made("moved_activities", "account_id known_on times", resolved=RESOLVED, **given)


def test_an_act_stays_while_nobody_says_otherwise():
    assert acts_moved() == []


def test_an_act_follows_its_person_to_where_somebody_says_they_are():
    assigned = table("""
        person_id     account_id  since  until
        ann@acme.com  -           -100   20
        ann@acme.com  other.com   20     1000
    """)
    assert acts_moved(assigned=assigned) == [("acme.com", 20, -1), ("other.com", 20, 1)]


def test_an_act_follows_its_account_to_where_that_leads():
    leads = table("""
        account_id  domain    leads_to   since  until
        acme.com    acme.com  -          -100   20
        acme.com    acme.com  other.com  20     30
        acme.com    acme.com  -          30     1000
    """)
    assert acts_moved(leads=leads) == [
        ("acme.com", 20, -1),
        ("acme.com", 30, 1),
        ("other.com", 20, 1),
        ("other.com", 30, -1),
    ]


def people_moved(leads: Rows = NO_LEADS, assigned: Rows = NOBODY_ASSIGNED) -> list[tuple[object, ...]]:
    """(account, role, rule, day, times) of what moves Ann's membership, told on day 10, and the role set on day 12."""
    told = table("""
        title  role      source       said  acts_from  person_id     known_on  times  ends  set_rule
        CFO    ''        crm          0     -100       ann@acme.com  10        1      1000  -
        ''     Champion  corrections  0     -100       ann@acme.com  12        1      30    role set by a person
    """)
    standing = table("""
        account_id  person_id     title  role  rule           source  known_on  told_on  times  said  first_person
        acme.com    ann@acme.com  CFO    ''    e-mail domain  crm     10        10       1      0     ann@acme.com
    """)
    given = {"people_told": told, "standing_people": standing, "unit_periods": leads, "assigned_people": assigned}
    return made("moved_people", "account_id role rule known_on times", resolved=RESOLVED, **given)


def test_a_role_that_a_person_set_holds_until_it_ends():
    assert people_moved() == [
        ("acme.com", "Champion", "role set by a person", 12, 1),
        ("acme.com", "Champion", "role set by a person", 30, -1),
    ]


def test_a_person_moves_with_title_and_role_and_the_rule_says_who_said_so():
    assigned = table("""
        person_id     account_id  since  until
        ann@acme.com  other.com   20     1000
        ann@acme.com  -           -100   20
    """)
    assert people_moved(assigned=assigned) == [
        ("acme.com", "", "e-mail domain", 20, -1),
        ("acme.com", "Champion", "role set by a person", 12, 1),
        ("acme.com", "Champion", "role set by a person", 20, -1),
        ("other.com", "", "set by a person", 20, 1),
        ("other.com", "Champion", "role set by a person", 20, 1),
        ("other.com", "Champion", "role set by a person", 30, -1),
    ]


def test_who_is_known_by_an_id_and_by_an_address_is_one_person():
    assigned = table("""
        person_id     account_id  since  until
        ann@acme.com  other.com   20     1000
    """)
    name_periods = table("""
        origin        person_id
        crm:c1        ann@acme.com
        bo@acme.com   bo@acme.com
    """)
    given = {"assigned": assigned, "name_periods": name_periods, "unit_periods": NO_LEADS}
    assert made("assigned_people", "person_id account_id since", **given) == [
        ("ann@acme.com", "other.com", 20),
        ("crm:c1", "other.com", 20),
    ]


def test_of_two_ids_of_one_person_the_last_word_counts_and_no_two_at_once():
    assigned = table("""
        person_id  account_id  since  until
        crm:c1     -           -100   10
        crm:c1     acme.com    10     1000
        crm:c2     -           -100   20
        crm:c2     other.com   20     40
        crm:c2     -           40     1000
    """)
    name_periods = table("""
        origin  person_id
        crm:c1  ann@acme.com
        crm:c2  ann@acme.com
    """)
    given = {"assigned": assigned, "name_periods": name_periods, "unit_periods": NO_LEADS}
    found = made("assigned_people", "person_id account_id since until", **given)
    assert [row[1:] for row in found if row[0] == "ann@acme.com"] == [
        ("acme.com", 10, 20),
        ("acme.com", 40, 1000),
        ("other.com", 20, 40),
        (None, -100, 10),
    ]
