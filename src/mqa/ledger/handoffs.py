"""Handoffs: who waits for one, those that are open, their packets, and the moments of the cadence that have passed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from mqa.ledger.models import CadenceMoment, Disposition, Handoff, Packet, ServedAccount

Body = Mapping[str, Any]


def standing(run_id: int, levels: Collection[str], stages: Collection[str]) -> QuerySet[ServedAccount]:
    """The accounts of a run at one of these levels and stages, in the order of their rank."""
    return ServedAccount.objects.filter(run=run_id, level__in=levels, stage__in=stages).order_by("rank")


def waiting(
    definition: str, run_id: int, levels: Collection[str], stages: Collection[str], *, answers_seen: int
) -> QuerySet[ServedAccount]:
    """Those of them that have no open handoff, and no answer later than the run has seen."""
    its_own = {"definition": definition, "account_id": OuterRef("account_id")}
    answered = Disposition.objects.filter(**its_own, id__gt=answers_seen)
    opened = Handoff.objects.filter(**its_own, closed_at=None)
    return standing(run_id, levels, stages).filter(~Exists(opened), ~Exists(answered))


def still_open(definition: str, owner: str = "") -> QuerySet[Handoff]:
    """The open handoffs of a definition (empty: of all), of one owner or everybody, the one due first first."""
    found = Handoff.objects.filter(closed_at=None).order_by("due_at", "id")
    found = found.filter(definition=definition) if definition else found
    return found.filter(owner=owner) if owner else found


def of_account(definition: str, account_id: int) -> QuerySet[Handoff]:
    """All handoffs of an account under a definition, the latest first."""
    return Handoff.objects.filter(definition=definition, account_id=account_id).order_by("-id")


def numbered(numbers: Collection[int]) -> QuerySet[Handoff]:
    """The handoffs of these numbers, the oldest first."""
    return Handoff.objects.filter(pk__in=numbers).order_by("id")


def locked(handoff_id: int) -> Handoff | None:
    """The handoff of a number, which nobody else changes until this transaction ends; None: there is none."""
    return Handoff.objects.select_for_update().filter(pk=handoff_id).first()


def load() -> dict[str, int]:
    """How many handoffs each owner has open, under whichever definition."""
    found = Handoff.objects.filter(closed_at=None).values_list("owner").annotate(open=Count("id"))
    return {str(owner): int(count) for owner, count in found}


def turn() -> dict[str, int]:
    """The number of the last handoff that each owner was given: who has the lowest was given one longest ago."""
    found = Handoff.objects.values_list("owner").annotate(last=Max("id"))
    return {str(owner): int(last) for owner, last in found}


def close(handoff: Handoff, state: str, now: datetime, *, reason: str = "", until: int | None = None) -> None:
    """End an open handoff: accepted, rejected, deferred (until a day) or withdrawn."""
    handoff.state, handoff.reason, handoff.until, handoff.closed_at = state, reason, until, now
    handoff.save()


def add_packet(handoff: Handoff, body: Body, digest: str, now: datetime) -> Packet:
    """Add the next version of a handoff's packet."""
    last = handoff.packets.aggregate(last=Max("version"))["last"] or 0
    return Packet.objects.create(handoff=handoff, version=last + 1, body=dict(body), hash=digest, made_at=now)


def packet_of(handoff_id: int) -> Packet | None:
    """The latest packet of a handoff."""
    return Packet.objects.filter(handoff=handoff_id).order_by("-version").first()


def moment_passed(definition: str, moment: datetime) -> bool:
    """Whether those waiting at this moment of the cadence were handed off."""
    return CadenceMoment.objects.filter(definition=definition, moment=moment).exists()


def enter_moment(definition: str, moment: datetime, handed_off: int) -> None:
    """Write down that those waiting at this moment were handed off; the second time nothing happens."""
    CadenceMoment.objects.get_or_create(definition=definition, moment=moment, defaults={"handed_off": handed_off})
