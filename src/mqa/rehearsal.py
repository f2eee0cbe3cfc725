"""A rehearsal: past days of a made-up company, lived through one by one as if each were today.

Each day is what it would have been: the run of the morning reads what sales had answered by then, handoffs come at
their moments, clocks run, the made-up team answers in its own time. Nothing here is a shortcut around the line: every
step is the one that `mqa run`, `mqa deliver` and the inbox take, only with another clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mqa import runs
from mqa.delivery.answering import answer
from mqa.delivery.clocks import keep
from mqa.delivery.following import follow
from mqa.delivery.handing import hand_off
from mqa.delivery.sending import send_due
from mqa.demo.sales import Company, Word, answered_at, at_the_desk, talk, word
from mqa.ledger import handoffs
from mqa.ledger.models import Handoff
from mqa.terms.durations import date_of, day_number
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

MORNING = time(6)
LOOKS = (time(9, 5), time(13, 5), time(17, 5))  # when clocks are looked at, after the first also the cadence
MONDAY, THURSDAY = 0, 3
TWICE_A_WEEK_AT_LAST, DAILY_AT_LAST = 90, 10  # days
MOST_MESSAGES = 500
What = Literal["run", "look"]


@dataclass(frozen=True)
class Team:
    """The made-up people who answer. `away`: whoever answers nothing from a moment on; so an inbox is not empty."""

    companies: Mapping[str, Company]
    seed: int = 7
    away: tuple[str, datetime] | None = None

    def is_away(self, person: str, at: datetime) -> bool:
        """Whether somebody lets handoffs lie at that moment."""
        return self.away is not None and person == self.away[0] and at >= self.away[1]


@dataclass
class Rehearsed:
    """What came of it, in numbers."""

    days: int = 0
    runs: int = 0
    handoffs: int = 0
    answers: int = 0
    sent: int = 0


@dataclass(order=True)
class _Planned:
    """An answer that somebody is going to give."""

    at: datetime
    handoff: int
    owner: str = field(compare=False)
    word: Word = field(compare=False)


@dataclass
class _Stage:
    """The workspace, who plays, what they are going to say, and what was done."""

    opened: Opened
    agreement: Agreement
    team: Team
    memory_limit: str
    planned: list[_Planned] = field(default_factory=list)
    done: Rehearsed = field(default_factory=Rehearsed)

    @property
    def time_zone(self) -> str:
        return self.opened.agreed.time_zone


def run_days(first: int, last: int) -> list[int]:
    """The days with a run among these (day numbers): Mondays, in the last quarter also Thursdays, at last every day.

    >>> from datetime import date
    >>> monday = day_number(date(2026, 6, 1))
    >>> [day - monday for day in run_days(monday, monday + 20)]
    [0, 3, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
    """
    return [day for day in range(first, last + 1) if _has_run(day, last - day)]


def _has_run(day: int, before_last: int) -> bool:
    """Whether there is a run on a day so many days before the last one."""
    weekday = date_of(day).weekday()
    often = weekday == THURSDAY and before_last < TWICE_A_WEEK_AT_LAST
    return weekday == MONDAY or often or before_last < DAILY_AT_LAST


def rehearse(
    opened: Opened,
    agreement: Agreement,
    days: Sequence[int],
    *,
    until: datetime,
    team: Team,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Rehearsed:
    """Lives through the days from the first to the last of `days`, with a run on each of them; stops at `until` (UTC).

    Everything is loaded already, the ledger open; what was known on a day follows from the data. Raises whatever
    its steps raise.
    """
    stage = _Stage(opened, agreement, team, memory_limit)
    moments = list(_moments(days, opened.agreed.time_zone, until))
    for nth, (at, what, day) in enumerate(moments):
        progress("Living through the days", nth, len(moments))
        _answer_until(stage, at)
        if what == "run":
            _run(stage, day, at)
        else:
            _look(stage, at)
    _answer_until(stage, until)
    _send(stage, until)
    stage.done.days = days[-1] - days[0] + 1
    progress("Living through the days", len(moments), len(moments))
    return stage.done


def _moments(days: Sequence[int], time_zone: str, until: datetime) -> Iterator[tuple[datetime, What, int]]:
    """When something is done on its own, in order: runs in the morning, clocks three times a working day."""
    with_run = frozenset(days)
    for day in range(days[0], days[-1] + 1):
        on = date_of(day)
        whats: list[tuple[time, What]] = [(MORNING, "run")] if day in with_run else []
        if on.weekday() < 5:
            whats += [(at, "look") for at in LOOKS]
        for at, what in whats:
            moment = datetime.combine(on, at, ZoneInfo(time_zone)).astimezone(UTC)
            if what == "run" or moment <= until:
                yield min(moment, until), what, day


def _run(stage: _Stage, day: int, at: datetime) -> None:
    """The run of a morning, and what it asks for at once."""
    runs.run(stage.opened.warehouse, stage.agreement, day, memory_limit=stage.memory_limit)
    stage.done.runs += 1
    follow(stage.opened, stage.agreement, at)
    _hand_off(stage, at)


def _look(stage: _Stage, at: datetime) -> None:
    """What the server does now and then: hands off at moments of the cadence, keeps clocks, sends."""
    _hand_off(stage, at)
    kept = keep(stage.opened, stage.agreement, at)
    _plan(stage, kept.reclaimed, at)
    if at.astimezone(ZoneInfo(stage.time_zone)).time() >= LOOKS[-1]:
        _send(stage, at)


def _hand_off(stage: _Stage, at: datetime) -> None:
    given = hand_off(stage.opened, stage.agreement, at, memory_limit=stage.memory_limit, progress=silent)
    stage.done.handoffs += len(given.opened)
    _plan(stage, given.opened, at)


def _send(stage: _Stage, at: datetime) -> None:
    stage.done.sent += send_due(stage.opened, at, most=MOST_MESSAGES).sent


def _plan(stage: _Stage, numbers: Collection[int], at: datetime) -> None:
    """Lets the owners of handoffs make up their minds; those who never answer plan nothing."""
    for handoff in handoffs.numbered(numbers):
        company = stage.team.companies.get(handoff.domain, Company(handoff.domain))
        dispositions = stage.agreement.definition.handoff.dispositions
        day = _day(at, stage.time_zone)
        said = word(company, day, handoff.owner, dispositions=dispositions, seed=stage.team.seed)
        if said:
            when = answered_at(at, max(handoff.due_at, at), said.when, stage.time_zone)
            heapq.heappush(stage.planned, _Planned(when, handoff.pk, handoff.owner, said))


def _answer_until(stage: _Stage, moment: datetime) -> None:
    """Enters every answer that was given before a moment."""
    while stage.planned and stage.planned[0].at <= moment:
        one = heapq.heappop(stage.planned)
        handoff = next(iter(handoffs.numbered([one.handoff])))
        if not stage.team.is_away(one.owner, one.at) and _may(handoff, one):
            _enter(stage, handoff, one)


def _may(handoff: Handoff, one: _Planned) -> bool:
    """Whether it is still theirs to say: not withdrawn, not given to the next, not answered by somebody else."""
    if one.word.answer == "qualified":
        return bool(handoff.state == "accepted")
    return bool(handoff.closed_at is None and handoff.owner == one.owner)


def _enter(stage: _Stage, handoff: Handoff, one: _Planned) -> None:
    said = one.word
    answer(
        stage.opened,
        stage.agreement,
        handoff.pk,
        said.answer,
        reason=said.reason,
        until=said.until,
        note=said.note,
        by=one.owner,
        now=one.at,
    )
    stage.done.answers += 1
    if said.answer == "accepted":
        _plan_talk(stage, handoff, one)


def _plan_talk(stage: _Stage, handoff: Handoff, one: _Planned) -> None:
    company = stage.team.companies.get(handoff.domain, Company(handoff.domain))
    if willing := talk(company, _day(one.at, stage.time_zone), stage.team.seed):
        when = at_the_desk(one.at + timedelta(days=willing.when), stage.time_zone)
        heapq.heappush(stage.planned, _Planned(when, handoff.pk, one.owner, willing))


def _day(at: datetime, time_zone: str) -> int:
    return day_number(at.astimezone(ZoneInfo(time_zone)).date())
