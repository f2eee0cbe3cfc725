"""Dispositions: what sales said of a handoff. They are only ever added."""

from __future__ import annotations

from datetime import datetime

from mqa.ledger.models import Disposition, Handoff


def said_under(key: str, by: str) -> Disposition | None:
    """The disposition that was entered under an idempotency key of somebody; the keys of others are none of theirs."""
    return Disposition.objects.filter(key=key, by=by).select_related("handoff").first() if key else None


def last_of(handoff_id: int) -> Disposition | None:
    """The last word on a handoff."""
    return Disposition.objects.filter(handoff=handoff_id).order_by("-id").first()


def answers_to(handoff_id: int) -> list[str]:
    """What was answered to a handoff, in order."""
    return list(Disposition.objects.filter(handoff=handoff_id).order_by("id").values_list("answer", flat=True))


def enter(
    handoff: Handoff,
    answer: str,
    *,
    reason: str,
    told: str,
    until: int | None,
    note: str,
    by: str,
    day: int,
    now: datetime,
    key: str,
) -> Disposition:
    """Add a disposition; part of the transaction that closes its handoff."""
    return Disposition.objects.create(
        handoff=handoff,
        definition=handoff.definition,
        account_id=handoff.account_id,
        answer=answer,
        reason=reason,
        told=told,
        until=until,
        note=note,
        by=by,
        day=day,
        at=now,
        key=key,
    )
