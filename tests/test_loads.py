"""Loading, on files small enough to be read here: what becomes a row, what a reject, and what stops everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.ledger.opening import open_ledger
from mqa.ledger.segments import live
from mqa.loads import LoadReport, load
from mqa.loads.loading import _list
from mqa.loads.storing import TABLES
from mqa.terms.keys import number_of, person_number
from mqa.terms.problems import Refused
from tests.ledger.files import loads
from tests.tables import table

TODAY = 9679  # 2026-07-02
ACME, OTHER = number_of("acme.com"), number_of("other.com")
ANN = person_number("ann@acme.com", nameless=False)

COMPANIES = """
  CRM accounts:
    table: companies
    files: accounts.csv
    columns: { id: Id, domain: Website, domains: { column: Also, split: ";" }, name: Name }
"""
DATED_COMPANIES = COMPANIES.replace("name: Name", "name: Name, known_on: Changed")
CONTACTS = """
  CRM contacts:
    table: people
    files: contacts.csv
    columns: { id: Id, email: Email, title: Title, account: Account }
    nobody: { Bot: ["yes"] }
"""
DATED_CONTACTS = """
  CRM contacts:
    table: people
    files: contacts.csv
    columns: { id: Id, email: Email, title: Title, account: Account, known_on: Changed }
"""
ACTS = """
  Website:
    table: activities
    files: acts.csv
    columns: { id: id, occurred_at: at, known_on: at, kind: kind, email: email }
"""


def ordered(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows in one order, whatever is null in them."""
    return sorted(rows, key=lambda row: [(cell is None, 0 if cell is None else cell) for cell in row])


class Desk:
    """A workspace in a folder, its files written as text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def workspace(self, *sources: str, create: bool = True, never: str = "", zone: str = "Europe/Amsterdam") -> None:
        header = f"workspace: {{ name: Test, time_zone: {zone} }}\n"
        identity = f"identity: {{ create_accounts: {str(create).lower()}, never_accounts: [{never}] }}\n"
        self.write("mqa.yaml", header + identity + "sources:\n" + "".join(sources))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def load(self, today: int = TODAY, **options: object) -> LoadReport:
        return load(self.folder, today=today, **options)  # type: ignore[arg-type]

    def rows(self, name: str, columns: str) -> list[tuple[object, ...]]:
        """The rows of a stored table, sorted."""
        open_ledger(self.folder / ".mqa/ledger.sqlite3")
        files = [str(self.folder / ".mqa/warehouse" / file) for file in live(name)]
        if not files:
            return []
        with duckdb.connect() as connection:
            return ordered(connection.execute(f"select {columns} from read_parquet({files})").fetchall())

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        return {name: self.rows(name, "*") for name in TABLES}

    def refused(self, today: int = TODAY) -> list[str]:
        with pytest.raises(Refused) as refusal:
            self.load(today)
        assert refusal.value.exit_code == 2
        return [str(problem) for problem in refusal.value.problems]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


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


def test_a_day_begins_at_midnight_of_the_workspace(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        utc,2026-06-30T22:30:00Z,k,ann@acme.com
        offset,2026-06-30T23:30:00+02:00,k,ann@acme.com
        local,2026-06-30 23:59:59,k,ann@acme.com
        winter,2026-01-01T22:59:59Z,k,ann@acme.com
        """,
    )
    desk.load()
    seconds = 1782858600  # 2026-06-30T22:30:00Z
    assert desk.rows("activities", "activity_id, day, occurred_at") == [
        ("Website:local", 9677, seconds - 1801),
        ("Website:offset", 9677, seconds - 3600),
        ("Website:utc", 9678, seconds),
        ("Website:winter", 9497, 1767308399),
    ]


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


def test_a_bad_row_is_a_reject_with_its_place_and_its_mend(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write(
        "acts.csv",
        """
        id,at,kind,email
        1,2026-07-01,"web
        pricing",ann@acme.com
        2,20223-07-01,k,ann@acme.com
        3,yesterday,k,ann.acme.com
        4,2026-07-01
        5,2026-07-01,,ann@acme.com
        6,2026-07-01,k,ann@acme.com
        """,
    )
    report = desk.load()
    assert report.sources[0].counts["read"] == 6
    assert report.sources[0].counts["rejected"] == 4
    assert desk.rows("rejects", "line, column_name, value, reason") == [
        (4, "at", "20223-07-01", "lies outside of the years that can be meant"),
        (5, "at", "yesterday", "is not a date"),
        (5, "email", "ann.acme.com", "is not an e-mail address"),
        (6, "", "", "has fewer cells than the header"),
        (7, "kind", "", "is empty"),
    ]
    raw = '{"id":"2","at":"20223-07-01","kind":"k","email":"ann@acme.com"}'
    assert desk.rows("rejects", "raw, file, source, known_on")[1] == (raw, "acts.csv", "Website", TODAY)


def test_thousands_of_short_lines_are_rejected_at_their_lines(desk: Desk) -> None:
    desk.workspace(ACTS)
    good, short = "{0},2026-07-01,k,ann@acme.com", "{0},2026-07-01"
    lines = [(short if i % 3 == 0 else good).format(i) for i in range(2, 6_002)]
    lines[5_001] = '5003,yesterday,"web\npricing",ann@acme.com'
    lines[5_003] = "5005,yesterday,k,ann@acme.com"
    desk.write("acts.csv", "\n".join(["id,at,kind,email", *lines]) + "\n")
    assert desk.load().sources[0].counts["rejected"] == 2_002
    rejected = desk.rows("rejects", "line, reason")
    assert rejected[:2] == [(3, "has fewer cells than the header"), (6, "has fewer cells than the header")]
    assert [line for line, reason in rejected if reason == "is not a date"] == [5_003, 5_006]
    assert rejected[-1] == (6_001, "has fewer cells than the header")


def test_control_characters_are_rejected_and_shown_escaped(desk: Desk) -> None:
    desk.workspace(ACTS)
    cell = "\x00\x01\x1f" * 100
    desk.write("acts.csv", f"id,at,kind,email\n1,2026-07-01,{cell},ann@acme.com\n")
    desk.load()
    [(value, reason)] = desk.rows("rejects", "value, reason")
    assert str(value).startswith("\\u0000\\u0001\\u001F") or str(value).startswith("\\u0000\\u0001\\u001f")
    assert reason == "holds control characters"
    assert desk.rows("activities", "*") == []


def test_an_overlong_cell_is_rejected(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write("acts.csv", f"id,at,kind,email\n1,2026-07-01,{'k' * 10_001},ann@acme.com\n2,2026-07-01,k,\n")
    desk.load()
    assert desk.rows("rejects", "column_name, reason") == [("kind", "is longer than 10,000 characters")]
    assert len(desk.rows("activities", "*")) == 1


def test_all_that_stops_a_load_is_told_at_once_and_nothing_is_stored(desk: Desk) -> None:
    parquet = """
  Parquet:
    table: activities
    files: acts.parquet
    columns: { occurred_at: at, kind: kind, email: email }
"""
    missing = """
  Missing:
    table: outcomes
    files: outcome.csv
    columns: { account: a, kind: k, occurred_on: d }
"""
    desk.workspace(COMPANIES, CONTACTS, ACTS, parquet, missing)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("contacts.csv", "Id,Mail,Title,Account,Bot\nc1,ann@acme.com,CFO,7,\n")
    desk.write("acts.csv", 'id,at,kind,email\n1,2026-07-01,k,ann@acme.com\n2,2026-07-01,"k,ann@acme.com\n')
    with duckdb.connect() as connection:
        target = desk.folder / "acts.parquet"
        connection.execute(f"copy (select true as at, 'k' as kind, 7 as email) to '{target}' (format parquet)")
    desk.write("outcomes.csv", "a,k,d\n")
    assert desk.refused() == [
        "acts.csv:3: A quote is broken here.\n    Close the quote, or write a quote inside of a quoted cell twice.",
        "acts.parquet: “at” holds BOOLEAN, not times.\n"
        "    Map another column of the source “Parquet”, or export this one as text.",
        "acts.parquet: “email” holds INTEGER, not e-mail addresses.\n"
        "    Map another column of the source “Parquet”, or export this one as text.",
        "mqa.yaml:13:31: The source “CRM contacts” reads the column “Email”, which contacts.csv does not have.\n"
        "    Did you mean “Mail”?",
        "mqa.yaml:26:3: The file outcome.csv does not exist.\n    Did you mean “outcomes.csv”?",
    ]
    assert loads() == []
    assert list((desk.folder / ".mqa/warehouse").glob("*/*.parquet")) == []


def test_a_load_that_fails_late_makes_nothing_known(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("acts.csv", 'id,at,kind,email\n1,2026-07-01,"k,ann@acme.com\n')
    assert len(desk.refused()) == 1
    assert (loads(), live("accounts")) == ([], [])


def test_an_interruption_right_after_the_commit_loses_no_stored_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: object) -> None:
        _list(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    desk.workspace(ACTS)
    desk.write("acts.csv", "id,at,kind,email\n1,2026-07-01,k,ann@acme.com\n")
    monkeypatch.setattr("mqa.loads.loading._list", interrupted)
    with pytest.raises(KeyboardInterrupt):
        desk.load()
    assert desk.rows("activities", "activity_id") == [("Website:1",)]


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty."),
        ("\n", "The first line is empty, so the columns have no names."),
        ("id,at,at,kind,email\n", "Two columns are called “at”."),
    ],
)
def test_a_file_without_usable_columns_stops_the_load(desk: Desk, content: str, said: str) -> None:
    desk.workspace(ACTS)
    (desk.folder / "acts.csv").write_text(content)
    assert said in desk.refused()[0]


def test_a_file_of_mostly_bad_rows_is_a_wrong_map(desk: Desk) -> None:
    desk.workspace(ACTS)
    desk.write("acts.csv", "id,at,kind,email\n" + "".join(f"{i},k,2026-07-01,ann@acme.com\n" for i in range(11)))
    [problem] = desk.refused()
    assert "11 of 11 rows cannot be read: line 2, at: “k” is not a date; line 3" in problem


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
            ("Sales:visit", ACME, -number_of("visitor:v9@acme.com")),
            ("Sales:unknown", 0, number_of("CRM contacts:c9")),
        ]
    )


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


JUNE_1, JUNE_20 = 9648, 9667  # 2026-06-01, 2026-06-20
PARENT, CHILD = number_of("parent-x.com"), number_of("child-x.com")


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


def standing(desk: Desk, name: str, key: str, known_at: int) -> set[tuple[object, ...]]:
    """The account and the key of what stands by a day."""
    sums: dict[tuple[object, ...], int] = {}
    for account, what, known_on, times in desk.rows(name, f"account_id, {key}, known_on, times"):
        if int(str(known_on)) <= known_at:
            sums[account, what] = sums.get((account, what), 0) + int(str(times))
    return {row for row, times in sums.items() if times}


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


ADDRESSES = ("ann@a-x.com", "ann@b-x.com", "bo@gmail.com", "")
CONTACT_ROW = st.tuples(st.sampled_from("12"), st.sampled_from(ADDRESSES), st.sampled_from(("", "7", "8")))
COMPANY_ROW = st.tuples(st.sampled_from("78"), st.sampled_from(("a-x.com", "b-x.com", "c-x.com")), st.booleans())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(
        st.tuples(st.lists(COMPANY_ROW, max_size=2), st.lists(CONTACT_ROW, max_size=3)), min_size=1, max_size=3
    )
)
def test_no_load_changes_how_often_an_act_counts(
    tmp_path: Path, days: list[tuple[list[tuple[str, str, bool]], list[tuple[str, str, str]]]]
) -> None:
    desk = Desk(tmp_path / uuid4().hex)
    acts = ACTS.replace("email: email", "email: email, person: who, account: account")
    desk.workspace(COMPANIES, CONTACTS, acts)
    rows = ["1,ann@a-x.com,,", "2,,1,", "3,,2,", "4,bo@gmail.com,,7", "5,ann@b-x.com,,", "6,,,8"]
    desk.write("acts.csv", "\n".join(["id,email,who,account,at,kind", *(f"{row},2026-07-01,k" for row in rows)]) + "\n")
    for after, (companies, contacts) in enumerate(days):
        lines = [f"{i},{own},{'b-x.com' if more else ''},N{after}" for i, own, more in companies]
        desk.write("accounts.csv", "\n".join(["Id,Website,Also,Name", *lines]) + "\n")
        lines = [f"{i},{address},CFO,{account}," for i, address, account in contacts if i or address]
        desk.write("contacts.csv", "\n".join(["Id,Email,Title,Account,Bot", *lines]) + "\n")
        desk.load(TODAY + after)
        for known_at in range(9678, TODAY + after + 1):
            standing_acts = standing(desk, "activities", "activity_id", known_at)
            assert len(standing_acts) == len(rows) == len({act for _, act in standing_acts})
    assert sum(int(str(times)) for (times,) in desk.rows("activities", "times")) == len(rows)


OUTCOMES = """
  Opportunities:
    table: outcomes
    files: steps.csv
    columns: { id: id, account: account, kind: step, occurred_on: day, known_on: { static: true } }
"""


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
    assert desk.rows("facts", "account_id, value, known_on") == ordered(
        [(CHILD, "a", JUNE_1 + 1), (PARENT, "a", JUNE_20), (PARENT, "b", 9672)]
    )


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


def test_facts_are_read_as_texts_numbers_and_days(desk: Desk) -> None:
    companies = """
  CRM accounts:
    table: companies
    files: accounts.csv
    columns: { id: Id, domain: Website, known_on: Changed }
    facts:
      employees: { column: Size, type: number }
      industry: Industry
      technology: { column: Tech, split: ";" }
      last_funding: { column: Funded, type: date, format: "%d/%m/%Y" }
    observed_on: Seen
"""
    desk.workspace(companies)
    desk.write(
        "accounts.csv",
        """
        Id,Website,Changed,Seen,Size,Industry,Tech,Funded
        7,acme.com,2026-07-01,2026-06-01,"23,299 (December, 2024)", Banking ,Snowflake; Databricks;,31/12/2025
        8,other.com,2026-07-01,,10-50,n/a,,
        """,
    )
    report = desk.load()
    assert desk.rows("facts", "fact, value, number_milli, value_on, observed_on, several") == [
        ("employees", "23,299 (december, 2024)", 23_299_000, None, 9648, 0),
        ("industry", "banking", None, None, 9648, 0),
        ("last_funding", "31/12/2025", None, 9496, 9648, 0),
        ("technology", "databricks", None, None, 9648, 1),
        ("technology", "snowflake", None, None, 9648, 1),
    ]
    assert desk.rows("rejects", "line, column_name, value, reason") == [(3, "Size", "10-50", "is not a number")]
    assert (report.sources[0].counts["loaded"], report.sources[0].counts["values rejected"]) == (2, 1)


def test_what_is_static_is_known_since_ever_and_marked_as_hindsight(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: { column: on, otherwise: static } }
"""
    desk.workspace(COMPANIES, facts)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-07-01\nacme.com,b,\nnobody.com,c,\n")
    desk.load()
    assert desk.rows("facts", "fact, value, known_on, hindsight") == [
        ("listed", "a", 9678, 0),
        ("listed", "b", -10957, 1),
    ]
    assert desk.rows("rejects", "line, value, reason") == [(4, "nobody.com", "is the domain of no account")]


def test_what_is_told_of_no_account_is_counted_once_so_that_the_counts_add_up(desk: Desk) -> None:
    facts = """
  Listing:
    table: facts
    files: facts.csv
    columns: { domain: d, fact: { value: Listed }, value: v, known_on: on }
"""
    desk.workspace(COMPANIES, facts, never="ours.com")
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.write("facts.csv", "d,v,on\nacme.com,a,2026-07-01\nnobody.com,c,2026-07-01\nours.com,d,2026-07-01\n")
    told = desk.load().sources[1]
    assert (told.counts["read"], told.counts["loaded"], told.counts["rejected"], told.counts["skipped"]) == (3, 1, 1, 1)
    assert told.without_account == {}


def test_json_lines_hold_lists_and_nested_objects(desk: Desk) -> None:
    acts = """
  Events:
    table: activities
    files: events/
    columns: { id: id, occurred_at: { column: ts, format: unix }, kind: /event/name, email: email, seconds: s }
"""
    desk.workspace(acts, zone="UTC")
    desk.write(
        "events/a.jsonl",
        """
        {"id": 1, "ts": 1782858600, "event": {"name": "web.pricing"}, "email": "ann@acme.com", "s": 2.6}
        {"id": 2, "ts": 1782858600, "event": {"name": "web.pricing"}, "email": "ann@acme.com", "s": -1}
        not json
        """,
    )
    desk.load()
    assert desk.rows("activities", "activity_id, day, seconds") == [("Events:1", 9677, 3)]
    assert desk.rows("shapes", "kind, path") == [("web.pricing", "")]
    assert desk.rows("rejects", "line, reason") == [(2, "is negative"), (3, "is not a line of JSON")]


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


def test_kinds_of_acts_that_differ_only_in_where_a_bar_stands_are_two(desk: Desk) -> None:
    desk.workspace(ACTS.replace("email: email", "email: email, source: src, campaign: camp"))
    desk.write("acts.csv", "id,at,kind,email,src,camp\n1,2026-07-01,k,,a|b,c\n2,2026-07-01,k,,a,b|c\n")
    desk.load()
    assert desk.rows("shapes", "source, campaign") == [("a", "b|c"), ("a|b", "c")]


def test_outcomes_come_from_a_database_and_only_known_steps_count(desk: Desk) -> None:
    outcomes = """
  Opportunities:
    table: outcomes
    database: { url: "sqlite:///crm.db", sql: "select * from steps" }
    columns: { id: id, account: account, kind: step, occurred_on: day, amount: amount, known_on: { static: true } }
"""
    desk.workspace(COMPANIES, outcomes)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    with sqlite3.connect(desk.folder / "crm.db") as connection:
        connection.execute("create table steps (id int, account int, step text, day text, amount real)")
        steps = [(1, 7, "Opened", 1200.5), (2, 7, "closed", 0), (3, 9, "won", 0)]
        connection.executemany("insert into steps values (?, ?, ?, '2026-07-01', ?)", steps)
    connection.close()
    desk.load()
    assert desk.rows("outcomes", "account_id, outcome_id, kind, day, amount_milli, known_on") == [
        (ACME, "Opportunities:1", "opened", 9678, 1_200_500, 9678)
    ]
    assert desk.rows("rejects", "value, reason") == [
        ("9", "is the id of no company that was loaded"),
        ("closed", "is not a step of an opportunity"),
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


def test_rows_to_skip_are_counted_and_nothing_else(desk: Desk) -> None:
    desk.workspace(ACTS + "    skip: { kind: [internal] }\n")
    desk.write("acts.csv", "id,at,kind,email\n1,not a date,Internal,ann@acme.com\n2,2026-07-01,k,ann@acme.com\n")
    report = desk.load()
    assert (report.sources[0].counts["skipped"], report.sources[0].counts["rejected"]) == (1, 0)
    assert desk.rows("activities", "activity_id") == [("Website:2",)]


def test_a_source_may_be_loaded_alone(desk: Desk) -> None:
    desk.workspace(COMPANIES, ACTS)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    report = desk.load(sources=["CRM accounts"])
    assert [source.source for source in report.sources] == ["CRM accounts"]
    with pytest.raises(Refused, match="Did you mean “Website”"):
        desk.load(sources=["Web site"])
