"""Moments that come again: when those who wait are handed off, when the server loads, runs and delivers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from mqa.handoff.agreed import Calendar
from mqa.handoff.calendars import day_of, moment
from mqa.terms.cadences import DAILY
from mqa.terms.durations import WEEKDAYS

EVERY = re.compile(r"every (?P<count>[1-9]\d{0,3}) (?P<unit>minute|hour)s?")
BY_THE_DAY = re.compile(DAILY)
FIRST_MONDAY = date(2000, 1, 3)  # biweekly moments lie in the weeks an even number of weeks after this one's
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


def last_moment(cadence: str, now: datetime, calendar: Calendar) -> datetime | None:
    """The latest moment of a cadence that is not after `now` (UTC); None where there is no cadence.

    A cadence is “daily 08:00”, “monday 08:00” or “biweekly monday 08:00” in the calendar's time zone, on holidays
    too; or “every 15 minutes”, counted from 2000 on.
    """
    if every := _every(cadence):
        return now - (now - FIRST_MOMENT) % every
    return max((found for found in _around(cadence, now, calendar) if found <= now), default=None)


def next_moment(cadence: str, now: datetime, calendar: Calendar) -> datetime | None:
    """The first moment of a cadence after `now` (UTC); None where there is no cadence."""
    if every := _every(cadence):
        return now - (now - FIRST_MOMENT) % every + every
    return min((found for found in _around(cadence, now, calendar) if found > now), default=None)


def readable(cadence: str) -> bool:
    """Whether a text is a cadence.

    >>> readable("daily 06:00"), readable("every 5 minutes"), readable("daily 24:00"), readable("at noon")
    (True, True, False, False)
    """
    return bool(EVERY.fullmatch(cadence) or BY_THE_DAY.fullmatch(cadence))


def _every(cadence: str) -> timedelta | None:
    written = EVERY.fullmatch(cadence)
    return int(written["count"]) * UNITS[written["unit"]] if written else None


def _around(cadence: str, now: datetime, calendar: Calendar) -> list[datetime]:
    """The moments of a cadence within some weeks of now."""
    written = BY_THE_DAY.fullmatch(cadence)
    if written is None:
        return []
    today, at = day_of(now, calendar), time.fromisoformat(written["at"])
    days = (today + timedelta(days=number) for number in range(-15, 16))
    return [
        moment(on, at, calendar)
        for on in days
        if written["weekday"] in (None, WEEKDAYS[on.weekday()])
        and not (written["biweekly"] and (on - FIRST_MONDAY).days // 7 % 2)
    ]
