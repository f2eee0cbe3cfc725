"""Watching: what is new in the sources is loaded as it comes, and whom it concerns is judged again and handed off."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mqa import runs, workspaces
from mqa.connectors.files import SETTLED
from mqa.delivery.following import follow, follow_again
from mqa.delivery.handing import HandedOff
from mqa.ledger import corrections, segments
from mqa.ledger.runs import PublishedRun
from mqa.live.handing import NOTHING, Handing
from mqa.live.refreshing import Live, Refreshed, to_refresh
from mqa.loads import LoadReport, load
from mqa.loads.finding import chosen_sources, paths_of
from mqa.loads.making import engine_to_keep
from mqa.loads.merging import merge
from mqa.reading import Connection
from mqa.terms.problems import Busy, MqaError, Unavailable
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

MERGED_AFTER = 20  # loads without a pause
LARGEST_MERGED = 200_000  # rows: it takes a part of a second
Stamp = tuple[object, ...]


@dataclass(frozen=True)
class Round:
    """What one look did: rows loaded and rejected; and of one definition the run that had to be made (None: none), who
    was judged again, and what was handed off."""

    at: datetime
    loaded: int = 0
    rejected: int = 0
    definition: str = ""
    run_id: int | None = None
    refreshed: Refreshed | None = None
    handed: HandedOff = NOTHING

    @property
    def is_news(self) -> bool:
        """Whether anything happened."""
        return bool(
            self.loaded
            or self.rejected
            or self.run_id
            or (self.refreshed and self.refreshed.accounts)
            or self.handed.opened
        )


@dataclass
class Watch:
    """A workspace, looked at again and again by whoever calls `look`."""

    folder: Path
    only: str = ""  # a definition's name; empty: all
    memory_limit: str = "1GB"
    _lives: dict[str, Live] = field(default_factory=dict)
    _failed: dict[str, tuple[Stamp, MqaError]] = field(default_factory=dict)  # runs that came to nothing, and why
    _loaded: Stamp | None = None
    _unmerged: int = 0  # loads whose files were not merged yet
    _engine: Connection | None = None  # in which small loads are done
    _handing: Handing = field(default_factory=Handing)

    def close(self) -> list[Round]:
        """Let go of all engines, when handing off has ended where it is under way; tells of that."""
        handed = self._handing.close()
        while self._lives:
            self._lives.popitem()[1].close()
        self._let_go()
        return [Round(datetime.now(UTC), definition=name, handed=done) for name, done in handed.items()]

    def _let_go(self) -> None:
        if self._engine:
            self._engine.close()
            self._engine = None

    def look(self, opened: Opened, *, patient: bool = True) -> Iterator[Round]:
        """Load what is new, then bring each definition up to date; tells of each as soon as it is.

        A run of today is made where there is none that can be refreshed. `patient`: files that somebody seems to be
        writing are left for the next look, and so is handing off while acts keep coming. What goes wrong with the
        sources, or with one definition, keeps no other from being brought up to date; then it is raised: Refused, Held
        or Unavailable.
        """
        wrong: list[MqaError] = []
        try:
            if report := self._load(opened, patient=patient):
                loaded, rejected = report.total("loaded"), report.total("rejected")
                yield Round(datetime.now(UTC), loaded=loaded, rejected=rejected)
        except MqaError as error:
            wrong.append(error)
        for draft in [workspaces.chosen(opened, self.only)] if self.only else opened.agreements:
            try:
                yield self._up_to_date(opened, workspaces.live(opened, draft), patient=patient)
            except MqaError as error:
                wrong.append(error)
        if wrong:
            raise wrong[0]

    def _load(self, opened: Opened, *, patient: bool) -> LoadReport | None:
        files = _files(opened)
        if files is not None and self._loaded == (files, *_beside(opened)):
            self._merge(opened, after=1)
            return None
        if patient and files and any(_is_being_written(Path(path), changed) for path, changed, _ in files):
            return None
        report = self._load_now(opened)
        self._loaded = None if files is None else (files, *_beside(opened))
        self._unmerged += any(one.files for one in report.sources)
        self._merge(opened, after=MERGED_AFTER)
        return report

    def _load_now(self, opened: Opened) -> LoadReport:
        self._engine = self._engine or engine_to_keep(opened.warehouse, memory_limit=self.memory_limit)
        try:
            return load(
                opened.folder,
                today=opened.today,
                memory_limit=self.memory_limit,
                merge=False,
                engine=self._engine,
            )
        except Busy:
            raise
        except BaseException:
            self._let_go()  # what stands half done is made anew
            raise

    def _merge(self, opened: Opened, *, after: int) -> None:
        """Merge small files where so many loads left theirs; large ones are left to `mqa load`, for they take long.

        Where that cannot be, what was loaded stands, and the next look tries again.
        """
        if self._unmerged >= after:
            with suppress(Unavailable):
                merge(opened.folder, largest=LARGEST_MERGED, memory_limit=self.memory_limit)
                self._unmerged = 0

    def _up_to_date(self, opened: Opened, agreement: Agreement, *, patient: bool) -> Round:
        name, now = agreement.definition.name, datetime.now(UTC)
        made, done = None, None
        follow(opened, agreement, now, memory_limit=self.memory_limit)  # a run that nobody followed yet
        if run := to_refresh(agreement, opened.today):
            done = self._refreshed(opened, agreement, run, now)
        if done is None:
            made = self._run(opened, agreement)
            run = to_refresh(agreement, opened.today)
            done = self._refreshed(opened, agreement, run, now) if run else None
        if made or (done and done.moved):
            self._handing.owe(name)
        busy = patient and done is not None and done.accounts > 0
        handed = self._handing.go_on(
            opened, agreement, now, memory_limit=self.memory_limit, idle=not busy, patient=patient
        )
        return Round(now, definition=name, run_id=made, refreshed=done, handed=handed)

    def _refreshed(self, opened: Opened, agreement: Agreement, run: PublishedRun, now: datetime) -> Refreshed | None:
        """What a refresh did; None where a run must be made instead."""

        def entered(of: PublishedRun, accounts: Sequence[int]) -> None:
            self._handing.owe(agreement.definition.name)
            follow_again(opened, agreement, of, accounts, now)

        live = self._live(opened, agreement, run)
        try:
            return live.refresh(now, entered)
        except Busy:
            raise
        except BaseException:
            self._lives.pop(agreement.definition.name).close()  # what stands half done is made anew
            raise

    def _run(self, opened: Opened, agreement: Agreement) -> int:
        """Make a run of today and follow it; one that came to nothing is not tried again before something changed."""
        name, contract = agreement.definition.name, opened.agreed.contract
        asked: Stamp = (opened.today, agreement.version, segments.last_load(), contract)
        failed = self._failed.get(name)
        if failed and failed[0] == asked:
            raise failed[1]
        try:
            made = runs.run(
                opened.warehouse, agreement, opened.today, contract=contract, memory_limit=self.memory_limit
            )
        except MqaError as error:
            if not isinstance(error, Busy):
                self._failed[name] = (asked, error)
            raise
        follow(opened, agreement, datetime.now(UTC), memory_limit=self.memory_limit)
        return made.run_id

    def _live(self, opened: Opened, agreement: Agreement, run: PublishedRun) -> Live:
        name = agreement.definition.name
        live = self._lives.get(name)
        if live and live.run.run_id != run.run_id:
            self._lives.pop(name).close()
            live = None
        if live is None:
            live = self._lives[name] = Live(opened.warehouse, agreement, run, memory_limit=self.memory_limit)
        return live


def _files(opened: Opened) -> tuple[tuple[str, int, int], ...] | None:
    """Time and size of all files of the sources; None where they cannot be told, as of a database."""
    found: list[tuple[str, int, int]] = []
    with TemporaryDirectory() as scratch:
        for source in chosen_sources(opened.agreed, None):
            if source.database:
                return None
            paths, _ = paths_of(opened.folder, source, Path(scratch))
            for path, _ in paths:
                with suppress(FileNotFoundError):  # it was taken away since it was listed
                    stat = path.stat()
                    found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _beside(opened: Opened) -> Stamp:
    """What else may make a file due to be read: how the workspace reads it, what was loaded, what people said."""
    said = max((one.number for one in corrections.said()), default=0)
    return workspaces.stamp(opened.folder, opened), segments.last_load(), said


def _is_being_written(path: Path, changed: int) -> bool:
    """Whether a file was changed just now and does not end as a whole one does."""
    if time.time_ns() - changed > SETTLED:
        return False
    end = b"1" if path.suffix == ".parquet" else b"\n"  # of PAR1, and of a line
    with suppress(OSError), path.open("rb") as file:
        return file.seek(0, 2) > 0 and file.seek(-1, 2) >= 0 and file.read(1) != end
    return False
