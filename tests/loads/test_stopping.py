"""What stops a load stops all of it, and is told at once."""

from __future__ import annotations

import duckdb
import pytest

from mqa.ledger.segments import live
from mqa.loads.loading import _list
from mqa.terms.problems import Unavailable
from tests.ledger.files import loads
from tests.loads.desk import ACTS, COMPANIES, CONTACTS, Desk


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


def test_what_an_earlier_version_stored_is_refused_with_what_to_do(desk: Desk) -> None:
    desk.workspace(COMPANIES)
    desk.write("accounts.csv", "Id,Website,Also,Name\n7,acme.com,,Acme\n")
    desk.load()
    stored = desk.folder / ".mqa/warehouse" / live("accounts")[0]
    duckdb.execute(f"create or replace table kept as select * exclude (times) from '{stored}'")
    duckdb.execute(f"copy kept to '{stored}' (format parquet)")
    with pytest.raises(Unavailable, match="load the data again into an empty workspace"):
        desk.load()
