"""Indexes: in which rows of a stored file a key may stand, so that few rows are read to see whether it does.

An index is made of its file where it is asked for first, and made again where it is missing or broken: nobody lists it,
and it is swept with its file. It is an array of 64-bit numbers in order, one for each row: the first bits of the number
of the row's key (see `mqa.terms.keys`), and then the row. That of a small file is kept in memory only, those of large
files are looked at on disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from mqa.terms.keys import LARGEST, number_sql
from mqa.terms.quoting import name_sql, path_sql
from mqa.warehouse.durable import put_in_place, temporary_beside
from mqa.warehouse.storing import INDEX

SMALL = 100_000  # rows; an index of so many is made in some 30 ms
UNUSED_BITS = 64 - LARGEST.bit_length()

Numbers = npt.NDArray[np.int64]
Index = npt.NDArray[np.uint64]

_kept: dict[Path, dict[str, Index]] = {}  # by warehouse: the indexes of the files that were last asked for


def indexes(connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str], column: str) -> list[Index]:
    """The index of each of these files (relative to the warehouse `folder`) by the keys of a text column.

    Of a file there is one index, whichever column was asked for first.
    """
    known = _kept.get(folder.absolute(), {})
    kept = {file: known[file] if file in known else _index(connection, folder / file, column) for file in files}
    _kept[folder.absolute()] = kept
    return [kept[file] for file in files]


def rows_with(index: Index, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Where the keys of these numbers may stand in the file: which of `numbers` (its place), and in which row.

    A key that stands in the file is among them; of other keys hardly one in a hundred thousand is.
    """
    bits = _row_bits(len(index))
    order = np.argsort(numbers, kind="stable")  # so that neighbours are looked up one after another
    first = _beginnings(numbers[order], bits)
    start = np.searchsorted(index, first)
    found = np.searchsorted(index, first | _last_row(bits), side="right") - start
    place = np.repeat(np.arange(len(order)), found)
    at = np.repeat(start, found) + np.arange(len(place)) - np.repeat(np.cumsum(found) - found, found)
    return order[place], (index[at] & _last_row(bits)).astype(np.int64)


def numbered_sql(file: Path) -> str:
    """The rows of a stored file as SQL reads them, each with its number (`file_row_number`)."""
    return f"read_parquet({path_sql(str(file.absolute()))}, file_row_number = true, hive_partitioning = false)"


def _index(connection: duckdb.DuckDBPyConnection, file: Path, column: str) -> Index:
    path, rows = file.with_suffix(INDEX), _rows(connection, file)
    if rows <= SMALL:
        return _made(connection, file, column)
    if (found := _opened(path, rows)) is not None:
        return found
    temporary = temporary_beside(path)
    try:
        with temporary.open("wb") as stream:
            np.save(stream, _made(connection, file, column))
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    found = _opened(path, rows)
    return _made(connection, file, column) if found is None else found


def _opened(path: Path, rows: int) -> Index | None:
    """An index on disk; None where it is missing, or not what we write."""
    try:
        index = np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return None
    return index if index.dtype == np.uint64 and index.shape == (rows,) else None


def _made(connection: duckdb.DuckDBPyConnection, file: Path, column: str) -> Index:
    number = number_sql(name_sql(column))
    query = f"select {number} as number, file_row_number as row from {numbered_sql(file)}"
    found = connection.execute(query).fetchnumpy()
    numbers, rows = np.asarray(found["number"], dtype=np.int64), np.asarray(found["row"], dtype=np.uint64)
    made: Index = _beginnings(numbers, _row_bits(len(rows))) | rows
    made.sort()
    return made


def _rows(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    [(rows,)] = connection.execute(
        f"select num_rows from parquet_file_metadata({path_sql(str(file.absolute()))})"
    ).fetchall()
    return int(rows)


def _beginnings(numbers: Numbers, bits: int) -> Index:
    """Numbers as the first bits of entries whose last `bits` are of the row, and zero here."""
    return (numbers.astype(np.uint64) << np.uint64(UNUSED_BITS)) & ~_last_row(bits)


def _last_row(bits: int) -> np.uint64:
    return np.uint64((1 << bits) - 1)


def _row_bits(rows: int) -> int:
    return max(rows - 1, 1).bit_length()
