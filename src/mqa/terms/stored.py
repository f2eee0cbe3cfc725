"""A stored file: one immutable Parquet file of the warehouse, as the ledger lists it; and what of all files a run saw.

They lie here because the warehouse writes and reads such files and the ledger lists them, and neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass

AFTER_LOAD = "after_load"  # a column of each stored row of the world: the last load before the one that brought it


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


@dataclass(frozen=True)
class Seen:
    """What of the stored world a run saw: rows of loads up to one, answers of sales up to one (their numbers).

    Rows are only ever added, and each says after which load it came (`after_load`): so whatever is loaded later, and
    however it is dated, the world as it was stored then can be read again. `later`: the tables with more rows by now.
    """

    last_load: int
    last_answer: int
    later: frozenset[str] = frozenset()

    def condition(self, table: str) -> str:
        """Which stored rows of a world table were there, as SQL; empty where all were.

        >>> Seen(7, 3, frozenset({"facts"})).condition("facts")
        'after_load < 7'
        """
        if table not in self.later:
            return ""
        if table == "dispositions":
            return f"disposition_id <= {int(self.last_answer)}"
        return f"{AFTER_LOAD} < {int(self.last_load)}"
