"""The files of the warehouse that the ledger stands by."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from mqa.ledger.models import File
from mqa.terms.stored import StoredFile


def listed(*, retired_hours: float = 24) -> frozenset[str]:
    """The names of all files that somebody may still read: those not retired, and those retired only lately."""
    lately = timezone.now() - timedelta(hours=retired_hours)
    kept = File.objects.filter(Q(retired_at=None) | Q(retired_at__gt=lately))
    return frozenset(kept.values_list("name", flat=True))


def list_file(stored: StoredFile) -> File:
    """Add a stored file to the list; part of the transaction that says what it is for."""
    columns = asdict(stored)
    return File.objects.create(name=columns.pop("file"), **columns)
