"""Runs with their served accounts, written down as a table."""

from __future__ import annotations

from typing import Any

from mqa.ledger.leases import held
from mqa.ledger.runs import begin, publish
from mqa.ledger.served import COLUMNS, serve
from tests.ledger.files import stored
from tests.tables import table

DEFINITION = "Halyard"
ORDINARY: dict[str, Any] = dict.fromkeys(COLUMNS, 0) | {
    **dict.fromkeys(("name", "owner", "segment", "tier", "grade", "level", "nearly"), ""),
    **dict.fromkeys(("since", "evidence_on", "cooling_until")),
    "state": "graded",
    "stage": "prospect",
    "cause": "scores",
}


def rows(text: str) -> list[list[Any]]:
    """Served accounts; columns that are not written are as of an ordinary account."""
    written = table(text)
    named = [dict(zip(written.columns, row, strict=True)) for row in written.rows]
    for nth, row in enumerate(named, start=1):
        row.setdefault("domain", f"a{row['account_id']}.example")
        row.setdefault("rank", nth)
        row["level_rank"] = int(bool(row.get("level")))
    return [[{**ORDINARY, **row}[column] for column in COLUMNS] for row in named]


def run_with(text: str, as_of: int = 100, *, known_at: int | None = None, version: str = "v1") -> int:
    """A published run of a day with these accounts; returns its number."""
    known_at = as_of if known_at is None else known_at
    with held() as token:
        run = begin(DEFINITION, version, as_of, known_at, as_of - 90, token=token)
        serve(run, rows(text))
        publish(run, {"scores": [stored("scores")]})
    return run
