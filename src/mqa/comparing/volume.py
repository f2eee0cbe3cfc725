"""How many accounts were new for sales in some time under each definition, beside what sales can take."""

from __future__ import annotations

from collections.abc import Iterator

from mqa.comparing.found import Period
from mqa.comparing.queries import VOLUME
from mqa.reading import Connection, rows
from mqa.terms.durations import date_of, day_number
from mqa.terms.rules import Calibration

VOLUME_DAYS = 30  # of one day asked for: the days up to it whose handoffs are counted
DAYS_OF = {"week": 7, "month": 30, "quarter": 91}


def new_for_sales(connection: Connection, first: int, last: int, capacity: Calibration) -> Iterator[Period]:
    spans = list(months(first, last)) if first < last else [(last - VOLUME_DAYS + 1, last)]
    connection.execute("create table periods (first_day bigint, last_day bigint)")
    connection.executemany("insert into periods values (?, ?)", spans)
    for row in rows(connection, VOLUME):
        days = row["last"] - row["first"] + 1
        only = {name: tuple(row[name]) for name in ("only_was", "only_now")}
        yield Period(**row | only, capacity=taken(capacity, days))


def months(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The calendar months from a day to another, both ends included; the first and the last may be parts.

    >>> list(months(day_number(date_of(9678)), 9720))  # from 2026-07-01
    [(9678, 9708), (9709, 9720)]
    """
    while first <= last:
        day = date_of(first)
        following = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
        end = min(day_number(following) - 1, last)
        yield first, end
        first = end + 1


def taken(capacity: Calibration, days: int) -> int:
    """How many handoffs sales can take in so many days; what is said of a month holds for each calendar month.

    >>> taken(Calibration(reps=2, handoffs_per_rep=10), 31), taken(Calibration(reps=2, handoffs_per_rep=10), 15)
    (20, 10)
    """
    whole, of_days = capacity.reps * capacity.handoffs_per_rep, DAYS_OF[capacity.each]
    return whole if capacity.each == "month" and 28 <= days <= 31 else whole * days // of_days
