"""Storing: a query's rows as one immutable Parquet file; and sweeping away what nobody lists."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from math import isqrt
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from mqa.terms.problems import Unavailable
from mqa.terms.quoting import name_sql, text_sql
from mqa.terms.stored import StoredFile
from mqa.warehouse.durable import TEMPORARY, make_folder, put_in_place, temporary_beside
from mqa.warehouse.opening import SPILL_FOLDER

ENDING = ".parquet"
INDEX = ".index"  # see `mqa.warehouse.indexes`
VECTOR = 2048  # rows: an engine works on so many at once
LARGEST_GROUP = 30 * VECTOR
LEVEL = 2  # of zstd: a tenth faster than 3, and no larger; 1 makes acts a third larger
KEPT = rf"[0-9a-f]{{32}}({ENDING}|{INDEX})"
STORED = re.compile(rf"{KEPT}|\.{KEPT}\.[0-9a-f]{{32}}{TEMPORARY}")
SPILLED = re.compile(r"[0-9a-f]{32}")


def store(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    folder: Path,
    table: str,
    *,
    order_by: Sequence[str] = (),
    row_group_rows: int = LARGEST_GROUP,
) -> StoredFile | None:
    """Store the rows of a query, sorted by the columns `order_by`, as one file of `table`; None where there are none.

    The file is complete and on disk before it has its name, and nobody knows it until the ledger lists it.
    Raises Unavailable where disk or memory do not suffice; nothing is left behind.
    """
    file = f"{table}/{uuid4().hex}{ENDING}"
    try:
        make_folder((folder / file).parent)
        stats = _write(connection, _sorted_sql(query, order_by), folder / file, row_group_rows)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        reason = str(error).splitlines()[0]  # what DuckDB adds below is advice on settings of its own
        raise Unavailable(f"The table {table} cannot be stored in {folder}. {reason}") from error
    return _described(table, file, stats)


def group_rows(rows: int) -> int:
    """How many rows a row group of a file of so many rows should have, so that one account is read soonest.

    A reader looks at the ranges of every group and unpacks one: the first takes 800 times as long as a row of the
    second (measured), so the sum is least where the groups have the root of 800 times the rows.

    >>> group_rows(1_000), group_rows(200_000), group_rows(10_000_000)
    (2048, 12288, 61440)
    """
    return min(LARGEST_GROUP, max(VECTOR, isqrt(800 * rows) // VECTOR * VECTOR))


def sweep(folder: Path, listed: Collection[str], older_than_hours: float = 24) -> list[str]:
    """Delete stored files that are not among `listed`, and leftovers of killed processes; returns their names.

    What is younger is left alone: somebody may be about to list it.
    """
    before = time.time() - older_than_hours * 3600
    unlisted = [
        path for path in _sweepable(folder) if _listed_by(_name(folder, path)) not in listed and _touched(path) < before
    ]
    for path in unlisted:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return sorted(_name(folder, path) for path in unlisted)


def _sorted_sql(query: str, order_by: Sequence[str]) -> str:
    order = f" order by {', '.join(map(name_sql, order_by))}" if order_by else ""
    return f"select * from (\n{query}\n){order}"


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path, row_group_rows: int) -> Sequence[Any]:
    """Write a file and say what COPY's `return_stats` says; without rows there is no file afterwards."""
    temporary = temporary_beside(path)
    options = (
        f"format parquet, compression zstd, compression_level {LEVEL}, row_group_size {int(row_group_rows)}, "
        "return_stats, use_tmp_file false"
    )
    try:
        stats = connection.execute(f"copy ({query}) to {text_sql(str(temporary))} ({options})").fetchall()[0]
        if stats[1]:
            put_in_place(temporary, path)
        return stats
    finally:
        temporary.unlink(missing_ok=True)


def _described(table: str, file: str, stats: Sequence[Any]) -> StoredFile | None:
    """A stored file from COPY's statistics: its name, rows, bytes, footer's bytes, ranges by column."""
    _, rows, size, _, by_column, *_ = stats
    if not rows:
        return None
    return StoredFile(table, file, rows, size, *_range(by_column, "account_id"), *_range(by_column, "day"))


def _range(by_column: dict[str, dict[str, str]], column: str) -> tuple[int | None, int | None]:
    found = by_column.get(name_sql(column), {})
    return (int(found["min"]), int(found["max"])) if "min" in found and "max" in found else (None, None)


def _sweepable(folder: Path) -> Iterator[Path]:
    """Stored files, unfinished ones, and the folders that engines spilled into: told by names that only we give.

    A warehouse may have been put where a person's own files lie.
    """
    for path in folder.glob("*/*"):
        pattern = SPILLED if path.parent.name == SPILL_FOLDER else STORED
        if pattern.fullmatch(path.name):
            yield path


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _listed_by(name: str) -> str:
    """The name by which a file is listed: an index goes with what it is of."""
    return name.removesuffix(INDEX) + ENDING if name.endswith(INDEX) else name


def _touched(path: Path) -> float:
    """When it was last written to, in seconds; a file that is gone already counts as new."""
    try:
        return max(part.stat().st_mtime for part in [path, *path.glob("*")])
    except FileNotFoundError:
        return time.time()
