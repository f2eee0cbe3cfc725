"""Why somebody is where they are whose company acts state, and which word of people decided that."""

from __future__ import annotations

import pytest

from tests.answers.test_why_after_words import asked
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, Desk
from tests.loads.mistaken import say

NAMELESS = "CRM accounts:10"  # Hazel Distribution, whose domain nobody knows


def told(tmp_path_factory: pytest.TempPathFactory, *words: tuple[str, str, str]) -> Desk:
    """Four companies, one without a domain, and visitors of a webinar who state names, after people said something."""
    desk = Desk(tmp_path_factory.mktemp("by-name"))
    desk.workspace(COMPANIES, CONTACTS, ACTS.replace("email: email", "email: email, company: company"))
    desk.write(
        "accounts.csv",
        "Id,Website,Also,Name\n7,north.de,,Juniper Handels Nord\n8,south.de,,Juniper Handels Sued\n"
        "9,gorse.be,gorse.nl,Gorse Trading\n10,,,Hazel Distribution\n",
    )
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,rosa@gorse.be,CFO,8,\nc2,no-reply@gorse.be,,9,\n")
    desk.write(
        "acts.csv",
        "id,at,kind,email,company\n1,2026-06-01,k,wim@gmail.com,Juniper Handels\n2,2026-06-01,k,yola@gmail.com,Gorse\n"
        "3,2026-06-01,k,xena@gmail.com,Hazel Distribution\n4,2026-06-01,k,bo@gorse.be,\n",
    )
    desk.load()
    for kind, subject, to in words:
        say(desk, kind, subject, to)
    return desk


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return told(
        tmp_path_factory,
        ("name", "juniper handels", "north.de"),
        ("name", "gorse", ""),
        ("name", "hazel distribution", "south.de"),
    )


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return told(tmp_path_factory, ("never", NAMELESS, ""), ("never", "gorse.be", ""), ("never", "ghost.com", ""))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "wim@gmail.com",
            "wim@gmail.com is of north.de: set by a person (correction 1); the name “juniper handels” means north.de.",
        ),
        (
            "yola@gmail.com",
            "yola@gmail.com is of nobody: set by a person (correction 2); the name “gorse” means nobody; "
            "1 act is kept, as nobody's.",
        ),
        ("Gorse", "“gorse” means nobody (correction 2)."),
        (
            "10",
            "CRM accounts:10 is of south.de: that is what its name “hazel distribution” means (correction 3).",
        ),
    ],
)
def test_a_name_that_an_act_states_is_told_with_the_word_of_people_on_it(
    named: Desk, typed: str, sentence: str
) -> None:
    assert asked(named, typed).sentence == sentence


@pytest.mark.parametrize(
    ("typed", "number"), [("wim@gmail.com", 1), ("yola@gmail.com", 2), ("Gorse", 2), ("gorse.be", 2), ("10", 3)]
)
def test_the_word_on_a_name_is_listed_wherever_it_decides(named: Desk, typed: str, number: int) -> None:
    assert number in {one["number"] for one in asked(named, typed).parts["corrections"]}


def test_a_company_that_its_name_leads_by_the_word_of_people_is_a_record_of_the_account(named: Desk) -> None:
    assert {one["record"]: one["rule"] for one in asked(named, "south.de").parts["records"]} == {
        "8": "domain of the company",
        "10": "company name",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "xena@gmail.com",
            "xena@gmail.com is of nobody: company name; “hazel distribution” means Hazel Distribution (same name); "
            "CRM accounts:10 is never an account (correction 1); 1 act is kept, as nobody's.",
        ),
        (
            "gorse.be",
            "gorse.be leads to nobody, by correction 2. It is never an account; to take that back: mqa identity undo 2",
        ),
        (
            "gorse.nl",
            "gorse.nl leads to nobody, further domain of the company; gorse.be is never an account (correction 2).",
        ),
        (
            "ghost.com",
            "ghost.com leads to nobody, by correction 3. It is never an account; to take that back: "
            "mqa identity undo 3",
        ),
        ("Hazel Distribution", "CRM accounts:10 is of nobody: CRM accounts:10 is never an account (correction 1)."),
    ],
)
def test_what_is_never_an_account_says_by_whose_word(struck: Desk, typed: str, sentence: str) -> None:
    assert asked(struck, typed).sentence == sentence


@pytest.mark.parametrize("typed", ["xena@gmail.com", "gorse.be", "gorse.nl", "bo@gorse.be", "ghost.com", "10"])
def test_every_correction_that_a_sentence_names_is_listed(struck: Desk, typed: str) -> None:
    assert len(asked(struck, typed).parts["corrections"]) == 1


@pytest.mark.parametrize("typed", ["gorse.be", "gorse.nl"])
def test_of_a_domain_that_is_never_an_account_the_word_of_people_wins(struck: Desk, typed: str) -> None:
    winning = [(one["account"], one["rule"]) for one in asked(struck, typed).parts["considered"] if one["wins"]]
    assert winning == [("nobody", "set by a person")]


@pytest.mark.parametrize(
    ("typed", "wins"), [("rosa@gorse.be", False), ("no-reply@gorse.be", False), ("bo@gorse.be", True)]
)
def test_what_is_said_of_a_domain_wins_only_where_it_decides_whose_a_person_is(
    named: Desk, typed: str, wins: bool
) -> None:
    assert any(one["wins"] for one in asked(named, typed).parts["considered"]) is wins
