"""Handoffs with real packets for the people of the site, entered as handing off would at given times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from mqa.delivery import giving, packing
from mqa.handoff.packets import digest
from mqa.ledger import handoffs, runs
from mqa.ledger.models import Handoff, ServedAccount
from mqa.workspaces import Opened


def hand_over(opened: Opened, owner: str, hours_ago: Sequence[float], *, skip: int = 0) -> list[Handoff]:
    """One handoff for each of these ages, of the best accounts of the last run that have none; they run for a day."""
    agreement = opened.agreements[0]
    run = runs.published(agreement.definition.name)
    assert run is not None
    taken = Handoff.objects.filter(closed_at=None).values("account_id")
    free = ServedAccount.objects.filter(run=run.run_id).exclude(account_id__in=taken).order_by("rank")
    rows = list(free[skip : skip + len(hours_ago)])
    numbers = [row.account_id for row in rows]
    bodies = packing.packets(opened, agreement.definition, run, numbers, datetime.now(UTC), memory_limit="1GB")
    found = []
    for row, hours in zip(rows, hours_ago, strict=True):
        at = datetime.now(UTC) - timedelta(hours=hours)
        handoff = Handoff(
            definition=agreement.definition.name,
            version_id=handoffs.version_row(agreement.version),
            account_id=row.account_id,
            domain=row.domain,
            name=row.name,
            level=row.level or "Qualified",
            level_rank=row.level_rank,
            tier=row.tier,
            segment=row.segment,
            route="Named accounts",
            team="sales development",
            owner=owner,
            path="“Named accounts” takes Tier 1 to the owner of the account",
            respond_within="24 hours",
            run_id=run.run_id,
            opened_at=at,
        )
        giving.set_clock(opened, agreement.definition, handoff, at)
        handoff.save()
        handoffs.add_packet(handoff, bodies[row.account_id], digest(bodies[row.account_id]), at)
        found.append(handoff)
    return found
