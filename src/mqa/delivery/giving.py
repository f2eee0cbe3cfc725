"""Who is given an account now, by the routes and by what everybody has to do already; and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mqa.handoff.calendars import calendar_of, day_of
from mqa.handoff.deadlines import deadlines
from mqa.handoff.routing import Routed, RoutedAccount, routed
from mqa.ledger import handoffs
from mqa.ledger.models import Handoff
from mqa.terms.rules import Definition
from mqa.workspaces import Opened


@dataclass(frozen=True)
class Given:
    """What everybody was given: read from the ledger once, then counted on.

    `load`: how many handoffs each owner has open; `turn`: the number of the last one that each was given.
    """

    load: dict[str, int]
    turn: dict[str, int]

    def to(self, owner: str, number: int) -> None:
        """Count a handoff that an owner is given."""
        self.load[owner] = self.load.get(owner, 0) + 1
        self.turn[owner] = max(number, self.turn.get(owner, 0))

    def taken_from(self, owner: str) -> None:
        """Count a handoff that an owner has no more."""
        self.load[owner] = max(0, self.load.get(owner, 0) - 1)


def given() -> Given:
    """What everybody was given until now, under whichever definition."""
    return Given(handoffs.load(), handoffs.turn())


def route(
    opened: Opened, rules: Definition, account: RoutedAccount, now: datetime, *, work: Given, tried: Sequence[str] = ()
) -> Routed:
    """Who gets an account now, by the routes of a definition and what everybody has to do."""
    on = day_of(now, opened.sales.calendar)
    routes = rules.handoff.routes
    return routed(account, routes, opened.sales, tried=tried, on=on, load=work.load, turn=work.turn)


def set_clock(opened: Opened, rules: Definition, handoff: Handoff, start: datetime) -> None:
    """Give a handoff the times that its route gives, counted from `start` in its owner's calendar."""
    times = deadlines(start, handoff.respond_within, rules.handoff, calendar_of(opened.sales, handoff.owner))
    for name, at in times._asdict().items():
        setattr(handoff, name, at)
