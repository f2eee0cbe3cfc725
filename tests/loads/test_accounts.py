"""Whose account a row belongs to."""

from __future__ import annotations

from mqa.terms.keys import number_of
from tests.loads.desk import ACME, ACTS, COMPANIES, CONTACTS, OTHER, TODAY, Desk, ordered


def test_an_act_belongs_to_the_account_of_its_address(desk: Desk) -> None:
    desk.workspace(COMPANIES.replace('split: ";"', 'split: ";", static: true'), ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,https://www.acme.com/en?x=1,acme.de;acme.co.uk,Acme\n")
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        1,2026-07-01T09:00:00Z,web.pricing,Ann@mail.acme.co.uk
        2,2026-07-01T09:00:00Z,web.pricing,bo@new.example.net
        3,2026-07-01T09:00:00Z,web.pricing,cy@newcomer.com
        4,2026-07-01T09:00:00Z,web.pricing,dee@gmail.com
        5,2026-07-01T09:00:00Z,web.pricing,noreply@acme.com
        6,2026-07-01T09:00:00Z,web.pricing,
        """,
    )
    report = desk.load()
    assert desk.rows("activities", "activity_id, account_id") == [
        ("Website:1", ACME),
        ("Website:2", 0),
        ("Website:3", number_of("newcomer.com")),
        ("Website:4", 0),
        ("Website:5", 0),
        ("Website:6", 0),
    ]
    assert report.sources[1].without_account == {"freemail": 1, "no address": 1, "no-reply": 1, "unroutable": 1}
    assert desk.rows("accounts", "domain, name, rule, source, known_on") == [
        ("acme.com", "", "e-mail domain", "Website", 9678),
        ("acme.com", "Acme", "domain of the company", "CRM accounts", TODAY),
        ("newcomer.com", "", "created from e-mail domain", "Website", 9678),
    ]
    assert desk.rows("aliases", "domain, account_id, rule") == [
        ("acme.co.uk", ACME, "further domain of the company"),
        ("acme.com", ACME, "domain of the company"),
        ("acme.de", ACME, "further domain of the company"),
        ("newcomer.com", number_of("newcomer.com"), "created from e-mail domain"),
    ]


def test_facts_of_an_account_that_an_act_of_the_same_load_made_are_placed(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v }
"""
    desk.workspace(ACTS, facts)
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ann@acme.com\n")
    desk.write("facts.csv", "d,v\nacme.com,a\n")
    desk.load()
    assert desk.rows("facts", "account_id, value") == [(ACME, "a")]
    assert desk.rows("rejects", "value") == []


def test_people_of_rows_marked_nobody_act_for_no_account(desk: Desk) -> None:
    desk.workspace(CONTACTS, ACTS)
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ci@acme.com,,,yes\nc2,ann@acme.com,CFO,,\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ci@acme.com\n2,2026-07-01,k,ann@acme.com\n")
    desk.load()
    assert desk.rows("activities", "activity_id, account_id") == [("Website:1", 0), ("Website:2", ACME)]
    assert ("ci@acme.com", "bot") in desk.rows("people", "person_key, rule")


def test_domains_that_are_never_accounts_are_kept_without_account(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS, never="acme.com, lists/never.csv")
    desk.write("lists/never.csv", "domain\nother.com, a partner\n")
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,acme.de,Acme\n8,third.com,,Third\n")
    desk.write(
        "acts.csv",
        "id,at,kind,email\n1,2026-07-01,k,a@acme.de\n2,2026-07-01,k,b@other.com\n3,2026-07-01,k,c@third.com\n",
    )
    report = desk.load()
    assert desk.rows("accounts", "distinct domain") == [("third.com",)]
    assert report.sources[1].without_account == {"never an account": 2}


def test_a_company_whose_website_is_a_mail_providers_is_known_by_its_id(desk: Desk) -> None:
    desk.workspace(COMPANIES)
    desk.write("accounts.csv", "Id,Website,Also,Name\nA-1,gmail.com,,Small Shop\n")
    desk.load()
    assert desk.rows("accounts", "account_id, domain, name") == [(number_of("CRM accounts:A-1"), "", "Small Shop")]


def test_a_company_without_a_domain_is_known_by_its_id(desk: Desk) -> None:
    desk.workspace(COMPANIES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,n/a,,Acme\n8,shop.github.io,,Shop\n9,,other.com,Other\n")
    desk.load()
    assert desk.rows("accounts", "account_id, domain, name, rule") == ordered(
        [
            (number_of("CRM accounts:7"), "", "Acme", "id of the company"),
            (number_of("CRM accounts:8"), "", "Shop", "id of the company"),
            (OTHER, "other.com", "Other", "domain of the company"),
        ]
    )


def test_the_account_is_found_by_row_then_by_record_then_by_address(desk: Desk) -> None:
    acts = """
  Sales:
    table: activities
    files: sales.csv
    columns: { id: id, occurred_at: at, kind: k, person: who, account: account, visitor: v, domain: net }
"""
    desk.workspace(COMPANIES, CONTACTS, acts)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@gmail.com,CFO,7,\nc2,bo@other.com,,,\nc3,,CEO,7,\n")
    desk.write(
        "sales.csv",
        """
        id,at,k,who,account,v,net
        row,2026-07-01,k,c1,8,,
        record,2026-07-01,k,c1,,,
        address,2026-07-01,k,c2,,,
        id,2026-07-01,k,c3,,,
        visit,2026-07-01,k,,,v9,www.acme.com
        unknown,2026-07-01,k,c9,99,,
        """,
    )
    desk.load()
    assert desk.rows("activities", "activity_id, account_id, person_id") == ordered(
        [
            ("Sales:row", OTHER, number_of("ann@gmail.com")),
            ("Sales:record", ACME, number_of("ann@gmail.com")),
            ("Sales:address", OTHER, number_of("bo@other.com")),
            ("Sales:id", ACME, number_of("CRM contacts:c3")),
            ("Sales:visit", ACME, -number_of("visitor:Sales:v9@acme.com")),
            ("Sales:unknown", 0, number_of("CRM contacts:c9")),
        ]
    )
