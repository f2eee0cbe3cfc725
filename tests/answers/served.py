"""Served accounts written down as a table: what lists are read from."""

from __future__ import annotations

from typing import Any

from mqa.ledger.models import Run, ServedAccount
from tests.tables import table

ORDINARY: dict[str, Any] = {
    "name": "",
    "owner": "",
    "segment": "Mid-market",
    "tier": "Tier 3",
    "state": "graded",
    "grade": "B",
    "fit_score": 60_000_000,
    "known_share": 1_000_000,
    "engagement": 0,
    "breadth": 0,
    "depth": 0,
    "recency": 0,
    "product": 0,
    "engaged": 0,
    "seen": 0,
    "known": 0,
    "level": "",
    "level_rank": 0,
    "since": None,
    "evidence_on": None,
    "cooling_until": None,
    "stage": "prospect",
    "cause": "scores",
    "hindsight": 0,
    "nearly": "",
}


def served(text: str, *, definition: str = "Halyard new business") -> int:
    """A published run whose accounts are the rows of a table, in their order; returns its number.

    Columns that are not written are as of an ordinary account.
    """
    run = Run.objects.create(
        definition=definition, version="v1", kind="live", as_of=9678, known_at=9678, fold_from=9588, token=1
    )
    written = table(text)
    for nth, row in enumerate(written.rows, start=1):
        values = {**ORDINARY, **dict(zip(written.columns, row, strict=True))}
        ServedAccount.objects.create(run=run, **{"rank": nth, "account_id": nth, **values})
    return int(run.pk)
