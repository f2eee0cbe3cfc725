"""Watching: what is new in the sources is loaded as it comes, and whom it concerns is judged again and handed off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mqa import runs, workspaces
from mqa.delivery.following import follow, follow_again
from mqa.delivery.handing import HandedOff, hand_off
from mqa.ledger.runs import PublishedRun
from mqa.live.refreshing import Live, Refreshed, to_refresh
from mqa.loads import load
from mqa.loads.finding import chosen_sources, paths_of
from mqa.loads.merging import merge
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

NOTHING_HANDED = HandedOff()
MERGED_AFTER = 20  # loads without a pause
LARGEST_MERGED = 200_000  # rows: it takes a part of a second
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Round:
    """What one look did: rows loaded; and of one definition the run that had to be made (None: none), who was judged
    again, and what was handed off."""

    at: datetime
    loaded: int = 0
    definition: str = ""
    run_id: int | None = None
    refreshed: Refreshed | None = None
    handed: HandedOff = NOTHING_HANDED

    @property
    def is_news(self) -> bool:
        """Whether anything happened."""
        return bool(self.loaded or self.run_id or (self.refreshed and self.refreshed.accounts) or self.handed.opened)


@dataclass
class Watch:
    """A workspace, looked at again and again by whoever calls `look`."""

    folder: Path
    only: str = ""  # a definition's name; empty: all
    memory_limit: str = "1GB"
    _lives: dict[str, Live] = field(default_factory=dict)
    _sources: Stamp | None = None
    _unmerged: int = 0  # loads whose files were not merged yet

    def close(self) -> None:
        """Let go of all engines."""
        while self._lives:
            self._lives.popitem()[1].close()

    def look(self, opened: Opened) -> Iterator[Round]:
        """Load what is new, then bring each definition up to date; tells of each as soon as it is.

        A run of today is made where there is none that can be refreshed. Raises Refused, Held and Unavailable as
        loading and running do; what was done before stands, and the next look goes on from there.
        """
        if rows := self._load(opened):
            yield Round(datetime.now(UTC), loaded=rows)
        drafts = [workspaces.chosen(opened, self.only)] if self.only else opened.agreements
        for draft in drafts:
            yield self._up_to_date(opened, workspaces.live(opened, draft))

    def _load(self, opened: Opened) -> int:
        stamp = _stamp(opened)
        if stamp is not None and stamp == self._sources:
            self._merge(opened, after=1)
            return 0
        report = load(opened.folder, today=opened.today, memory_limit=self.memory_limit, merge=False)
        self._sources = stamp
        self._unmerged += any(one.files for one in report.sources)
        self._merge(opened, after=MERGED_AFTER)
        return report.total("loaded")

    def _merge(self, opened: Opened, *, after: int) -> None:
        """Merge small files where so many loads left theirs; large ones are left to `mqa load`, for they take long."""
        if self._unmerged >= after:
            merge(opened.folder, largest=LARGEST_MERGED, memory_limit=self.memory_limit)
            self._unmerged = 0

    def _up_to_date(self, opened: Opened, agreement: Agreement) -> Round:
        name, now = agreement.definition.name, datetime.now(UTC)
        made = None
        run = to_refresh(agreement, opened.today)
        if run is None:
            made = self._run(opened, agreement)
            run = to_refresh(agreement, opened.today)
        if run is None:
            return Round(now, definition=name, run_id=made)
        done = self._live(opened, agreement, run).refresh(
            now, follow=lambda of, accounts: _follow(opened, agreement, of, accounts, now)
        )
        handed = NOTHING_HANDED
        if made or done.moved:
            handed = hand_off(opened, agreement, now, memory_limit=self.memory_limit)
        return Round(now, definition=name, run_id=made, refreshed=done, handed=handed)

    def _run(self, opened: Opened, agreement: Agreement) -> int:
        finished = runs.run(
            opened.warehouse,
            agreement,
            opened.today,
            contract=opened.agreed.contract,
            memory_limit=self.memory_limit,
        )
        follow(opened, agreement, datetime.now(UTC), memory_limit=self.memory_limit)
        return finished.run_id

    def _live(self, opened: Opened, agreement: Agreement, run: PublishedRun) -> Live:
        name = agreement.definition.name
        live = self._lives.get(name)
        if live and live.run.run_id != run.run_id:
            self._lives.pop(name).close()
            live = None
        if live is None:
            live = self._lives[name] = Live(opened.warehouse, agreement, run, memory_limit=self.memory_limit)
        return live


def _follow(opened: Opened, agreement: Agreement, run: PublishedRun, accounts: Sequence[int], now: datetime) -> None:
    follow_again(opened, agreement, run, accounts, now)


def _stamp(opened: Opened) -> Stamp | None:
    """Size and time of all files of the sources; None where they cannot be told, as of a database."""
    found: list[tuple[str, int, int]] = []
    with TemporaryDirectory() as scratch:
        for source in chosen_sources(opened.agreed, None):
            if source.database:
                return None
            paths, _ = paths_of(opened.folder, source, Path(scratch))
            stats = [(str(path), path.stat()) for path, _ in paths]
            found += [(path, stat.st_mtime_ns, stat.st_size) for path, stat in stats]
    return tuple(found)
