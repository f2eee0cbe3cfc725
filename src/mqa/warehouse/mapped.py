"""Mapped rows: those of a large stored file, unpacked once and sorted by a number, so that those of a few are at hand.

A thousand accounts (or people) that lie anywhere touch every row group of a stored file, all of which would be unpacked
for them each time. Unpacked in a mapped file, their rows are found by halving, and the rest is never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import duckdb
import numpy as np
import pyarrow as pa

from mqa.terms.problems import Unavailable

LARGE = 50_000  # rows of a file from which on it is mapped
ROWS_OF_A_BATCH = 65_536


class Mapped:
    """The rows of a query, in a file of its own in a folder, by a column of numbers without nulls.

    Raises Unavailable where the disk does not suffice.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, query: str, folder: Path, by: str = "account_id") -> None:
        self._path = folder / f"{uuid4().hex}.arrow"
        reader = connection.sql(f"select * from ({query}) order by {by}").to_arrow_reader(ROWS_OF_A_BATCH)
        try:
            folder.mkdir(parents=True, exist_ok=True)  # after a day somebody else may have swept it away
            with pa.OSFile(str(self._path), "wb") as file, pa.ipc.new_file(file, reader.schema) as written:
                for batch in reader:
                    written.write_batch(batch)
            mapped = pa.ipc.open_file(pa.memory_map(str(self._path)))
        except OSError as error:
            self._path.unlink(missing_ok=True)
            raise Unavailable(f"Rows cannot be unpacked in {folder}: {error}") from error
        self.schema = reader.schema
        self._batches = [mapped.get_batch(nth) for nth in range(mapped.num_record_batches)]
        self._numbers = [batch.column(by).to_numpy(zero_copy_only=True) for batch in self._batches]

    def close(self) -> None:
        """Remove the file; what was taken stays."""
        self._batches, self._numbers = [], []
        self._path.unlink(missing_ok=True)

    def of(self, sought: np.ndarray) -> Iterator[pa.RecordBatch]:
        """The rows of some accounts (or whatever they are sorted by), given by their sorted numbers.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mapped = Mapped(duckdb.connect(), "select i // 2 as account_id, i from range(10) t(i)", Path(folder))
        ...     [batch.column("i").to_pylist() for batch in mapped.of(np.array([1, 4, 9]))]
        [[2, 3, 8, 9]]
        """
        for batch, numbers in zip(self._batches, self._numbers, strict=True):
            near = sought[np.searchsorted(sought, numbers[0]) : np.searchsorted(sought, numbers[-1], side="right")]
            if near.size:
                first, end = np.searchsorted(numbers, near), np.searchsorted(numbers, near, side="right")
                if (rows := _ranges(first, end)).size:
                    yield batch.take(pa.array(rows))


def _ranges(first: np.ndarray, end: np.ndarray) -> np.ndarray:
    """All numbers from each first one to below its end, one after the other.

    >>> _ranges(np.array([2, 7, 9]), np.array([4, 7, 10])).tolist()
    [2, 3, 9]
    """
    counts = end - first
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(counts.sum())
