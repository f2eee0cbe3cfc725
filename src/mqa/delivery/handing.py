"""Handing off: whoever must have an open handoff gets one, and those that are open follow what a run found.

A handoff is a function of state: doing any of this twice, or after being killed in the middle, ends in the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mqa import versions
from mqa.delivery import packing, telling
from mqa.delivery.giving import Given, given, route, set_clock
from mqa.handoff.cadence import last_moment
from mqa.handoff.packets import digest
from mqa.handoff.routing import RoutedAccount
from mqa.ledger import audit, handoffs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.ledger.parts import in_parts
from mqa.ledger.runs import PublishedRun
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stages import QUALIFIED
from mqa.workspaces import Opened

AT_ONCE = 100  # accounts whose packets are made together
MOST_PREPARED = 500  # packets of accounts that rose, made before their run is followed; the others follow it
MOST_NAMED = 5  # of those that were left out
LEFT_OUT = "could not hand off"
WITH_SALES = {"pipeline": "an opportunity is open", "won": "an opportunity was won"}
Packets = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class LeftOut:
    """An account that waits for a handoff and could not be given one, and why not."""

    account_id: int
    domain: str
    why: str


@dataclass(frozen=True)
class HandedOff:
    """The numbers of the handoffs that were opened, and of those that a rise in level amended; and who was left out."""

    opened: tuple[int, ...] = ()
    amended: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Followed:
    """The numbers of the open handoffs that a run amended or withdrew."""

    amended: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Work:
    """What handing off depends on: the workspace, the definition that the run was made by, the run, the moment, and
    what everybody was given so far."""

    opened: Opened
    rules: Definition
    run: PublishedRun
    now: datetime
    given: Given = field(default_factory=given)


def hand_off(
    opened: Opened, agreement: Agreement, now: datetime, *, memory_limit: str = "1GB", progress: Progress = silent
) -> HandedOff:
    """Opens every handoff that must be open now, by the latest run that was followed.

    Levels handed off at once never wait; the others wait for a moment of the cadence that nobody was handed off at yet
    (the first time: the last one there was). Without a cadence nobody waits. Who waits and cannot be handed off is
    named in what is returned, and once a run in the audit; it goes on waiting, for the next call or the next moment.
    """
    run = handoffs.followed_run(agreement.definition.name)
    if run is None:
        return HandedOff()
    work = _Work(opened, versions.as_it_was(agreement, run.version).definition, run, now)
    agreed = work.rules.handoff
    moment = last_moment(agreed.cadence, now, opened.sales.calendar)
    everybody = moment is None or not handoffs.moment_passed(work.rules.name, moment)
    levels = agreed.levels if everybody else agreed.at_once
    found, left_out = _all_opened(work, levels, memory_limit=memory_limit, progress=progress)
    if everybody and moment and handoffs.is_latest(work.rules.name, run.run_id):
        handoffs.enter_moment(work.rules.name, moment, len(found))
    return HandedOff(tuple(found), tuple(_amended_later(work, memory_limit)), tuple(left_out))


def prepared(opened: Opened, agreement: Agreement, run: PublishedRun, *, memory_limit: str = "1GB") -> Packets:
    """New packets for the open handoffs whose accounts rose in a run; made before the transaction that follows it.

    Not more than MOST_PREPARED, as all of them lie in memory at once: `hand_off` amends the others, in parts.
    """
    rules = versions.as_it_was(agreement, run.version).definition
    risen = [row.account_id for _, row in _risen(rules, run)][:MOST_PREPARED]
    return packing.packets(opened, rules, run, risen, run.published_at, memory_limit=memory_limit)


def amend_and_withdraw(
    opened: Opened, agreement: Agreement, run: PublishedRun, now: datetime, *, packets: Packets
) -> Followed:
    """Lets the open handoffs follow a run: part of the transaction that follows it.

    Withdrawn are those whose account stands at no level that is handed off any more, or has an open or won
    opportunity; amended are those whose account rose: a new version of the packet, and the earlier due time.
    """
    work = _Work(opened, versions.as_it_was(agreement, run.version).definition, run, now)
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


def _all_opened(
    work: _Work, levels: Collection[str], *, memory_limit: str, progress: Progress
) -> tuple[list[int], list[LeftOut]]:
    """The handoffs that were opened for those who wait at these levels, and who was left out; part by part."""
    waiting = handoffs.waiting(work.rules.name, work.run.run_id, levels, QUALIFIED)
    opened: list[int] = []
    left_out: list[LeftOut] = []
    done, in_all = 0, waiting.count()
    for some in in_parts(waiting, AT_ONCE):
        progress("Handing off", done, in_all)
        bodies = _packets(work, some, memory_limit)
        opened += [number for row in some if (number := _open(work, row, bodies.get(row.account_id)))]
        left_out += [_leave_out(work, row) for row in some if row.account_id not in bodies]
        done += len(some)
    if in_all:
        progress("Handing off", in_all, in_all)
    return opened, left_out


def _packets(work: _Work, some: Iterable[ServedAccount], memory_limit: str) -> Packets:
    accounts = [row.account_id for row in some]
    return packing.packets(work.opened, work.rules, work.run, accounts, work.now, memory_limit=memory_limit)


def _leave_out(work: _Work, row: ServedAccount) -> LeftOut:
    """Say that an account cannot be handed off: it is in the list of its run, but not in the tables behind it."""
    why = f"run {work.run.run_id} has no evidence of it to make a packet from"
    after = {"definition": work.rules.name, "run": work.run.run_id, "why": why}
    with transaction.atomic():
        if not audit.noted(LEFT_OUT, row.domain, after):
            audit.note(audit.COMMAND_LINE, LEFT_OUT, row.domain, after=after, now=work.now)
    return LeftOut(row.account_id, row.domain, why)


def _open(work: _Work, row: ServedAccount, body: Mapping[str, Any] | None) -> int | None:
    """Open a handoff with its packet; None where the account no longer waits for one, or has no packet."""
    try:
        with transaction.atomic():
            handoff = _opened(work, row, body) if body and _still_waits(work, row) else None
    except IntegrityError:  # another process opened it at the same moment, where transactions run side by side
        return None
    if handoff is None:
        return None
    work.given.to(handoff.owner, handoff.pk)
    return int(handoff.pk)


def _still_waits(work: _Work, row: ServedAccount) -> bool:
    """Whether an account waits as it did when its packet was made."""
    name, levels = work.rules.name, work.rules.handoff.levels
    waits = handoffs.waiting(name, work.run.run_id, levels, QUALIFIED).filter(account_id=row.account_id)
    return handoffs.is_latest(name, work.run.run_id) and bool(waits.exists())


def _opened(work: _Work, row: ServedAccount, body: Mapping[str, Any]) -> Handoff:
    """Open a handoff, add its packet and tell its owner."""
    found = route(work.opened, work.rules, _account(row), work.now, work=work.given)
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
    return handoff


def _amended_later(work: _Work, memory_limit: str) -> Iterator[int]:
    """Amend what was not amended when the run was followed: opened meanwhile, or too many at once; part by part."""
    risen = _risen(work.rules, work.run)
    for start in range(0, len(risen), AT_ONCE):
        some = risen[start : start + AT_ONCE]
        bodies = _packets(work, [row for _, row in some], memory_limit)
        changed = (_amended_now(work, *one, bodies.get(one[1].account_id)) for one in some)
        yield from (number for number in changed if number)


def _amended_now(work: _Work, handoff: Handoff, row: ServedAccount, body: Mapping[str, Any] | None) -> int | None:
    """Amend a handoff if it is still open and its account still stands higher than it tells."""
    with transaction.atomic():
        now_open = handoffs.locked(handoff.pk)
        if body is None or now_open is None or now_open.closed_at is not None or not _rose(work.rules, now_open, row):
            return None
        return _amend(work, now_open, row, body)


def _amend(work: _Work, handoff: Handoff, row: ServedAccount, body: Mapping[str, Any]) -> int:
    """Tell the owner of a rise in level: a new packet, the earlier of both due times."""
    found = route(work.opened, work.rules, _account(row), work.now, work=work.given, tried=handoff.tried)
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


def left_out_words(handed: HandedOff) -> Iterator[str]:
    """Who could not be handed off, in a sentence each; of many the first, and how many there are."""
    for one in handed.left_out[:MOST_NAMED]:
        yield f"{one.domain} could not be handed off: {one.why}."
    if handed.left_out:
        further = len(handed.left_out) - MOST_NAMED
        more = f"{further:,} more could not be handed off. " if further > 0 else ""
        until = "the next call where the level is handed off at once, else the next moment of the cadence"
        yield f"{more}It is tried again with {until}."


def owners(numbers: Collection[int]) -> dict[str, int]:
    """How many of these handoffs each owner has, those with the most first."""
    found = handoffs.by_owner(numbers)
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
