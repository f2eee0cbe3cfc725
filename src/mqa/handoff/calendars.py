"""Time that counts: the spans of working days and of working hours, and how far some of it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from mqa.handoff.agreed import Calendar, Sales
from mqa.terms.durations import LATEST

Counting = Literal["hours", "working"]
Span: TypeAlias = tuple[datetime, datetime]
NEVER_AFTER = datetime(LATEST.year, LATEST.month, LATEST.day, tzinfo=UTC)
NOTHING = timedelta(0)


def works(calendar: Calendar, on: date) -> bool:
    """Whether a day is a working day.

    >>> works(Calendar(), date(2026, 7, 3)), works(Calendar(), date(2026, 7, 4))
    (True, False)
    """
    return on.weekday() in calendar.days and on not in calendar.holidays


def calendar_of(sales: Sales, person: str) -> Calendar:
    """The calendar of one person: that of sales, without the days of absence."""
    away = {
        one.first + timedelta(days=day)
        for one in sales.absences
        if one.person == person
        for day in range((one.last - one.first).days + 1)
    }
    return replace(sales.calendar, holidays=sales.calendar.holidays | away) if away else sales.calendar


def after(start: datetime, amount: timedelta, calendar: Calendar, counting: Counting) -> datetime:
    """When so much time that counts has passed since `start` (UTC); never after 2100.

    `hours` counts every hour of working days, nights too; `working` only those between opening and closing. What ends
    exactly with a span ends at its end, not at the beginning of the next.
    """
    left = amount
    for begins, ends in _spans_from(start, calendar, counting):
        begins = max(begins, start)
        if left <= ends - begins:
            return begins + left
        left -= ends - begins
    return max(start, NEVER_AFTER)


def counted(start: datetime, end: datetime, calendar: Calendar, counting: Counting) -> timedelta:
    """The time that counts between two moments; none where the end lies before the start."""
    total = NOTHING
    for begins, ends in _spans_from(start, calendar, counting):
        if begins >= end:
            break
        total += max(NOTHING, min(ends, end) - max(begins, start))
    return total


def working_day(calendar: Calendar) -> timedelta:
    """The hours from opening to closing: what “1 working day” counts."""
    return _since_midnight(calendar.closes) - _since_midnight(calendar.opens)


def moment(on: date, at: time, calendar: Calendar) -> datetime:
    """A time of day there, as UTC. Told twice (clocks go back): the first; never told (they go forward): as if it
    were before the change.
    """
    return datetime.combine(on, at, ZoneInfo(calendar.time_zone)).astimezone(UTC)


def day_of(now: datetime, calendar: Calendar) -> date:
    """The day it is there."""
    return now.astimezone(ZoneInfo(calendar.time_zone)).date()


def _spans_from(start: datetime, calendar: Calendar, counting: Counting) -> Iterator[Span]:
    """The spans that end after a moment, in their order."""
    first = day_of(start, calendar).year
    for year in range(first, LATEST.year):
        yield from (span for span in _spans(calendar, counting, year) if span[1] > start)


@lru_cache(maxsize=256)
def _spans(calendar: Calendar, counting: Counting, year: int) -> tuple[Span, ...]:
    """The spans of a year that count, each from a moment up to, not with, another."""
    days = (
        date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )
    return tuple(_span(on, calendar, counting) for on in days if works(calendar, on))


def _span(on: date, calendar: Calendar, counting: Counting) -> Span:
    if counting == "hours":
        return moment(on, time(), calendar), moment(on + timedelta(days=1), time(), calendar)
    opened, closed = moment(on, calendar.opens, calendar), moment(on, calendar.closes, calendar)
    return opened, max(opened, closed)  # opening within the hour that clocks skip


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
