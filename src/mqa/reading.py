"""Stored tables of a published run and of the world, as views that further questions are asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from mqa.ledger import segments, stored_answers
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import STORED, TABLES, WHOLE
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD, ColumnType
from mqa.warehouse.segments import open_table

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

OF_A_RUN = (*STORED, "verdicts")
OF_ALL_ACCOUNTS = tuple(step.table for step in WHOLE)  # of a run, too, and of no account
EVERYONE = Accounts()


@dataclass(frozen=True)
class Account:
    """One company: its number, its canonical domain, its name and owner (empty where nobody said)."""

    account_id: int
    domain: str
    name: str
    owner: str


def named_sql(known_at: int | None = None) -> str:
    """A query for each account's domain, name and owner, by what was known on a day (None: by all we know).

    What was told last counts; of two names told on one day the later in alphabetical order. Accounts that were
    merged into others by then are left out.
    """
    known = "" if known_at is None else f" and known_on <= {known_at}"
    return f"""
        select
            account_id,
            max(domain) as domain,
            coalesce(arg_max(name, row(told_on, name)) filter (where name <> ''), '') as name,
            coalesce(arg_max(owner, row(told_on, owner)) filter (where owner <> ''), '') as owner
        from accounts
        where account_id > 0{known}
        group by account_id
        having sum(times) > 0
    """


def columns_of(table: str) -> Mapping[str, ColumnType]:
    """The columns of a table as it is stored."""
    return TABLES["standings" if table == "transitions" else table].columns


def view_run(connection: Connection, folder: Path, run: PublishedRun, accounts: Accounts = EVERYONE) -> None:
    """Let the tables of a run be views. Raises Unavailable where a file of them is missing or broken."""
    for table in OF_A_RUN:
        files = run.tables.get(table, ())
        open_table(connection, table, folder, files, columns_of(table), accounts.first, accounts.last)
    for table in OF_ALL_ACCOUNTS:
        open_table(connection, table, folder, run.tables.get(table, ()), columns_of(table))


def view_world(
    connection: Connection,
    folder: Path,
    tables: Sequence[str],
    accounts: Accounts = EVERYONE,
    *,
    answers_of: str | None = None,
    seen: Seen | None = None,
) -> None:
    """Let tables of the world be views of their live segments; of answers, only those to one definition's handoffs.

    `seen`: only rows that a run saw.
    """
    for table in tables:
        columns = WORLD[table].columns
        ranged = (accounts.first, accounts.last) if accounts != EVERYONE and "account_id" in columns else (None, None)
        files = segments.live(table, first_account=ranged[0], last_account=ranged[1])
        if table == "dispositions" and answers_of is not None:
            files = stored_answers.files(answers_of)
        condition = seen.condition(table) if seen else ""
        open_table(connection, table, folder, files, columns, *ranged, condition=condition)


def rows(connection: Connection, query: str, parameters: Mapping[str, object] | Sequence[object] = ()) -> list[Row]:
    """The rows of a query, each by column."""
    found = connection.execute(query, parameters or None)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
