"""Handoffs as an inbox lists them: somebody's, with a sentence of their packets and the last word on them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from mqa.ledger.models import Disposition, Handoff, Packet
from mqa.ledger.names import rows_of


def answered(definition: str) -> QuerySet[Handoff]:
    """The handoffs of a definition that are closed, the latest first."""
    return rows_of(Handoff, definition).exclude(closed_at=None).order_by("-closed_at", "-id")


def theirs(found: QuerySet[Handoff], people: Collection[str], teams: Collection[str]) -> QuerySet[Handoff]:
    """Those whose owner is one of some people, or that went to one of some teams."""
    return found.filter(Q(owner__in=people) | Q(team__in=teams)) if teams else found.filter(owner__in=people)


def why_now(numbers: Collection[int]) -> dict[int, tuple[tuple[str, ...], int]]:
    """The sentences of why now of each handoff's latest packet, and that packet's version."""
    found = Packet.objects.filter(handoff__in=numbers).order_by("version")
    told = found.values_list("handoff", "version", "body__why_now")  # one key: SQLite reads a body once for each
    return {number: (tuple(map(str, why or ())), version) for number, version, why in told}


def last_words(numbers: Collection[int]) -> dict[int, Disposition]:
    """The last answer to each handoff that has one."""
    return {one.handoff_id: one for one in Disposition.objects.filter(handoff__in=numbers).order_by("id")}


def word(number: int) -> Disposition | None:
    """One answer, by its number."""
    return Disposition.objects.filter(pk=number).select_related("handoff").first()
