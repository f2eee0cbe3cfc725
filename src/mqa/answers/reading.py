"""Reading stored tables for answers: of a published run that somebody names, and the names that numbers stand for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from mqa.ledger import runs
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.reading import EVERYONE as EVERYONE
from mqa.reading import OF_A_RUN as OF_A_RUN
from mqa.reading import OF_ALL_ACCOUNTS as OF_ALL_ACCOUNTS
from mqa.reading import Connection as Connection
from mqa.reading import Row as Row
from mqa.reading import columns_of as columns_of
from mqa.reading import named_sql as named_sql
from mqa.reading import rows as rows
from mqa.reading import view_run as view_run
from mqa.reading import view_world as view_world
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Unavailable
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table


def published(definition: str, as_of: int | None = None, known_at: int | None = None) -> PublishedRun:
    """The run that holds for a definition, of one day (and its knowledge) or the latest. Raises Unavailable: none."""
    run = runs.published(definition, as_of, known_at=known_at)
    if run is None:
        raise Unavailable(_no_run(definition, as_of))
    return run


def _no_run(definition: str, as_of: int | None) -> str:
    """That there is no run of a day, and what there is instead."""
    nearest = runs.nearest(definition, as_of) if as_of is not None else None
    if as_of is None or nearest is None:
        return f"There is no run of {quoted(definition)} yet. Make one with “mqa run”."
    day, near = date_of(as_of).isoformat(), date_of(nearest).isoformat()
    what = f"There is no run of {day} of {quoted(definition)}; the nearest is of {near}."
    if as_of > nearest:
        return f"{what} Ask for that one: --as-of {near}."
    one = f"“mqa explain ACCOUNT --as-of {day}” tells of one account without a run"
    return f"{what} Ask for that one (--as-of {near}), or make it with “mqa run --as-of {day}”; {one}."


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


def names(connection: Connection, numbers: Mapping[str, Sequence[str]]) -> None:
    """Make the table `names`: for each kind (signal, level ...) the names by their numbers, from 1."""
    literal = [(kind, nth, name) for kind, named in numbers.items() for nth, name in enumerate(named, start=1)]
    connection.execute("create or replace table names (kind varchar, number bigint, name varchar)")
    if literal:
        connection.executemany("insert into names values (?, ?, ?)", literal)


def domains(folder: Path, accounts: Collection[int], *, memory_limit: str) -> dict[int, str]:
    """The domains of some accounts, by number."""
    query = "select account_id, max(domain) from accounts where list_contains($some, account_id) group by account_id"
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        view_world(connection, folder, ("accounts",))
        found = connection.execute(query, {"some": [*accounts]}).fetchall()
    return {int(number): str(domain) for number, domain in found}
