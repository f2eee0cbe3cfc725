"""The proof that what was written by hand gives the same rows as the line; else the one would not measure the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.variants import HAND_MADE, Task, Took, by_hand, ours
from benchmarks.world import World
from mqa import judging
from mqa.warehouse.opening import open_warehouse

COMPARED = (*HAND_MADE, "benchmarks")
SHOWN = 5


@dataclass(frozen=True)
class Difference:
    """How the rows of one table differ: how many each side has, how many only it has, and some of those."""

    table: str
    rows: int
    by_hand: int
    only_ours: int
    only_by_hand: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        if not self.only_ours and not self.only_by_hand and self.rows == self.by_hand:
            return f"{self.table}: the same {self.rows:,} rows"
        ours = f"{self.only_ours:,} of {self.rows:,} rows only ours"
        hand = f"{self.only_by_hand:,} of {self.by_hand:,} only by hand"
        return "\n".join([f"{self.table}: {ours}, {hand}", *self.examples])


def differences(of: World, as_of: int) -> Iterator[Difference]:
    """Both sides' tables compared row by row, in one process and one shard."""
    with TemporaryDirectory(dir=of.folder, prefix=".benchmark-") as out:
        connection = open_warehouse(Path(out), memory_limit="4GB")
        task = Task("ours", as_of, stored=False, shards=1)
        ours([connection], of, task, Took(), Path(out))
        connection.execute(f"create or replace view verdicts as {judging.queries_to_store()['verdicts']}")
        by_hand([connection], of, task, Took(), Path(out))
        yield from (_difference(connection, table) for table in COMPARED)
        connection.close()


def _difference(connection: duckdb.DuckDBPyConnection, table: str) -> Difference:
    hand = f"{table}_by_hand"
    columns = ", ".join(c for c in _columns(connection, table) if c in _columns(connection, hand))
    only_ours = f"select {columns} from {table} except all select {columns} from {hand}"
    only_by_hand = f"select {columns} from {hand} except all select {columns} from {table}"
    rows, hand_rows, ours_only, hand_only = [
        connection.execute(f"select count(*) from ({query})").fetchall()[0][0]
        for query in (f"from {table}", f"from {hand}", only_ours, only_by_hand)
    ]
    examples = [f"  ({columns})"] if ours_only or hand_only else []
    for side, query in (("ours", only_ours), ("by hand", only_by_hand)):
        found = connection.execute(f"from ({query}) order by all limit {SHOWN}").fetchall()
        examples += [f"  {side}: {row}" for row in found]
    return Difference(table, rows, hand_rows, ours_only, hand_only, tuple(examples))


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"describe {table}").fetchall()]
