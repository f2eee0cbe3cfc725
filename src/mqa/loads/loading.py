"""A load from beginning to end: read everything, and only if all of it can be read make any of it known."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from mqa.identity.domains import KeptOut
from mqa.ledger import corrections, leases
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.ledger.segments import list_load, mapped_as
from mqa.loads.choosing import BY_COUNTRY, TELLERS, Input, in_part, inputs, known_by
from mqa.loads.finding import chosen_sources
from mqa.loads.keeping_out import kept_out
from mqa.loads.locating import locate
from mqa.loads.merging import merge_files
from mqa.loads.moving import move, move_told
from mqa.loads.placing import place
from mqa.loads.readying import prepare
from mqa.loads.rejecting import rejects_sql
from mqa.loads.reports import LoadReport, SourceReport, added
from mqa.loads.staging import Staged, staged
from mqa.loads.storing import World
from mqa.sources.agreed import Source, Workspace
from mqa.sources.fields import FIELDS
from mqa.sources.steps import made_sql
from mqa.sources.workspace import ACCOUNTS
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.terms.stored import StoredFile
from mqa.warehouse.opening import SPILL_FOLDER, claim, open_warehouse
from mqa.workspaces import FILE, agreed_in

TOLD_ON = "select distinct known_on from staged where fate = 0 and known_on between 0 and ? order by known_on"

Progress = Callable[[int, int, str], None]  # files done, files in all, what is being read


@dataclass
class _Loaded:
    """One file, stored but not yet listed."""

    input: Input
    counts: dict[str, int]
    files: list[StoredFile] = field(default_factory=list)
    told_on: tuple[int, ...] = ()  # the days on which its rows became known
    in_part: bool = False  # rows of it had no account
    known_by: int = 0  # how much was known of companies then


def load(
    folder: Path,
    sources: Sequence[str] | None = None,
    *,
    today: int,
    progress: Progress | None = None,
    memory_limit: str = "1GB",
    merge: bool = True,
) -> LoadReport:
    """Load what is new in the sources of a workspace (all, or those named) and say what became of every row.

    `today` is the day number on which rows without a date of their own are learned. Raises Refused with all
    problems of all sources at once, and Unavailable where a store is missing or at work; then nothing was
    changed. Small files are merged at the end, unless the caller does so later (`mqa.loads.merging.merge`); where that
    fails the report says why.
    """
    agreed = agreed_in(folder)
    chosen = chosen_sources(agreed, sources)
    warehouse = folder / agreed.warehouse
    open_ledger(folder / agreed.ledger)
    refuse_other_accounts(agreed)
    claim(warehouse, workspace_identity())
    with leases.held() as token, _scratch(warehouse) as scratch:
        kept = kept_out(agreed, folder)
        found, skipped, problems = inputs(folder, agreed, chosen, kept, scratch)
        if problems:
            raise Refused([*problems, *_further_problems(folder, agreed, found, scratch)])
        with open_warehouse(warehouse, memory_limit=memory_limit) as connection:
            world = World(connection, warehouse)
            loaded = _read(world, agreed, found, kept, today, token, scratch=scratch, progress=progress or _silent)
            _list(loaded, world, token)
            unmerged = merge_small(world, token) if merge else ""
    rejects = tuple(stored.file for one in loaded for stored in one.files if stored.table == "rejects")
    unread = [one.source.name for one in found if all(one is not other.input for other in loaded)]
    return LoadReport(_reports(chosen, loaded, Counter(skipped) + Counter(unread)), rejects, unmerged)


def refuse_other_accounts(agreed: Workspace) -> None:
    """Raise Refused where the workspace parts accounts by country and what is loaded does not, or the reverse."""
    if mapped_as(BY_COUNTRY, other=agreed.by_country):
        was, *_ = [one for one in ACCOUNTS if one != agreed.accounts]
        what = f"What is loaded was loaded with “accounts: {was}”; “{agreed.accounts}” would make other accounts of it."
        mend = f"Write “accounts: {was}” under “identity”, or other “stores”, and load everything into those."
        raise Refused([Problem(Place(FILE), what, mend)])


def merge_small(world: World, token: int) -> str:
    """Merge small files; why that could not be, or nothing. What was loaded stands, and the next load tries again."""
    try:
        merge_files(world, token=token)
    except Unavailable as error:
        return str(error)
    return ""


def _silent(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""


def _further_problems(folder: Path, agreed: Workspace, found: Sequence[Input], scratch: Path) -> list[Problem]:
    """What else is wrong, when something is anyway: all problems at once."""
    problems: list[Problem] = []
    with open_warehouse(folder / agreed.warehouse) as connection:
        world = World(connection, folder / agreed.warehouse)
        prepare(world, agreed, 0)
        for one in found:
            _, said = staged(
                connection, one.source, one.path, one.shown, 0, scratch=scratch, by_country=agreed.by_country
            )
            problems += said
    return problems


def _read(
    world: World,
    agreed: Workspace,
    found: Sequence[Input],
    kept: KeptOut,
    today: int,
    token: int,
    *,
    scratch: Path,
    progress: Progress,
) -> list[_Loaded]:
    """Every file staged, placed and stored. Raises Refused when any cannot be used; all are looked at first."""
    prepare(world, agreed, today, corrections.said())
    loaded: list[_Loaded] = []
    problems: list[Problem] = []
    for done, one in enumerate(found):
        leases.renew(leases.WRITER, token)
        progress(done, len(found), f"{one.source.name}: {one.shown}")
        if not one.wanted(world):
            continue
        counted, said = staged(
            world.connection,
            one.source,
            one.path,
            one.shown,
            today,
            scratch=scratch,
            by_country=agreed.by_country,
        )
        problems += said
        if counted is not None and not problems:
            locate(world, one.source, scratch)
            loaded.append(_stored(world, one, counted, kept, today))
            if _moves(world, loaded, found[done + 1 :]):
                _move(world, loaded, kept)
    progress(len(found), len(found), "")
    if problems:
        raise Refused(problems)
    if loaded:
        loaded[-1].files += move_told(world)
    return loaded


def _moves(world: World, loaded: Sequence[_Loaded], rest: Sequence[Input]) -> bool:
    """Whether the file that was stored last is the last one to tell what moves people and acts."""
    table = loaded[-1].input.source.table
    if table in TELLERS:
        return all(one.source.table not in TELLERS for one in rest)
    # who states the name of a company may mean another since its country is known
    return (
        table == "facts"
        and _names_learned(loaded)
        and not any(one.source.table == "facts" and one.wanted(world) for one in rest)
    )


def _names_learned(loaded: Sequence[_Loaded]) -> bool:
    """Whether facts told what names of companies mean."""
    return any(
        stored.table == "company_names" for one in loaded if one.input.source.table == "facts" for stored in one.files
    )


def _move(world: World, loaded: Sequence[_Loaded], kept: KeptOut) -> None:
    """Store what the whole load moves, as part of the last file of companies or people, if there is one."""
    tellers = [one for one in loaded if one.input.source.table != "activities"] or loaded
    files, counts = move(world, kept)
    tellers[-1].files += files
    tellers[-1].counts = added([tellers[-1].counts, counts])


def _stored(world: World, one: Input, counted: Staged, kept: KeptOut, today: int) -> _Loaded:
    """The staged rows of one file as stored files, and its rejects."""
    files, counts = place(world, one.source, kept, file=one.shown, again=bool(one.names))
    world.connection.execute(made_sql("flaw_rows"))
    if sql := rejects_sql(world.connection, counted.raw, one.source, today, again=bool(one.names)):
        files += world.keep("rejects", sql)
    flawed = world.connection.execute("select count(*) from staged where fate = 0 and flaws is not null").fetchall()
    fates = {"read": counted.read, "skipped": counted.skipped, "rejected": counted.rejected}
    counts = added([counts, fates])
    [(unplaced,)] = world.connection.execute("select count(*) from unplaced").fetchall()
    told_on = _told_on(world, one.source, today)
    return _Loaded(
        one, counts | {"values rejected": int(flawed[0][0])}, files, told_on, bool(unplaced), known_by(world)
    )


def _told_on(world: World, source: Source, today: int) -> tuple[int, ...]:
    """The days on which the staged rows became known; rows of a table that keeps no such day do today."""
    if "known_on" not in FIELDS[source.table]:
        return (today,)
    return tuple(int(day) for (day,) in world.connection.execute(TOLD_ON, [today]).fetchall())


def _list(loaded: Sequence[_Loaded], world: World, token: int) -> None:
    """Make the whole load known, in one transaction."""
    said = max((one.number for one in corrections.said()), default=0)
    with transaction.atomic():
        for one in loaded:
            given = one.input
            mapping = given.mapping
            if one.in_part:
                learned = one.known_by != known_by(world)
                mapping = in_part(mapping, world.after_load, said, learned=learned)
            list_load(
                given.source.name,
                given.shown,
                given.content,
                mapping,
                one.counts,
                one.files,
                token=token,
                told_on=one.told_on,
            )


@contextmanager
def _scratch(warehouse: Path) -> Iterator[Path]:
    scratch = warehouse / SPILL_FOLDER / uuid4().hex
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _reports(
    chosen: Sequence[Source], loaded: Sequence[_Loaded], skipped: Mapping[str, int]
) -> tuple[SourceReport, ...]:
    reports = []
    for source in chosen:
        ours = [one for one in loaded if one.input.source is source]
        counts = added(one.counts for one in ours)
        reports.append(SourceReport(source.name, source.table, len(ours), skipped.get(source.name, 0), counts))
    return tuple(reports)
