"""The records of other companies that are an account too, as the account's page lists them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mqa.answers.identity import led_records
from mqa.identity.corrections import in_force
from mqa.ledger import corrections
from mqa.loads.correcting import say
from mqa.terms.keys import number_of
from tests.loads.desk import COMPANIES, TODAY, Desk

NOW = datetime(2026, 7, 2, tzinfo=UTC)
LATER = TODAY + 5
FAMILY = COMPANIES.replace("name: Name", "name: Name, parent: Parent")
CUSTOMERS = """
  Customers:
    table: companies
    files: customers.csv
    columns: { id: number, name: customer }
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.workspace(FAMILY, CUSTOMERS)
    made.write("accounts.csv", "Id,Website,Also,Name,Parent\n7,acme.com,,Acme,\n8,other.com,,Other,7\n")
    made.write("customers.csv", "number,customer\nD-1,Acme\nD-2,Ostrava Steel\n")
    return made


def word(desk: Desk, kind: str, subject: str, to: str) -> None:
    say(desk.folder, kind, subject, to, by="ada@example.com", today=LATER, now=NOW)


def led(desk: Desk, domain: str, known_at: int = LATER) -> set[tuple[str, str, str]]:
    """Source, name and rule of each record of another company."""
    held = in_force(one for one in corrections.said() if one.day <= known_at)
    folder = desk.folder / ".mqa/warehouse"
    found = led_records(folder, number_of(domain), held, known_at=known_at, memory_limit="500MB")
    return {(one["source"], one["name"], one["rule"]) for one in found}


def test_a_company_found_by_its_name_is_there_until_somebody_says_otherwise(desk):
    desk.load()
    assert led(desk, "acme.com") == {("Customers", "Acme", "company name")}
    word(desk, "split", "Customers:D-1", "Customers:D-1")
    assert led(desk, "acme.com") == set()


def test_a_company_whose_name_somebody_gave_a_meaning_is_there_by_their_word(desk):
    desk.load()
    word(desk, "name", "ostrava steel", "other.com")
    assert led(desk, "other.com") == {("Customers", "Ostrava Steel", "set by a person")}


def test_a_company_that_was_merged_in_is_there_from_the_day_on_which_somebody_said_so(desk):
    desk.load()
    word(desk, "merge", "acme.com", "other.com")
    assert led(desk, "other.com") >= {("CRM accounts", "Acme", "set by a person")}
    assert led(desk, "other.com", LATER - 1) == set()


def test_a_company_that_is_rolled_up_is_there_with_its_family(desk):
    agreed = (desk.folder / "mqa.yaml").read_text("utf-8")
    desk.write("mqa.yaml", agreed.replace("identity: {", "identity: { families: roll up,"))
    desk.load()
    assert led(desk, "acme.com") >= {("CRM accounts", "Other", "rolled up")}
