"""Rows that state a company by its name alone belong to the account whose name is meant, if it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.terms.keys import number_of
from tests.loads.desk import ACME, COMPANIES, OTHER, TODAY, Desk, standing
from tests.loads.mistaken import say, undo

PEOPLE = """
  Sign-ups:
    table: people
    files: signups.csv
    columns: { email: email, company: company, country: country, known_on: on }
"""
VISITS = """
  Badges:
    table: activities
    files: badges.csv
    columns: { id: id, occurred_at: at, kind: { value: event.visit }, company: company }
"""
LISTED = """
  Listed:
    table: facts
    files: listed.csv
    columns: { company: company, fact: { value: listed }, value: listed, known_on: on }
"""
LATER = TODAY + 1
HEAD = "Id,Website,Also,Name\n"
BOTH = f"{HEAD}7,acme.com,,Halyard Software Inc.\n8,other.com,,Borealis Mining Ltd\n"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Two companies, people with an address of a mail provider who state a company, and acts that only state one."""
    desk.workspace(COMPANIES, PEOPLE, VISITS, LISTED)
    desk.write("accounts.csv", BOTH)
    desk.write("signups.csv", "email,company,country,on\nann@gmail.com,Halyard Software GmbH,,2026-06-01\n")
    desk.write("badges.csv", "id,at,company\n1,2026-06-02,BOREALIS MINING\n2,2026-06-02,Nobody Knows This\n")
    desk.write("listed.csv", "company,listed,on\nThe Borealis Mining Company,yes,2026-06-03\n")
    return desk


def of_people(desk: Desk, day: int = TODAY) -> set[tuple[object, ...]]:
    """Where everybody who is known by name is."""
    return {row for row in standing(desk, "people", "person_key", day) if row[1] != "visitor:@"}


def rule_of_ann(desk: Desk) -> list[object]:
    return [rule for rule, who in desk.rows("people", "rule, person_key") if who == "ann@gmail.com"]


def test_a_person_of_a_mail_provider_belongs_to_the_company_they_state(desk: Desk) -> None:
    desk.load()
    assert of_people(desk) == {(ACME, "ann@gmail.com")}
    assert rule_of_ann(desk) == ["company name"]


def test_an_act_that_states_a_company_belongs_to_it_and_one_of_nobody_we_know_to_nobody(desk: Desk) -> None:
    report = desk.load()
    assert standing(desk, "activities", "activity_id", TODAY) == {(OTHER, "Badges:1"), (0, "Badges:2")}
    counts = next(one.counts for one in report.sources if one.source == "Badges")
    assert counts["without account: unknown company name"] == 1


def test_a_fact_of_a_company_that_is_named_is_told_of_its_account(desk: Desk) -> None:
    desk.load()
    assert standing(desk, "facts", "value", TODAY) == {(OTHER, "yes")}


def test_the_domain_of_an_address_says_more_than_a_stated_name(desk: Desk) -> None:
    desk.write("signups.csv", "email,company,country,on\nann@other.com,Halyard Software,,2026-06-01\n")
    desk.load()
    assert of_people(desk) == {(OTHER, "ann@other.com")}


def test_of_two_companies_of_one_name_none_is_picked(desk: Desk) -> None:
    desk.write("accounts.csv", f"{BOTH}9,halyard.de,,HALYARD SOFTWARE INC\n")
    desk.load()
    assert of_people(desk) == {(0, "ann@gmail.com")}
    assert rule_of_ann(desk) == ["ambiguous company name"]
    assert {row[0] for row in desk.rows("company_names", "account_id, outcome") if row[1] == "ambiguous"} <= {
        ACME,
        number_of("halyard.de"),
    }


def test_two_names_of_accounts_that_were_merged_are_no_rivals_until_that_is_undone(desk: Desk) -> None:
    desk.write("accounts.csv", f"{BOTH}9,halyard.de,,HALYARD SOFTWARE INC\n")
    desk.load()
    said = say(desk, "merge", "halyard.de", "acme.com")
    assert of_people(desk, LATER) == {(ACME, "ann@gmail.com")}
    assert of_people(desk) == {(0, "ann@gmail.com")}
    undo(desk, said.said.number, LATER + 1)
    assert of_people(desk, LATER + 1) == {(0, "ann@gmail.com")}


def test_a_name_that_is_known_later_brings_its_people_and_acts_along(desk: Desk) -> None:
    desk.write("accounts.csv", f"{HEAD}8,other.com,,Borealis Mining Ltd\n")
    desk.load()
    assert of_people(desk) == {(0, "ann@gmail.com")}
    desk.write("accounts.csv", BOTH)
    desk.load(LATER)
    assert of_people(desk) == {(0, "ann@gmail.com")}
    assert of_people(desk, LATER) == {(ACME, "ann@gmail.com")}


def test_it_does_not_matter_which_file_is_loaded_first(desk: Desk, tmp_path: Path) -> None:
    desk.load()
    other = Desk(tmp_path / "other")
    for name in ("mqa.yaml", "accounts.csv", "signups.csv", "badges.csv", "listed.csv"):
        other.write(name, (desk.folder / name).read_text())
    for source in ("Sign-ups", "Badges", "CRM accounts", "Listed"):
        other.load(sources=[source])
    other.load()
    for table, key in {"people": "person_key", "activities": "activity_id", "facts": "value"}.items():
        assert standing(other, table, key, TODAY) == standing(desk, table, key, TODAY)


def test_what_a_person_says_of_a_name_beats_what_it_is_like_until_it_is_undone(desk: Desk) -> None:
    desk.load()
    before = of_people(desk)
    said = say(desk, "name", "halyard software gmbh", "other.com")
    assert of_people(desk, LATER) == {(OTHER, "ann@gmail.com")}
    assert of_people(desk) == before
    undo(desk, said.said.number, LATER + 1)
    assert of_people(desk, LATER + 1) == before


def test_whoever_states_the_name_of_a_company_that_was_merged_stays_with_the_account_it_leads_to(desk: Desk) -> None:
    desk.load()
    say(desk, "merge", "acme.com", "other.com")
    desk.write("signups.csv", "email,company,country,on\nbo@gmail.com,Halyard Software,,2026-06-01\n")
    desk.load(LATER + 1)
    assert of_people(desk, LATER + 1) == {(OTHER, "ann@gmail.com"), (OTHER, "bo@gmail.com")}


def test_a_stated_country_decides_between_namesakes(desk: Desk) -> None:
    with_country = COMPANIES.replace("columns:", "facts: { country: Land }\n    columns:")
    desk.workspace(with_country, PEOPLE)
    desk.write("accounts.csv", "Id,Website,Also,Name,Land\n7,acme.com,,Halyard,fr\n8,other.com,,Halyard,de\n")
    desk.write("signups.csv", "email,company,country,on\nann@gmail.com,Halyard,DE,2026-06-01\n")
    desk.load()
    assert of_people(desk) == {(OTHER, "ann@gmail.com")}


@pytest.mark.parametrize("told", ["a list", "its own record"])
def test_a_country_that_is_learned_later_decides_between_namesakes_too(desk: Desk, told: str) -> None:
    listed = LISTED.replace(
        "company: company, fact: { value: listed }, value: listed", "domain: d, fact: fact, value: v"
    )
    with_country = COMPANIES.replace("columns:", "facts: { country: Land }\n    columns:")
    desk.workspace(with_country, PEOPLE, listed)
    desk.write("accounts.csv", "Id,Website,Also,Name,Land\n7,acme.com,,Halyard,\n8,other.com,,Halyard,\n")
    desk.write("signups.csv", "email,company,country,on\nann@gmail.com,Halyard,DE,2026-06-01\n")
    desk.write("listed.csv", "d,fact,v,on\nacme.com,size,9,2026-06-01\n")
    desk.load()
    assert of_people(desk) == {(0, "ann@gmail.com")}
    if told == "a list":
        desk.write("listed.csv", "d,fact,v,on\nacme.com,country,fr,2026-06-01\nother.com,country,de,2026-06-01\n")
    else:
        desk.write("accounts.csv", "Id,Website,Also,Name,Land\n7,acme.com,,Halyard,fr\n8,other.com,,Halyard,de\n")
    desk.load(LATER)
    assert of_people(desk, LATER) == {(OTHER, "ann@gmail.com")}


ERP = """
  ERP customers:
    table: companies
    files: customers.csv
    columns: { id: No, name: Customer }
    facts: { country: Land }
"""
CONTACTS_OF_ERP = """
  ERP contacts:
    table: people
    files: contacts.csv
    columns: { email: email, account: customer, known_on: on }
"""
ONE, TWO = number_of("ERP customers:K1"), number_of("ERP customers:K2")


@pytest.fixture
def customers(desk: Desk) -> Desk:
    """Companies of a source that knows no domains, and whom it knows there."""
    desk.workspace(COMPANIES, ERP, CONTACTS_OF_ERP)
    desk.write("customers.csv", "No,Customer,Land\nK1,HALYARD SOFTWARE INC,\nK2,Nobody Else Knows This,\n")
    desk.write("contacts.csv", "email,customer,on\nann@gmail.com,K1,2026-06-01\nbo@gmail.com,K2,2026-06-01\n")
    return desk


def test_a_company_without_a_domain_is_the_one_whose_name_it_has_and_by_itself_where_there_is_none(customers: Desk):
    customers.load()
    assert of_people(customers) == {(ACME, "ann@gmail.com"), (TWO, "bo@gmail.com")}
    assert {account for account, _ in standing(customers, "accounts", "name", TODAY)} == {ACME, OTHER, TWO}


def test_it_does_not_matter_which_companies_are_loaded_first(customers: Desk, tmp_path: Path):
    customers.load()
    other = Desk(tmp_path / "other")
    for name in ("mqa.yaml", "accounts.csv", "customers.csv", "contacts.csv"):
        other.write(name, (customers.folder / name).read_text())
    for source in ("ERP contacts", "ERP customers", "CRM accounts"):
        other.load(sources=[source])
    other.load()
    for table, key in {"people": "person_key", "accounts": "account_id"}.items():
        assert standing(other, table, key, TODAY) == standing(customers, table, key, TODAY)


def test_of_two_companies_of_its_name_a_company_without_a_domain_is_none(customers: Desk):
    customers.write("accounts.csv", f"{BOTH}9,halyard.de,,Halyard Software Inc\n")
    customers.load()
    assert of_people(customers) == {(ONE, "ann@gmail.com"), (TWO, "bo@gmail.com")}


def test_what_a_person_says_of_a_company_without_a_domain_beats_its_name_until_it_is_undone(customers: Desk):
    customers.load()
    said = say(customers, "merge", "ERP customers:K1", "other.com")
    assert of_people(customers, LATER) == {(OTHER, "ann@gmail.com"), (TWO, "bo@gmail.com")}
    undo(customers, said.said.number, LATER + 1)
    assert of_people(customers, LATER + 1) == {(ACME, "ann@gmail.com"), (TWO, "bo@gmail.com")}


def test_companies_of_one_name_without_domains_are_the_one_known_first(customers: Desk):
    customers.write("customers.csv", "No,Customer,Land\nK2,Borderline Co.,\nK1,BORDERLINE CO,\n")
    customers.load()
    (account,) = {account for account, _ in of_people(customers)}
    assert account in {ONE, TWO}


def test_a_company_of_one_name_that_was_known_earlier_takes_the_others_along(customers: Desk):
    dated = ERP.replace("name: Customer", "name: Customer, known_on: on").replace("customers.csv", "customers*.csv")
    customers.workspace(dated, CONTACTS_OF_ERP)
    customers.write("customers.csv", "No,Customer,Land,on\nK2,Borderline,,2026-06-02\n")
    customers.load()
    customers.write("customers2.csv", "No,Customer,Land,on\nK1,Borderline,,2026-06-03\n")
    customers.load()
    assert {row[0] for row in standing(customers, "people", "person_key", TODAY)} == {TWO}
    customers.write("customers3.csv", "No,Customer,Land,on\nK1,Borderline,,2026-06-01\n")
    customers.load()
    assert {row[0] for row in standing(customers, "people", "person_key", TODAY)} == {ONE}


def test_companies_of_one_name_in_two_countries_are_two(customers: Desk):
    customers.write("customers.csv", "No,Customer,Land\nK2,Borderline Co.,de\nK1,Borderline Co.,fr\n")
    customers.load()
    assert of_people(customers) == {(ONE, "ann@gmail.com"), (TWO, "bo@gmail.com")}
