"""The clocks of open handoffs: reminded, escalated, given to the next on the route; each once, in working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from mqa.delivery import telling
from mqa.delivery.giving import Workload, route, set_clock, workload
from mqa.handoff.agreed import Calendar
from mqa.handoff.calendars import works
from mqa.handoff.routing import RoutedAccount
from mqa.ledger import handoffs
from mqa.ledger.models import Handoff
from mqa.terms.rules import Agreement, Definition
from mqa.workspaces import Opened, in_force


@dataclass(frozen=True)
class Kept:
    """The numbers of the handoffs that were reminded of, escalated, or given to the next."""

    reminded: tuple[int, ...] = ()
    escalated: tuple[int, ...] = ()
    reclaimed: tuple[int, ...] = ()


def keep(opened: Opened, agreement: Agreement, now: datetime) -> Kept:
    """Does what the clocks of a definition's open handoffs ask for now, by the version in force; nothing while nobody
    works.

    Of several steps that have become due only the last is taken: who is to be escalated is not reminded any more. A
    handoff nobody could take goes to somebody as soon as one is there; it is reclaimed only where another can have it.
    """
    if not working(opened.sales.calendar, now):
        return Kept()
    done: dict[str, list[int]] = {"reminded": [], "escalated": [], "reclaimed": []}
    due = handoffs.with_a_clock_due(agreement.definition.name, now)
    if not due:
        return Kept()
    rules, given = in_force(opened, agreement).definition, workload()
    for number in due:
        with transaction.atomic():
            handoff = handoffs.locked(number)
            if handoff and handoff.closed_at is None and (step := _kept(opened, rules, handoff, now, given)):
                done[step].append(number)
    return Kept(**{step: tuple(numbers) for step, numbers in done.items()})


def working(calendar: Calendar, now: datetime) -> bool:
    """Whether sales works at a moment."""
    there = now.astimezone(ZoneInfo(calendar.time_zone))
    return works(calendar, there.date()) and calendar.opens <= there.time().replace(tzinfo=None) < calendar.closes


def _kept(opened: Opened, rules: Definition, handoff: Handoff, now: datetime, given: Workload) -> str:
    """The step that a handoff's clock asks for, taken; empty: none."""
    if (not handoff.owner or now >= handoff.reclaim_at) and _reclaimed(opened, rules, handoff, now, given):
        return "reclaimed"
    if now >= handoff.escalate_at:
        if handoff.escalated_at is None:
            handoff.escalated_at = now
            handoff.save()
            telling.escalated(opened, rules, handoff, now)
            return "escalated"
    elif now >= handoff.remind_at and handoff.reminded_at is None and handoff.owner:
        handoff.reminded_at = now
        handoff.save()
        telling.reminded(opened, handoff, now)
        return "reminded"
    return ""


def _reclaimed(opened: Opened, rules: Definition, handoff: Handoff, now: datetime, given: Workload) -> bool:
    """Give a handoff to the next on its route, with a new clock; False where nobody else can have it."""
    before = handoff.owner
    tried = [*handoff.tried, before] if before else [*handoff.tried]
    row = handoffs.as_served(handoff.definition, handoff.account_id)
    owner = row.owner if row else ""
    account = RoutedAccount(handoff.account_id, handoff.tier, handoff.segment, handoff.level, owner)
    given.catch_up()
    found = route(opened, rules, account, now, workload=given, tried=tried)
    if not found.owner or found.owner == before:
        return False
    handoff.tried, handoff.reclaims = tried, handoff.reclaims + 1
    handoff.route, handoff.team, handoff.owner, handoff.path = found.route, found.team, found.owner, found.path
    handoff.respond_within, handoff.reminded_at, handoff.escalated_at = found.respond_within, None, None
    set_clock(opened, rules, handoff, now)
    handoff.save()
    given.taken_from(before)
    given.to(handoff.owner, handoff.pk)
    telling.reclaimed(opened, handoff, handoffs.packet_of(handoff.pk), before, now)
    return True
