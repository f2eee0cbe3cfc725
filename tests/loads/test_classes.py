"""Addresses that are no customer's person are kept with their class, and never guessed into an account."""

from __future__ import annotations

import pytest

from mqa.terms.keys import number_of
from tests.loads.desk import ACME, ACTS, ANN, COMPANIES, CONTACTS, OTHER, TODAY, Desk, standing
from tests.loads.mistaken import LATER, say

INFO = -number_of("info@acme.com")
KEPT = (
    "identity: { create_accounts: true, never_accounts: [portal.com], ours: [us.com], competitors: [lists/rivals.csv] }"
)
RULES = "person_key, account_id, rule"


def acts(desk: Desk, *addresses: str) -> None:
    rows = [f"{nth},2026-07-01,k,{address}" for nth, address in enumerate(addresses)]
    desk.write("acts.csv", "\n".join(["id,at,kind,email", *rows, ""]))


def test_an_act_from_a_role_address_is_its_companys_and_nobodys_by_name(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS, create=False)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    acts(desk, "ann@acme.com", "info@acme.com", "info@other.com", "info@gmail.com")
    report = desk.load()
    assert standing(desk, "activities", "person_id", TODAY) == {
        (ACME, ANN),
        (ACME, INFO),
        (0, -number_of("info@other.com")),
        (0, -number_of("info@gmail.com")),
    }
    assert ("info@acme.com", ACME, "role address") in desk.rows("people", RULES)
    assert report.sources[1].without_account == {"freemail": 1, "unknown company": 1}


def test_a_role_address_may_show_us_a_company(desk: Desk) -> None:
    desk.workspace(ACTS)
    acts(desk, "kontakt@other.com")
    desk.load()
    assert desk.rows("people", RULES) == [("kontakt@other.com", OTHER, "created from a role address")]
    assert desk.rows("accounts", "domain, rule") == [("other.com", "created from a role address")]


def test_a_contact_by_a_role_address_is_nobody_by_name_and_takes_no_part_in_a_committee(desk: Desk) -> None:
    acts_by_id = ACTS.replace("email: email", "person: email")
    desk.workspace(COMPANIES, CONTACTS, acts_by_id)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,info@acme.com,CFO,7,\n")
    acts(desk, "c1")
    desk.load()
    assert desk.rows("people", "distinct person_id, account_id") == [(INFO, ACME)]
    assert desk.rows("activities", "person_id, account_id") == [(INFO, ACME)]


def test_a_company_that_is_loaded_later_takes_along_what_its_role_addresses_did(desk: Desk) -> None:
    dated = COMPANIES.replace("name: Name", "name: Name, known_on: On")
    desk.workspace(ACTS)
    acts(desk, "info@acme.de")
    desk.load()
    desk.workspace(dated, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name,On\n7,acme.com,acme.de,Acme,2026-07-01\n")
    desk.load()
    standing = desk.rows("activities", "account_id, person_id, sum(times) over (partition by account_id, person_id)")
    assert {row for row in standing if row[2]} == {(ACME, -number_of("info@acme.de"), 1)}
    assert ("info@acme.de", ACME, "role address") in desk.rows("people", RULES)


def test_somebody_may_say_whose_a_role_address_is(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
    acts(desk, "info@acme.com")
    desk.load()
    say(desk, "assign", "info@acme.com", "other.com")
    assert (OTHER, INFO, LATER, 1) in desk.rows("activities", "account_id, person_id, known_on, times")


def test_robots_students_our_own_and_competitors_are_nobodys_with_their_class(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    text = (desk.folder / "mqa.yaml").read_text("utf-8").splitlines()
    desk.write("mqa.yaml", "\n".join([text[0], KEPT, *text[2:]]))
    desk.write("lists/rivals.csv", "domain\nrival.com, the other shop\n")
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n9,rival.com,,Rival\n")
    acts(desk, "ci-bot@acme.com", "joe@stud.ntnu.no", "me@us.com", "spy@rival.com", "x@portal.com", "ann@acme.com")
    report = desk.load()
    classes = {"robot": 1, "student": 1, "our own": 1, "competitor": 1, "never an account": 1}
    assert report.sources[1].without_account == classes
    assert report.sources[0].without_account == {"competitor": 1}
    assert {rule for _, account, rule in desk.rows("people", RULES) if not account} == set(classes)
    assert desk.rows("accounts", "distinct domain") == [("acme.com",)]


def test_a_machine_is_nobodys_whatever_a_record_or_the_act_says_of_it(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS, ACTS.replace("email: email", "email: email, account: account"))
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,noreply@acme.com,CFO,7,\nc2,ci-bot@acme.com,,7,\n")
    desk.write(
        "acts.csv", "id,at,kind,email,account\n1,2026-07-01,k,noreply@acme.com,7\n2,2026-07-01,k,ci-bot@acme.com,\n"
    )
    report = desk.load()
    assert set(desk.rows("people", RULES)) == {
        ("noreply@acme.com", 0, "no-reply"),
        ("ci-bot@acme.com", 0, "robot"),
    }
    assert desk.rows("activities", "distinct account_id") == [(0,)]
    assert report.sources[1].without_account == report.sources[2].without_account == {"no-reply": 1, "robot": 1}


def test_a_hidden_address_of_a_contact_is_the_contacts(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@users.noreply.github.com,CFO,7,\n")
    desk.load()
    assert desk.rows("people", RULES) == [("ann@users.noreply.github.com", ACME, "account of the contact")]


def test_somebody_may_say_that_an_address_is_no_machines(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    acts(desk, "spider@acme.com")
    desk.load()
    say(desk, "assign", "spider@acme.com", "acme.com")
    spider = number_of("spider@acme.com")
    assert standing(desk, "activities", "person_id", TODAY) == {(0, spider)}
    assert standing(desk, "activities", "person_id", LATER) == {(ACME, spider)}


def test_all_of_a_university_are_students_where_the_workspace_says_so(desk: Desk) -> None:
    desk.workspace(ACTS)
    acts(desk, "prof@mit.edu")
    desk.load()
    assert desk.rows("accounts", "domain") == [("mit.edu",)]
    text = (desk.folder / "mqa.yaml").read_text("utf-8").replace("never_accounts: []", "students: never")
    desk.write("mqa.yaml", text)
    desk.load()
    assert sum(int(str(times)) for (times,) in desk.rows("activities", "times") if times) == 1
    assert (0, 1) in desk.rows("activities", "account_id, times")


@pytest.mark.parametrize("nobody", ["info", "noreply", "ci-bot"])
def test_a_role_address_or_a_machine_names_no_visitor(desk: Desk, nobody: str) -> None:
    acts_of_visitors = ACTS.replace("email: email", "email: email, visitor: v")
    desk.workspace(COMPANIES, acts_of_visitors)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write(
        "acts.csv",
        f"id,at,kind,email,v\na,2026-07-01,k,{nobody}@acme.com,v1\nb,2026-07-01,k,ann@acme.com,v1\nc,2026-07-01,k,,v1\n",
    )
    desk.load()
    assert desk.rows("activities", "account_id, person_id").count((ACME, ANN)) == 2
