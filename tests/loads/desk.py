"""A workspace in a folder, small enough to be read here, and sources that most tests share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from mqa.ledger.opening import open_ledger
from mqa.ledger.segments import live
from mqa.loads import LoadReport, load
from mqa.loads.storing import TABLES
from mqa.terms.keys import number_of, person_number
from mqa.terms.problems import Refused

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


def standing(desk: Desk, name: str, key: str, known_at: int) -> set[tuple[object, ...]]:
    """The account and the key of what stands by a day."""
    sums: dict[tuple[object, ...], int] = {}
    for account, what, known_on, times in desk.rows(name, f"account_id, {key}, known_on, times"):
        if int(str(known_on)) <= known_at:
            sums[account, what] = sums.get((account, what), 0) + int(str(times))
    return {row for row, times in sums.items() if times}
