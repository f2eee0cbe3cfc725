"""What is loaded again, or stands twice, counts once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mqa.terms.problems import Refused
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, TODAY, Desk


def test_loading_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@acme.com,CFO,7,\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,web.pricing,ann@acme.com\n")
    desk.load()
    before = desk.everything()
    report = desk.load(TODAY + 1)
    assert [source.already_loaded for source in report.sources] == [1, 1, 1]
    assert desk.everything() == before


def test_the_same_rows_in_another_file_are_duplicates(desk: Desk) -> None:
    desk.workspace(COMPANIES, CONTACTS, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,ann@acme.com,CFO,7,\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,web.pricing,ann@acme.com\n")
    desk.load()
    before = desk.everything()
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Email,Title,Account,Bot\nc1,Ann@acme.com,CFO,7,\n")
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,web.pricing,ann@acme.com\n1,2026-07-01,web.blog,a@b.com\n")
    report = desk.load(TODAY + 1)
    assert [source.counts["duplicates"] for source in report.sources] == [2, 1, 2]
    now = desk.everything()
    assert {name: rows for name, rows in now.items() if rows != before[name]} == {}


def test_a_changed_company_adds_a_row_and_keeps_the_old_one(desk: Desk) -> None:
    desk.workspace(COMPANIES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.load()
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme Group\n")
    desk.load(TODAY + 1)
    assert desk.rows("accounts", "name, known_on") == [("Acme", TODAY), ("Acme Group", TODAY + 1)]


def test_lines_of_json_without_an_id_are_told_apart_by_the_whole_line(desk: Desk) -> None:
    acts = """
  Events:
    table: activities
    files: events.jsonl
    columns: { occurred_at: at, known_on: at, kind: kind, email: email }
"""
    desk.workspace(acts)
    line = '{"at": "2026-07-01", "kind": "k", "email": "ann@acme.com", "page": %s, "campaign": "c"}'
    desk.write("events.jsonl", f"{line % 1}\n{line % 2}\n{line % 2}\n")
    assert desk.load().sources[0].counts["loaded"] == 2
    desk.workspace(acts.replace("email: email", "email: email, campaign: campaign"))
    assert desk.load().sources[0].counts == {"read": 3, "duplicates": 3} | dict.fromkeys(
        ("loaded", "skipped", "rejected", "values rejected"), 0
    )


def test_all_steps_of_an_opportunity_may_have_its_id(desk: Desk) -> None:
    outcomes = """
  Opportunities:
    table: outcomes
    files: steps.csv
    columns: { id: id, account: account, kind: step, occurred_on: day }
"""
    desk.workspace(COMPANIES, outcomes)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    steps = "id,account,step,day\nO1,7,opened,2026-06-01\nO1,7,won,2026-07-01\n"
    desk.write("steps.csv", steps)
    desk.load()
    desk.write("steps.csv", steps + "O1,7,won,2026-07-01\n")
    assert desk.load(TODAY + 1).sources[1].counts["duplicates"] == 3
    assert desk.rows("outcomes", "outcome_id, opportunity, kind, day") == [
        ("Opportunities:O1", "Opportunities:O1", "opened", 9648),
        ("Opportunities:O1", "Opportunities:O1", "won", 9678),
    ]


def test_acts_without_an_id_are_told_apart_by_all_they_hold(desk: Desk) -> None:
    desk.workspace(ACTS.replace("id: id, ", ""))
    desk.write(
        "acts.csv",
        "at,kind,email,note\n2026-07-01,k,ann@acme.com,a\n2026-07-01,k,ann@acme.com,b\n2026-07-01,k,ann@acme.com,a\n",
    )
    report = desk.load()
    assert report.sources[0].counts["loaded"] == 2
    assert report.sources[0].counts["duplicates"] == 1


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [f"{i},2026-07-0{1 + i % 3},k{i % 2},p{i % 4}@corp{i % 3}.com" for i in range(20)]
    stored = []
    for name, ordered in (("a", rows), ("b", rows[::-1])):
        other = Desk(tmp_path / name)
        other.workspace(ACTS)
        other.write("acts.csv", "\n".join(["id,at,kind,email", *ordered]) + "\n")
        other.load()
        stored.append(other.everything())
    assert stored[0] == stored[1]
    assert len(stored[0]["activities"]) == 20


def test_a_source_may_be_loaded_alone(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    report = desk.load(sources=["CRM accounts"])
    assert [source.source for source in report.sources] == ["CRM accounts"]
    with pytest.raises(Refused, match="Did you mean “Website”"):
        desk.load(sources=["Web site"])
