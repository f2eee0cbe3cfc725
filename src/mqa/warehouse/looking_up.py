"""Looking up: the rows of a large table that a step asks for by their numbers, without reading all of it.

Large stored files are mapped (see `mqa.warehouse.mapped`) when they are asked for first; small ones are scanned.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from mqa.warehouse.mapped import LARGE, Mapped
from mqa.warehouse.opening import scratch_folder


@dataclass(frozen=True)
class Sought:
    """What a step asks of a table of these columns: the rows of which one, `by`, is among the numbers of a query."""

    table: str
    by: str
    numbers: str
    columns: tuple[str, ...]


class LookUps:
    """Rows of stored files by number, for one engine."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
        self._connection = connection
        self._scratch = scratch_folder(warehouse)
        self._known: dict[tuple[Sought, str], dict[str, Mapped | None]] = {}  # by file; None: small, so not mapped

    def close(self) -> None:
        """Let go of what was mapped."""
        self._known.clear()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def narrowed(self, statement: str, sought: Sought, paths: Sequence[str]) -> str:
        """A statement that reads of a table, which is made of files, only the rows that are sought, and few others.

        The paths are quoted as SQL has them.
        """
        columns = ", ".join(_read_of(sought, statement))
        known = self._known.setdefault((sought, columns), {})
        for path in known.keys() - set(paths):
            if gone := known.pop(path):
                gone.close()
        for path in paths:
            if path not in known:
                rows = f"read_parquet({path}, hive_partitioning = false) where {sought.by} is not null"
                query = f"select {columns} from {rows}"
                large = self._is_large(path)
                known[path] = Mapped(self._connection, query, self._scratch, sought.by) if large else None
        mapped = [one for one in known.values() if one]
        if not mapped:
            return statement
        asked = self._connection.execute(f"select distinct number from ({sought.numbers}) as t (number) order by all")
        numbers = np.array([number for (number,) in asked.fetchall() if number is not None], dtype=np.int64)
        batches = [batch for one in mapped for batch in one.of(numbers)]
        name, schema = f"mapped_{sought.table}", mapped[0].schema
        self._connection.register(name, pa.Table.from_batches(batches, schema))
        parts = [f"select {columns} from {name}"]
        if small := [path for path in paths if not known[path]]:
            parts.append(f"select {columns} from read_parquet([{', '.join(small)}], hive_partitioning = false)")
        rows = f"from ({' union all '.join(parts)}) as {sought.table}"
        return re.sub(rf"\bfrom {sought.table}\b", lambda _: rows, statement)

    def _is_large(self, path: str) -> bool:
        [(rows,)] = self._connection.execute(f"select num_rows from parquet_file_metadata({path})").fetchall()
        return bool(rows >= LARGE)


def _read_of(sought: Sought, statement: str) -> list[str]:
    """The columns that a statement may read of a table.

    >>> _read_of(Sought("told", "number", "", ("number", "said", "other")), "select said from told where number = 1")
    ['number', 'said']
    """
    words = set(re.findall(r"\w+", statement))
    everything = re.search(r"\bselect\s+(distinct\s+)?(\w+\.)?\*|(\(|\bas)\s*from\b", statement)
    return [name for name in sought.columns if everything or name in words or name == sought.by]
