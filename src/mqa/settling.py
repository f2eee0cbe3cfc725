"""Settling a day: what was found live of its accounts, after its run, becomes what the next day goes on from."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from mqa.ledger import refreshed, runs
from mqa.line import ARROW_TYPE, FOLD_DAYS
from mqa.pipeline import TABLES
from mqa.terms.stored import StoredFile
from mqa.terms.tables import ENGINE_TYPE, ColumnType
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.storing import store


def settle_before(folder: Path, definition_name: str, as_of: int, *, token: int) -> None:
    """Store where the accounts stand that were judged again since the last run before a day, as tables of that run.

    `token` is the writer's lease. Killed before they are listed, they are stored by whoever comes next.
    """
    run = runs.latest_before(definition_name, as_of, FOLD_DAYS)
    if run is None or run.refreshed_to is None or runs.REFRESHED in run.tables:
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


def _columns(table: str) -> dict[str, ColumnType]:
    if table == runs.REFRESHED:
        return {"account_id": "bigint"}
    return TABLES[table.removeprefix(f"{runs.REFRESHED}_")].columns
