"""Runs: begun, published by one transaction, or failed; and the pointer that readers follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, TypeVar

from django.db import transaction
from django.db.models import Case, F, Model, QuerySet, Value, When
from django.utils import timezone

from mqa.ledger import names
from mqa.ledger.files import list_file
from mqa.ledger.leases import WRITER, require
from mqa.ledger.models import File, Published, RefreshedAccount, Run, RunTable
from mqa.ledger.names import original_name, rows_of
from mqa.terms.freshness import SourceAge, state_of
from mqa.terms.freshness import State as Freshness
from mqa.terms.populations import Jump
from mqa.terms.stored import Seen, StoredFile

Kind = Literal["live", "replay"]
State = Literal["under way", "published", "superseded", "failed"]
NOTHING_SEEN = Seen(0, 0)
M = TypeVar("M", bound=Model)
CARRIED = ("standings", "streaks")  # tables that other runs go on from
STOPPED = "It was stopped before it was published."
REFRESHED = "refreshed"  # the accounts of a run that were judged again on its day; `refreshed_standings` and its like


@dataclass(frozen=True)
class PublishedRun:
    """A run that readers may read. `tables`: each table's files, relative to the warehouse (none: it is empty).

    `definition`: its original name; `seen`: what of the stored world it saw (None: it was made before this was kept);
    `went_on_from`: the run whose standings it went on from (None: it folded from nothing); `content`: the SHA-256 of
    its rows; `fitted_by`: the way it was judged how accounts fit (`mqa.increments`); `ages`, `jumps`: how old its
    sources were, and at which levels unusually many or few accounts stand; `refreshed_to`: the last load whose accounts
    were judged again since (None: none was).
    """

    run_id: int
    definition: str
    version: str
    as_of: int
    known_at: int
    fold_from: int
    published_at: datetime
    tables: dict[str, tuple[str, ...]]
    seen: Seen | None = None
    went_on_from: int | None = None
    content: str = ""
    fitted_by: str = ""
    ages: tuple[SourceAge, ...] = ()
    jumps: tuple[Jump, ...] = ()
    refreshed_to: int | None = None


@dataclass(frozen=True)
class RunLine:
    """One run, as lists show it. `ended_at`: when it was published or failed; `why` says why it failed; `content`: the
    SHA-256 of its rows; `scores`: what the ages of its sources make of them.
    """

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
    content: str = ""
    scores: Freshness = "complete"

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
    seen: Seen = NOTHING_SEEN,
    went_on_from: int | None = None,
    fitted_by: str = "",
) -> int:
    """Record that a run begins, under the writer's lease `token`; returns the run's number.

    Days are day numbers; `seen`, `went_on_from` and `fitted_by`: see `PublishedRun`. Runs that another writer left
    unfinished are failed: whoever holds the lease is the only one at work. Raises Unavailable where the lease is lost.
    """
    run = Run(definition=original_name(definition), version=version, kind=kind, as_of=as_of, known_at=known_at)
    run.fold_from, run.token, run.went_on_from_id = fold_from, token, went_on_from
    run.last_load, run.answers_seen, run.fitted_by = seen.last_load, seen.last_answer, fitted_by
    with transaction.atomic():
        require(WRITER, token)
        _unfinished().exclude(token=token).update(failed_at=timezone.now(), why=STOPPED)
        run.save()
    return int(run.pk)


def check(run_id: int, ages: Sequence[SourceAge], levels: Mapping[str, int], jumps: Sequence[Jump]) -> None:
    """Keep what was found of a run before it is published, or held back."""
    told = {"ages": [asdict(one) for one in ages], "levels": dict(levels), "jumps": [asdict(one) for one in jumps]}
    _unfinished().filter(pk=run_id).update(**told)


def levels_before(definition: str, as_of: int, most: int) -> list[dict[str, int]]:
    """How many accounts stood at each level, by name, in the last runs that hold of earlier days, the latest first."""
    held = _holding(definition, "live").filter(as_of__lt=as_of, known_at=F("as_of")).exclude(levels=None)
    return list(held.order_by("-as_of").values_list("levels", flat=True)[:most])


def publish(run_id: int, tables: Mapping[str, Sequence[StoredFile]], content: str = "") -> None:
    """List a run's tables and let readers see them, in one transaction; the run it replaces retires.

    Readers see the old run or the new one, never a mixture; only one of the same day and knowledge is replaced. Raises
    Unavailable where another writer has taken over since the run began, ValueError where the run is finished already.
    """
    with transaction.atomic():
        run = _under_way(run_id)
        require(WRITER, run.token)
        _list_tables(run, tables)
        run.published_at, run.content = timezone.now(), content
        run.save()
        _point_at(run)


def fail(run_id: int, why: str) -> None:
    """Record that a run came to nothing, and why; one that is finished already stays as it is."""
    _unfinished().filter(pk=run_id).update(failed_at=timezone.now(), why=why)


def published(
    definition: str, as_of: int | None = None, *, known_at: int | None = None, kind: Kind = "live"
) -> PublishedRun | None:
    """The run that holds for a definition: of exactly that `as_of`, or of the latest one.

    Of several of one day that of exactly `known_at`; without it the one that knew what was known on the day, if there
    is one, else the one that knew most.
    """
    runs = _holding(definition, kind)
    asked = {name: day for name, day in (("as_of", as_of), ("known_at", known_at)) if day is not None}
    return _newest(runs.filter(**asked))


def run_of(run_id: int) -> PublishedRun:
    """A run by its number, though another may hold in its place by now."""
    return _facts(Run.objects.get(pk=run_id))


def made_before(
    definition: str, version: str, as_of: int, known_at: int, fold_from: int | None = None
) -> PublishedRun | None:
    """The last run that was published of the same version and days, whether it holds or was replaced.

    None too where it was made before runs said what they saw.
    """
    same = rows_of(Run, definition).filter(kind="live", version=version, as_of=as_of, known_at=known_at)
    same = same.exclude(published_at=None).exclude(last_load=None)
    run = (same if fold_from is None else same.filter(fold_from=fold_from)).order_by("-id").first()
    return _facts(run) if run else None


def behind(run: PublishedRun) -> list[int]:
    """The numbers of a run and of those that it goes on from, one from the next; others may hold by now."""
    before = dict(rows_of(Run, run.definition).filter(as_of__lt=run.as_of).values_list("id", "went_on_from"))
    chain, earlier = [run.run_id], run.went_on_from
    while earlier is not None:
        chain.append(earlier)
        earlier = before.get(earlier)
    return chain


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
    best = _best_first(held, "run__").values_list("run__as_of", "run")
    runs = dict(reversed(best))  # of each day the best comes last
    found: dict[int, list[str]] = defaultdict(list)
    files = held.filter(run__in=runs.values()).order_by("run__as_of", "id")
    for as_of, name in files.values_list("run__as_of", "file__name"):
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
            content=run.content,
            scores=state_of(_ages(run)),
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
    place = {"definition": run.definition, "kind": run.kind, "as_of": run.as_of, "known_at": run.known_at}
    for pointer in Published.objects.select_for_update().filter(**place):
        Run.objects.filter(pk=pointer.run_id).update(superseded_at=run.published_at)
        RefreshedAccount.objects.filter(run=pointer.run_id).delete()  # this run has seen what they had
        # what another run went on from is kept for ever, so that that one can be made again and tells what was before
        carried = (*CARRIED, "transitions", REFRESHED, *(f"{REFRESHED}_{table}" for table in CARRIED))
        kept = carried if Run.objects.filter(went_on_from=pointer.run_id).exists() else ()
        retiring = File.objects.filter(run_table__run=pointer.run_id).exclude(table__in=kept)
        retiring.update(retired_at=run.published_at)
    Published.objects.update_or_create(**place, defaults={"run": run})


def _holding(definition: str, kind: Kind) -> QuerySet[Run]:
    return Run.objects.filter(pointer__definition=original_name(definition), pointer__kind=kind)


def _newest(runs: QuerySet[Run]) -> PublishedRun | None:
    run = _best_first(runs).first()
    return _facts(run) if run else None


def _best_first(runs: QuerySet[M], run: str = "") -> QuerySet[M]:
    """The latest day first; of one day first what was known on it, then what knew most. `run`: what leads to a run."""
    own = Case(When(**{f"{run}known_at": F(f"{run}as_of")}, then=Value(0)), default=Value(1))
    return runs.order_by(f"-{run}as_of", own, f"-{run}known_at")


def _facts(run: Run) -> PublishedRun:
    return PublishedRun(
        *(run.pk, run.definition, run.version, run.as_of, run.known_at, run.fold_from, run.published_at),
        tables=_files_of(run),
        seen=None if run.last_load is None else Seen(run.last_load, run.answers_seen),
        went_on_from=run.went_on_from_id,
        content=run.content,
        fitted_by=run.fitted_by,
        ages=_ages(run),
        jumps=tuple(Jump(**one) for one in run.jumps or ()),
        refreshed_to=run.refreshed_to,
    )


def _ages(run: Run) -> tuple[SourceAge, ...]:
    return tuple(SourceAge(**one) for one in run.ages or ())


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
