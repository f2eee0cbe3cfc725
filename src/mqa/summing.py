"""What a run says of all its accounts together: made once, of the stored tables of all shards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mqa import line
from mqa.definition.rows.scopes import scope_rows
from mqa.pipeline import TABLES, WHOLE
from mqa.reading import columns_of
from mqa.terms.rules import Definition
from mqa.terms.stored import StoredFile
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table
from mqa.warehouse.storing import store


def store_whole(
    folder: Path, definition: Definition, tables: Mapping[str, Sequence[StoredFile]], *, memory_limit: str
) -> dict[str, list[StoredFile]]:
    """Store the tables of all accounts at once, beside `tables`, those of a run that is about to be published."""
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        line.fill_all(connection, scope_rows(definition))
        for name in sorted(set().union(*map(line.step_reads, WHOLE)) & tables.keys()):
            open_table(connection, name, folder, [one.file for one in tables[name]], columns_of(name))
        found = {}
        for step in WHOLE:
            line.make(connection, step)
            order = tuple(TABLES[step.table].columns)
            file = store(connection, f"select * from {step.table}", folder, step.table, order_by=order)
            found[step.table] = [file] if file else []
        return found
