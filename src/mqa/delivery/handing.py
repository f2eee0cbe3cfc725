"""Handing off: whoever must have an open handoff gets one, and those that are open follow what a run found.

A handoff is a function of state: doing any of this twice, or after being killed in the middle, ends in the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mqa import workspaces
from mqa.delivery import packing, telling
from mqa.handoff.cadence import last_moment
from mqa.handoff.calendars import calendar_of, day_of
from mqa.handoff.deadlines import deadlines
from mqa.handoff.packets import digest
from mqa.handoff.routing import Routed, RoutedAccount, routed
from mqa.ledger import handoffs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.ledger.runs import PublishedRun
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stages import QUALIFIED
from mqa.workspaces import Opened

AT_ONCE = 100  # accounts whose packets are made together
WITH_SALES = {"pipeline": "an opportunity is open", "won": "an opportunity was won"}
Progress = Callable[[str, int, int], None]
Packets = Mapping[int, Mapping[str, Any]]


def silent(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class HandedOff:
    """The numbers of the handoffs that were opened, and of those that a rise in level amended."""

    opened: tuple[int, ...] = ()
    amended: tuple[int, ...] = ()


@dataclass(frozen=True)
class Followed:
    """The numbers of the open handoffs that a run amended or withdrew."""

    amended: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Work:
    """What handing off depends on: the workspace, the definition that the run was made by, the run, the moment."""

    opened: Opened
    rules: Definition
    run: PublishedRun
    now: datetime


def hand_off(
    opened: Opened, agreement: Agreement, now: datetime, *, memory_limit: str = "1GB", progress: Progress = silent
) -> HandedOff:
    """Opens every handoff that must be open now, by the latest run that was followed.

    Levels handed off at once never wait; the others wait for a moment of the cadence that nobody was handed off at yet
    (the first time: the last one there was). Without a cadence nobody waits.
    """
    run = handoffs.followed_run(agreement.definition.name)
    if run is None:
        return HandedOff()
    work = _Work(opened, workspaces.as_it_was(opened, agreement, run.version).definition, run, now)
    agreed = work.rules.handoff
    moment = last_moment(agreed.cadence, now, opened.sales.calendar)
    everybody = moment is None or not handoffs.moment_passed(work.rules.name, moment)
    waiting = list(
        handoffs.waiting(work.rules.name, run.run_id, agreed.levels if everybody else agreed.at_once, QUALIFIED)
    )
    found: list[int] = []
    for start in range(0, len(waiting), AT_ONCE):
        progress("Handing off", start, len(waiting))
        some = waiting[start : start + AT_ONCE]
        bodies = packing.packets(
            opened, work.rules, run, [row.account_id for row in some], now, memory_limit=memory_limit
        )
        found += [number for row in some if (number := _open(work, row, bodies.get(row.account_id)))]
    if waiting:
        progress("Handing off", len(waiting), len(waiting))
    if everybody and moment and handoffs.is_latest(work.rules.name, run.run_id):
        handoffs.enter_moment(work.rules.name, moment, len(found))
    return HandedOff(tuple(found), _amended_later(work, memory_limit))


def prepared(opened: Opened, agreement: Agreement, run: PublishedRun, *, memory_limit: str = "1GB") -> Packets:
    """New packets for the open handoffs whose accounts rose in a run; made before the transaction that follows it."""
    rules = workspaces.as_it_was(opened, agreement, run.version).definition
    risen = [row.account_id for _, row in _risen(rules, run)]
    return packing.packets(opened, rules, run, risen, run.published_at, memory_limit=memory_limit)


def amend_and_withdraw(
    opened: Opened, agreement: Agreement, run: PublishedRun, now: datetime, *, packets: Packets
) -> Followed:
    """Lets the open handoffs follow a run: part of the transaction that follows it.

    Withdrawn are those whose account stands at no level that is handed off any more, or has an open or won
    opportunity; amended are those whose account rose: a new version of the packet, and the earlier due time.
    """
    work = _Work(opened, workspaces.as_it_was(opened, agreement, run.version).definition, run, now)
    gone = [(handoff, why) for handoff, row in _open_with(run, work.rules) if (why := _over(work.rules, row))]
    for handoff, why in gone:
        handoffs.close(handoff, "withdrawn", now, reason=why)
        telling.withdrawn(opened, handoff, why, now)
    amended = [
        _amend(work, *one, packets[one[1].account_id])
        for one in _risen(work.rules, run)
        if one[1].account_id in packets
    ]
    return Followed(tuple(amended), tuple(handoff.pk for handoff, _ in gone))


def route(
    opened: Opened, rules: Definition, account: RoutedAccount, now: datetime, *, tried: Sequence[str] = ()
) -> Routed:
    """Who gets an account now, by the routes of a definition and what everybody has to do."""
    on = day_of(now, opened.sales.calendar)
    work = {"load": handoffs.load(), "turn": handoffs.turn()}
    return routed(account, rules.handoff.routes, opened.sales, tried=tried, on=on, **work)


def set_clock(opened: Opened, rules: Definition, handoff: Handoff, start: datetime) -> None:
    """Give a handoff the times that its route gives, counted from `start` in its owner's calendar."""
    times = deadlines(start, handoff.respond_within, rules.handoff, calendar_of(opened.sales, handoff.owner))
    for name, at in times._asdict().items():
        setattr(handoff, name, at)


def _open(work: _Work, row: ServedAccount, body: Mapping[str, Any] | None) -> int | None:
    """Open a handoff with its packet; None where the account no longer waits for one."""
    try:
        with transaction.atomic():
            return _opened(work, row, body) if body and _still_waits(work, row) else None
    except IntegrityError:  # another process opened it at the same moment, where transactions run side by side
        return None


def _still_waits(work: _Work, row: ServedAccount) -> bool:
    """Whether an account waits as it did when its packet was made."""
    name, levels = work.rules.name, work.rules.handoff.levels
    waits = handoffs.waiting(name, work.run.run_id, levels, QUALIFIED).filter(account_id=row.account_id)
    return handoffs.is_latest(name, work.run.run_id) and bool(waits.exists())


def _opened(work: _Work, row: ServedAccount, body: Mapping[str, Any]) -> int:
    """Open a handoff, add its packet and tell its owner."""
    found = route(work.opened, work.rules, _account(row), work.now)
    name = work.rules.name
    handoff = Handoff(definition=name, account_id=row.account_id, opened_at=work.now, run_id=work.run.run_id)
    handoff.version_id = handoffs.version_row(work.run.version)
    _describe(handoff, row)
    handoff.route, handoff.team, handoff.owner, handoff.path = found.route, found.team, found.owner, found.path
    handoff.respond_within = found.respond_within
    set_clock(work.opened, work.rules, handoff, work.now)
    handoff.save()
    packet = handoffs.add_packet(handoff, body, digest(body), work.now)
    telling.handed_off(work.opened, work.rules, handoff, packet, work.now, told=found.told)
    return int(handoff.pk)


def _amended_later(work: _Work, memory_limit: str) -> tuple[int, ...]:
    """Amend what was opened while a run was being followed, and so was not amended with the others."""
    risen = _risen(work.rules, work.run)
    accounts = [row.account_id for _, row in risen]
    bodies = packing.packets(work.opened, work.rules, work.run, accounts, work.now, memory_limit=memory_limit)
    amended = []
    for handoff, row in risen:
        with transaction.atomic():
            now_open = handoffs.locked(handoff.pk)
            if (
                now_open
                and now_open.closed_at is None
                and row.account_id in bodies
                and _rose(work.rules, now_open, row)
            ):
                amended.append(_amend(work, now_open, row, bodies[row.account_id]))
    return tuple(amended)


def _amend(work: _Work, handoff: Handoff, row: ServedAccount, body: Mapping[str, Any]) -> int:
    """Tell the owner of a rise in level: a new packet, the earlier of both due times."""
    found = route(work.opened, work.rules, _account(row), work.now, tried=handoff.tried)
    before = [handoff.remind_at, handoff.due_at, handoff.escalate_at, handoff.reclaim_at]
    _describe(handoff, row)
    handoff.version_id, handoff.run_id = handoffs.version_row(work.run.version), work.run.run_id
    given = handoff.respond_within
    handoff.respond_within = found.respond_within
    set_clock(work.opened, work.rules, handoff, work.now)
    if handoff.due_at >= before[1]:
        handoff.remind_at, handoff.due_at, handoff.escalate_at, handoff.reclaim_at = before
        handoff.respond_within = given
    handoff.save()
    packet = handoffs.add_packet(handoff, body, digest(body), work.now)
    telling.amended(work.opened, work.rules, handoff, packet, work.now)
    return int(handoff.pk)


def _open_with(run: PublishedRun, rules: Definition) -> list[tuple[Handoff, ServedAccount | None]]:
    """The open handoffs, each with its account as the run left it."""
    found = list(handoffs.still_open(rules.name))
    rows = handoffs.served(run.run_id, [handoff.account_id for handoff in found])
    return [(handoff, rows.get(handoff.account_id)) for handoff in found]


def _risen(rules: Definition, run: PublishedRun) -> list[tuple[Handoff, ServedAccount]]:
    """The open handoffs whose account stands at a higher level than they tell of."""
    return [(handoff, row) for handoff, row in _open_with(run, rules) if row and _rose(rules, handoff, row)]


def _rose(rules: Definition, handoff: Handoff, row: ServedAccount) -> bool:
    """Whether an account stands higher than a handoff tells; levels of earlier versions go by name."""
    rank = {name: nth for nth, level in enumerate(rules.levels, start=1) for name in (level.name, *level.formerly)}
    return not _over(rules, row) and row.level_rank > rank.get(handoff.level, handoff.level_rank)


def _over(rules: Definition, row: ServedAccount | None) -> str:
    """Why an account is no longer to be handed off; empty where it is."""
    if row is None:
        return "it is no account of its own any more"
    if row.state in ("excluded", "outside"):
        return "it is excluded" if row.state == "excluded" else "it no longer fits"
    if row.stage in WITH_SALES:
        return WITH_SALES[row.stage]
    if row.level in rules.handoff.levels:
        return ""
    expired = "nothing new came for too long; " if row.cause == "expired" else ""
    stands = f"stands at {row.level}" if row.level else "stands at no level"
    return f"{expired}it {stands}, which is not handed off" if row.level else f"{expired}it {stands} any more"


def _account(row: ServedAccount) -> RoutedAccount:
    return RoutedAccount(row.account_id, row.tier, row.segment, row.level, row.owner)


def _describe(handoff: Handoff, row: ServedAccount) -> None:
    """Let a handoff say of its account what the run says."""
    for name in ("domain", "name", "level", "level_rank", "tier", "segment"):
        setattr(handoff, name, getattr(row, name))


def owners(numbers: Iterable[int]) -> dict[str, int]:
    """How many of these handoffs each owner has, those with the most first."""
    found: dict[str, int] = {}
    for owner in Handoff.objects.filter(pk__in=list(numbers)).values_list("owner", flat=True):
        found[owner] = found.get(owner, 0) + 1
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
