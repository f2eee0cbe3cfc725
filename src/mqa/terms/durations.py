"""Days as whole numbers, and durations as people write them.

A *day number* counts days from 2000-01-01 (day 0) in the workspace's time zone. Every table holds
day numbers; only the screen shows dates.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST_DAY = date(2000, 1, 1)
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
WRITTEN = re.compile(r"(?P<count>\d{1,6})\s+(?P<unit>day|week|month|year)s?")


def day_number(on: date) -> int:
    """The day number of a date.

    >>> day_number(date(2000, 1, 1)), day_number(date(2026, 7, 1))
    (0, 9678)
    """
    return (on - FIRST_DAY).days


def date_of(day: int) -> date:
    """The date of a day number.

    >>> date_of(9678)
    datetime.date(2026, 7, 1)
    """
    return FIRST_DAY + timedelta(days=day)


def iso_day(day: int | None) -> str | None:
    """A day number as programs read it; None where there is none.

    >>> iso_day(9678), iso_day(None)
    ('2026-07-01', None)
    """
    return None if day is None else date_of(day).isoformat()


def day_words(day: int | date) -> str:
    """A day number, or a date, as people write it.

    >>> day_words(9678)
    '1 July 2026'
    """
    on = date_of(day) if isinstance(day, int) else day
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def days_in(written: str) -> int | None:
    """The days in a duration as written, or None if it cannot be read. A month is 30 days, a year 365.

    >>> days_in("14 days"), days_in("12 months"), days_in("1 year"), days_in("a while")
    (14, 360, 365, None)
    """
    match = WRITTEN.fullmatch(written.strip())
    return int(match["count"]) * DAYS_IN[match["unit"]] if match else None
