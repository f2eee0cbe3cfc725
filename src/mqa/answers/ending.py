"""When an account's level would end: the coming days judged by what is known today, as if nobody did anything more."""

from __future__ import annotations

from dataclasses import dataclass

from mqa import line, versions
from mqa.evidence import open_world
from mqa.ledger.models import ServedAccount
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.runs import ONLY_FOR_THE_LAST_DAY
from mqa.terms.rules import Agreement
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened

AHEAD = 90  # days
MEMORY = "500MB"
HELD = "select as_of from levels_held where level = ? and stays = 1"


@dataclass(frozen=True)
class Ending:
    """The first day on which an account would no longer stand at its level; None: not within AHEAD days."""

    level: str
    on: int | None


def ending(opened: Opened, agreement: Agreement, account_id: int, run: PublishedRun) -> Ending | None:
    """When the level that an account has by a run would end without new acts; None where it has none.

    A level is kept for as long as the definition says at least. What sales may answer is not looked ahead to.
    """
    row = ServedAccount.objects.filter(run=run.run_id, account_id=account_id).first()
    if row is None or not row.level or row.since is None:
        return None
    rules = versions.as_it_was(agreement, run.version).definition
    days = [(day, run.known_at) for day in range(run.as_of + 1, run.as_of + AHEAD + 1)]
    with open_warehouse(opened.warehouse, memory_limit=MEMORY, threads=1) as connection:
        open_world(connection, opened.warehouse, rules, Accounts(account_id, account_id))
        line.judge(connection, days, rules, but=ONLY_FOR_THE_LAST_DAY, keep=("levels_held",))
        held = {day for (day,) in connection.execute(HELD, [row.level_rank]).fetchall()}
    kept_until = row.since + rules.stability.stay_at_least
    ends = (day for day, _ in days if day not in held and day >= kept_until)
    return Ending(row.level, next(ends, None))
