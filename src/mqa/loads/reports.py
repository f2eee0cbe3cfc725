"""What a load did, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WITHOUT_ACCOUNT = "without account: "


@dataclass(frozen=True)
class SourceReport:
    """One source of a load: how many of its files were new, and its rows by what became of them.

    `counts` has read, loaded, duplicates, skipped, rejected, values rejected, and `without account: <rule>`
    for acts and people that are kept but belong to no account.
    """

    source: str
    table: str
    files: int
    already_loaded: int
    counts: dict[str, int]

    @property
    def without_account(self) -> dict[str, int]:
        """Rows that belong to no account, by the rule that says so."""
        found = {w.removeprefix(WITHOUT_ACCOUNT): n for w, n in self.counts.items() if w.startswith(WITHOUT_ACCOUNT)}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class LoadReport:
    """A whole load, source by source in the order they were read, and the stored files of its rejects.

    `unmerged`: why small files could not be merged after it, if they could not.
    """

    sources: tuple[SourceReport, ...]
    rejects: tuple[str, ...] = ()
    unmerged: str = ""

    def total(self, what: str) -> int:
        """The rows of all sources that met one fate."""
        return sum(report.counts.get(what, 0) for report in self.sources)


def added(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Counts of several files as those of one source."""
    total: dict[str, int] = {}
    for one in counts:
        for what, rows in one.items():
            total[what] = total.get(what, 0) + rows
    return total
