"""What is meant by what was merged, is in part a name, or was made by nameless visits alone."""

from __future__ import annotations

import pytest

from mqa.answers import evidence, meant
from mqa.answers.unclaimed import unclaimed
from mqa.terms.problems import Refused
from tests.answers.test_why_after_words import asked
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, Desk
from tests.loads.mistaken import LATER, say


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Five companies, two without a domain, two of which were merged; one is never an account."""
    desk = Desk(tmp_path_factory.mktemp("merged"))
    desk.workspace(COMPANIES, CONTACTS, ACTS.replace("email: email", "email: email, visitor: v, domain: host"))
    desk.write(
        "accounts.csv",
        "Id,Website,Also,Name\n1,lines.com,,Cedar Lines\n2,shipping.com,,Cedar Shipping GmbH\n3,,,Dogwood\n4,,,Hazel\n"
        "5,freight.com,,Alder Freight\n6,freights.com,,Alder Freights\n",
    )
    desk.write(
        "contacts.csv",
        "Id,Email,Title,Account,Bot\nc1,a@hazeldist.nl,CFO,4,\nc2,b@hazeldist.nl,CEO,4,\nc3,c@dogwood.dk,CFO,3,\n",
    )
    desk.write("acts.csv", "id,at,kind,email,v,host\n1,2026-06-01,k,,v1,hazeldist.nl\n")
    desk.load()
    say(desk, "merge", "shipping.com", "lines.com")
    say(desk, "merge", "CRM accounts:3", "lines.com")
    say(desk, "never", "freight.com", "")
    return desk


def test_a_part_of_the_name_of_a_merged_company_means_it(desk: Desk) -> None:
    assert asked(desk, "Cedar Shipping").sentence == (
        "CRM accounts:2 is shipping.com, of lines.com: domain of the company; shipping.com is part of lines.com "
        "(correction 1)."
    )


@pytest.mark.parametrize("typed", ["3", "CRM accounts:3", "Dogwood"])
def test_a_company_without_a_domain_that_was_merged_means_the_account_it_is_part_of(desk: Desk, typed: str) -> None:
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        assert meant.account(connection, typed).key == "lines.com"
        assert meant.itself(connection, typed).key == "CRM accounts:3"


def test_to_explain_what_is_never_an_account_names_the_correction(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"freight\.com is never an account, by correction 3"):
        evidence.found(desk.folder / ".mqa/warehouse", "freight.com", LATER, memory_limit="1GB")


def test_a_nameless_visit_hides_no_domain_from_review(desk: Desk) -> None:
    with meant.identities(desk.folder / ".mqa/warehouse", memory_limit="1GB") as connection:
        assert [(one["domain"], one["account"]) for one in unclaimed(connection)] == [("hazeldist.nl", "Hazel")]


def test_an_account_that_nameless_visits_made_says_who_writes_from_there(desk: Desk) -> None:
    found = asked(desk, "hazeldist.nl")
    assert found.sentence.endswith(
        " 2 people of Hazel write from there. If it is theirs: mqa identity alias hazeldist.nl Hazel"
    )
    assert found.parts["writing"] == [{"account": "Hazel", "people": 2}]
