"""The outbox: messages entered in the transaction that causes them, leased, tried again, sent or dead.

A message waits until its `not_before`. Whoever leases it holds it until the lease ends, so that two senders do not
send the same at once; a sender that dies loses only its lease. What is told of one handoff through one channel keeps
its order: a later message waits until an earlier one is sent or dead.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mqa.ledger.models import Message

MOST_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = 60.0, 6 * 3600.0  # seconds; twelve attempts span most of a day


def enter(
    channel: str,
    event: str,
    body: Mapping[str, Any],
    *,
    key: str,
    now: datetime,
    handoff_id: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Enter a message for a channel; where one of the same key was entered before, nothing happens."""
    message = Message(key=key, channel=channel, event=event, body=dict(body), handoff_id=handoff_id)
    message.entered_at, message.not_before = now, not_before or now
    Message.objects.bulk_create([message], ignore_conflicts=True)


def channels_due(now: datetime) -> list[str]:
    """The channels for which something may be sent now, by name."""
    return sorted(_due(now).values_list("channel", flat=True).distinct())


def lease(now: datetime, most: int, seconds: float, *, channel: str = "") -> list[Message]:
    """Take at most so many due messages for so many seconds, the oldest first; only those of `channel`, if named.

    All carry the same random token in `lease`. Nobody else is given them until the time is over.
    """
    token = secrets.token_hex(16)
    with transaction.atomic():
        due = _due(now).filter(channel=channel) if channel else _due(now)
        first = due.order_by("not_before", "id").select_for_update(skip_locked=True)  # as the index has them
        ours = Message.objects.filter(pk__in=list(first.values_list("pk", flat=True)[:most]))
        ours.update(lease=token, leased_until=now + timedelta(seconds=seconds))
        return list(ours.order_by("id"))


def give_back(message: Message) -> None:
    """End the lease of a message that was not tried after all."""
    _leased(message).update(lease="", leased_until=None)


def sent(message: Message, now: datetime) -> None:
    """The channel took the message. That holds even where its lease has ended meanwhile."""
    waiting = Message.objects.filter(pk=message.pk, sent_at=None)
    waiting.update(sent_at=now, dead_at=None, lease="", leased_until=None, attempts=message.attempts + 1)


def failed(
    message: Message, now: datetime, why: str, *, retry: bool, after: float | None = None, jitter: float = 0.0
) -> bool:
    """The channel did not take the message: it waits for another attempt, or is dead; returns whether it is dead.

    It is dead where `retry` is false or the last attempt is used up. Otherwise it waits for `wait(attempts, jitter)`,
    and at least `after` seconds. Nothing is changed where another holds the lease by now.
    """
    attempts = message.attempts + 1
    dead = not retry or attempts >= MOST_ATTEMPTS
    change: dict[str, Any] = {"attempts": attempts, "last_error": why, "lease": "", "leased_until": None}
    if dead:
        change["dead_at"] = now
    else:
        change["not_before"] = now + timedelta(seconds=max(wait(attempts, jitter), min(after or 0.0, LONGEST_WAIT)))
    return bool(_leased(message).update(**change)) and dead


def wait(attempts: int, jitter: float = 0.0) -> float:
    """Seconds until the next attempt after so many: twice as long each time, up to six hours.

    `jitter` (0 to 1) makes it longer by up to a quarter, so that what failed together is not tried again together.

    >>> [wait(attempts) for attempts in (1, 2, 3, 11)]
    [60.0, 120.0, 240.0, 21600.0]
    >>> wait(1, jitter=1.0)
    75.0
    """
    doubled = FIRST_WAIT * 2.0 ** min(attempts - 1, 30)
    return min(doubled, LONGEST_WAIT) * (1 + jitter / 4)


def bury(channel: str, now: datetime, why: str) -> int:
    """Everything due for a channel is dead, and why; returns how many messages."""
    return int(_free(now).filter(channel=channel).update(dead_at=now, last_error=why))


def dead(most: int | None = None) -> list[Message]:
    """The messages that came to nothing, the oldest first."""
    return list(Message.objects.exclude(dead_at=None).order_by("id")[:most])


def waiting(most: int | None = None) -> list[Message]:
    """The messages that are not sent and not dead, the oldest first."""
    return list(_waiting().order_by("id")[:most])


def latest_sent(most: int) -> list[Message]:
    """The last messages that were sent, the latest first."""
    return list(Message.objects.exclude(sent_at=None).order_by("-sent_at", "-id")[:most])


def counts() -> dict[str, int]:
    """How many messages wait, were sent and are dead."""
    return {
        "waiting": _waiting().count(),
        "sent": Message.objects.exclude(sent_at=None).count(),
        "dead": Message.objects.exclude(dead_at=None).count(),
    }


def retry(keys: Collection[str] | None, now: datetime) -> list[str]:
    """Let dead messages be tried again from the beginning, those of these keys or (None) all; returns their keys."""
    with transaction.atomic():
        found = Message.objects.exclude(dead_at=None)
        if keys is not None:
            found = found.filter(key__in=keys)
        revived = list(found.order_by("id").values_list("key", flat=True))
        found.update(dead_at=None, attempts=0, not_before=now, lease="", leased_until=None)
    return revived


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(sent_at=None, dead_at=None)


def _free(now: datetime) -> QuerySet[Message]:
    """What waits, whose time has come, and which nobody holds."""
    return _waiting().filter(Q(leased_until=None) | Q(leased_until__lte=now), not_before__lte=now)


def _due(now: datetime) -> QuerySet[Message]:
    """What may be sent now: it is free, and nothing earlier of its handoff is yet to go through its channel."""
    same = {"channel": OuterRef("channel"), "handoff": OuterRef("handoff"), "pk__lt": OuterRef("pk")}
    return _free(now).filter(~Exists(_waiting().filter(**same)))


def _leased(message: Message) -> QuerySet[Message]:
    """The message, as long as the lease under which it was taken is the latest."""
    return Message.objects.filter(pk=message.pk, lease=message.lease)
