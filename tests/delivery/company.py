"""A small workspace that hands accounts off: two teams, two levels, packets made without a warehouse."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mqa.delivery import packing
from mqa.delivery.following import follow
from mqa.delivery.handing import HandedOff, hand_off
from mqa.handoff.settings import settings
from mqa.ledger import definitions, outbox
from mqa.ledger.models import Handoff, ServedAccount
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened
from tests.definitions import definition
from tests.delivery.workspace import delivering
from tests.ledger.accounts import run_with

MONDAY = datetime(2026, 7, 6, 7, tzinfo=UTC)  # 09:00 in Amsterdam, an hour after the moment of the cadence
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SALES = """
sales:
  calendar: { opens: "09:00", closes: "17:00" }
  people: { Ann Lee: ann@halyard.example }
  teams:
    development: [cas@halyard.example, dee@halyard.example]
"""
RULES = definition(
    conditions="""
        Warm: { engagement_at_least: 30 }
        Hot: { engagement_at_least: 60 }
        Very hot: { engagement_at_least: 90 }
    """,
    levels="""
        Watch: { when: Warm, stage: account of interest, action: nurture }
        Qualified: { when: Hot, stage: MQA, action: direct_outreach }
        Priority: { when: Very hot, stage: MQA, action: priority_response }
    """,
    handoff="""
        levels: [Qualified, Priority]
        cadence: "monday 08:00"
        at_once: [Priority]
    """,
    routes="""
        Urgent: { where: { level: Priority }, to: owner, respond_within: 24 hours }
        Everyone else: { where: {}, to: "round robin: development", respond_within: 48 hours }
    """,
    sla="""
        remind_at: 0.5
        escalate_at: 1.0
        reclaim_at: 3.0
        escalate_to: sales manager
    """,
    dispositions="""
        accepted: []
        deferred: { timing: [no budget this year] }
        rejected: { fit: [wrong size], timing: [no project] }
    """,
)
AGREEMENT = Agreement(replace(RULES, name="Halyard"), "v1", "")
RANKS = {level.name: nth for nth, level in enumerate(RULES.levels, start=1)}


def company(folder: Path) -> Opened:
    """The workspace, with one channel that hears everything."""
    opened = delivering(folder, Files="{ kind: file, folder: out }")
    said, wrong = settings(SALES, "mqa.yaml", "Europe/Amsterdam", lists={})
    assert not wrong
    return replace(opened, agreements=(AGREEMENT,), settings=replace(said, channels=opened.channels))


def packets_without_a_warehouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let packets say no more than whose they are and by which run."""

    def packets(_: Opened, __: Any, run: Any, accounts: Collection[int], *___: Any, **____: Any) -> dict[int, Any]:
        return {
            account: {"account": {"id": account}, "run": run.run_id, "why_now": [], "contact_first": []}
            for account in accounts
        }

    monkeypatch.setattr(packing, "packets", packets)


def found(accounts: str, as_of: int = 100) -> int:
    """A published run with these accounts, written as `id level stage` a line; returns its number."""
    definitions.keep("Halyard", "v1", "")
    written = [line.split() for line in accounts.strip().splitlines()]
    lines = [f"{one[0]}  {one[1]}  {' '.join(one[2:])}  Ann Lee" for one in written]
    run = run_with("\n".join(["account_id  level  stage  owner", *lines]), as_of)
    for level, rank in RANKS.items():
        ServedAccount.objects.filter(run=run, level=level).update(level_rank=rank)
    return run


def lived(opened: Opened, accounts: str, now: datetime, as_of: int = 100) -> HandedOff:
    """A run with these accounts, followed, and what was handed off at that moment."""
    found(accounts, as_of)
    follow(opened, AGREEMENT, now)
    return hand_off(opened, AGREEMENT, now)


def open_ones() -> list[tuple[int, str, str]]:
    """The open handoffs: account, level, owner."""
    return sorted(Handoff.objects.filter(closed_at=None).values_list("account_id", "level", "owner"))


def told() -> list[str]:
    """What was told of handoffs, in order."""
    return [message.event for message in outbox.waiting() if not message.event.startswith("level")]
