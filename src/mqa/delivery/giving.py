"""Who is given an account now, by the routes and by what everybody has to do already; and until when.

Several processes may give at the same time. Each counts what it gives itself, and before it gives the next it looks
whether another has given anything since, and reads anew where it has. Where transactions run side by side two accounts
that are given in the same moment may go to one owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mqa.handoff.calendars import calendar_of, day_of
from mqa.handoff.deadlines import deadlines
from mqa.handoff.routing import Routed, RoutedAccount, routed
from mqa.ledger import handoffs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.ledger.runs import PublishedRun
from mqa.terms.rules import Definition
from mqa.workspaces import Opened


@dataclass
class Workload:
    """What everybody was given: read from the ledger once, then counted on.

    `load`: how many handoffs each owner has open; `turn`: the number of the last one that each was given; `last`: the
    number of the last one of all.
    """

    load: dict[str, int]
    turn: dict[str, int]
    last: int

    def catch_up(self) -> None:
        """Read anew where others have given anything meanwhile. Call it inside the transaction that gives the next."""
        if handoffs.last() != self.last:
            now = workload()
            self.load, self.turn, self.last = now.load, now.turn, now.last

    def to(self, owner: str, number: int) -> None:
        """Count a handoff that an owner is given."""
        self.load[owner] = self.load.get(owner, 0) + 1
        self.turn[owner] = max(number, self.turn.get(owner, 0))
        self.last = max(number, self.last)

    def taken_from(self, owner: str) -> None:
        """Count a handoff that an owner has no more."""
        self.load[owner] = max(0, self.load.get(owner, 0) - 1)


@dataclass(frozen=True)
class Work:
    """What giving depends on: the workspace, the definition that the run was made by, the run, the moment, and what
    everybody was given so far."""

    opened: Opened
    rules: Definition
    run: PublishedRun
    now: datetime
    workload: Workload


def workload() -> Workload:
    """What everybody was given until now, under whichever definition."""
    last = handoffs.last()  # first: what is given meanwhile is read again, not overlooked
    return Workload(handoffs.load(), handoffs.turn(), last)


def route(
    opened: Opened,
    rules: Definition,
    account: RoutedAccount,
    now: datetime,
    *,
    workload: Workload,
    tried: Sequence[str] = (),
) -> Routed:
    """Who gets an account now, by the routes of a definition and what everybody has to do."""
    on = day_of(now, opened.sales.calendar)
    routes = rules.handoff.routes
    return routed(account, routes, opened.sales, tried=tried, on=on, load=workload.load, turn=workload.turn)


def routed_now(work: Work, row: ServedAccount, tried: Sequence[str] = ()) -> Routed:
    """Who gets an account as a run left it."""
    account = RoutedAccount(row.account_id, row.tier, row.segment, row.level, row.owner)
    return route(work.opened, work.rules, account, work.now, workload=work.workload, tried=tried)


def describe(handoff: Handoff, row: ServedAccount) -> None:
    """Let a handoff say of its account what the run says."""
    for name in ("domain", "name", "level", "level_rank", "tier", "segment"):
        setattr(handoff, name, getattr(row, name))


def set_clock(opened: Opened, rules: Definition, handoff: Handoff, start: datetime) -> None:
    """Give a handoff the times that its route gives, counted from `start` in its owner's calendar."""
    times = deadlines(start, handoff.respond_within, rules.handoff, calendar_of(opened.sales, handoff.owner))
    for name, at in times._asdict().items():
        setattr(handoff, name, at)
