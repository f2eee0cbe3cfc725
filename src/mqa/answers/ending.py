"""When an account's level would end: the coming days folded by what is known today, as if nobody did anything more."""

from __future__ import annotations

from dataclasses import dataclass

from mqa import versions
from mqa.answers.turns import Turns
from mqa.carried import Before, yesterday_of
from mqa.evidence import open_world
from mqa.ledger import segments
from mqa.ledger.models import ServedAccount
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.runs import judge_days
from mqa.terms.rules import Agreement
from mqa.warehouse.opening import open_warehouse
from mqa.workspaces import Opened

AHEAD = 90  # days
MEMORY = "500MB"
LEAVES = "select as_of, level from transitions where was = ? order by as_of limit 1"
Left = tuple[int, int]  # the day, and the number of the level entered then (0: none)


@dataclass(frozen=True)
class Ending:
    """The first day on which an account would no longer stand at its level; None: not within AHEAD days.

    `rises_to`: the level that it would be at from then on, where that is a higher one.
    """

    level: str
    on: int | None
    rises_to: str = ""


_folded: Turns[Left | None] = Turns(
    waiting=15, seconds=8, remembered=2_000, busy="Many accounts are being looked ahead for just now."
)


def ending(opened: Opened, agreement: Agreement, account_id: int, run: PublishedRun) -> Ending | None:
    """When the level that an account has by a run would end without new acts; None where it has none.

    What sales may answer is not looked ahead to. The coming days are folded as a run folds them, half a second long;
    the answer is remembered. Raises Busy where many are being folded.
    """
    row = ServedAccount.objects.filter(run=run.run_id, account_id=account_id).first()
    if row is None or not row.level or row.since is None:
        return None
    key = (str(opened.ledger.absolute()), run.run_id, segments.last(), account_id)
    level = row.level_rank
    found = _folded.answer(key, lambda: left(opened, agreement, account_id, run, level))
    if found is None:
        return Ending(row.level, None)
    rules = versions.of_run(agreement, run).definition
    return Ending(row.level, found[0], rules.levels[found[1] - 1].name if found[1] > row.level_rank else "")


def left(opened: Opened, agreement: Agreement, account_id: int, run: PublishedRun, level: int) -> Left | None:
    """The first change from a level in the coming days, if there is one; `level`: its number in the definition."""
    rules, only = versions.of_run(agreement, run).definition, Accounts(account_id, account_id)
    days = [(day, run.known_at) for day in range(run.as_of + 1, run.as_of + AHEAD + 1)]
    with open_warehouse(opened.warehouse, memory_limit=MEMORY, threads=1) as connection:
        open_world(connection, opened.warehouse, rules, only)
        judge_days(connection, rules, days, yesterday_of(opened.warehouse, Before(run), only))
        changes = connection.execute(LEAVES, [level]).fetchall()
    return (int(changes[0][0]), int(changes[0][1])) if changes else None
