"""Handoffs as lists show them, and the one that a person means by its account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mqa.answers import evidence
from mqa.handoff.agreed import Sales
from mqa.handoff.calendars import calendar_of
from mqa.handoff.deadlines import Clock, clock
from mqa.ledger import dispositions, handoffs
from mqa.ledger.models import Disposition, Handoff, Packet
from mqa.reading import Account
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.workspaces import Opened


@dataclass(frozen=True)
class HandoffLine:
    """One handoff with what its latest packet says first. `clock`: None once it is closed; `said`: the last answer."""

    handoff: Handoff
    clock: Clock | None
    why_now: tuple[str, ...]
    said: Disposition | None

    def document(self) -> dict[str, Any]:
        """The line as a program reads it: moments in UTC, days as dates."""
        one = self.handoff
        return {
            "handoff": one.pk,
            "account": {"id": one.account_id, "domain": one.domain, "name": one.name},
            "definition": one.definition,
            **{name: getattr(one, name) for name in ("level", "tier", "segment", "owner", "team", "route", "path")},
            "state": one.state,
            **{name: moment(getattr(one, name)) for name in ("opened_at", "due_at", "closed_at")},
            "respond_within": one.respond_within,
            "clock": self.clock._asdict() if self.clock else None,
            "why_now": self.why_now,
            "reason": one.reason,
            "until": None if one.until is None else date_of(one.until).isoformat(),
            "answer": self.said.answer if self.said else None,
            "by": self.said.by if self.said else None,
            "note": self.said.note if self.said else None,
        }


def lines(
    definition: str, sales: Sales, now: datetime, *, everything: bool = False, owner: str = "", most: int = 50
) -> tuple[list[HandoffLine], int]:
    """The first handoffs of a definition and how many there are: the open ones by due time, or all, the latest first.

    `owner`: only those of one owner; by the name the CRM uses, or by address.
    """
    found = handoffs.all_of(definition) if everything else handoffs.still_open(definition)
    if owner:
        found = found.filter(owner__in=[owner, sales.address(owner)])
    return [line(one, sales, now) for one in found[:most]], found.count()


def line(one: Handoff, sales: Sales, now: datetime) -> HandoffLine:
    """One handoff as a list shows it."""
    packet = handoffs.packet_of(one.pk)
    return HandoffLine(
        one, clock_of(one, sales, now), tuple(packet.body["why_now"]) if packet else (), dispositions.last_of(one.pk)
    )


def clock_of(one: Handoff, sales: Sales, now: datetime) -> Clock | None:
    """How much time an open handoff has left, in its owner's calendar; None once it is closed."""
    if one.closed_at is not None:
        return None
    calendar = calendar_of(sales, one.owner)
    return clock(one.due_at, one.opened_at, now, calendar, respond_within=one.respond_within)


def of(opened: Opened, definition: str, typed: str, *, memory_limit: str) -> Handoff:
    """The open handoff of the account that a person means, or its latest one. Raises Refused where there is none."""
    account, _ = evidence.found(opened.warehouse, typed, opened.today, memory_limit=memory_limit)
    found = handoffs.of_account(definition, account.account_id)
    handoff: Handoff | None = found.filter(closed_at=None).first() or found.first()
    if handoff is None:
        raise Refused([_never(account, definition)])
    return handoff


def packet_of(one: Handoff, version: int | None = None) -> Packet:
    """A version of a handoff's packet, or the latest. Raises Refused where there is no such version."""
    packets = one.packets.order_by("-version")
    found: Packet | None = packets.first() if version is None else packets.filter(version=version).first()
    if found is None:
        last = packets.values_list("version", flat=True).first() or 0
        what = f"The packet of {one.domain} has no version {version}."
        raise Refused(
            [Problem(Place(""), what, "It has one version." if last == 1 else f"Its versions are 1 to {last}.")]
        )
    return found


def packet_document(packet: Packet) -> Mapping[str, Any]:
    """A packet as a program reads it: its body with its version and hash."""
    return {"version": packet.version, "hash": packet.hash, "made_at": moment(packet.made_at), "packet": packet.body}


def moment(at: datetime | None) -> str | None:
    """A moment as programs read it."""
    return None if at is None else at.isoformat()


def _never(account: Account, definition: str) -> Problem:
    what = f"{account.domain} was never handed off by {quoted(definition)}."
    return Problem(Place(""), what, "“mqa handoffs --all” lists those that were; “mqa explain” says what it lacks.")
