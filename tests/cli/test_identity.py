"""Who is who on the command line: asked, mended, undone; wrong words are refused with what may be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa import workspaces
from mqa.answers import corrected
from mqa.answers.account import account_page
from mqa.answers.why import Why
from mqa.cli.whose import _tell_why
from tests.cli.workspace import answer, done, mqa

BRIGHTPORT, CALDERON, KESTREL = "brightport-example.com", "calderon-example.com", "kestrel-example.com"
ADA = ("--by", "ada@example.com", "--note", "she knows")


def why(folder: Path, what: str) -> dict[str, object]:
    """What is said of something, without its dates."""
    return dict(answer(folder, "identity", "why", what))


def test_an_account_is_made_of_records_domains_and_people(made):
    found = answer(made, "identity", "why", "Brightport Logistics")
    assert (found["about"], found["account"]) == ("account", BRIGHTPORT)
    assert [(one["source"], one["record"], one["name"]) for one in found["records"]] == [
        ("CRM accounts", "A-1", "Brightport Logistics")
    ]
    assert {one["domain"]: one["rule"] for one in found["domains"] if one["source"] == "CRM accounts"} == {
        BRIGHTPORT: "domain of the company",
        "brightport-example.nl": "further domain of the company",
    }
    assert sum(one["people"] for one in found["people"]) >= 4


def test_a_person_is_where_their_record_says_and_what_else_was_looked_at_is_shown(made):
    found = answer(made, "identity", "why", f"eva.smit@{BRIGHTPORT}")
    assert found["sentence"] == f"eva.smit@{BRIGHTPORT} is of {BRIGHTPORT}: account of the contact."
    assert [(one["record"], one["names_account"]) for one in found["records"]] == [("C-1", "A-1")]
    assert {one["domain"] for one in found["considered"]} == {BRIGHTPORT}


@pytest.mark.parametrize(("what", "account"), [("A-2", CALDERON), ("CRM contacts:C-5", CALDERON)])
def test_a_record_is_known_by_its_id(made, what, account):
    found = answer(made, "identity", "why", what)
    assert (found["about"], found["account"]) == ("record", account)


def test_a_domain_says_whose_it_is_and_by_which_rule(made):
    said = done(made, "identity", "why", "brightport-example.nl")
    assert f"brightport-example.nl leads to {BRIGHTPORT}, further domain of the company." in said
    assert all(len(line) <= 100 for line in said.splitlines())


def test_a_domain_is_given_to_an_account_and_taken_back(mine):
    said = done(mine, "identity", "alias", KESTREL, CALDERON, *ADA)
    assert f"From today {KESTREL} leads to {CALDERON} (correction 1)." in said
    assert "1 person and 2 acts moved." in said
    assert why(mine, KESTREL)["sentence"] == f"{KESTREL} leads to {CALDERON}, by correction 1."
    assert [one["domain"] for one in answer(mine, "identity", "why", CALDERON)["domains"]][-1] == KESTREL
    assert f"Correction 1 of {KESTREL} is undone." in done(mine, "identity", "undo", "1", *ADA)
    assert why(mine, KESTREL)["account"] == KESTREL
    assert answer(mine, "identity", "corrections")["corrections"] == []
    (undoing, one) = answer(mine, "identity", "corrections", "--all")["corrections"]
    assert (one["by"], one["note"], one["undone_by"], undoing["undoes"]) == ("ada@example.com", "she knows", 2, 1)


def test_what_lost_is_told_to_have_lost_where_nothing_won(capsys):
    lost = {"domain": KESTREL, "account": KESTREL, "rule": "domain of the company", "wins": False}
    _tell_why(Why("domain", KESTREL, "It leads to nobody.", parts={"considered": [lost]}))
    head, _, row = capsys.readouterr().out.splitlines()[-3:]
    assert (head.split()[-1], row.split()[-1]) == ("wins", "no")


def test_two_accounts_are_merged_and_a_name_leads_on(mine):
    done(mine, "identity", "merge", "Lindqvist Retail", CALDERON)
    found = answer(mine, "identity", "why", CALDERON)
    assert [(one["record"], one["correction"]) for one in found["records"]] == [("A-2", 0), ("A-7", 1)]
    assert answer(mine, "identity", "why", "lindqvist-example.com")["account"] == CALDERON


def test_a_domain_is_split_off_and_never_an_account(mine):
    done(mine, "identity", "split", "brightport-example.nl")
    assert answer(mine, "identity", "why", "brightport-example.nl")["account"] == "brightport-example.nl"
    done(mine, "identity", "never", "brightport-example.nl")
    assert answer(mine, "identity", "why", "brightport-example.nl")["account"] is None


def test_a_person_is_assigned_and_given_a_role(mine):
    eva = f"eva.smit@{BRIGHTPORT}"
    done(mine, "identity", "assign", "C-1", CALDERON)
    done(mine, "identity", "role", eva, "head of planning")
    (place,) = answer(mine, "identity", "why", eva)["places"]
    assert (place["account"], place["role"], place["correction"]) == (CALDERON, "Head of planning", 1)
    done(mine, "identity", "assign", eva, "nobody")
    assert answer(mine, "identity", "why", eva)["places"][0]["account"] == "nobody"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", BRIGHTPORT, BRIGHTPORT), "are one account already"),
        (("merge", "brightport-example.nl", CALDERON), "is no account of its own"),
        (("merge", "nowhere-example.com", CALDERON), "There is no account"),
        (("alias", "gmail.com", CALDERON), "is no domain of a company (freemail)"),
        (("alias", "tidewater-example.com", CALDERON), "mqa identity merge tidewater-example.com"),
        (("alias", "brightport-example.nl", BRIGHTPORT), "already"),
        (("split", BRIGHTPORT), "is an account of its own already"),
        (("split", "nowhere-example.com"), "leads to no account"),
        (("assign", "nobody@nowhere-example.com", CALDERON), "Nobody is known as"),
        (("role", f"eva.smit@{BRIGHTPORT}", "Head of planing"), "Did you mean “Head of planning”"),
        (("undo", "7"), "There is no correction 7"),
        (("name", "Nobody states this", CALDERON), "No row states the name"),
        (("never", KESTREL, "--by", "ada"), "is not an e-mail address"),
        (("why", "nothing like it"), "There is no account"),
        (("why", "example"), "There is no account"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_noted(made, words, said):
    result = mqa(made, "identity", *words)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert answer(made, "identity", "corrections", "--all")["corrections"] == []


SIGN_UPS = """
  Sign-ups:
    table: people
    files: signups.csv
    columns: { email: email, company: company }
  Partners:
    table: companies
    files: partners.csv
    columns: { domain: domain, name: name }
"""


def test_a_name_that_may_mean_several_waits_until_somebody_says_which(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + SIGN_UPS)
    (mine / "partners.csv").write_text("domain,name\nostrava.cz,Ostrava Steel\nostrava.pl,OSTRAVA STEEL\n")
    (mine / "signups.csv").write_text("email,company\nzoe@gmail.com,Ostrava Steel\nyan@gmail.com,Calderon Freight BV\n")
    done(mine, "load")
    (waits,) = answer(mine, "identity", "review")["names"]
    assert (waits["name"], waits["people"]) == ("ostrava steel", 1)
    assert {waits["one"], waits["other"]} == {"ostrava.cz", "ostrava.pl"}
    assert answer(mine, "identity", "why", "yan@gmail.com")["account"] == CALDERON
    found = answer(mine, "identity", "why", "Calderon Freight BV")
    assert (found["account"], found["because"][0]["reason"]) == (CALDERON, "any two names")
    said = done(mine, "identity", "name", "Ostrava Steel", "ostrava.pl", *ADA)
    assert "From today the name “ostrava steel” means ostrava.pl (correction 1)." in said
    assert answer(mine, "identity", "why", "zoe@gmail.com")["account"] == "ostrava.pl"
    assert answer(mine, "identity", "review")["names"] == []
    assert "No name waits" in done(mine, "identity", "review")


CUSTOMERS = """
  Customers:
    table: companies
    files: customers.csv
    columns: { id: number, name: customer }
  Bookkeepers:
    table: people
    files: bookkeepers.csv
    columns: { email: email, account: customer }
"""


def test_a_company_without_a_domain_is_found_by_its_name_and_can_be_taken_out_again(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + CUSTOMERS)
    (mine / "customers.csv").write_text("number,customer\nD-7,Calderon Freight B.V.\n")
    (mine / "bookkeepers.csv").write_text("email,customer\nzoe@gmail.com,D-7\n")
    done(mine, "load")
    said = " ".join(done(mine, "identity", "why", "D-7").split())
    assert f"of {CALDERON}: that is what its name “calderon freight b.v.” means" in said
    assert ("Customers", "D-7") in {(one["source"], one["record"]) for one in why(mine, CALDERON)["records"]}
    assert why(mine, "zoe@gmail.com")["account"] == CALDERON
    done(mine, "identity", "merge", CALDERON, BRIGHTPORT, *ADA)
    assert why(mine, "zoe@gmail.com")["account"] == why(mine, "D-7")["account"] == BRIGHTPORT
    done(mine, "identity", "undo", "1", *ADA)
    assert "From today Customers:D-7 is an account of its own" in done(mine, "identity", "split", "D-7", *ADA)
    assert why(mine, "zoe@gmail.com")["account"] == why(mine, "D-7")["account"] == "Calderon Freight B.V."
    done(mine, "identity", "undo", "3", *ADA)
    assert why(mine, "zoe@gmail.com")["account"] == CALDERON


def test_a_domain_from_which_people_of_one_account_write_waits_until_somebody_says_whose_it_is(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + CUSTOMERS)
    (mine / "customers.csv").write_text("number,customer\nD-7,Ostrava Steel\nD-8,Opole Glass\n")
    alone, provider, shared = "ann@alone.cz,D-7", "yan@gmail.com,D-7\nzoe@gmail.com,D-7", "a@both.cz,D-7\nb@both.cz,D-8"
    (mine / "bookkeepers.csv").write_text(
        f"email,customer\ncy@ostrava.cz,D-7\ndi@ostrava.cz,D-7\n{alone}\n{provider}\n{shared}\n"
    )
    done(mine, "load")
    assert answer(mine, "identity", "review")["domains"] == [
        {"domain": "ostrava.cz", "account": "Ostrava Steel", "key": "Customers:D-7", "people": 2}
    ]
    assert "1 domain is no account's" in done(mine, "identity", "review")
    done(mine, "identity", "alias", "ostrava.cz", "Ostrava Steel", *ADA)
    assert answer(mine, "identity", "review")["domains"] == []
    done(mine, "identity", "undo", "1", *ADA)
    done(mine, "identity", "never", "ostrava.cz", *ADA)
    assert answer(mine, "identity", "review")["domains"] == []


def test_an_address_of_a_class_says_what_that_means(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(agreed.read_text().rstrip("\n") + SIGN_UPS)
    (mine / "partners.csv").write_text("domain,name\nostrava.pl,OSTRAVA STEEL\n")
    (mine / "signups.csv").write_text(f"email,company\ninfo@{CALDERON},\njoe@stud.ntnu.no,\n")
    done(mine, "load")
    assert "its acts are the company's, of nobody by name." in why(mine, f"info@{CALDERON}")["sentence"]
    assert why(mine, "joe@stud.ntnu.no")["sentence"] == (
        "joe@stud.ntnu.no is of nobody: student, an address that a university gives its students."
    )


def test_a_family_is_shown_and_somebody_takes_a_company_out_of_it(mine):
    agreed = mine / "mqa.yaml"
    agreed.write_text(
        agreed.read_text().rstrip("\n").replace("identity:", "identity:\n  families: roll up")
        + """
  Group:
    table: companies
    files: group.csv
    columns: { domain: domain, parent_domain: parent, known_on: on }
"""
    )
    (mine / "group.csv").write_text(
        f"domain,parent,on\n{KESTREL},{CALDERON},2026-06-01\n{CALDERON},{KESTREL},2026-06-01\n"
    )
    done(mine, "load")
    left_out = answer(mine, "identity", "review")["circles"]
    assert len(left_out) == 1
    (mine / "group.csv").write_text(f"domain,parent,on\n{KESTREL},{CALDERON},2026-06-02\n{CALDERON},,2026-06-02\n")
    done(mine, "load")
    said = why(mine, CALDERON)
    assert f"the family of {CALDERON} is 2 companies, rolled up to {CALDERON}." in said["sentence"]
    assert [(one["company"], one["parent"]) for one in said["family"]] == [(KESTREL, CALDERON)]
    assert f"the family of {CALDERON}" in why(mine, KESTREL)["sentence"]
    assert "rolled up to" in done(mine, "explain", CALDERON, "--as-of", "2026-06-30")
    done(mine, "identity", "split", KESTREL)
    assert why(mine, KESTREL)["account"] == KESTREL


def test_a_persons_title_is_read_with_how_sure_that_is_and_why(made):
    found = {one["what"]: one for one in answer(made, "identity", "why", f"eva.smit@{BRIGHTPORT}")["title"]}
    assert {"department", "seniority"} <= found.keys()
    assert all(0 < one["confidence"] <= 1 and one["why"] for one in found.values())
    assert "What the title says" in done(made, "identity", "why", f"eva.smit@{BRIGHTPORT}")


def test_the_tab_of_the_page_and_the_command_tell_of_the_same_people_and_corrections(mine):
    done(mine, "identity", "role", f"eva.smit@{BRIGHTPORT}", "head of planning", *ADA)
    done(mine, "identity", "assign", f"ines.falk@{CALDERON}", BRIGHTPORT, *ADA)
    done(mine, "identity", "assign", f"jonas.vos@{BRIGHTPORT}", "nobody")
    done(mine, "run")
    opened = workspaces.opened(mine)
    workspaces.open_stores(opened)
    page = account_page(opened, opened.agreements[0], BRIGHTPORT, more="identity").found
    said = why(mine, BRIGHTPORT)
    ways = {(one["rule"], one["source"], one["people"]) for one in said["people"]}
    assert {(one["rule"], one["source"], one["people"]) for one in page.tables["placed"]} == ways
    assert ("set by a person", 1) in {(rule, people) for rule, _, people in ways}
    people = {one["person_key"] for one in page.people.values()}
    assert corrected.of_account(page.account.account_id, {BRIGHTPORT}, people, page.known_at) == said["corrections"]
    assert [one["number"] for one in said["corrections"]] == [3, 2, 1]
