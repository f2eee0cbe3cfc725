"""Comparisons that somebody asked for: which wait, which is being judged, what came of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mqa.ledger.leases import WRITER, holds, require
from mqa.ledger.models import Comparison, DefinitionVersion
from mqa.ledger.names import all_names
from mqa.terms.problems import Unavailable

State = Literal["waiting", "under way", "done", "failed"]
STOPPED = "It was stopped before it was done."


@dataclass(frozen=True)
class Asked:
    """One comparison that was asked for: of which versions, by whom, and what became of it.

    `run` and `as_of`: the run it was made beside and its day, once it is begun; `why`: why it failed.
    """

    number: int
    definition: str
    was: str
    now: str
    who: str
    asked_at: datetime
    state: State
    run: int | None
    as_of: int | None
    begun_at: datetime | None
    ended_at: datetime | None
    why: str

    @property
    def is_open(self) -> bool:
        """Whether its answer is still to come."""
        return self.state in ("waiting", "under way")


def ask(was: str, now: str, *, who: str, at: datetime) -> tuple[Asked, bool]:
    """Ask that one kept version be compared with another; gives it, and whether it is a new one.

    While one of the same two waits or is under way, that one is given. Call it inside a transaction.
    """
    _fail_stopped()
    both = {name: DefinitionVersion.objects.get(version=version) for name, version in (("was", was), ("now", now))}
    found, new = _open().get_or_create(**both, done_at=None, failed_at=None, defaults={"who": who, "asked_at": at})
    return _asked(found), new


def waiting() -> list[Asked]:
    """Those that nobody has begun, the one asked for first first."""
    return [_asked(one) for one in _all().filter(begun_at=None, failed_at=None).order_by("id")]


def begin(number: int, run_id: int, *, token: int) -> Asked:
    """Record that one is begun beside a run, under the writer's lease `token`.

    Raises Unavailable where the lease is lost, there is no such comparison, or it does not wait any more.
    """
    with transaction.atomic():
        require(WRITER, token)
        _fail_stopped()
        begun = Comparison.objects.filter(pk=number, begun_at=None, failed_at=None)
        if not begun.update(run_id=run_id, token=token, begun_at=timezone.now()):
            raise Unavailable(f"There is no comparison {number} that waits.")
        return numbered(number)


def finish(number: int, result: Mapping[str, Any], accounts: Sequence[Mapping[str, Any]] = ()) -> None:
    """Keep what came of one that is under way: its figures, and the accounts that would stand elsewhere.

    Raises Busy where another writer has taken over meanwhile.
    """
    with transaction.atomic():
        found = _open().get(pk=number)
        require(WRITER, found.token)
        found.done_at, found.result, found.accounts = timezone.now(), result, [*accounts]
        found.save(update_fields=("done_at", "result", "accounts"))


def fail(number: int, why: str) -> None:
    """Record that one came to nothing, and why; one that has ended already stays as it is."""
    _open().filter(pk=number).update(failed_at=timezone.now(), why=why)


def numbered(number: int) -> Asked:
    """One by its number. Raises Unavailable where there is none."""
    found = _all().filter(pk=number).first()
    if found is None:
        raise Unavailable(f"There is no comparison {number}.")
    return _asked(found)


def result(number: int) -> dict[str, Any] | None:
    """The figures that came of one, as they were kept; None where nothing did, or not yet."""
    return Comparison.objects.filter(pk=number).values_list("result", flat=True).first()


def accounts(number: int) -> list[dict[str, Any]]:
    """The accounts that would stand elsewhere by one, in their order, as they were kept."""
    return Comparison.objects.filter(pk=number).values_list("accounts", flat=True).first() or []


def latest(now: str, *, done: bool = False) -> Asked | None:
    """The last one in which this version would be the new one; `done`: only of those that are done."""
    found = _all().filter(now__version=now)
    return _first(found.exclude(done_at=None) if done else found)


def latest_of(definition: str, *, other_than: Collection[str]) -> Asked | None:
    """The last one of a definition that is done, in which none of these versions would be the new one."""
    return _first(
        _all().filter(now__name__in=all_names(definition)).exclude(done_at=None).exclude(now__version__in=other_than)
    )


def comparisons(definition: str = "", *, first: int = 0, most: int) -> tuple[list[Asked], int]:
    """At most so many, the latest first, from place `first` (0 is the latest), and how many there are in all.

    Of one definition, or (empty) of all.
    """
    found = _all().filter(now__name__in=all_names(definition)) if definition else _all()
    return [_asked(one) for one in found[first : first + most]], found.count()


def _all() -> QuerySet[Comparison]:
    return (
        Comparison.objects.select_related("was", "now", "run")
        .defer("result", "accounts", "was__text", "now__text")
        .order_by("-id")
    )


def _first(found: QuerySet[Comparison]) -> Asked | None:
    one = found.first()
    return _asked(one) if one else None


def _open() -> QuerySet[Comparison]:
    return Comparison.objects.filter(done_at=None, failed_at=None)


def _fail_stopped() -> None:
    """Write down that those have failed whose process has ended without a word."""
    for one in _open().exclude(token=None).only("pk", "token"):
        if not holds(WRITER, one.token):
            fail(one.pk, STOPPED)


def _asked(one: Comparison) -> Asked:
    state = _state(one)
    return Asked(
        one.pk,
        one.now.name,
        one.was.version,
        one.now.version,
        one.who,
        one.asked_at,
        state,
        run=one.run_id,
        as_of=one.run.as_of if one.run else None,
        begun_at=one.begun_at,
        ended_at=one.done_at or one.failed_at,
        why=one.why or (STOPPED if state == "failed" else ""),
    )


def _state(one: Comparison) -> State:
    """A comparison whose process has ended without a word has failed, though nobody wrote it down."""
    if one.done_at:
        return "done"
    if one.failed_at or (one.begun_at and not holds(WRITER, one.token)):
        return "failed"
    return "under way" if one.begun_at else "waiting"
