"""How an account came to stand where it does: its scores in the runs of the last half year, its changes, each cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import F

from mqa import versions
from mqa.ledger import runs
from mqa.ledger.files import that_may_hold
from mqa.ledger.models import Transition
from mqa.ledger.names import rows_of
from mqa.ledger.runs import Scored
from mqa.reading import columns_of
from mqa.terms.rules import Definition
from mqa.warehouse.segments import scan_sql

HISTORY_DAYS = 180
MOST_POINTS = 60
MOST_CHANGES = 100
SCORES = "select as_of, engagement, breadth, depth, recency, product, fit_score from ({scan}) order by as_of"
CAUSES = {
    "scores": "its scores and conditions",
    "renamed": "the level was renamed",
    "accepted": "sales accepted it",
    "willing to talk": "sales recorded that they are willing to talk",
    "rejected": "sales rejected it",
    "deferred": "sales deferred it",
    "expired": "nothing new happened for too long",
    "opportunity opened": "an opportunity was opened",
    "opportunity won": "the opportunity was won",
    "opportunity lost": "the opportunity was lost",
}


@dataclass(frozen=True)
class Change:
    """One change of stage or level, with its cause in words (empty names: not known before, no level)."""

    day: int
    from_stage: str
    to_stage: str
    from_level: str
    to_level: str
    why: str


def scores_sql(folder: Path, definition: str, account_id: int, as_of: int) -> str:
    """A query for the account's scores in the published runs of the last half year up to a day, the oldest first.

    All files that may hold it are read in one scan. Of many runs some are taken, evenly, the last one always.
    """
    kept = evenly(runs.scored(definition, as_of - HISTORY_DAYS, as_of), MOST_POINTS)
    files = that_may_hold(account_id, [file for run in kept for file in run.files])
    return SCORES.format(scan=scan_sql(folder, files, columns_of("scores"), account_id, account_id))


def changes(definition: Definition, account_id: int, as_of: int) -> list[Change]:
    """The last changes of stage and level up to a day, the latest first; a level that was renamed is no change."""
    # Of the account's own rows those up to the day: as a bound of its own, SQLite would read all rows by day instead.
    found = rows_of(Transition, definition.name).filter(account_id=account_id).alias(on=F("day") + 0)
    found = found.filter(on__lte=as_of).order_by("-id")
    today = versions.called_today(definition)
    told = (
        Change(
            one.day,
            one.from_stage,
            one.to_stage,
            today.get(one.from_level, one.from_level),
            today.get(one.to_level, one.to_level),
            CAUSES.get(one.cause, one.cause),
        )
        for one in found[:MOST_CHANGES]
    )
    return [one for one in told if (one.from_stage, one.from_level) != (one.to_stage, one.to_level)]


def evenly(some: Sequence[Scored], most: int) -> list[Scored]:
    """At most so many of a list, evenly spread, the last one among them."""
    if len(some) <= most:
        return [*some]
    return [some[(nth + 1) * len(some) // most - 1] for nth in range(most)]
