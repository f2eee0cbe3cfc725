"""Stored files that exist in the ledger only."""

from __future__ import annotations

from itertools import count

from mqa.ledger.models import Load
from mqa.terms.stored import StoredFile

NUMBERS = count(1)


def stored(table: str = "activities", file: str = "", **ranges: int) -> StoredFile:
    """A file of `table` with a name of its own unless one is given."""
    return StoredFile(table, file or f"{table}/{next(NUMBERS)}.parquet", rows=10, bytes=1000, **ranges)


def loads() -> list[tuple[str, str, dict[str, int]]]:
    """All loads, the latest first: source, file, and rows by what became of them."""
    found = Load.objects.order_by("-id").prefetch_related("counts")
    return [(load.source, load.file, {one.what: one.rows for one in load.counts.all()}) for load in found]
