"""How fresh a workspace is: what was loaded when, what was run, how large it is, who is at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from mqa.ledger import runs, segments
from mqa.ledger.leases import WRITER
from mqa.ledger.models import File, Lease
from mqa.ledger.runs import RunLine

FATES = ("read", "loaded", "duplicates", "skipped", "rejected")
NOBODYS = "without account"  # how the counts of such rows begin, before the rule that says so


@dataclass(frozen=True)
class SourceLine:
    """One source: its loads, the rows by what became of them, all loads together, and when it was last loaded."""

    source: str
    files: int
    last_loaded_at: datetime | None
    counts: dict[str, int]

    @property
    def nobodys(self) -> int:
        """The rows that are kept but belong to no account."""
        return sum(rows for what, rows in self.counts.items() if what.startswith(NOBODYS))


@dataclass(frozen=True)
class Freshness:
    """A workspace at this moment. `stored_bytes`: of the tables in use; `at_work`: who writes now (empty: nobody)."""

    sources: tuple[SourceLine, ...]
    stored_bytes: int
    stored_files: int
    runs: tuple[RunLine, ...]
    at_work: str


def freshness(sources: Sequence[str], most_runs: int) -> Freshness:
    """The state of the open ledger: the workspace's sources in their order, then those it no longer names."""
    loads = segments.loads()
    named = dict.fromkeys([*sources, *(load.source for load in reversed(loads))])
    lines = []
    for source in named:
        of_source = [load for load in loads if load.source == source]
        totals: dict[str, int] = {}
        for load in of_source:
            for what, rows in load.counts.items():
                totals[what] = totals.get(what, 0) + rows
        last = max((load.loaded_at for load in of_source), default=None)
        lines.append(SourceLine(source, len(of_source), last, totals))
    in_use = File.objects.filter(retired_at=None)
    stored = in_use.aggregate(Sum("bytes"))["bytes__sum"] or 0
    return Freshness(tuple(lines), int(stored), in_use.count(), tuple(runs.runs(most=most_runs)[0]), _at_work())


def _at_work() -> str:
    lease = Lease.objects.filter(name=WRITER, expires_at__gt=timezone.now()).exclude(process=0).first()
    if lease is None:
        return ""
    return f"process {lease.process} on {lease.host}, since {lease.acquired_at:%Y-%m-%d %H:%M} UTC"
