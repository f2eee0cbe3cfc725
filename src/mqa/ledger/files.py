"""The files of the warehouse that the ledger stands by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from mqa.ledger.models import File
from mqa.terms.stored import StoredFile


@dataclass(frozen=True)
class Ranged:
    """A stored file, and the first and last account of its rows; 0 where nothing is known of them."""

    file: str
    first_account: int = 0
    last_account: int = 0

    def may_hold(self, account_id: int) -> bool:
        """Whether rows of an account may be in it."""
        return not self.last_account or self.first_account <= account_id <= self.last_account


def ranged(files: Sequence[str]) -> list[Ranged]:
    """These files with the accounts that each may hold, in their order."""
    known = File.objects.filter(name__in=files, first_account__isnull=False)
    ranges = {name: found for name, *found in known.values_list("name", "first_account", "last_account")}
    return [Ranged(file, *ranges.get(file, ())) for file in files]


def that_may_hold(account_id: int, files: Sequence[str]) -> list[str]:
    """Those of these files that may hold an account, in their order."""
    return [one.file for one in ranged(files) if one.may_hold(account_id)]


def listed(*, retired_hours: float = 24) -> frozenset[str]:
    """The names of all files that somebody may still read: those not retired, and those retired only lately."""
    lately = timezone.now() - timedelta(hours=retired_hours)
    kept = File.objects.filter(Q(retired_at=None) | Q(retired_at__gt=lately))
    return frozenset(kept.values_list("name", flat=True))


def list_file(stored: StoredFile) -> File:
    """Add a stored file to the list; part of the transaction that says what it is for."""
    columns = asdict(stored)
    return File.objects.create(name=columns.pop("file"), **columns)
