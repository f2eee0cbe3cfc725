"""When an account's level would end: the coming days folded by what is known today, as if nobody did anything more."""

from __future__ import annotations

from dataclasses import dataclass

from mqa.answers.turns import Turns
from mqa.answers.would import opened_copies
from mqa.evidence import Evidence
from mqa.ledger import segments
from mqa.ledger.runs import PublishedRun
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

AHEAD = 90  # days
Left = tuple[int, int]  # the day, and the number of the level entered then (0: none)


@dataclass(frozen=True)
class Ending:
    """The first day on which an account would no longer stand at its level; None: not within AHEAD days.

    `to`: the level that it would be at from then on (empty: none); `rises`: whether that is a higher one.
    """

    level: str
    on: int | None
    to: str = ""
    rises: bool = False


_folded: Turns[Left | None] = Turns(
    waiting=15, seconds=8, remembered=2_000, busy="Many accounts are being looked ahead for just now."
)


def ending(opened: Opened, agreement: Agreement, found: Evidence, run: PublishedRun | None) -> Ending | None:
    """When the level that an account has on a day would end without new acts; None where it has none.

    `run`: the one that the evidence was read from, if any. What sales may answer is not looked ahead to. The coming
    days are folded as a run folds them, half a second long; the answer is remembered. Raises Busy where many are.
    """
    standing, levels = found.tables["standings"], agreement.definition.levels
    level = standing[0]["level"] if standing else 0
    if not level:
        return None
    days = (found.as_of, found.known_at, found.run_id)
    key = (str(opened.ledger.absolute()), agreement.version, days, segments.last(), found.account.account_id)
    left = _folded.answer(key, lambda: _left(opened, agreement, found, level, run))
    if left is None:
        return Ending(levels[level - 1].name, None)
    return Ending(levels[level - 1].name, left[0], levels[left[1] - 1].name if left[1] else "", left[1] > level)


def _left(opened: Opened, agreement: Agreement, found: Evidence, level: int, run: PublishedRun | None) -> Left | None:
    copies = opened_copies(opened.warehouse, agreement.definition, found, run)
    try:
        return copies.leaves(level, found.as_of + AHEAD)
    finally:
        copies.close()
