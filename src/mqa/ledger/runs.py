"""Runs: begun, published by one transaction, or failed; and the pointer that readers follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from mqa.ledger import names
from mqa.ledger.files import list_file
from mqa.ledger.leases import WRITER, require
from mqa.ledger.models import File, Published, Run, RunTable
from mqa.ledger.names import original_name, rows_of
from mqa.terms.stored import StoredFile

Kind = Literal["live", "replay"]
State = Literal["under way", "published", "superseded", "failed"]


@dataclass(frozen=True)
class PublishedRun:
    """A run that readers may read. `tables`: each table's files, relative to the warehouse (none: it is empty).

    `definition`: its original name; `answers_seen`: the number of the last answer of sales that it could read.
    """

    run_id: int
    definition: str
    version: str
    as_of: int
    known_at: int
    fold_from: int
    published_at: datetime
    tables: dict[str, tuple[str, ...]]
    answers_seen: int = 0


@dataclass(frozen=True)
class RunLine:
    """One run, as lists show it. `ended_at`: when it was published or failed; `why` says why it failed."""

    run_id: int
    definition: str
    version: str
    kind: str
    as_of: int
    known_at: int
    state: State
    begun_at: datetime
    published_at: datetime | None
    ended_at: datetime | None
    why: str

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it is under way."""
        return round((self.ended_at - self.begun_at).total_seconds(), 1) if self.ended_at else None


@dataclass(frozen=True)
class Scored:
    """One published run of a day, and the files of its scores."""

    as_of: int
    files: tuple[str, ...]


def begin(
    definition: str,
    version: str,
    as_of: int,
    known_at: int,
    fold_from: int,
    kind: Kind = "live",
    *,
    token: int,
    answers_seen: int = 0,
) -> int:
    """Record that a run begins, under the writer's lease `token`; returns the run's number.

    Days are day numbers; `answers_seen` is the number of the last answer of sales that it can read. Runs that
    another writer left unfinished are failed: whoever holds the lease is the only one at work. Raises Unavailable
    where the lease is lost.
    """
    run = Run(definition=original_name(definition), version=version, kind=kind, as_of=as_of, known_at=known_at)
    run.fold_from, run.token, run.answers_seen = fold_from, token, answers_seen
    with transaction.atomic():
        require(WRITER, token)
        _unfinished().exclude(token=token).update(
            failed_at=timezone.now(), why="It was stopped before it was published."
        )
        run.save()
    return int(run.pk)


def publish(run_id: int, tables: Mapping[str, Sequence[StoredFile]]) -> None:
    """List a run's tables and let readers see them, in one transaction; the run it replaces retires.

    Readers see the old run or the new one, never a mixture. Raises Unavailable where another writer has taken
    over since the run began, ValueError where the run is finished already.
    """
    with transaction.atomic():
        run = _under_way(run_id)
        require(WRITER, run.token)
        _list_tables(run, tables)
        run.published_at = timezone.now()
        run.save()
        _point_at(run)


def fail(run_id: int, why: str) -> None:
    """Record that a run came to nothing, and why; one that is finished already stays as it is."""
    _unfinished().filter(pk=run_id).update(failed_at=timezone.now(), why=why)


def published(definition: str, as_of: int | None = None, *, kind: Kind = "live") -> PublishedRun | None:
    """The run that holds for a definition: of exactly that `as_of`, or of the latest one."""
    runs = _holding(definition, kind)
    return _newest(runs if as_of is None else runs.filter(as_of=as_of))


def nearest(definition: str, as_of: int) -> int | None:
    """The day of the run that lies nearest to a day, the earlier of two; None where there is none."""
    days = _holding(definition, "live").values_list("as_of", flat=True)
    return min(days, key=lambda day: (abs(day - as_of), day), default=None)


def scored(definition: str, after: int, up_to: int) -> list[Scored]:
    """The runs that hold for the days after one up to another, in order, with the files of their scores."""
    held = RunTable.objects.filter(
        table="scores", run__pointer__definition=original_name(definition), run__pointer__kind="live"
    )
    held = held.filter(run__as_of__gt=after, run__as_of__lte=up_to, file__isnull=False)
    found: dict[int, list[str]] = defaultdict(list)
    for as_of, name in held.order_by("run__as_of", "id").values_list("run__as_of", "file__name"):
        found[as_of].append(name)
    return [Scored(as_of, tuple(names)) for as_of, names in found.items()]


def latest_before(definition: str, as_of: int, within_days: int, *, kind: Kind = "live") -> PublishedRun | None:
    """The run of the last day before `as_of`, at most `within_days` earlier, by whichever version.

    Only runs that used the knowledge of their own day count: another's standings would be no yesterday.
    """
    runs = _holding(definition, kind).filter(known_at=F("as_of"))
    return _newest(runs.filter(as_of__lt=as_of, as_of__gte=as_of - within_days))


def runs(definition: str = "", *, first: int = 0, most: int) -> tuple[list[RunLine], int]:
    """At most so many runs, the latest first, from place `first` (0 is the latest), and how many there are in all.

    Of one definition, or (empty) of all.
    """
    found = rows_of(Run, definition) if definition else Run.objects.all()
    called = names.todays()
    return [
        RunLine(
            *(run.pk, called.get(run.definition, run.definition), run.version, run.kind, run.as_of, run.known_at),
            state=_state(run),
            begun_at=run.begun_at,
            published_at=run.published_at,
            ended_at=run.published_at or run.failed_at,
            why=run.why,
        )
        for run in found.order_by("-id")[first : first + most]
    ], found.count()


def _unfinished() -> QuerySet[Run]:
    return Run.objects.filter(published_at=None, failed_at=None)


def _under_way(run_id: int) -> Run:
    run = Run.objects.select_for_update().get(pk=run_id)
    if _state(run) != "under way":
        raise ValueError(f"Run {run_id} is {_state(run)} and cannot be published.")
    return run


def _list_tables(run: Run, tables: Mapping[str, Sequence[StoredFile]]) -> None:
    for table, files in tables.items():
        for stored in files or (None,):
            RunTable.objects.create(run=run, table=table, file=list_file(stored) if stored else None)


def _point_at(run: Run) -> None:
    place = {"definition": run.definition, "kind": run.kind, "as_of": run.as_of}
    for pointer in Published.objects.select_for_update().filter(**place):
        Run.objects.filter(pk=pointer.run_id).update(superseded_at=run.published_at)
        File.objects.filter(run_table__run=pointer.run_id).update(retired_at=run.published_at)
    Published.objects.update_or_create(**place, defaults={"run": run})


def _holding(definition: str, kind: Kind) -> QuerySet[Run]:
    return Run.objects.filter(pointer__definition=original_name(definition), pointer__kind=kind)


def _newest(runs: QuerySet[Run]) -> PublishedRun | None:
    run = runs.order_by("-as_of").first()
    if run is None:
        return None
    facts = (run.pk, run.definition, run.version, run.as_of, run.known_at, run.fold_from, run.published_at)
    return PublishedRun(*facts, tables=_files_of(run), answers_seen=run.answers_seen)


def _files_of(run: Run) -> dict[str, tuple[str, ...]]:
    files: dict[str, list[str]] = defaultdict(list)
    for table, name in run.tables.order_by("id").values_list("table", "file__name"):
        files[table] += [name] if name else []
    return {table: tuple(names) for table, names in files.items()}


def _state(run: Run) -> State:
    if run.failed_at:
        return "failed"
    if run.superseded_at:
        return "superseded"
    return "published" if run.published_at else "under way"
