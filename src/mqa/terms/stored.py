"""A stored file: one immutable Parquet file of the warehouse, as the ledger lists it.

It lies here because the warehouse writes such files and the ledger lists them, and neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StoredFile:
    """What is known of a Parquet file without opening it.

    `file` is relative to the warehouse's folder, with `/` between its parts. The ranges of account numbers
    and of day numbers include both ends; they are None where the table has no such column.
    """

    table: str
    file: str
    rows: int
    bytes: int
    first_account: int | None = None
    last_account: int | None = None
    first_day: int | None = None
    last_day: int | None = None
