"""Handing off: whoever must have an open handoff gets one.

A handoff is a function of state: doing this twice, or after being killed in the middle, ends in the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from mqa import versions
from mqa.delivery import packing, telling
from mqa.delivery.amending import amended_later
from mqa.delivery.giving import Work, describe, routed_now, set_clock, workload
from mqa.handoff.cadence import last_moment
from mqa.handoff.packets import digest
from mqa.ledger import audit, handoffs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.ledger.names import original_name
from mqa.ledger.parts import in_parts
from mqa.terms.called import called
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement
from mqa.terms.stages import QUALIFIED
from mqa.workspaces import Opened

AT_ONCE = 100  # accounts whose packets are made together
LEFT_OUT = "could not hand off"


@dataclass(frozen=True)
class LeftOut:
    """An account that waits for a handoff and could not be given one, and why not."""

    account_id: int
    domain: str
    why: str
    name: str = ""

    @property
    def called(self) -> str:
        """The account as people call it: by its domain, else its name, else its number."""
        return called(self)


@dataclass(frozen=True)
class HandedOff:
    """The numbers of the handoffs that were opened, and of those that a rise in level amended; and who was left out."""

    opened: tuple[int, ...] = ()
    amended: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


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
    work = Work(opened, versions.of_run(agreement, run).definition, run, now, workload())
    agreed = work.rules.handoff
    moment = last_moment(agreed.cadence, now, opened.sales.calendar)
    everybody = moment is None or not handoffs.moment_passed(work.rules.name, moment)
    levels = agreed.levels if everybody else agreed.at_once
    found, left_out = _all_opened(work, levels, memory_limit=memory_limit, progress=progress)
    if everybody and moment and handoffs.is_latest(work.rules.name, run.run_id):
        handoffs.enter_moment(work.rules.name, moment, len(found))
    return HandedOff(tuple(found), tuple(amended_later(work, memory_limit)), tuple(left_out))


def _all_opened(
    work: Work, levels: Collection[str], *, memory_limit: str, progress: Progress
) -> tuple[list[int], list[LeftOut]]:
    """The handoffs that were opened for those who wait at these levels, and who was left out; part by part."""
    waiting = handoffs.waiting(work.rules.name, work.run.run_id, levels, QUALIFIED)
    opened: list[int] = []
    left_out: list[LeftOut] = []
    done, in_all = 0, waiting.count()
    for some in in_parts(waiting, AT_ONCE):
        progress("Handing off", done, in_all)
        bodies = packing.packets_for(work, [row.account_id for row in some], memory_limit=memory_limit)
        opened += [number for row in some if (number := _open(work, row, bodies.get(row.account_id)))]
        left_out += [_leave_out(work, row) for row in some if row.account_id not in bodies]
        done += len(some)
    if in_all:
        progress("Handing off", in_all, in_all)
    return opened, left_out


def _leave_out(work: Work, row: ServedAccount) -> LeftOut:
    """Say that an account cannot be handed off: it is in the list of its run, but not in the tables behind it."""
    why = f"run {work.run.run_id} has no evidence of it to make a packet from"
    found = LeftOut(row.account_id, row.domain, why, row.name)
    after = {"definition": work.rules.name, "run": work.run.run_id, "account_id": row.account_id, "why": why}
    with transaction.atomic():
        if not audit.noted(LEFT_OUT, found.called, after):
            audit.note(audit.COMMAND_LINE, LEFT_OUT, found.called, after=after, now=work.now)
    return found


def _open(work: Work, row: ServedAccount, body: Mapping[str, Any] | None) -> int | None:
    """Open a handoff with its packet; None where the account no longer waits for one, or has no packet."""
    try:
        with transaction.atomic():
            handoff = _opened(work, row, body) if body and _still_waits(work, row) else None
    except IntegrityError:  # another process opened it at the same moment, where transactions run side by side
        return None
    if handoff is None:
        return None
    work.workload.to(handoff.owner, handoff.pk)
    return int(handoff.pk)


def _still_waits(work: Work, row: ServedAccount) -> bool:
    """Whether an account waits as it did when its packet was made."""
    name, levels = work.rules.name, work.rules.handoff.levels
    waits = handoffs.waiting(name, work.run.run_id, levels, QUALIFIED).filter(account_id=row.account_id)
    return handoffs.is_latest(name, work.run.run_id) and bool(waits.exists())


def _opened(work: Work, row: ServedAccount, body: Mapping[str, Any]) -> Handoff:
    """Open a handoff, add its packet and tell its owner."""
    work.workload.catch_up()
    found = routed_now(work, row)
    name = work.rules.name
    handoff = Handoff(
        definition=original_name(name), account_id=row.account_id, opened_at=work.now, run_id=work.run.run_id
    )
    handoff.version_id = handoffs.version_row(work.run.version)
    describe(handoff, row)
    handoff.route, handoff.team, handoff.owner, handoff.path = found.route, found.team, found.owner, found.path
    handoff.respond_within = found.respond_within
    set_clock(work.opened, work.rules, handoff, work.now)
    handoff.save()
    packet = handoffs.add_packet(handoff, body, digest(body), work.now)
    telling.handed_off(work.opened, work.rules, handoff, packet, work.now, told=found.told)
    return handoff
