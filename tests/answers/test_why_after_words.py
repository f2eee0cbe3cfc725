"""Why somebody is where they are after people said otherwise, and after families were rolled up."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.answers import meant
from mqa.answers.unclaimed import unclaimed as waiting
from mqa.answers.why import Why, why
from mqa.identity.domains import KeptOut
from mqa.ledger.opening import open_ledger
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, Desk
from tests.loads.mistaken import say, undo

SIGN_UPS = """
  Sign-ups:
    table: people
    files: signups.csv
    columns: { id: id, email: email, company: company }
"""
GROUP = """
  Group:
    table: companies
    files: group.csv
    columns: { id: id, domain: domain, domains: { column: also, split: ";" }, name: name, parent: parent }
"""


def asked(desk: Desk, typed: str, kept_out: KeptOut | None = None) -> Why:
    open_ledger(desk.folder / ".mqa/ledger.sqlite3")
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        return why(connection, typed, {}, kept_out or KeptOut())


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three companies, of which people said five things."""
    desk = Desk(tmp_path_factory.mktemp("said"))
    desk.workspace(COMPANIES, CONTACTS, SIGN_UPS, ACTS.replace("email: email", "email: email, visitor: v, account: a"))
    desk.write(
        "accounts.csv",
        "Id,Website,Also,Name\n7,acme.com,,Acme Anvils\n8,other.com,,Other Oranges\n9,gone.com,,Gone Gravel\n",
    )
    desk.write(
        "contacts.csv", "Id,Email,Title,Account,Bot\nc1,eve@acme.com,CFO,7,\nc2,,CFO,7,\nc3,noreply@acme.com,CFO,7,\n"
    )
    desk.write("signups.csv", "id,email,company\ns1,zoe@gmail.com,Acme Anvils\n")
    desk.write(
        "acts.csv",
        "id,at,kind,email,v,a\n1,2026-06-01,k,bo@new.com,,\n2,2026-06-01,k,cy@acme.com,,\n"
        "3,2026-06-01,k,noreply@acme.com,,7\n4,2026-06-01,k,,v,7\n",
    )
    desk.load()
    say(desk, "alias", "new.com", "other.com")
    say(desk, "assign", "bo@new.com", "other.com")
    say(desk, "role", "eve@acme.com", "Economic buyer")
    say(desk, "name", "acme anvils", "other.com")
    say(desk, "assign", "cy@acme.com", "gone.com")
    say(desk, "never", "gone.com")
    return desk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("bo@new.com", "bo@new.com is of other.com: set by a person (correction 2)."),
        ("eve@acme.com", "eve@acme.com is of acme.com: account of the contact."),
        (
            "zoe@gmail.com",
            "zoe@gmail.com is of other.com: set by a person (correction 4); the name “acme anvils” means other.com.",
        ),
        (
            "cy@acme.com",
            "cy@acme.com is of nobody: set by a person (correction 5); cy@acme.com is of gone.com; gone.com is never "
            "an account (correction 6); 1 act is kept, as nobody's.",
        ),
        (
            "noreply@acme.com",
            "noreply@acme.com is of nobody: no-reply, a machine that sends and does not read, whatever a record says "
            "of it; 1 act is kept, as nobody's.",
        ),
        ("c2", "CRM contacts:c2, without an address, is of acme.com: account of the contact."),
        (
            "Gone Gravel",
            "CRM accounts:9 is gone.com, of nobody: domain of the company; gone.com is never an account "
            "(correction 6).",
        ),
    ],
)
def test_the_reason_is_the_one_that_holds_today(said: Desk, typed: str, sentence: str) -> None:
    assert asked(said, typed).sentence == sentence


def test_a_role_that_somebody_gave_hides_no_rule_from_the_account(said: Desk) -> None:
    rules = {one["rule"]: one["people"] for one in asked(said, "acme.com").parts["people"]}
    assert rules == {"account of the contact": 2}


def test_people_whom_somebody_assigned_are_told_as_such_by_the_account(said: Desk) -> None:
    rules = {one["rule"] for one in asked(said, "other.com").parts["people"]}
    assert rules == {"set by a person"}


@pytest.mark.parametrize("typed", ["acme.com", "other.com", "zoe@gmail.com", "s1"])
def test_what_a_name_means_by_the_word_of_people_is_told_wherever_it_matters(said: Desk, typed: str) -> None:
    told = {one["what"] for one in asked(said, typed).parts["corrections"]}
    assert "the name “acme anvils” means other.com" in told


def test_an_undone_word_is_no_reason_any_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = Desk(tmp_path_factory.mktemp("undone"))
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-06-01,k,bo@new.com\n")
    desk.load()
    say(desk, "assign", "bo@new.com", "acme.com")
    say(desk, "alias", "new.com", "acme.com")
    undo(desk, 1)
    assert asked(desk, "bo@new.com").sentence == (
        "bo@new.com is of acme.com: e-mail domain; new.com leads to acme.com (correction 2)."
    )


def test_a_contact_without_an_address_is_told_as_a_person_is(said: Desk) -> None:
    parts = asked(said, "c2").parts
    assert [(one["account"], one["rule"]) for one in parts["places"]] == [("acme.com", "account of the contact")]
    assert {one["what"] for one in parts["title"]} == {"department", "seniority"}
    assert [(one["record"], one["names_account"]) for one in parts["records"]] == [("c2", "7")]


def test_an_account_counts_the_addresses_at_its_domains_that_are_nobodys(said: Desk) -> None:
    assert asked(said, "acme.com").parts["left_out"][0] == {"rule": "no-reply", "addresses": 1, "acts": 1}


def test_it_is_told_by_which_rule_a_visitor_is_where_it_is_and_how_surely(said: Desk) -> None:
    [visits] = asked(said, "visitor:v").parts["visits"]
    assert (visits["account"], visits["rule"], visits["surely"]) == ("acme.com", "account of the act", "sure")


def test_a_title_of_a_machine_says_nothing(said: Desk) -> None:
    assert asked(said, "noreply@acme.com").parts["title"] == []


@pytest.fixture(scope="module")
def rolled_up(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A group that is rolled up, a company that was merged into it, and who states their names."""
    desk = Desk(tmp_path_factory.mktemp("rolled-up"))
    desk.workspace(GROUP, SIGN_UPS)
    agreed = (desk.folder / "mqa.yaml").read_text("utf-8")
    desk.write("mqa.yaml", agreed.replace("identity: {", "identity: { families: roll up,"))
    desk.write(
        "group.csv",
        "id,domain,also,name,parent\nG,group.com,,Grand Group,\nS,sub.com,sub.de,Subtle Systems,G\n"
        "M,merged.com,,Merged Minerals,\n",
    )
    desk.write("signups.csv", "id,email,company\n1,zoe@gmail.com,Subtle Systems\n2,yan@gmail.com,Merged Minerals\n")
    desk.load()
    say(desk, "merge", "merged.com", "group.com")
    return desk


UP = "sub.com is rolled up with the family of group.com"
MERGED = "merged.com is part of group.com (correction 1)"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("S", f"Group:S is sub.com, of group.com: domain of the company; {UP}."),
        ("sub.com", f"sub.com leads to group.com, domain of the company; {UP}."),
        ("sub.de", f"sub.de leads to group.com, further domain of the company; {UP}."),
        ("Subtle Systems", f"“subtle systems” means sub.com (same name); {UP}."),
        (
            "zoe@gmail.com",
            f"zoe@gmail.com is of group.com: company name; “subtle systems” means sub.com (same name); {UP}.",
        ),
        ("M", f"Group:M is merged.com, of group.com: domain of the company; {MERGED}."),
        ("merged.com", "merged.com leads to group.com, by correction 1."),
        ("Merged Minerals", f"“merged minerals” means merged.com (same name); {MERGED}."),
    ],
)
def test_what_was_merged_or_rolled_up_says_so(rolled_up: Desk, typed: str, sentence: str) -> None:
    found = asked(rolled_up, typed)
    assert (found.sentence, found.account) == (sentence, "group.com")


def test_an_account_is_made_of_the_records_of_its_subsidiaries_too(rolled_up: Desk) -> None:
    found = asked(rolled_up, "group.com")
    assert {one["record"]: one["rule"] for one in found.parts["records"]} == {
        "G": "domain of the company",
        "M": "domain of the company",
        "S": "rolled up",
    }
    assert found.sentence.startswith("group.com (Grand Group) is made of 3 records, 4 domains and 2 people")


@pytest.fixture(scope="module")
def unclaimed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A company without a domain, whose people write from two domains that no account has."""
    desk = Desk(tmp_path_factory.mktemp("unclaimed"))
    desk.workspace(COMPANIES, CONTACTS, create=False)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,,,Ostrava Steel\n")
    some = [f"{nth},{who},,7," for nth, who in enumerate(("a@steel.cz", "b@eu.steel.cz", "c@kept.cz", "d@kept.cz"))]
    desk.write("contacts.csv", "\n".join(["Id,Email,Title,Account,Bot", *some, ""]))
    desk.load()
    return desk


KEPT = KeptOut({"kept.cz": "never an account"})


def test_review_and_why_say_the_same_of_a_domain_that_nobody_has(unclaimed: Desk) -> None:
    open_ledger(unclaimed.folder / ".mqa/ledger.sqlite3")
    with meant.identities(unclaimed.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        listed = waiting(connection, KEPT)
    assert [(one["domain"], one["people"]) for one in listed] == [("steel.cz", 2)]
    assert asked(unclaimed, "steel.cz", KEPT).sentence == (
        "steel.cz is no account's. 2 people of Ostrava Steel write from there. If it is theirs: mqa identity alias "
        "steel.cz 'Ostrava Steel'"
    )
    assert asked(unclaimed, "kept.cz", KEPT).sentence.startswith("kept.cz is no account's: never an account, ")


def test_a_domain_of_which_countries_are_accounts_waits_for_nobody(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    facts = COMPANIES.replace("name: Name }", "name: Name }\n    facts: { country: Country }")
    desk.workspace(facts, CONTACTS, create=False)
    agreed = (desk.folder / "mqa.yaml").read_text("utf-8")
    desk.write("mqa.yaml", agreed.replace("identity: {", "identity: { accounts: by country,"))
    desk.write("accounts.csv", "Id,Website,Also,Name,Country\n7,steel.cz,,Steel,CZ\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,a@steel.cz,,7,\nc2,b@steel.cz,,7,\n")
    desk.load()
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        assert waiting(connection) == []
    assert asked(desk, "steel.cz").account == "steel.cz:CZ"
