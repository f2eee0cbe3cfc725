"""Due times and clocks: nights count or not, days that are not worked never do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from mqa.handoff.agreed import Absence, Calendar, Sales
from mqa.handoff.calendars import calendar_of
from mqa.handoff.deadlines import Clock, clock, deadlines
from mqa.terms.rules import Handoff

AMSTERDAM = Calendar("Europe/Amsterdam")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(opened: str, within: str, calendar: Calendar = AMSTERDAM) -> str:
    return deadlines(utc(opened), within, Handoff(), calendar).due_at.isoformat(" ", "minutes")[:16]


@pytest.mark.parametrize(
    ("opened", "within", "expected"),
    [
        ("2026-07-01 08:00", "24 hours", "2026-07-02 08:00"),  # Wednesday, through the night
        ("2026-07-03 08:00", "24 hours", "2026-07-06 08:00"),  # Friday, over the weekend
        ("2026-07-04 12:00", "24 hours", "2026-07-06 22:00"),  # Saturday: as if on Monday at midnight there
        ("2026-07-03 08:00", "2 days", "2026-07-07 08:00"),
        ("2026-07-01 13:00", "4 working hours", "2026-07-02 09:00"),  # two until 17:00 there, two from 9:00
        ("2026-07-03 13:00", "4 working hours", "2026-07-06 09:00"),
        ("2026-07-01 08:00", "1 working day", "2026-07-02 08:00"),
        ("2026-07-01 20:00", "1 working day", "2026-07-02 15:00"),  # in the evening: until tomorrow's close
        ("2026-07-01 07:00", "8 working hours", "2026-07-01 15:00"),  # at the close, not the next opening
    ],
)
def test_a_handoff_is_due(opened: str, within: str, expected: str) -> None:
    assert due(opened, within) == expected


def test_a_holiday_does_not_count() -> None:
    koningsdag = Calendar("Europe/Amsterdam", holidays=frozenset({date(2026, 4, 27)}))
    assert due("2026-04-24 08:00", "24 hours", koningsdag) == "2026-04-28 08:00"


def test_the_hour_that_clocks_skip_is_not_counted() -> None:
    every_day = Calendar("Europe/Amsterdam", days=(0, 1, 2, 3, 4, 5, 6), opens=time(0), closes=time(6))
    assert due("2026-03-28 23:00", "5 working hours", every_day) == "2026-03-29 04:00"  # that night has five
    assert due("2026-03-28 23:00", "6 working hours", every_day) == "2026-03-29 23:00"


def test_working_hours_keep_their_time_of_day_when_clocks_change() -> None:
    assert due("2026-03-27 09:00", "1 working day") == "2026-03-30 08:00"  # 10:00 there, before and after
    assert due("2026-10-23 08:00", "1 working day") == "2026-10-26 09:00"


def test_an_owner_s_absence_does_not_count_for_that_owner() -> None:
    away = Sales(AMSTERDAM, absences=(Absence("bo@x.example", date(2026, 7, 2), date(2026, 7, 3)),))
    assert due("2026-07-01 08:00", "24 hours", calendar_of(away, "bo@x.example")) == "2026-07-06 08:00"
    assert due("2026-07-01 08:00", "24 hours", calendar_of(away, "cy@x.example")) == "2026-07-02 08:00"


def test_reminder_escalation_and_reclaim_are_multiples_of_the_route_s_time() -> None:
    rules = Handoff(remind_at=Decimal("0.5"), escalate_at=Decimal("1.5"), reclaim_at=Decimal(3))
    times = deadlines(utc("2026-07-03 08:00"), "24 hours", rules, AMSTERDAM)
    assert [at.isoformat(" ", "minutes")[5:16] for at in times] == [
        "07-03 20:00",
        "07-06 08:00",
        "07-06 20:00",
        "07-08 08:00",
    ]


def test_no_time_lies_after_2100() -> None:
    assert due("2026-07-01 08:00", "9999 working days", Calendar(days=(0,))) == "2100-01-01 00:00"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-07-03 08:00", Clock("green", "1 day left")),
        ("2026-07-03 20:00", Clock("green", "12 h left")),  # half of it
        ("2026-07-03 21:00", Clock("amber", "11 h left")),
        ("2026-07-04 12:00", Clock("amber", "10 h left")),  # Saturday: it stands still
        ("2026-07-06 07:59", Clock("amber", "1 min left")),
        ("2026-07-06 07:59:30", Clock("amber", "under 1 min left")),
        ("2026-07-06 08:00", Clock("red", "due now")),
        ("2026-07-06 13:30", Clock("red", "overdue by 5 h")),
        ("2026-07-07 10:00", Clock("red", "overdue by 1 day 2 h")),
        ("2026-07-20 10:00", Clock("red", "overdue by 10 days")),
    ],
)
def test_a_clock_over_a_weekend(now: str, expected: Clock) -> None:
    assert clock(utc("2026-07-06 08:00"), utc("2026-07-03 08:00"), utc(now), AMSTERDAM) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-07-01 08:00", Clock("green", "1 working day left")),
        ("2026-07-01 12:30", Clock("amber", "3 working h left")),
        ("2026-07-01 20:00", Clock("amber", "1 working h left")),
        ("2026-07-02 07:30", Clock("amber", "30 working min left")),
        ("2026-07-02 20:00", Clock("red", "overdue by 7 working h")),
    ],
)
def test_a_clock_that_counts_working_hours(now: str, expected: Clock) -> None:
    due_at, opened_at = utc("2026-07-02 08:00"), utc("2026-07-01 08:00")
    assert clock(due_at, opened_at, utc(now), AMSTERDAM, respond_within="1 working day") == expected


def test_what_went_on_to_the_next_has_a_whole_clock_again() -> None:
    opened_at, went_on, due_at = utc("2026-06-01 08:00"), utc("2026-07-01 08:00"), utc("2026-07-02 08:00")
    assert clock(due_at, opened_at, went_on, AMSTERDAM, respond_within="24 hours") == Clock("green", "1 day left")


def test_time_in_which_the_owner_is_away_is_none_that_is_left() -> None:
    away = Sales(AMSTERDAM, absences=(Absence("bo@x.example", date(2026, 7, 1), date(2026, 7, 2)),))
    due_at, opened_at = utc("2026-07-02 08:00"), utc("2026-07-01 08:00")
    assert clock(due_at, opened_at, opened_at, calendar_of(away, "bo@x.example")) == Clock("amber", "under 1 min left")


def test_a_time_that_no_definition_may_hold_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="not a time to answer in: soon"):
        due("2026-07-01 08:00", "soon")
