"""Two versions of a definition compared: both judged on the same days by the same steps, in memory.

Nothing is published. Standings are folded from ninety days before the first day that is asked for, as a first run
does, so that two first runs would differ by exactly what is told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from mqa import line
from mqa.comparing.found import Compared, Flow, LevelChange, Moved, Part
from mqa.comparing.queries import BOTH, FLOWS, LEVELS, MOVED, PARTS, TABLES
from mqa.comparing.reasons import explained
from mqa.comparing.sides import judge, name_levels, opened
from mqa.comparing.volume import new_for_sales
from mqa.definition.differing import differences
from mqa.ledger import leases
from mqa.line import FOLD_DAYS, Accounts
from mqa.reading import Connection, named_sql, rows
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement
from mqa.warehouse.opening import open_warehouse


def compared(
    folder: Path,
    was: Agreement,
    now: Agreement,
    *,
    first: int,
    last: int,
    most: int = 20,
    memory_limit: str = "1GB",
    progress: Progress = silent,
    token: int | None = None,
) -> Compared:
    """What becomes of accounts under another agreement by the end of `last`, and who entered since `first`.

    `folder`: the warehouse; the ledger must be open. `most`: of so many accounts it is said why. `token`: the writer's
    lease, where it is held throughout; else it is only held while what is new is rolled up. Raises Unavailable where
    another writer is at work.
    """
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        with nullcontext(token) if token else leases.held() as lease:
            sides = opened(connection, folder, (was.definition, now.definition), progress=progress, token=lease)
        connection.execute(TABLES)
        name_levels(connection, was.definition, now.definition)
        judge(connection, folder, sides, range(first - FOLD_DAYS, last + 1), progress)
        line.open_world(connection, folder, sides[-1].world, Accounts())
        connection.execute(f"create table named as {named_sql(last)}")
        connection.execute(BOTH)
        connection.execute(f"create table moved as {MOVED}")
        periods = tuple(new_for_sales(connection, first, last, now.definition.calibration))
        moved = [Moved(**row | {"open_pipeline": bool(row["open_pipeline"])}) for row in rows(connection, "from moved")]
        told = explained(connection, folder, sides, moved[:most], memory_limit=memory_limit)
        return Compared(
            was,
            now,
            first,
            last,
            differences(was.definition, now.definition),
            tuple(LevelChange(**row | {"handed": bool(row["handed"])}) for row in rows(connection, LEVELS)),
            tuple(Flow(**row) for row in rows(connection, FLOWS)),
            tuple(_parts(connection)),
            periods,
            (*told, *moved[most:]),
            rows(connection, "select count(*) as known from named")[0]["known"],
        )


def _parts(connection: Connection) -> Iterator[Part]:
    """Who sales would get and lose, by tier, segment, owner and open pipeline; the largest first."""
    pipeline = "case when open_pipeline = 1 then 'an opportunity is open' else 'no opportunity is open' end"
    for kind, what in {"tier": "tier", "segment": "segment", "owner": "owner", "pipeline": pipeline}.items():
        query = PARTS.format(kind=kind, what=what)
        for row in rows(connection, f"from ({query}) order by enter + leave desc, name"):
            yield Part(**row)
