"""Places: where an account would stand in the list of a run, whose other accounts stand as the run left them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mqa.ledger.runs import PublishedRun
from mqa.reading import columns_of
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table

STEP = 1_000_000_000  # more than any engagement
KEYS = f"""
    select coalesce(d.level, 0) * {STEP} + s.engagement as key
    from scores as s
    left join standings as d on d.account_id = s.account_id
    order by key
"""


class Places:
    """The accounts of a run, by level and engagement."""

    def __init__(self, folder: Path, run: PublishedRun, *, memory_limit: str) -> None:
        with open_warehouse(folder, memory_limit=memory_limit) as connection:
            for table in ("scores", "standings"):
                open_table(connection, table, folder, run.tables.get(table, ()), columns_of(table))
            self._keys = np.asarray(connection.execute(KEYS).fetchnumpy()["key"], dtype=np.int64)

    def of(self, level: int, engagement: int) -> int:
        """The place of an account at a level (0: none) with an engagement, from 1; of two alike, the first."""
        key = level * STEP + engagement
        return int(len(self._keys) - np.searchsorted(self._keys, key, side="right")) + 1
