"""Periods of time that a report is about: as an address names them, beside the one before, cut into weeks or months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mqa.terms.durations import EARLIEST, LATEST, MONTHS, date_of, day_number, day_words
from mqa.terms.problems import Place, Problem, Refused

ORDINALS = ("first", "second", "third", "fourth")
MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
QUARTER = re.compile(r"(?P<year>\d{4})-[Qq](?P<quarter>[1-4])")
MOST_WEEKS = 26 * 7  # longer periods are cut into months
LONGEST = 5 * 366
MEND = "Write a month (2026-09), a quarter (2026-Q3), or “from” and “to” as dates (2026-07-01)."


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included (day numbers). `key` names it in an address; kind: month ..."""

    key: str
    kind: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def whole(self) -> Period:
        """The month or quarter of which it may be only the first days."""
        return {"month": month_of, "quarter": quarter_of}.get(self.kind, lambda _: self)(self.first)

    @property
    def words(self) -> str:
        """As people call it.

        >>> month_of(9678).words, quarter_of(9678).words, between(9678, 9679).words
        ('July 2026', 'the third quarter of 2026', '1 July 2026 to 2 July 2026')
        >>> beginning(quarter_of(9678), 53).words
        'the third quarter of 2026, its first 53 days'
        """
        first = date_of(self.first)
        if self.kind == "month":
            return f"{MONTHS[first.month - 1]} {first.year}{self._part}"
        if self.kind == "quarter":
            return f"the {ORDINALS[(first.month - 1) // 3]} quarter of {first.year}{self._part}"
        return f"{day_words(self.first)} to {day_words(self.last)}"

    @property
    def short(self) -> str:
        """As a label of a column.

        >>> month_of(9678).short, quarter_of(9678).short, beginning(quarter_of(9678), 1).short
        ('Jul 2026', 'Q3 2026', 'Q3 2026, its first day')
        """
        first = date_of(self.first)
        if self.kind == "month":
            return f"{MONTHS[first.month - 1][:3]} {first.year}{self._part}"
        if self.kind == "quarter":
            return f"Q{(first.month + 2) // 3} {first.year}{self._part}"
        return f"{first.isoformat()} – {date_of(self.last).isoformat()}"

    @property
    def _part(self) -> str:
        if self.last == self.whole.last:
            return ""
        return ", its first day" if self.days == 1 else f", its first {self.days} days"


@dataclass(frozen=True)
class Compared:
    """A period and the days before it that it is fairly compared with.

    While the period is not over, these are as many days of the one before as have passed of this one: `partly`.
    `known`: the last day that is known; `begins`: the first day on which anything was written down.
    """

    this: Period
    last: Period
    partly: bool
    known: int
    begins: int = 0

    @property
    def fair(self) -> bool:
        """Whether the period before is on record, whole: of less than that nothing can be said against it."""
        return self.last.first >= self.begins

    @property
    def unrecorded(self) -> bool:
        """Whether the whole period lies before the record."""
        return self.this.last < self.begins


@dataclass(frozen=True)
class Bucket:
    """One week or month of a period, numbered from 1, with its label."""

    number: int
    first: int
    last: int
    label: str


def period(key: str, first: str, last: str, as_of: int) -> Period:
    """The period that an address asks for: a key, or two dates; without either the quarter of the last known day.

    Raises Refused where it cannot be read.
    """
    if first or last:
        return _custom(first, last)
    if not key:
        return quarter_of(as_of)
    if found := MONTH.fullmatch(key):
        return month_of(_first_day(int(found["year"]), int(found["month"]), key))
    if found := QUARTER.fullmatch(key):
        return quarter_of(_first_day(int(found["year"]), int(found["quarter"]) * 3 - 2, key))
    raise _refused(f"“{key}” is no period.")


def month_of(day: int) -> Period:
    """The month in which a day lies."""
    first = date_of(day).replace(day=1)
    return Period(f"{first:%Y-%m}", "month", day_number(first), day_number(_months_later(first, 1)) - 1)


def quarter_of(day: int) -> Period:
    """The quarter in which a day lies."""
    on = date_of(day)
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    key = f"{first.year}-Q{(first.month + 2) // 3}"
    return Period(key, "quarter", day_number(first), day_number(_months_later(first, 3)) - 1)


def between(first: int, last: int) -> Period:
    """The days from one to another."""
    return Period("", "custom", first, last)


def before(one: Period) -> Period:
    """The month or quarter before, or as many days directly before."""
    if one.kind == "month":
        return month_of(one.first - 1)
    if one.kind == "quarter":
        return quarter_of(one.first - 1)
    return between(one.first - one.days, one.first - 1)


def after(one: Period) -> Period:
    """The month or quarter after, or as many days directly after."""
    if one.kind == "month":
        return month_of(one.last + 1)
    if one.kind == "quarter":
        return quarter_of(one.last + 1)
    return between(one.last + 1, one.last + one.days)


def beginning(one: Period, days: int) -> Period:
    """The first days of a period; all of it where it has no more."""
    return one if days >= one.days else Period("", one.kind, one.first, one.first + days - 1)


def compared(one: Period, known: int, begins: int = 0) -> Compared:
    """A period beside the one before it, as of the last day that is known and the first on record."""
    earlier = before(one)
    passed = known - one.first + 1
    if not 0 < passed < one.days:
        return Compared(one, earlier, False, known, begins)
    return Compared(one, beginning(earlier, passed), True, known, begins)


def weeks_or_months(one: Period) -> list[Bucket]:
    """A period cut into weeks that begin on Monday; a long one into months."""
    return list(_weeks(one)) if one.days <= MOST_WEEKS else months(one)


def months(one: Period) -> list[Bucket]:
    """A period cut into its months, the first and last as far as they belong to it."""
    start = date_of(one.first).replace(day=1)
    edges = [start]
    while day_number(edges[-1]) <= one.last:
        edges.append(_months_later(edges[-1], 1))
    cut = pairwise(map(day_number, edges))
    return [
        Bucket(nth, max(first, one.first), min(end - 1, one.last), month_of(first).short)
        for nth, (first, end) in enumerate(cut, start=1)
    ]


def _weeks(one: Period) -> Iterator[Bucket]:
    first, number = one.first, 1
    while first <= one.last:
        end = min(first + 6 - date_of(first).weekday(), one.last)
        on = date_of(first)
        yield Bucket(number, first, end, f"{on.day} {MONTHS[on.month - 1][:3]}")
        first, number = end + 1, number + 1


def _custom(first: str, last: str) -> Period:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise _refused(f"“{first}” to “{last}” are no two dates.") from None
    if not EARLIEST <= start <= end < LATEST:
        raise _refused(f"There is no time from {first} to {last}.")
    if (end - start).days > LONGEST:
        raise _refused(f"From {first} to {last} is longer than five years.")
    return between(day_number(start), day_number(end))


def _first_day(year: int, month: int, key: str) -> int:
    if not EARLIEST.year < year < LATEST.year - 1:
        raise _refused(f"“{key}” is too far away.")
    return day_number(date(year, month, 1))


def _months_later(first: date, count: int) -> date:
    return (first + timedelta(days=31 * count)).replace(day=1)


def _refused(what: str) -> Refused:
    return Refused([Problem(Place("the period"), what, MEND)])
