"""Merging: many small stored files of a table become few large ones, so that whoever reads opens few files.

Every load stores files of its own. A year of daily loads would make thousands, and each costs a millisecond whenever
one account is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from mqa.ledger import leases, segments
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.ledger.segments import Sized
from mqa.line import Accounts
from mqa.loads.storing import World
from mqa.sources.records import BESIDE
from mqa.terms.stored import StoredFile
from mqa.warehouse.indexes import indexes
from mqa.warehouse.opening import claim, open_warehouse
from mqa.warehouse.segments import scan_sql
from mqa.workspaces import agreed_in

TABLES = (
    "accounts",
    "aliases",
    "people",
    "facts",
    "shapes",
    "activities",
    "intent",
    "outcomes",
    "content",
    "rejects",
    *BESIDE,
)
FULL = 8_000_000  # rows that one sort holds in memory; a file of half as many is never merged again
GROWTH = 2  # a file is left alone while it has more than so many times the rows of all that came after it


def merge(folder: Path, *, largest: int = 0, memory_limit: str = "1GB") -> None:
    """Merge the small stored files of a workspace, as a load does at its end, and make the indexes of its acts.

    `largest`: leave files of half as many rows and more alone (0: only full ones), so that it takes no longer than so
    many rows do. Raises Unavailable where a store is missing or at work.
    """
    agreed = agreed_in(folder)
    warehouse = folder / agreed.warehouse
    open_ledger(folder / agreed.ledger)
    claim(warehouse, workspace_identity())
    with leases.held() as token, open_warehouse(warehouse, memory_limit=memory_limit) as connection:
        merge_files(World(connection, warehouse), token=token, largest=largest)
        indexes(connection, warehouse, segments.live("activities"), "activity_id")


def merge_files(world: World, *, token: int, largest: int = 0) -> None:
    """Store files anew as one where `to_merge` says so, and let it take their place, a table at a time.

    No row changes. `token` is the writer's lease. The old files stay on disk for a day, for those who read them.
    """
    for table in TABLES:
        if merged := to_merge(segments.sized(table), largest or FULL):
            files, rows = [one.file for one in merged], sum(one.rows for one in merged)
            count = -(-rows // FULL) if "account_id" in world.columns(table) else 1
            scan = scan_sql(world.warehouse, files, world.columns(table))
            stored: list[StoredFile] = []
            for part in parts_sql(count):
                leases.renew(leases.WRITER, token)  # each part may take minutes
                stored += world.store(table, f"select * from ({scan}) where {part}", rows=rows // count)
            segments.replace(files, stored, token=token)


def parts_sql(count: int) -> list[str]:
    """Conditions of which each row meets one: so many ranges of accounts; rows of nobody belong to the first.

    >>> parts_sql(1)
    ['true']
    """
    if count == 1:
        return ["true"]
    ranges = Accounts().shards(count)
    first = f"account_id is null or account_id <= {ranges[0].last}"
    return [first, *(f"account_id > {one.first - 1} and account_id <= {one.last}" for one in ranges[1:])]


def to_merge(files: Sequence[Sized], largest: int = FULL) -> Sequence[Sized]:
    """The files of a table, in load order, that shall become one: none, or the tail from the first that is not large.

    Afterwards each file has more than `GROWTH` times the rows of all that follow it, so their number grows with the
    logarithm of the rows, and a row is rewritten as often as that. Files of half of `largest` rows stay as they are.

    >>> sizes = [Sized("a", 900), Sized("b", 200), Sized("c", 100), Sized("d", 90)]
    >>> [one.file for one in to_merge(sizes)]
    ['b', 'c', 'd']
    """
    small = [one for one in files if one.rows < largest // 2]
    after = [*accumulate((one.rows for one in reversed(small)), initial=0)][-2::-1]
    first = next((nth for nth, one in enumerate(small) if one.rows <= GROWTH * after[nth]), len(small))
    return small[first:]
