"""Which acts were loaded before: indexes of the stored files tell in which of their rows to look for an id itself."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from mqa.loads.storing import World
from mqa.sources.steps import made_sql
from mqa.warehouse.indexes import indexes, numbered_sql, rows_with

NUMBERS = "select row, key_number(id) as number from staged where fate = 0"
NOTHING = "select cast(null as varchar) as activity_id, cast(null as varchar) as source where false"


def suspect(world: World) -> None:
    """Make `suspects`, rows of the staged file that may be acts stored before, and `suspected`: those stored acts."""
    connection, files = world.connection, world.files["activities"]
    asked = connection.execute(NUMBERS).fetchnumpy()
    rows, numbers = (np.asarray(asked[name], dtype=np.int64) for name in ("row", "number"))
    found = [rows_with(index, numbers) for index in indexes(connection, world.warehouse, files, "activity_id")]
    columns = {
        "row": [rows[place] for place, _ in found],
        "file": [np.full(len(place), nth) for nth, (place, _) in enumerate(found)],
        "stored_row": [stored for _, stored in found],
    }
    arrays = {name: np.concatenate([*parts, np.empty(0, np.int64)]) for name, parts in columns.items()}
    connection.register("met_before", pa.table(arrays))
    connection.execute("create or replace temp table seen_ids as select row, file, stored_row from met_before")
    connection.unregister("met_before")
    connection.execute(made_sql("suspects"))
    hit = [nth for nth, (place, _) in enumerate(found) if len(place)]
    query = " union all ".join(_stored_sql(world, files[nth], nth) for nth in hit) or NOTHING
    connection.execute(f"create or replace temp view suspected as {query}")


def _stored_sql(world: World, file: str, nth: int) -> str:
    rows = f"select stored_row from suspects where file = {nth}"
    stored = numbered_sql(world.warehouse / file)
    return f"select activity_id, source from {stored} where file_row_number in ({rows})"
