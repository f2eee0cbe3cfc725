"""What becomes known later moves people, acts and facts, and never what was known before."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.terms.keys import number_of
from tests.loads.desk import (
    ACME,
    ACTS,
    ANN,
    COMPANIES,
    CONTACTS,
    DATED_COMPANIES,
    DATED_CONTACTS,
    OTHER,
    TODAY,
    Desk,
    ordered,
    standing,
)
from tests.loads.mistaken import FACTS
from tests.tables import table

JUNE_1, JUNE_20 = 9648, 9667  # 2026-06-01, 2026-06-20
PARENT, CHILD = number_of("parent-x.com"), number_of("child-x.com")
OUTCOMES = """
  Opportunities:
    table: outcomes
    files: steps.csv
    columns: { id: id, account: account, kind: step, occurred_on: day, known_on: { static: true } }
"""


def test_a_domain_that_turns_out_to_be_an_alias_moves_people_and_acts(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ann@acme.com\n2,2026-07-01,k,bo@other.com\n")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,acme.com,Other\n")
    report = desk.load(TODAY + 1)
    assert report.sources[0].counts["people moved"] == 1
    expected = table("""
        account_id              activity_id  known_on  times
        acme                    Website:1    9678      1
        acme                    Website:1    9680      -1
        other                   Website:1    9680      1
        other                   Website:2    9678      1
    """)
    names = {ACME: "acme", OTHER: "other"}
    found = desk.rows("activities", "account_id, activity_id, known_on, times")
    assert sorted((names[row[0]], *row[1:]) for row in found) == sorted(expected.rows)  # type: ignore[index]
    people = desk.rows("people", "account_id, times, known_on")
    assert sorted((names[row[0]], *row[1:]) for row in people) == [  # type: ignore[index]
        ("acme", -1, 9680),
        ("acme", 1, 9678),
        ("other", 1, 9678),
        ("other", 1, 9680),
    ]


def test_an_act_stands_where_it_belongs_by_what_was_known_when_whatever_was_loaded_first(tmp_path: Path) -> None:
    found = []
    for order in (("CRM accounts", "Website"), ("Website", "CRM accounts"), (None,)):
        desk = Desk(tmp_path / str(len(found)))
        desk.workspace(DATED_COMPANIES, ACTS)
        desk.write("accounts.csv", "Id,Website,Also,Name,Changed\n7,parent-x.com,child-x.com,Parent,2026-06-20\n")
        desk.write(
            "acts.csv",
            "id,at,kind,email\nearly,2026-06-01,k,ann@child-x.com\nlate,2026-06-25,k,ann@child-x.com\n",
        )
        for source in order:
            desk.load(sources=source and [source])
        found.append([standing(desk, "activities", "activity_id", day) for day in (JUNE_1, JUNE_20, TODAY)])
        found[-1] += [standing(desk, "people", "person_key", day) for day in (JUNE_1, JUNE_20)]
    early, late, ann = "Website:early", "Website:late", "ann@child-x.com"
    acts = [{(CHILD, early)}, {(PARENT, early)}, {(PARENT, early), (PARENT, late)}]
    assert found == [[*acts, {(CHILD, ann)}, {(PARENT, ann)}]] * 3


def test_an_act_stays_with_the_account_its_actor_worked_for_when_it_became_known(tmp_path: Path) -> None:
    stories = []
    for order in (("CRM contacts", "Website"), ("Website", "CRM contacts")):
        desk = Desk(tmp_path / order[0])
        desk.workspace(COMPANIES, DATED_CONTACTS, ACTS)
        desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
        job = "c1,ann@gmail.com,CFO,{0},{1}\n"
        rows = job.format(7, "2026-06-05") + job.format(8, "2026-06-20")
        desk.write("contacts.csv", "Id,Email,Title,Account,Changed\n" + rows)
        days = ("2026-06-01", "2026-06-10", "2026-06-25")
        desk.write("acts.csv", "id,at,kind,email\n" + "".join(f"{day},{day},k,ann@gmail.com\n" for day in days))
        for source in ("CRM accounts", *order):
            desk.load(sources=[source])
        stories.append([standing(desk, "activities", "activity_id", day) for day in (JUNE_1, JUNE_20, TODAY)])
    first, second, third = (f"Website:{day}" for day in days)
    assert (
        stories
        == [[{(0, first)}, {(ACME, first), (ACME, second)}, {(ACME, first), (ACME, second), (OTHER, third)}]] * 2
    )


def test_two_records_with_one_id_move_each_act_of_the_contact_once(desk: Desk) -> None:
    acts = ACTS.replace("email: email", "person: who")
    desk.workspace(CONTACTS, acts)
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,,CFO,,\n")
    desk.write("acts.csv", "id,at,kind,who\n1,2026-07-01,k,c1\n")
    desk.load()
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@acme.com,CFO,,\nc1,ann.b@acme.com,CFO,,\n")
    desk.load(TODAY + 1)
    assert standing(desk, "activities", "activity_id", TODAY + 1) == {(ACME, "Website:1")}
    assert sum(int(str(times)) for (times,) in desk.rows("activities", "times")) == 1


def test_a_contact_known_by_an_id_is_who_it_is_by_name_from_that_day_on_also_where_one_file_tells_both(
    desk: Desk,
) -> None:
    desk.workspace(DATED_CONTACTS)
    desk.write("contacts.csv", "Id,Email,Title,Account,Changed\nc1,,,,2026-06-01\nc1,ann@acme.com,,,2026-06-20\n")
    desk.load()
    assert standing(desk, "people", "person_key", JUNE_1) == {(0, "CRM contacts:c1")}
    assert standing(desk, "people", "person_key", JUNE_20) == {(ACME, "ann@acme.com")}


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("act", ["2026-06-05", "2026-06-20", "2026-06-26"])
def test_an_act_is_whose_the_id_was_that_it_names_whichever_is_loaded_first(desk: Desk, act: str, cut: int) -> None:
    """The id is Ann's on 10 June, Bo's from 15 June on, nobody's by name from 25 June on, and Cy's on 28 June."""
    desk.workspace(DATED_CONTACTS, ACTS.replace("email: email", "person: who"))
    rows = ["ann@acme.com,CFO,,2026-06-10", "cy@third.com,CFO,,2026-06-28", ",CFO,,2026-06-25"]
    desk.write("acts.csv", f"id,at,kind,who\n1,{act},k,c1\n")
    for some in (rows[:cut], [*rows, "bo@other.com,CFO,,2026-06-15"]):
        desk.write("contacts.csv", "Id,Email,Title,Account,Changed\n" + "".join(f"c1,{row}\n" for row in some))
        desk.load()
    domain = {"2026-06-05": "acme.com", "2026-06-20": "other.com", "2026-06-26": "third.com"}[act]
    assert standing(desk, "activities", "activity_id", TODAY) == {(number_of(domain), "Website:1")}


def test_what_had_no_account_is_placed_once_its_company_is_loaded(desk: Desk) -> None:
    acts = ACTS.replace("email: email", "account: account")
    desk.workspace(COMPANIES, acts, OUTCOMES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    desk.write("acts.csv", "id,at,kind,account\n1,2026-07-01,k,7\n2,2026-07-01,k,8\n")
    desk.write("steps.csv", "id,account,step,day\nO1,7,opened,2026-06-01\nO2,8,won,2026-06-01\nO3,9,won,2026-06-01\n")
    desk.load()
    assert standing(desk, "activities", "activity_id", TODAY) == {(0, "Website:1"), (OTHER, "Website:2")}
    assert [source.already_loaded for source in desk.load(TODAY + 1).sources] == [1, 1, 1]
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n7,acme.com,,Acme\n")
    report = desk.load(TODAY + 2)
    assert standing(desk, "activities", "activity_id", TODAY + 2) == {(ACME, "Website:1"), (OTHER, "Website:2")}
    assert (report.sources[2].counts["loaded"], report.sources[2].counts["duplicates"]) == (1, 1)
    assert desk.rows("outcomes", "outcome_id, account_id") == [("Opportunities:O1", ACME), ("Opportunities:O2", OTHER)]
    assert desk.rows("rejects", "line, value, known_on") == [(2, "7", TODAY), (4, "9", TODAY)]
    assert [source.already_loaded for source in desk.load(TODAY + 3).sources] == [1, 1, 1]


def test_a_contact_joins_the_account_it_names_once_that_is_loaded(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n8,other.com,,Other\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@gmail.com,CFO,7,\n")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.load(TODAY + 1)
    assert standing(desk, "people", "person_key", TODAY + 1) == {(ACME, "ann@gmail.com")}


def test_settings_of_identity_hold_for_what_was_loaded_before_as_well(desk: Desk) -> None:
    desk.workspace(ACTS, create=False)
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ann@acme.com\n2,2026-07-01,k,bo@other.com\n")
    desk.load()
    assert standing(desk, "activities", "activity_id", TODAY) == {(0, "Website:1"), (0, "Website:2")}
    desk.workspace(ACTS, create=True)
    desk.load(TODAY + 1)
    assert standing(desk, "activities", "activity_id", TODAY) == {(ACME, "Website:1"), (OTHER, "Website:2")}
    assert desk.rows("accounts", "domain, known_on") == [("acme.com", 9678), ("other.com", 9678)]
    desk.workspace(ACTS, create=True, never="other.com")
    desk.load(TODAY + 2)
    assert standing(desk, "activities", "activity_id", TODAY) == {(ACME, "Website:1"), (0, "Website:2")}


def test_what_was_told_of_an_account_that_was_merged_is_told_of_the_other_from_then_on(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: on }
"""
    desk.workspace(DATED_COMPANIES, ACTS, facts)
    desk.write("acts.csv", "id,at,kind,email\n1,2026-06-01,k,ann@child-x.com\n")
    desk.write("facts.csv", "d,v,on\nchild-x.com,a,2026-06-02\n")
    desk.write("accounts.csv", "Id,Website,Also,Name,Changed\n")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name,Changed\n7,parent-x.com,child-x.com,Parent,2026-06-20\n")
    desk.load(TODAY + 1)
    desk.write("facts.csv", "d,v,on\nchild-x.com,a,2026-06-02\nchild-x.com,b,2026-06-25\n")
    desk.load(TODAY + 2)
    assert desk.rows("facts", "account_id, value, known_on, times") == ordered(
        [
            (CHILD, "a", JUNE_1 + 1, 1),
            (CHILD, "a", JUNE_20, -1),
            (PARENT, "a", JUNE_20, 1),
            (PARENT, "b", 9672, 1),
        ]
    )
    assert standing(desk, "accounts", "domain", JUNE_20 - 1) == {(CHILD, "child-x.com")}
    assert standing(desk, "accounts", "domain", JUNE_20) == {(PARENT, "parent-x.com")}
    assert standing(desk, "aliases", "domain", JUNE_20) == {(PARENT, "parent-x.com"), (PARENT, "child-x.com")}


def test_a_person_without_account_follows_the_record_that_names_one(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n8,other.com,,Other\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc0,zoe@other.com,,,\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ann@gmail.com\n")
    desk.load()
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@gmail.com,CFO,7,\n")
    desk.load(TODAY + 1)
    assert desk.rows("activities", "account_id, times, known_on") == ordered(
        [(0, 1, 9678), (0, -1, TODAY + 1), (ACME, 1, TODAY + 1)]
    )
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@gmail.com,CFO,8,\n")
    desk.load(TODAY + 2)  # a new job: what she did before stays where it was
    assert len(desk.rows("activities", "*")) == 3
    by_account: dict[object, int] = {}
    for account, times in desk.rows(
        "people", "account_id, case when person_key = 'ann@gmail.com' then times else 0 end"
    ):
        by_account[account] = by_account.get(account, 0) + int(str(times))
    assert (by_account[0], by_account[ACME]) == (0, 0)
    assert by_account[OTHER] > 0


def test_a_contact_given_an_address_is_the_same_person_from_then_on(desk: Desk) -> None:
    acts = ACTS.replace("email: email", "person: who")
    desk.workspace(CONTACTS, acts)
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,,CFO,,\n")
    desk.write("acts.csv", "id,at,kind,who\n1,2026-07-01,k,c1\n")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.workspace(COMPANIES, CONTACTS, acts)
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@acme.com,CFO,,\n")
    desk.load(TODAY + 1)
    nameless = number_of("CRM contacts:c1")
    assert desk.rows("activities", "account_id, person_id, times") == ordered(
        [(0, nameless, 1), (0, nameless, -1), (ACME, ANN, 1)]
    )


def test_what_another_claimed_goes_back_when_its_own_record_is_loaded(desk: Desk) -> None:
    desk.workspace(DATED_COMPANIES, ACTS, FACTS)
    desk.write("acts.csv", "id,at,kind,email\na,2026-06-01,k,ann@acme.de\nb,2026-06-01,k,bo@acme.com\n")
    desk.write("facts.csv", "d,v,on\nacme.de,x,2026-06-03\n")
    header = "Id,Website,Also,Name,Changed\n"
    claim = "7,acme.com,acme.de,Acme,2026-06-21\n"
    desk.write("accounts.csv", header + claim)
    desk.load()
    assert standing(desk, "facts", "value", TODAY) == {(ACME, "x")}
    desk.write("accounts.csv", header + claim + "8,acme.de,Acme GmbH,,2026-06-02\n")
    desk.load()
    assert standing(desk, "facts", "value", TODAY) == {(number_of("acme.de"), "x")}
