"""How a moment that comes again is written: by the day or the week, at a time."""

from __future__ import annotations

from mqa.terms.durations import WEEKDAYS

DAILY = rf"(daily|(?P<biweekly>biweekly )?(?P<weekday>{'|'.join(WEEKDAYS)})) (?P<at>([01]\d|2[0-3]):[0-5]\d)"
