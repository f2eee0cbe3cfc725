"""Packets of many accounts, from the run that they are handed off by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mqa import evidence
from mqa.delivery.giving import Work
from mqa.evidence import Evidence, person_names
from mqa.explain.account import explanation
from mqa.explain.packet import Known, packet
from mqa.ledger import corrections, segments, served
from mqa.ledger.runs import PublishedRun
from mqa.terms.rules import Definition
from mqa.workspaces import Opened

OCCASIONS = 10  # of each signal and person; a packet shows the latest of all
Body = dict[str, Any]


def packets(
    opened: Opened,
    rules: Definition,
    run: PublishedRun,
    accounts: Collection[int],
    now: datetime,
    *,
    memory_limit: str,
) -> dict[int, Body]:
    """The body of each account's packet, by account; `rules` is the definition the run was made by."""
    if not accounts:
        return {}
    zone = ZoneInfo(opened.agreed.time_zone)
    loaded = segments.last_loaded(now)
    read = {of: loaded[of].astimezone(zone).date().isoformat() for of in loaded if of != corrections.SOURCE}
    found = [*evidence.of_many(opened.warehouse, rules, run, accounts, most=OCCASIONS, memory_limit=memory_limit)]
    judged_again = [one.account.account_id for one in found if one.run_id is None]
    again = {account: at.isoformat() for account, at in served.refreshed(run.run_id, judged_again).items()}
    numbered = ((one.account.account_id, one) for one in found)
    bodies = ((number, _body(one, rules, run, read, again.get(number, ""))) for number, one in numbered)
    return {account: body for account, body in bodies if body}


def packets_for(work: Work, accounts: Collection[int], *, memory_limit: str) -> dict[int, Body]:
    """The body of each account's packet, for what is given now."""
    return packets(work.opened, work.rules, work.run, accounts, work.now, memory_limit=memory_limit)


def _body(one: Evidence, rules: Definition, run: PublishedRun, read: dict[str, str], again: str) -> Body | None:
    said = explanation(one.tables, person_names(one), one.occasions, rules)
    if said is None:
        return None
    account = {name: getattr(one.account, name) for name in ("account_id", "domain", "name", "owner")}
    made_of = (one.tables, one.people, one.occasions, read, run.ages, again)
    known = Known(account, run.as_of, run.known_at, run.run_id, *made_of)
    return packet(known, said, rules)
