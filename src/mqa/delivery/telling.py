"""What channels are told of a handoff: opened, amended, withdrawn, reminded, escalated, given to the next, answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mqa.delivery.messages import tell
from mqa.ledger import names
from mqa.ledger.models import Disposition, Handoff, Packet
from mqa.terms.durations import iso_day
from mqa.terms.rules import Definition
from mqa.workspaces import Opened


def handed_off(
    opened: Opened, rules: Definition, handoff: Handoff, packet: Packet, now: datetime, *, told: Sequence[str]
) -> None:
    """A handoff was opened; of a pair the others are told too."""
    body = {**_body(handoff), **_of_packet(packet), "action": _action(rules, handoff)}
    if told:
        body["to"] = [one for one in (handoff.owner, *told) if one]
    _tell(opened, "handed off", handoff, body, now)


def amended(opened: Opened, rules: Definition, handoff: Handoff, packet: Packet, now: datetime) -> None:
    """The account of an open handoff rose."""
    body = {**_body(handoff), **_of_packet(packet), "action": _action(rules, handoff)}
    _tell(opened, "amended", handoff, body, now, of=f"/packet {packet.version}")


def withdrawn(opened: Opened, handoff: Handoff, why: str, now: datetime) -> None:
    """A handoff need not be answered any more."""
    _tell(opened, "withdrawn", handoff, {**_body(handoff), "reason": why}, now)


def reminded(opened: Opened, handoff: Handoff, now: datetime) -> None:
    """The answer is awaited."""
    _tell(opened, "reminded", handoff, _body(handoff), now, of=f"/round {handoff.reclaims}")


def escalated(opened: Opened, rules: Definition, handoff: Handoff, now: datetime) -> None:
    """The answer is due: somebody else is told."""
    body, to = _body(handoff), rules.handoff.escalate_to
    if to:
        team = opened.sales.team(to)
        body["to"] = [*team.members] if team else [opened.sales.address(to)]
    _tell(opened, "escalated", handoff, body, now, of=f"/round {handoff.reclaims}")


def reclaimed(opened: Opened, handoff: Handoff, packet: Packet | None, before: str, now: datetime) -> None:
    """A handoff went on to the next on its route."""
    body = {**_body(handoff), **(_of_packet(packet) if packet else {}), "from": before}
    _tell(opened, "reclaimed", handoff, body, now, of=f"/round {handoff.reclaims}")


def answered(opened: Opened, said: Disposition, now: datetime) -> None:
    """Sales answered."""
    handoff = said.handoff
    body = {
        **_body(handoff),
        "answer": said.answer,
        "reason": said.reason,
        "told": said.told,
        "until": iso_day(said.until),
        "note": said.note,
        "by": said.by,
        "day": iso_day(said.day),
    }
    _tell(opened, "answered", handoff, body, now, of=f"/answer {said.pk}")


def _body(handoff: Handoff) -> dict[str, Any]:
    """What every message says of a handoff."""
    return {
        "account": {"id": handoff.account_id, "domain": handoff.domain, "name": handoff.name},
        "definition": names.today(handoff.definition),
        "level": handoff.level,
        "owner": handoff.owner,
        "team": handoff.team,
        "handoff": handoff.pk,
        "opened_at": handoff.opened_at.isoformat(),
        "due_at": handoff.due_at.isoformat(),
    }


def _of_packet(packet: Packet) -> dict[str, Any]:
    """Why now, whom first, and which version of the packet says so."""
    body = packet.body
    which = {"version": packet.version, "hash": packet.hash}
    return {"why_now": body["why_now"], "contact_first": body["contact_first"], "packet": which}


def _action(rules: Definition, handoff: Handoff) -> str:
    return next((level.action for level in rules.levels if level.name == handoff.level), "")


def _tell(opened: Opened, event: str, handoff: Handoff, body: dict[str, Any], now: datetime, *, of: str = "") -> None:
    key = f"{event}/handoff {handoff.pk}{of}"
    tell(opened.channels, event, body, key=key, now=now, handoff_id=handoff.pk)
