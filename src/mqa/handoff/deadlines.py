"""Until when a handoff is to be answered, and how its clock stands."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from mqa.handoff.agreed import Calendar
from mqa.handoff.calendars import Counting, after, counted, working_day
from mqa.terms.rules import Handoff

State = Literal["green", "amber", "red"]
WRITTEN = re.compile(r"(?P<count>\d+) (?P<working>working )?(?P<unit>hour|day)s?")
MICROSECOND, MINUTE, HOUR, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_TOLD_BESIDE = 3  # days, from which on hours no longer matter


class Deadlines(NamedTuple):
    """When the owner is reminded, when the answer is due, when others are told, when the account goes on (UTC)."""

    remind_at: datetime
    due_at: datetime
    escalate_at: datetime
    reclaim_at: datetime


class Clock(NamedTuple):
    """How much time is left: green, amber under half of it, red from the due time on; and in words."""

    state: State
    words: str


def deadlines(opened_at: datetime, respond_within: str, rules: Handoff, calendar: Calendar) -> Deadlines:
    """The times of a handoff opened at a moment (UTC), as multiples of the time its route gives.

    “24 hours” and “2 days” run through nights and skip days that are not worked; “4 working hours” count from opening
    to closing, and “1 working day” is as many of them as a day has. The calendar is the owner's.
    """
    amount, counting = given(respond_within, calendar)

    def at(multiple: Decimal) -> datetime:
        return after(opened_at, int(amount // MICROSECOND * multiple) * MICROSECOND, calendar, counting)

    return Deadlines(at(rules.remind_at), at(Decimal(1)), at(rules.escalate_at), at(rules.reclaim_at))


def clock(
    due_at: datetime, opened_at: datetime, now: datetime, calendar: Calendar, *, respond_within: str = ""
) -> Clock:
    """How the clock of an open handoff stands. It counts as `respond_within` is written; left out: as hours do.

    Half is half of `respond_within`, or of the time since `opened_at` where that is less (an earlier due time took its
    place); so a handoff that went on to the next has a whole clock again.
    """
    amount, counting = given(respond_within, calendar) if respond_within else (timedelta.max, "hours")
    if now >= due_at:
        over = counted(due_at, now, calendar, counting)
        return Clock("red", f"overdue by {_words(over, calendar, counting)}" if over >= MINUTE else "due now")
    left, whole = (counted(start, due_at, calendar, counting) for start in (now, opened_at))
    state: State = "amber" if 2 * left < min(whole, amount) or not left else "green"
    return Clock(state, f"{_words(left, calendar, counting)} left")


def given(respond_within: str, calendar: Calendar) -> tuple[timedelta, Counting]:
    """How much time a route gives, and which time counts.

    >>> given("24 hours", Calendar()), given("1 working day", Calendar())
    ((datetime.timedelta(days=1), 'hours'), (datetime.timedelta(seconds=28800), 'working'))
    """
    written = WRITTEN.fullmatch(respond_within)
    if written is None:
        raise ValueError(f"not a time to answer in: {respond_within}")
    counting: Counting = "working" if written["working"] else "hours"
    return int(written["count"]) * (HOUR if written["unit"] == "hour" else _day(calendar, counting)), counting


def _day(calendar: Calendar, counting: Counting) -> timedelta:
    return working_day(calendar) if counting == "working" else DAY


def _words(amount: timedelta, calendar: Calendar, counting: Counting) -> str:
    """An amount of time in words, rounded down."""
    working = "working " if counting == "working" else ""
    days, rest = divmod(amount, _day(calendar, counting))
    in_days = f"{days} {working}day{'s' if days > 1 else ''}"
    if days >= HOURS_TOLD_BESIDE or (days and rest < HOUR):
        return in_days
    if days:
        return f"{in_days} {rest // HOUR} h"
    if amount < HOUR:
        return f"{amount // MINUTE} {working}min" if amount >= MINUTE else f"under 1 {working}min"
    return f"{amount // HOUR} {working}h"
