"""Kept at hand: the rows of one table by account, as its stored files come and go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from mqa.reading import Connection
from mqa.terms.quoting import text_sql, texts_sql
from mqa.terms.tables import ENGINE_TYPE, ColumnType
from mqa.warehouse.mapped import LARGE, Mapped
from mqa.warehouse.segments import require, scan_sql


class Kept:
    """The rows of the stored files of one table: those of large files mapped, those of the others in the engine."""

    def __init__(
        self, connection: Connection, folder: Path, scratch: Path, name: str, columns: Mapping[str, ColumnType]
    ):
        self._connection, self._folder, self._scratch = connection, folder, scratch
        self._columns, self._name = columns, name
        self._mapped: dict[str, Mapped] = {}
        self._recent: set[str] = set()
        typed = ", ".join(f"{column} {ENGINE_TYPE[kind]}" for column, kind in columns.items())
        connection.execute(f"create table recent_{name} ({typed}, file varchar)")

    def bring(self, files: Sequence[str]) -> None:
        """Keep the rows of these files and of no others. Raises Unavailable where one is missing or broken."""
        fresh = [file for file in files if file not in self._mapped and file not in self._recent]
        require(self._connection, self._folder, fresh, self._columns)
        self._forget(set(files))
        for file in fresh:
            query = scan_sql(self._folder, [file], self._columns)
            [(rows,)] = self._connection.execute(f"select count(*) from ({query})").fetchall()
            if rows >= LARGE:
                self._mapped[file] = Mapped(self._connection, query, self._scratch)
            else:
                self._connection.execute(f"insert into recent_{self._name} select *, {text_sql(file)} from ({query})")
                self._recent.add(file)

    def take(self, accounts: np.ndarray) -> None:
        """Let the table hold the rows of some accounts: sorted numbers, which stand in `touched` too."""
        columns = ", ".join(self._columns)
        query = f"select {columns} from recent_{self._name} where account_id in (from touched)"
        if batches := [batch for mapped in self._mapped.values() for batch in mapped.of(accounts)]:
            rows = pa.Table.from_batches(batches)  # noqa: F841  (DuckDB finds it by its name)
            query = f"select {columns} from rows union all {query}"
        self._connection.execute(f"create or replace table {self._name} as {query}")

    def _forget(self, files: set[str]) -> None:
        for file in self._mapped.keys() - files:
            self._mapped.pop(file).close()
        if gone := self._recent - files:
            self._connection.execute(f"delete from recent_{self._name} where file in {texts_sql(sorted(gone))}")
            self._recent -= gone
