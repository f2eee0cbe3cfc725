"""Settling a day: what was found live of its accounts, after its run, becomes what the next day goes on from."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from mqa.ledger import refreshed, runs, served
from mqa.ledger.runs import PublishedRun
from mqa.line import ARROW_TYPE, FOLD_DAYS
from mqa.pipeline import TABLES
from mqa.terms.stored import StoredFile
from mqa.terms.tables import ENGINE_TYPE, ColumnType
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import scan_sql
from mqa.warehouse.storing import store


def settle_before(folder: Path, definition_name: str, as_of: int, *, token: int) -> None:
    """Store where the accounts stand that were judged again since the last run before a day, as tables of that run.

    `token` is the writer's lease. Killed before they are listed, they are stored by whoever comes next.
    """
    if run := runs.latest_before(definition_name, as_of, FOLD_DAYS):
        settle(folder, run, token=token)


def settle(folder: Path, run: PublishedRun, *, token: int) -> None:
    """The same of one run, where some of its accounts were judged again and that is not stored yet."""
    if run.refreshed_to is None or runs.REFRESHED in run.tables:
        return
    tables: dict[str, StoredFile | None] = {}
    with open_warehouse(folder, threads=1) as connection:
        for name, rows in refreshed.kept(run.run_id).items():
            columns = _columns(name)
            cells = zip(*rows, strict=True) if rows else ([] for _ in columns)
            arrays = [pa.array(each, ARROW_TYPE[kind]) for each, kind in zip(cells, columns.values(), strict=True)]
            connection.register("kept", pa.table(dict(zip(columns, arrays, strict=True))))
            typed = ", ".join(f"cast({one} as {ENGINE_TYPE[kind]}) as {one}" for one, kind in columns.items())
            tables[name] = store(connection, f"select {typed} from kept", folder, name, order_by=tuple(columns))
            connection.unregister("kept")
    refreshed.settle(run.run_id, tables, token=token)


def settled_again(folder: Path, again: PublishedRun, run_id: int, *, token: int) -> dict[str, list[StoredFile]]:
    """What stands of a run that is made again, whose rows are the same: stored once more, for the run in its place.

    Where that run, `run_id`, has a serving copy, that lists it, too: nobody loses a level because a day is made again.
    """
    settle(folder, again, token=token)
    made = runs.run_of(again.run_id)
    if made.tables.get(runs.REFRESHED) and served.is_served(run_id):
        refreshed.carry(made.run_id, run_id)
    found: dict[str, list[StoredFile]] = {}
    with open_warehouse(folder, threads=1) as connection:
        for name in made.tables:
            if name.startswith(runs.REFRESHED):
                columns = _columns(name)
                query = scan_sql(folder, made.tables[name], columns)
                file = store(connection, query, folder, name, order_by=tuple(columns))
                found[name] = [file] if file else []
    return found


def _columns(table: str) -> dict[str, ColumnType]:
    if table == runs.REFRESHED:
        return {"account_id": "bigint"}
    return TABLES[table.removeprefix(f"{runs.REFRESHED}_")].columns
