"""The audit: who changed what, when, and how it was before and after. Entries are only ever added."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mqa.ledger.models import AuditEntry, Handoff, Message
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


@dataclass(frozen=True)
class Wanted:
    """Which changes: of one kind (`what`), about one of some `things`; `who` made them and what they are `about` are
    parts of what they name, whatever their case. What is empty (None) may be any."""

    who: str = ""
    what: str = ""
    about: str = ""
    things: Sequence[str] | None = None


EVERY = Wanted()


def of_handoff(number: int, account: str) -> str:
    """What an entry on a handoff is about: its number, and its account, so that a search for either finds it.

    >>> of_handoff(12, "acme.com")
    'handoff 12 of acme.com'
    """
    return f"handoff {number} of {account}"


def of_message(key: str) -> str:
    """What an entry on a message is about."""
    return f"message {key}"


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


def kinds() -> list[str]:
    """The kinds of change that were ever written down, in alphabetical order."""
    return list(AuditEntry.objects.order_by("what").values_list("what", flat=True).distinct())


def things_of(account_id: int, called: Collection[str]) -> list[str]:
    """What the entries on an account are about: itself, as it is `called`, its handoffs, and what was told of them."""
    found = Handoff.objects.filter(account_id=account_id).values_list("pk", "domain", "name")
    names = {*called, *(name for _, *names in found for name in names)}
    keys = Message.objects.filter(handoff__account_id=account_id).values_list("key", flat=True)
    return [*names, *(of_handoff(number, name) for number, *_ in found for name in names), *map(of_message, keys)]


def changes(wanted: Wanted = EVERY, *, first: int = 0, most: int = 50) -> tuple[list[Change], int]:
    """The latest changes first, from place `first` (0 is the latest), and how many there are in all."""
    entries = _entries(wanted)
    return [_change(entry) for entry in entries[first : first + most]], entries.count()


def every_change(wanted: Wanted = EVERY) -> Iterator[Change]:
    """All changes that are wanted, the latest first, read some at a time."""
    return (_change(entry) for some in in_parts(_entries(wanted)) for entry in some)


def _entries(wanted: Wanted) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-id")
    if wanted.things is not None:
        entries = entries.filter(about__in=wanted.things)
    if wanted.what:
        entries = entries.filter(what=wanted.what)
    if wanted.about:
        entries = entries.filter(about__icontains=wanted.about)
    return entries.filter(who__icontains=wanted.who) if wanted.who else entries


def _change(entry: AuditEntry) -> Change:
    return Change(entry.pk, entry.at, entry.who, entry.what, entry.about, entry.before, entry.after)
