"""The proof that a peer gives the same rows as the line; else the one would not measure the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.peers.contestants import Allowance, took
from benchmarks.proof import _columns, _difference
from benchmarks.variants import Task, Took, ours
from benchmarks.world import world
from mqa import judging
from mqa.warehouse.opening import open_warehouse

BESIDE_THE_STEPS = ("transitions",)  # the fold makes them in Python


def differences(folder: Path, task: Task, may: Allowance) -> Iterator[str]:
    """Each table of ours beside the peer's: how their rows differ, or that the peer has no such table or column."""
    with TemporaryDirectory(dir=folder, prefix=".benchmark-") as out, TemporaryDirectory(dir=out) as theirs:
        became = took(folder, replace(task, stored=True, shards=1), may, Path(theirs))
        if isinstance(became, str):
            yield f"{task.variant} {became}"
            return
        connection = open_warehouse(Path(out), memory_limit="4GB")
        ours([connection], world(folder), Task("ours", task.as_of, stored=False, shards=1), Took(), Path(out))
        queries = judging.queries_to_store()
        connection.execute(f"create or replace view verdicts as {queries['verdicts']}")
        for table in (*queries, "levels_held", "benchmarks"):
            if table not in BESIDE_THE_STEPS:
                yield f"{task.variant}, {_compared(connection, table, Path(theirs), task.variant)}"
        connection.close()


def _compared(connection: duckdb.DuckDBPyConnection, table: str, theirs: Path, peer: str) -> str:
    made = theirs.glob(f"{table}-*.parquet")  # files, or the folders that Spark writes
    files = [str(file) for path in made for file in (path.glob("*.parquet") if path.is_dir() else [path])]
    if not files:
        return f"{table}: not made"
    connection.execute(f"create or replace view {table}_by_hand as select * from read_parquet({files})")
    own = _columns(connection, f"{table}_by_hand")
    missing = ", ".join(name for name in _columns(connection, table) if name not in (*own, "as_of"))
    found = str(_difference(connection, table)).replace("by hand", peer)
    return f"{found} (without {missing})" if missing else found
