"""Dead messages, tried again because somebody asks for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from mqa.ledger import audit, outbox


def try_again(keys: Collection[str] | None, *, who: str, now: datetime) -> list[str]:
    """Let dead messages of these keys, or (None) all of them, be sent from now on; returns the keys of those found."""
    with transaction.atomic():
        revived = outbox.retry(keys, now)
        for key in revived:
            audit.note(who, "sent again", audit.of_message(key), now=now)
    return revived
