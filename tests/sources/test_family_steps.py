"""Families step by step: parents, circles, the topmost company, the units that accounts are part of, what is news."""

from __future__ import annotations

from tests.sources.steps import made
from tests.tables import table

NO_LEADS = table("account_id  domain  leads_to  since  until  apart")
NO_PLACES = table("account_id  leads_to  since  until")
NO_CIRCLES = table("account_id  since  until")
NO_MEMBERS = table("account_id  family_id  since  until")
PARENT = "account_id parent_id since until"
TOP = "account_id parent_id top_id since until"
UNIT = "account_id leads_to since until"
NEWS = "account_id parent_id top_id unit_id rule known_on times"
A_OF_B = table("""
    account_id  parent_id  told_on  since  until
    a.com       b.com      5        5      1000
    b.com       c.com      10       10     1000
""")
TOPS = table("""
    account_id  parent_id  top_id  since  until
    a.com       -          -       -100   5
    a.com       b.com      b.com   5      1000
""")


def test_of_two_sources_the_first_of_the_workspace_says_who_the_parent_is():
    parents = table("""
        source  record  account_id  parent  rule                  known_on  learned_on
        shop    S-7     a.com       c.com   domain of the parent  2         2
        crm     A-1     a.com       b.com   domain of the parent  5         5
    """)
    given = {"parents": parents, "leads": NO_LEADS, "account_periods": NO_PLACES}
    assert made("parent_periods", PARENT, **given) == [("a.com", "b.com", 5, 1000), ("a.com", "c.com", 2, 5)]


def test_the_id_of_a_parent_means_what_it_first_meant_also_before_the_parent_was_known():
    parents = table("""
        source  record  account_id  parent  rule              known_on  learned_on
        crm     A-1     a.com       B-1     id of the parent  5         5
    """)
    records = table("""
        source  record  kind     account_id  known_on  learned_on
        crm     B-1     company  b.com       9         9
    """)
    given = {"parents": parents, "records": records, "leads": NO_LEADS, "account_periods": NO_PLACES}
    assert made("parent_periods", PARENT, **given) == [("a.com", "b.com", 5, 1000)]


def test_who_is_said_to_be_an_account_of_its_own_has_no_parent_while_that_is_said():
    parents = table("""
        source  record  account_id  parent  rule              known_on  learned_on
        crm     A-1     a.com       B-1     id of the parent  5         5
    """)
    records = table("""
        source  record  kind     account_id  known_on  learned_on
        crm     B-1     company  b.com       5         5
    """)
    leads = table("""
        account_id  domain  leads_to  since  until  apart
        a.com       a.com   a.com     10     20     true
    """)
    given = {"parents": parents, "records": records, "leads": leads, "account_periods": NO_PLACES}
    assert made("parent_periods", PARENT, **given) == [("a.com", "b.com", 5, 10), ("a.com", "b.com", 20, 1000)]


def test_the_link_of_a_circle_that_was_told_last_closes_it_from_that_day_on():
    links = table("""
        account_id  parent_id  told_on  since  until
        a.com       b.com      5        5      1000
        b.com       c.com      10       10     1000
        c.com       a.com      15       15     1000
    """)
    assert made("circles", "account_id since until", parent_periods=links) == [("c.com", 15, 1000)]


def test_the_topmost_company_is_the_parents_parent_from_the_day_that_this_is_known():
    assert made("family_periods", TOP, parent_periods=A_OF_B, circles=NO_CIRCLES) == [
        ("a.com", "b.com", "b.com", 5, 10),
        ("a.com", "b.com", "c.com", 10, 1000),
        ("a.com", None, None, -100, 5),
        ("b.com", "c.com", "c.com", 10, 1000),
        ("b.com", None, None, -100, 10),
    ]


def test_a_link_that_closes_a_circle_leads_nowhere():
    closed = table("""
        account_id  since  until
        b.com       10     1000
    """)
    found = made("family_periods", TOP, parent_periods=A_OF_B, circles=closed)
    assert [row for row in found if row[1]] == [("a.com", "b.com", "b.com", 5, 1000)]


def test_a_family_that_is_scored_as_one_too_holds_its_companies_and_the_topmost():
    accounts = table("""
        account_id  domain
        b.com       b.com
    """)
    columns, given = "account_id family_key since until", {"family_periods": TOPS, "accounts": accounts}
    assert made("family_members", columns, load={"families": "both"}, **given) == [
        ("a.com", "family:b.com", 5, 1000),
        ("b.com", "family:b.com", 5, 1000),
    ]
    assert made("family_members", columns, load={"families": "each"}, **given) == []


def test_accounts_are_rolled_up_to_the_topmost_company_only_where_families_are():
    columns = "account_id top_id since until"
    assert made("rolled_up", columns, load={"families": "roll up"}, family_periods=TOPS) == [
        ("a.com", "b.com", 5, 1000),
        ("a.com", None, -100, 5),
    ]
    assert made("rolled_up", columns, load={"families": "each"}, family_periods=TOPS) == []


def test_who_was_rolled_up_once_is_said_to_stand_by_itself_again():
    families = table("""
        account_id  parent_id  top_id  unit_id  rule    known_on  times
        a.com       b.com      b.com   b.com    parent  5         1
    """)
    found = made(
        "rolled_up", "account_id top_id since until", family_periods=TOPS, load={"families": "each"}, families=families
    )
    assert found == [("a.com", None, -100, 5), ("a.com", None, 5, 1000)]


ROLLED_UP = table("""
    account_id  top_id  since  until
    b.com       -       -100   20
    b.com       c.com   20     1000
""")
LED = table("""
    account_id  domain  leads_to  since  until  apart
    a.com       a.com   -         -100   10     -
    a.com       a.com   b.com     10     1000   -
""")


def test_an_account_is_part_of_the_unit_that_people_lead_it_to_and_from_there_of_the_topmost_company():
    assert made("unit_periods", UNIT, leads=LED, rolled_up=ROLLED_UP) == [
        ("a.com", "b.com", 10, 20),
        ("a.com", "c.com", 20, 1000),
        ("a.com", None, -100, 10),
        ("b.com", "c.com", 20, 1000),
        ("b.com", None, -100, 20),
    ]


def test_what_is_told_of_an_account_that_is_asked_for_goes_to_its_unit_and_else_stays():
    places = table("""
        account_id  leads_to  since  until
        a.com       a.com     -100   10
        a.com       b.com     10     1000
    """)
    asked = table("""
        domain_id
        b.com
    """)
    assert made("unit_places", UNIT, account_periods=places, rolled_up=ROLLED_UP, asked_domains=asked) == [
        ("a.com", "a.com", -100, 10),
        ("a.com", "b.com", 10, 20),
        ("a.com", "c.com", 20, 1000),
        ("b.com", "b.com", -100, 20),
        ("b.com", "c.com", 20, 1000),
    ]


def test_what_ends_on_the_day_of_rolling_up_has_no_part_in_it():
    led = table("""
        account_id  domain  leads_to  since  until
        a.com       a.com   b.com     10     20
    """)
    asked = table("domain_id")
    assert ("a.com", "c.com", 20, 20) not in made("unit_periods", UNIT, leads=led, rolled_up=ROLLED_UP)
    given = {"account_periods": led, "rolled_up": ROLLED_UP, "asked_domains": asked}
    assert made("unit_places", UNIT, **given) == [("a.com", "b.com", 10, 20)]


def test_where_a_company_stands_in_its_family_is_news_once():
    links = {"parent_periods": A_OF_B, "circles": NO_CIRCLES, "family_periods": TOPS, "family_members": NO_MEMBERS}
    told = table("""
        account_id  parent_id  top_id  unit_id  rule    known_on  times
        a.com       b.com      b.com   nobody   parent  5         1
    """)
    assert made("new_families", NEWS, **links) == [("a.com", "b.com", "b.com", "nobody", "parent", 5, 1)]
    assert made("new_families", NEWS, families=told, **links) == []


def test_where_a_company_stands_no_more_is_taken_back():
    told = table("""
        account_id  parent_id  top_id  unit_id  rule    known_on  times
        a.com       z.com      z.com   nobody   parent  5         1
    """)
    nothing = table("account_id  parent_id  top_id  since  until")
    links = {"parent_periods": A_OF_B, "circles": NO_CIRCLES, "family_periods": nothing, "family_members": NO_MEMBERS}
    assert made("new_families", NEWS, families=told, **links) == [
        ("a.com", "z.com", "z.com", "nobody", "parent", 5, -1)
    ]
