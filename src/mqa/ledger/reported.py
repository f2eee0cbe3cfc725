"""The work as reports read it: plain rows of one definition, and what says whether they have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum

from mqa.ledger.models import Disposition, Handoff, ServedAccount, Transition
from mqa.ledger.names import rows_of
from mqa.terms.durations import day_number

Values = tuple[int | str | None, ...]
CHANGES = ("id", "account_id", "day", "from_stage", "to_stage", "from_level", "to_level", "cause", "engaged")
HANDOFFS = ("id", "account_id", "level", "owner", "team", "route", "state", "opened_at", "due_at")
ANSWERS = ("id", "handoff_id", "answer", "reason", "told", "day", "at")


def last_transition() -> int:
    """The number of the last change of any definition; 0: none yet. (That of one would cost a scan.)"""
    return Transition.objects.aggregate(last=Max("id"))["last"] or 0


def begins(definition: str, as_of: int) -> int:
    """The day of the run whose changes were the first to be entered for a definition; `as_of`: where there is none."""
    first = rows_of(Transition, definition).order_by("id").values_list("run__as_of", flat=True).first()
    return as_of if first is None else int(first)


def handoffs_mark(definition: str) -> tuple[object, ...]:
    """Something that is another whenever the handoffs or answers of a definition have changed."""
    ours = rows_of(Handoff, definition)
    counted = ours.aggregate(last=Max("id"), closed=Count("closed_at"), moved=Sum("reclaims"), due=Max("due_at"))
    said = rows_of(Disposition, definition).aggregate(last=Max("id"))
    return (*counted.values(), said["last"])


def transitions(definition: str, after: int, up_to: int) -> list[Values]:
    """The changes of a definition after one of them up to another, in order, as `transitions` has its columns."""
    found = rows_of(Transition, definition).filter(id__gt=after, id__lte=up_to).order_by("id")
    return list(found.values_list(*CHANGES))


def handoffs(definition: str, time_zone: str) -> Iterator[Values]:
    """The handoffs of a definition, as the table `handoffs` has its columns; days are those of the time zone."""
    zone = ZoneInfo(time_zone)
    for *told, opened_at, due_at in rows_of(Handoff, definition).values_list(*HANDOFFS):
        yield (*told, day_number(opened_at.astimezone(zone).date()), int(due_at.timestamp()))


def answers(definition: str) -> Iterator[Values]:
    """What sales said, as the table `answers` has its columns."""
    for *told, at in rows_of(Disposition, definition).order_by("id").values_list(*ANSWERS):
        yield (*told, int(at.timestamp()))


def called(definition: str, run_id: int, accounts: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Domain, name, owner, stage and level of some accounts by a run; of those it does not have, the domain alone."""
    wanted = ("account_id", "domain", "name", "owner", "stage", "level")
    served = ServedAccount.objects.filter(run=run_id, account_id__in=accounts).values(*wanted)
    known = {row.pop("account_id"): row for row in served}
    gone = rows_of(Transition, definition).filter(account_id__in=set(accounts) - known.keys())
    nothing = {"name": "", "owner": "", "stage": "", "level": ""}
    return {
        number: {"domain": domain, **nothing} for number, domain in gone.values_list("account_id", "domain")
    } | known
