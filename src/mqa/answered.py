"""What sales answered becomes rows of the world: all answers of a definition, as one segment of `dispositions`."""

from __future__ import annotations

from pathlib import Path

from mqa import line
from mqa.ledger import stored_answers
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.storing import store

TABLE = "dispositions"


def store_answers(folder: Path, definition_name: str, *, token: int) -> None:
    """Store the answers of a definition where some are not stored yet, and list them, in one transaction of the ledger.

    The file holds all of them and takes the place of the one before: one for each day would be opened for each account.
    `token` is the writer's lease. Killed before that transaction, nothing is listed, and the next call stores them.
    """
    waiting = stored_answers.waiting(definition_name)
    if waiting is None:
        return
    with open_warehouse(folder, threads=1) as connection:
        line.fill(connection, TABLE, waiting.rows)
        file = store(connection, f"select * from {TABLE}", folder, TABLE, order_by=("account_id", "disposition_id"))
    if file is not None:
        stored_answers.list_stored(definition_name, waiting, file, token=token)
