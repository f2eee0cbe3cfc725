"""The fingerprint of stored tables: one number for all their rows, the same wherever and whenever they were stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import RawIOBase
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from mqa.terms.stored import StoredFile

ROWS_AT_ONCE = 100_000
FIELDS = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")


class _Hashed(RawIOBase):
    """A file that keeps only the SHA-256 of what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.hash = sha256()

    def writable(self) -> bool:
        return True

    def write(self, written: object) -> int:
        view = memoryview(written)  # type: ignore[arg-type]
        self.hash.update(view)
        return view.nbytes


def fingerprint(folder: Path, tables: Mapping[str, Sequence[StoredFile]]) -> str:
    """The SHA-256 of the rows of tables, whose files lie in order, each sorted in a total order.

    What is hashed is CSV: tables in the order of their names; of each a line with its name and its columns, then its
    rows, texts between quotation marks, what is null as nothing. So it does not depend on how files are packed, nor on
    the version of the engine that wrote them.
    """
    written = _Hashed()
    for table in sorted(tables):
        for nth, one in enumerate(tables[table]):
            with pyarrow.parquet.ParquetFile(folder / one.file) as file:
                if nth == 0:
                    written.write(f"{','.join((table, *file.schema_arrow.names))}\n".encode())
                for batch in file.iter_batches(ROWS_AT_ONCE):
                    pyarrow.csv.write_csv(pa.Table.from_batches([batch]), written, FIELDS)
    return written.hash.hexdigest()
