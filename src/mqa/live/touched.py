"""Touched: the accounts of which something was stored that a run has not seen."""

from __future__ import annotations

from pathlib import Path

from mqa.ledger import segments, stored_answers
from mqa.reading import Connection
from mqa.renaming import line_of
from mqa.terms.rules import Definition
from mqa.terms.stored import AFTER_LOAD, Seen
from mqa.terms.tables import WORLD
from mqa.warehouse.segments import scan_sql

TABLES = tuple(name for name, table in WORLD.items() if "account_id" in table.columns and name != "activity_days")


def touched(connection: Connection, folder: Path, definition: Definition, seen: Seen) -> list[int]:
    """The numbers of the accounts with rows of loads, or answers of sales, later than what was `seen`; sorted.

    Where something is taken from an account and given to another, both are there.
    """
    queries = []
    for table in TABLES:
        since = f"{AFTER_LOAD} >= {int(seen.last_load)}"
        columns = {"account_id": WORLD[table].columns["account_id"], AFTER_LOAD: "bigint"}
        files = segments.loaded_later(table, seen.last_load)
        if table == "dispositions":
            since, columns = f"disposition_id > {int(seen.last_answer)}", WORLD[table].columns
            files = stored_answers.files(line_of(definition))
        if files:
            queries.append(f"select account_id from ({scan_sql(folder, files, columns, condition=since)})")
    if not queries:
        return []
    query = f"select distinct account_id from ({' union all '.join(queries)}) where account_id > 0 order by account_id"
    return [int(number) for (number,) in connection.execute(query).fetchall()]
