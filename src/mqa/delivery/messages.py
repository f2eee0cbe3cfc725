"""What happened, told: one message of the outbox for each channel that listens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mqa.handoff.agreed import Channel
from mqa.ledger import outbox


def tell(
    channels: Iterable[Channel],
    event: str,
    body: Mapping[str, Any],
    *,
    key: str,
    now: datetime,
    handoff_id: int | None = None,
) -> None:
    """Enter a message for every channel that listens to the event, inside the caller's transaction.

    `key` names what happened, so that telling it twice is telling it once; the channel's name is put before it.
    `body` is plain JSON. Words are made of these keys, all of which may be missing:

        account                 {domain, name}
        definition, level, action, owner
        handoff                 the number of the handoff: channels link to it
        to                      addresses of those it concerns, where that is not the owner
        due_at                  until when an answer is asked for (ISO 8601, with its offset)
        why_now                 [sentences]
        contact_first           [{person, title, role, why}]
        from                    reclaimed: the owner before
        reason                  withdrawn: why; answered: the reason
        answer, until, by, note answered: what was said, by whom; `until` a day (ISO 8601 or a day number)
    """
    level, action = str(body.get("level") or ""), str(body.get("action") or "")
    for channel in channels:
        if channel.listens(event, level=level, action=action) and _has_a_reader(channel, body):
            outbox.enter(channel.name, event, body, key=f"{channel.name}/{key}", now=now, handoff_id=handoff_id)


def _has_a_reader(channel: Channel, body: Mapping[str, Any]) -> bool:
    """Whether anybody is there to read it: mail to whom it concerns needs somebody whom it does."""
    only_owner = channel.kind == "email" and channel.settings.get("to", "owner") == "owner"
    return not only_owner or bool(body.get("to") or body.get("owner"))
