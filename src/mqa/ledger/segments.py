"""What was loaded, and the segments of the world tables that it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from mqa.ledger.files import list_file
from mqa.ledger.leases import WRITER, require
from mqa.ledger.models import File, Load, LoadCount, Rollup, Segment, ToldOn
from mqa.terms.stored import Seen, StoredFile

AT_ONCE = 500  # values in one query


@dataclass(frozen=True)
class Sized:
    """A stored file and how many rows it has."""

    file: str
    rows: int


@dataclass(frozen=True)
class Before:
    """How a content was loaded before: the number of the load, the name of its file, and under which mapping."""

    load: int
    file: str
    mapping: str


def live(table: str, *, first_account: int | None = None, last_account: int | None = None) -> list[str]:
    """The files of a world table in load order, relative to the warehouse; only those that may hold these accounts."""
    segments = Segment.objects.filter(file__table=table, file__retired_at=None)
    if first_account is not None:
        segments = segments.filter(Q(file__last_account=None) | Q(file__last_account__gte=first_account))
    if last_account is not None:
        segments = segments.filter(Q(file__first_account=None) | Q(file__first_account__lte=last_account))
    return list(segments.order_by("id").values_list("file__name", flat=True))


def all_live() -> dict[str, list[str]]:
    """The files of every world table in load order, by table, relative to the warehouse."""
    found: dict[str, list[str]] = {}
    files = Segment.objects.filter(file__retired_at=None).order_by("id").values_list("file__table", "file__name")
    for table, name in files:
        found.setdefault(table, []).append(name)
    return found


def last() -> tuple[int, int]:
    """The number of the last segment, and how many are live: another pair, another world."""
    found = Segment.objects.filter(file__retired_at=None).aggregate(last=Max("id"), live=Count("id"))
    return int(found["last"] or 0), int(found["live"])


def last_load() -> int:
    """The number of the last load that is listed; 0 where there is none."""
    return int(Load.objects.aggregate(last=Max("id"))["last"] or 0)


def last_load_of(table: str, up_to: int | None = None) -> int:
    """The number of the last load that told anything of a world table, up to one; 0 where there is none.

    Files that were merged into others are looked at, too: those others are of the last load of them all.
    """
    told = Segment.objects.filter(file__table=table)
    told = told if up_to is None else told.filter(load__lte=up_to)
    return int(told.aggregate(last=Max("load"))["last"] or 0)


def narrowed(seen: Seen | None) -> Seen | None:
    """What a run saw, where that is less than what is stored by now; None: it would see all of it."""
    if seen is None or seen.last_load >= last_load():
        return None
    later = Segment.objects.filter(file__retired_at=None, load__gt=seen.last_load).values_list("file__table", flat=True)
    return Seen(seen.last_load, seen.last_answer, frozenset(later.distinct()))


def loaded_later(table: str, load: int) -> list[str]:
    """The live files of a world table with rows of loads after one, in load order; older ones may lie beside them."""
    later = Segment.objects.filter(file__table=table, file__retired_at=None, load__gt=load)
    return list(later.order_by("id").values_list("file__name", flat=True))


def sized(table: str) -> list[Sized]:
    """The live files of a world table with their rows, in load order."""
    segments = Segment.objects.filter(file__table=table, file__retired_at=None)
    return [Sized(*row) for row in segments.order_by("id").values_list("file__name", "file__rows")]


def rows(table: str) -> int:
    """How many rows the live files of a world table have."""
    return sum(one.rows for one in sized(table))


def replace(files: Sequence[str], merged: Sequence[StoredFile], *, token: int) -> None:
    """Let merged files take the place of those they hold the rows of; all at once or not at all.

    `token` is the writer's lease. Raises Unavailable where another writer has taken over.
    """
    with transaction.atomic():
        require(WRITER, token)
        now = timezone.now()
        old = Segment.objects.filter(file__name__in=files)
        last = old.order_by("load_id").values_list("load_id", flat=True).last()
        for stored in merged:
            Segment.objects.create(load_id=last, file=list_file(stored))
        File.objects.filter(Q(segment__in=old) | Q(rollup__segment__in=old)).update(retired_at=now)


def live_rollups(pattern_key: str) -> dict[str, str | None]:
    """Each file of activities that is rolled up under these patterns, and its activity days (None: no act matched)."""
    rollups = Rollup.objects.filter(pattern_key=pattern_key, segment__file__retired_at=None)
    return dict(rollups.order_by("segment_id").values_list("segment__file__name", "file__name"))


def loaded_before(source: str, contents: Sequence[str]) -> dict[str, list[Before]]:
    """How a source's files of these contents (their hashes) were loaded before, by content."""
    found: dict[str, list[Before]] = {}
    for first in range(0, len(contents), AT_ONCE):
        loads = Load.objects.filter(source=source, content_hash__in=contents[first : first + AT_ONCE])
        for content, *before in loads.values_list("content_hash", "id", "file", "mapping_hash"):
            found.setdefault(content, []).append(Before(*before))
    return found


def editions(source: str, file: str) -> tuple[int, str, str]:
    """How often a source's file of this name was loaded, and the content and mapping of the last time (or empty)."""
    loads = Load.objects.filter(source=source, file=file).order_by("id").values_list("content_hash", "mapping_hash")
    content, mapping = loads.last() or ("", "")
    return loads.count(), content, mapping


def mapped_as(beginning: str, *, other: bool = False) -> bool:
    """Whether anything was loaded under a mapping that begins so (or, `other`, under one that does not);
    corrections have none."""
    begins = Q(mapping_hash__startswith=beginning)
    return Load.objects.exclude(mapping_hash="").filter(~begins if other else begins).exists()


def list_load(
    source: str,
    file: str,
    content_hash: str,
    mapping_hash: str,
    counts: Mapping[str, int],
    files: Sequence[StoredFile],
    *,
    token: int,
    told_on: Sequence[int] = (),
) -> int:
    """Record a load and the segments it became, all at once or not at all; returns the load's number.

    `counts` are rows by what became of them; `told_on`: the days on which they became known; `token` is the writer's
    lease. Raises Unavailable where another writer has taken over, and django.db.IntegrityError where the same content
    was loaded before.
    """
    with transaction.atomic():
        require(WRITER, token)
        load = Load.objects.create(source=source, file=file, content_hash=content_hash, mapping_hash=mapping_hash)
        LoadCount.objects.bulk_create(LoadCount(load=load, what=what, rows=rows) for what, rows in counts.items())
        ToldOn.objects.bulk_create((ToldOn(load=load, day=day) for day in told_on), batch_size=AT_ONCE)
        for stored in files:
            Segment.objects.create(load=load, file=list_file(stored))
    return int(load.pk)


def list_rollup(pattern_key: str, activities_file: str, stored: StoredFile | None) -> None:
    """Record the activity days of a segment of activities (None: no act matched). A second one is left unlisted."""
    with transaction.atomic():
        segment = Segment.objects.select_for_update().get(file__name=activities_file)
        if not segment.rollups.filter(pattern_key=pattern_key).exists():
            listed = list_file(stored) if stored else None
            Rollup.objects.create(pattern_key=pattern_key, segment=segment, file=listed)


def last_told(known_at: int, up_to: int | None = None) -> dict[str, int]:
    """The last day up to one on which each source told something new; `up_to`: in loads up to this one."""
    told = ToldOn.objects.filter(day__lte=known_at)
    told = told if up_to is None else told.filter(load__lte=up_to)
    told = told.values_list("load__source").annotate(last=Max("day"))
    return {str(source): int(day) for source, day in told}


def last_loaded(now: datetime) -> dict[str, datetime]:
    """When each source was last loaded, up to a moment."""
    loaded = Load.objects.filter(loaded_at__lte=now).values_list("source").annotate(last=Max("loaded_at"))
    return {str(source): last for source, last in loaded}
