"""Moments that come again, in the calendar's time zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.handoff.agreed import Calendar
from mqa.handoff.cadence import last_moment, next_moment

AMSTERDAM = Calendar("Europe/Amsterdam")


def around(cadence: str, now: str) -> tuple[str, str]:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    last, following = last_moment(cadence, at, AMSTERDAM), next_moment(cadence, at, AMSTERDAM)
    assert last is not None
    assert following is not None
    return last.isoformat(" ", "minutes")[:16], following.isoformat(" ", "minutes")[:16]


@pytest.mark.parametrize(
    ("cadence", "now", "last", "following"),
    [
        ("daily 08:00", "2026-07-01 05:59", "2026-06-30 06:00", "2026-07-01 06:00"),
        ("daily 08:00", "2026-07-01 06:00", "2026-07-01 06:00", "2026-07-02 06:00"),  # the moment itself has come
        ("monday 08:00", "2026-07-01 12:00", "2026-06-29 06:00", "2026-07-06 06:00"),
        ("biweekly monday 08:00", "2026-07-01 12:00", "2026-06-29 06:00", "2026-07-13 06:00"),
        ("biweekly monday 08:00", "2027-01-05 12:00", "2026-12-28 07:00", "2027-01-11 07:00"),  # over a year's end
        ("every 15 minutes", "2026-07-01 12:14", "2026-07-01 12:00", "2026-07-01 12:15"),
        ("every 2 hours", "2026-07-01 12:00", "2026-07-01 12:00", "2026-07-01 14:00"),
        ("daily 02:30", "2026-03-29 00:00", "2026-03-28 01:30", "2026-03-29 01:30"),  # clocks skip 02:30 there
        ("daily 02:30", "2026-10-25 00:30", "2026-10-25 00:30", "2026-10-26 01:30"),  # clocks tell 02:30 twice
    ],
)
def test_now_lies_between_two_moments(cadence: str, now: str, last: str, following: str) -> None:
    assert around(cadence, now) == (last, following)


def test_without_a_cadence_there_is_no_moment() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    assert last_moment("", now, AMSTERDAM) is None
    assert next_moment("", now, AMSTERDAM) is None
