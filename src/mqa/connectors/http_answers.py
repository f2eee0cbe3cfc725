"""What an answer over HTTP means for a message: taken, not taken now, not to be taken at all."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from mqa.terms.notices import CouldNotSend

TRY_AGAIN = {408, 425, 429}


def require_taken(who: str, status: int, retry_after: str | None, now: datetime) -> None:
    """Nothing where a receiver took the message (2xx). Raises CouldNotSend otherwise.

    Too many requests, timeouts and faults of the server (5xx) may pass; anything else stays as it is, a redirect too:
    what is signed for one address is not for another.
    """
    if 200 <= status < 300:
        return
    moved = "; it may have moved: give its new address" if 300 <= status < 400 else ""
    raise CouldNotSend(
        f"{who} answered {status}{moved}.", retry=status in TRY_AGAIN or status >= 500, after=seconds(retry_after, now)
    )


def seconds(retry_after: str | None, now: datetime) -> float | None:
    """The wait that a header Retry-After asks for, written as seconds or as a date; None where it asks for none.

    >>> seconds("120", datetime.fromisoformat("2026-07-01T12:00:00+00:00"))
    120.0
    >>> seconds("Wed, 01 Jul 2026 12:00:30 GMT", datetime.fromisoformat("2026-07-01T12:00:00+00:00"))
    30.0
    """
    if not retry_after:
        return None
    try:
        if retry_after.strip().isdecimal():
            return float(retry_after)
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
