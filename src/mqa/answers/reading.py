"""Reading stored tables: of a published run, and of the world, as views that further questions are asked of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from mqa.ledger import runs, segments
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import TABLES
from mqa.runs import STORED
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Unavailable
from mqa.terms.tables import WORLD, ColumnType
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]

OF_A_RUN = (*STORED, "verdicts")
EVERYONE = Accounts()


def named_sql(known_at: int | None = None) -> str:
    """A query for each account's domain, name and owner, by what was known on a day (None: by all we know).

    What was learned last counts; of two names learned on one day the later in alphabetical order.
    """
    known = "" if known_at is None else f" and known_on <= {known_at}"
    return f"""
        select
            account_id,
            max(domain) as domain,
            coalesce(arg_max(name, row(known_on, name)) filter (where name <> ''), '') as name,
            coalesce(arg_max(owner, row(known_on, owner)) filter (where owner <> ''), '') as owner
        from accounts
        where account_id > 0{known}
        group by account_id
    """


def columns_of(table: str) -> Mapping[str, ColumnType]:
    """The columns of a table as it is stored."""
    return TABLES["standings" if table == "transitions" else table].columns


def published(definition: str, as_of: int | None = None) -> PublishedRun:
    """The run that holds for a definition, of one day or the latest. Raises Unavailable where there is none."""
    run = runs.published(definition, as_of)
    if run is None:
        day = "" if as_of is None else f" of {date_of(as_of).isoformat()}"
        option = "" if as_of is None else f" --as-of {date_of(as_of).isoformat()}"
        raise Unavailable(f"There is no run{day} of {quoted(definition)} yet. Make one with “mqa run{option}”.")
    return run


def open_run(
    folder: Path, run: PublishedRun, *, memory_limit: str, accounts: Accounts = EVERYONE, world: Sequence[str] = ()
) -> Connection:
    """An engine in which the tables of a run, and these of the world, stand as views, for a range of accounts."""
    connection = open_warehouse(folder, memory_limit=memory_limit)
    view_run(connection, folder, run, accounts)
    view_world(connection, folder, world, accounts)
    return connection


def open_files(folder: Path, table: str, files: Sequence[str], *, memory_limit: str) -> Connection:
    """An engine in which some stored files of a world table stand under its name."""
    connection = open_warehouse(folder, memory_limit=memory_limit)
    open_table(connection, table, folder, files, WORLD[table].columns)
    return connection


def view_run(connection: Connection, folder: Path, run: PublishedRun, accounts: Accounts = EVERYONE) -> None:
    """Let the tables of a run be views. Raises Unavailable where a file of them is missing or broken."""
    for table in OF_A_RUN:
        files = run.tables.get(table, ())
        open_table(connection, table, folder, files, columns_of(table), accounts.first, accounts.last)


def view_world(connection: Connection, folder: Path, tables: Sequence[str], accounts: Accounts = EVERYONE) -> None:
    """Let tables of the world be views of their live segments."""
    for table in tables:
        columns = WORLD[table].columns
        ranged = (accounts.first, accounts.last) if accounts != EVERYONE and "account_id" in columns else (None, None)
        files = segments.live(table, first_account=ranged[0], last_account=ranged[1])
        open_table(connection, table, folder, files, columns, *ranged)


def rows(connection: Connection, query: str, parameters: Mapping[str, object] | Sequence[object] = ()) -> list[Row]:
    """The rows of a query, each by column."""
    found = connection.execute(query, parameters or None)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def names(connection: Connection, numbers: Mapping[str, Sequence[str]]) -> None:
    """Make the table `names`: for each kind (signal, level ...) the names by their numbers, from 1."""
    literal = [(kind, nth, name) for kind, named in numbers.items() for nth, name in enumerate(named, start=1)]
    connection.execute("create or replace table names (kind varchar, number bigint, name varchar)")
    if literal:
        connection.executemany("insert into names values (?, ?, ?)", literal)


def domains(folder: Path, accounts: Collection[int], *, memory_limit: str) -> dict[int, str]:
    """The domains of some accounts, by number."""
    connection = open_warehouse(folder, memory_limit=memory_limit)
    view_world(connection, folder, ("accounts",))
    query = "select account_id, max(domain) from accounts where list_contains($some, account_id) group by account_id"
    return {int(number): str(domain) for number, domain in connection.execute(query, {"some": [*accounts]}).fetchall()}
