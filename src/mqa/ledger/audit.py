"""The audit: who changed what, when, and how it was before and after. Entries are only ever added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mqa.ledger.models import AuditEntry
from mqa.ledger.parts import in_parts

COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Change:
    """One change. `who` is an e-mail address, `key <prefix>` or `command line`; `about` is what was changed."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def of_handoff(number: int, domain: str) -> str:
    """What an entry on a handoff is about: its number, and its account, so that a search for either finds it.

    >>> of_handoff(12, "acme.com")
    'handoff 12 of acme.com'
    """
    return f"handoff {number} of {domain}"


def note(
    who: str,
    what: str,
    about: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write down a change. Call it inside the transaction that makes the change."""
    AuditEntry.objects.create(at=now, who=who, what=what, about=about, before=before, after=after)


def noted(what: str, about: str, after: Mapping[str, Any]) -> bool:
    """Whether a change was written down that left the same behind."""
    return bool(AuditEntry.objects.filter(what=what, about=about, after=after).exists())


def latest_of(what: str, most: int, **after: Any) -> list[Change]:
    """The latest changes of a kind that left these values behind."""
    wanted = {f"after__{name}": value for name, value in after.items()}
    return [_change(entry) for entry in AuditEntry.objects.filter(what=what, **wanted).order_by("-id")[:most]]


def changes(*, about: str = "", who: str = "", first: int = 0, most: int = 50) -> tuple[list[Change], int]:
    """The latest changes first, from place `first` (0 is the latest), and how many there are in all.

    `about` and `who` are parts of what they name, whatever their case; empty: any.
    """
    entries = _entries(about, who)
    return [_change(entry) for entry in entries[first : first + most]], entries.count()


def every_change(*, about: str = "", who: str = "") -> Iterator[Change]:
    """All changes that match, the latest first, read some at a time."""
    return (_change(entry) for some in in_parts(_entries(about, who)) for entry in some)


def _entries(about: str, who: str) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-id")
    if about:
        entries = entries.filter(about__icontains=about)
    return entries.filter(who__icontains=who) if who else entries


def _change(entry: AuditEntry) -> Change:
    return Change(entry.pk, entry.at, entry.who, entry.what, entry.about, entry.before, entry.after)
