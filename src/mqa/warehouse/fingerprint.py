"""The fingerprint of stored tables: one text for all their rows, the same wherever and whenever they were stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from mqa.terms.stored import StoredFile

ROWS_AT_ONCE = 100_000
WAY = "columns:"  # what a fingerprint begins with; those that were made in another way begin with something else
NUMBER = np.dtype("<i8")  # 8 bytes, the lowest first


class _Column:
    """The SHA-256 of the values of a column, one behind the other; of how long each text is; of where nothing stands.

    However many rows come at once, the streams of bytes are the same.
    """

    def __init__(self) -> None:
        self.values, self.lengths, self.nothing = sha256(), sha256(), sha256()

    def add(self, array: pa.Array, first: int) -> None:
        """Goes on with rows of which the first is the row `first` of its table, from 0."""
        if array.null_count:
            self.nothing.update(_bytes(pc.indices_nonzero(pc.is_null(array)).to_numpy() + first))
            array = array.drop_null()
        if pa.types.is_integer(array.type):
            self.values.update(_bytes(array.to_numpy()))
        else:
            texts = array.cast(pa.large_string())
            ends = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset :][: len(texts) + 1]
            self.lengths.update(_bytes(np.diff(ends)))
            self.values.update(memoryview(texts.buffers()[2] or b"")[ends[0] : ends[-1]])

    def __str__(self) -> str:
        return " ".join(one.hexdigest() for one in (self.values, self.lengths, self.nothing))


def fingerprint(folder: Path, tables: Mapping[str, Sequence[StoredFile]]) -> str:
    """`columns:` and the SHA-256 of the rows of tables, whose files lie in order, each sorted in a total order.

    What is hashed is a list: tables in the order of their names; of each that has rows a line with its name and their
    number, then for each column a line with its name and three SHA-256: of its values one behind the other (numbers as
    8 bytes, the lowest first; texts as UTF-8), of the lengths of its texts in bytes (as such numbers), and of the
    numbers of the rows where nothing stands (the first is 0). So it does not depend on how files are packed, nor on the
    version of the engine that wrote them.
    """
    said = sha256()
    for table in sorted(tables):
        rows, columns = _columns(folder, tables[table])
        for line in (f"{table} {rows}", *(f"{name} {column}" for name, column in columns.items())) if rows else ():
            said.update(f"{line}\n".encode())
    return WAY + said.hexdigest()


def same(one: str, other: str) -> bool | None:
    """Whether two fingerprints are of the same rows; None where they were made in different ways.

    >>> same("columns:1f", "columns:1f"), same("columns:1f", "columns:2e"), same("columns:1f", "1f")
    (True, False, None)
    """
    return one == other if one.rpartition(":")[0] == other.rpartition(":")[0] else None


def _columns(folder: Path, files: Sequence[StoredFile]) -> tuple[int, dict[str, _Column]]:
    """How many rows the files of a table have, and what was hashed of each of its columns."""
    columns: dict[str, _Column] = {}
    rows = 0
    for one in files:
        with pyarrow.parquet.ParquetFile(folder / one.file) as file:
            for batch in file.iter_batches(ROWS_AT_ONCE):
                for name, array in zip(batch.schema.names, batch.columns, strict=True):
                    columns.setdefault(name, _Column()).add(array, rows)
                rows += batch.num_rows
    return rows, columns


def _bytes(numbers: Any) -> memoryview:
    return np.ascontiguousarray(numbers, NUMBER).data
