"""Open handoffs follow what a run found: withdrawn where their account is over, amended where it rose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mqa import versions
from mqa.delivery import packing, telling
from mqa.delivery.giving import Work, describe, routed_now, set_clock, workload
from mqa.handoff.packets import digest
from mqa.identity.corrections import in_force, way
from mqa.ledger import corrections, handoffs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.ledger.parts import in_parts
from mqa.ledger.runs import PublishedRun
from mqa.terms import stages
from mqa.terms.keys import number_of
from mqa.terms.rules import Agreement, Definition
from mqa.workspaces import Opened

AT_ONCE = 100  # accounts whose packets are made together
MOST_PREPARED = 500  # packets of accounts that rose, made before their run is followed; the others follow it
WITH_SALES = {"pipeline": "an opportunity is open", "won": "an opportunity was won"}
NOT_OURS = {"excluded": "it is excluded", "outside": "it no longer fits"}
Packets = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Followed:
    """The numbers of the open handoffs that a run amended or withdrew."""

    amended: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()


def prepared(opened: Opened, agreement: Agreement, run: PublishedRun, *, memory_limit: str = "1GB") -> Packets:
    """New packets for the open handoffs whose accounts rose in a run; made before the transaction that follows it.

    Not more than MOST_PREPARED, as all of them lie in memory at once: `amended_later` amends the others, in parts.
    """
    rules = versions.of_run(agreement, run).definition
    risen = [handoff.account_id for handoff in _risen(rules, run)[:MOST_PREPARED]]
    return packing.packets(opened, rules, run, risen, run.published_at, memory_limit=memory_limit)


def amend_and_withdraw(
    opened: Opened, agreement: Agreement, run: PublishedRun, now: datetime, *, packets: Packets
) -> Followed:
    """Lets the open handoffs follow a run: part of the transaction that follows it.

    Withdrawn are those whose account stands at no level that is handed off any more, or has an open or won
    opportunity; amended are those whose account rose: a new version of the packet, and the earlier due time.
    """
    work = Work(opened, versions.of_run(agreement, run).definition, run, now, workload())
    gone = list(handoffs.fallen(work.rules.name, _standing(work.rules, run)))
    rows = handoffs.served(run.run_id, [handoff.account_id for handoff in gone])
    led = _led(run.known_at)
    for handoff in gone:
        why = over(rows.get(handoff.account_id), led.get(handoff.account_id))
        handoffs.close(handoff, "withdrawn", now, reason=why)
        telling.withdrawn(opened, handoff, why, now)
    risen = list(_risen(work.rules, run).filter(account_id__in=packets))
    rows = handoffs.served(run.run_id, packets)
    amended = [_amend(work, one, rows[one.account_id], packets[one.account_id]) for one in risen]
    return Followed(tuple(amended), tuple(handoff.pk for handoff in gone))


def amended_later(work: Work, memory_limit: str) -> Iterator[int]:
    """Amend what was not amended when the run was followed: opened meanwhile, or too many at once; part by part."""
    for some in in_parts(_risen(work.rules, work.run), AT_ONCE):
        rows = handoffs.served(work.run.run_id, [handoff.account_id for handoff in some])
        bodies = packing.packets_for(work, rows, memory_limit=memory_limit)
        for handoff in some:
            if (row := rows.get(handoff.account_id)) and (body := bodies.get(handoff.account_id)):
                yield from _amended_now(work, handoff, row, body)


def _amended_now(work: Work, handoff: Handoff, row: ServedAccount, body: Mapping[str, Any]) -> Iterator[int]:
    """Amend a handoff if it is still open and its account still stands higher than it tells."""
    with transaction.atomic():
        now_open = handoffs.locked(handoff.pk)
        if now_open and _risen(work.rules, work.run).filter(pk=handoff.pk).exists():
            yield _amend(work, now_open, row, body)


def _amend(work: Work, handoff: Handoff, row: ServedAccount, body: Mapping[str, Any]) -> int:
    """Tell the owner of a rise in level: a new packet, the earlier of both due times."""
    found = routed_now(work, row, handoff.tried)
    before = [handoff.remind_at, handoff.due_at, handoff.escalate_at, handoff.reclaim_at]
    describe(handoff, row)
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


def _standing(rules: Definition, run: PublishedRun) -> QuerySet[ServedAccount]:
    """The accounts of a run whose open handoffs stay."""
    ours = [stage for stage in stages.NAMES if stage not in WITH_SALES]
    return handoffs.standing(run.run_id, rules.handoff.levels, ours).exclude(state__in=NOT_OURS)


def _risen(rules: Definition, run: PublishedRun) -> QuerySet[Handoff]:
    """The open handoffs whose account stands at a higher level than they tell of; levels of earlier versions go by
    name."""
    rank = {name: nth for nth, level in enumerate(rules.levels, start=1) for name in (level.name, *level.formerly)}
    return handoffs.risen(rules.name, _standing(rules, run), rank)


def _led(known_at: int) -> dict[int, str]:
    """The account that people lead each account to, by what they had said by a day; empty: nobody's."""
    held = in_force(one for one in corrections.said() if one.day <= known_at)
    return {number_of(key): way(held, key)[-1] for about, key in held if about == "account"}


def over(row: ServedAccount | None, led: str | None = None) -> str:
    """Why an account is no longer to be handed off, as a run left it (None: the run does not have it).

    `led`: where a person led it since (empty: to nobody).
    """
    if row is None and led is not None:
        return f"it was merged into {led}" if led else "somebody said that it is never an account"
    if row is None:
        return "it is no account of its own any more"
    if why := NOT_OURS.get(row.state) or WITH_SALES.get(row.stage):
        return why
    expired = "nothing new came for too long; " if row.cause == "expired" else ""
    return f"{expired}it stands at {row.level or 'no level'}{', which is not handed off' if row.level else ' any more'}"
