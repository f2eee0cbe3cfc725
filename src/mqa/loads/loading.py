"""A load from beginning to end: read everything, and only if all of it can be read make any of it known."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

import duckdb
from django.db import transaction

from mqa.identity.domains import KeptOut
from mqa.ledger import corrections, leases
from mqa.ledger.opening import open_ledger, workspace_identity
from mqa.ledger.segments import list_load, mapped_as
from mqa.loads.choosing import BY_COUNTRY, TELLERS, Input, in_part, inputs, known_by
from mqa.loads.filing import Filing, Loaded, filed, together
from mqa.loads.finding import chosen_sources
from mqa.loads.keeping_out import kept_out
from mqa.loads.merging import merge_files
from mqa.loads.moving import move, move_told
from mqa.loads.readying import prepare
from mqa.loads.reports import LoadReport, SourceReport, added
from mqa.loads.staging import staged
from mqa.loads.storing import World
from mqa.sources.agreed import Source, Workspace
from mqa.sources.workspace import ACCOUNTS
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.warehouse.opening import SPILL_FOLDER, claim, open_warehouse
from mqa.workspaces import FILE, agreed_in

FEW = 5_000_000  # bytes of files

Connection = duckdb.DuckDBPyConnection
Progress = Callable[[int, int, str], None]  # files done, files in all, what is being read


def load(
    folder: Path,
    sources: Sequence[str] | None = None,
    *,
    today: int,
    progress: Progress | None = None,
    memory_limit: str = "1GB",
    merge: bool = True,
    engine: Connection | None = None,
) -> LoadReport:
    """Load what is new in the sources of a workspace (all, or those named) and say what became of every row.

    `today` is the day number on which rows without a date of their own are learned. Raises Refused with all
    problems of all sources at once, and Unavailable where a store is missing or at work; then nothing was
    changed. Small files are merged at the end, unless the caller does so later (`mqa.loads.merging.merge`); where that
    fails the report says why. `engine`: for loads of few rows one that stays open from each to the next (see
    `mqa.warehouse.lasting`); after an error it is of no use any more.
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
        with _opened(warehouse, memory_limit, engine if _are_few(found) else None) as connection:
            world = World(connection, warehouse)
            loaded = _read(world, agreed, found, kept, today, token, scratch=scratch, progress=progress or _silent)
            _list(loaded, world, token)
            unmerged = merge_small(world, token) if merge else ""
    rejects = tuple(stored.file for one in loaded for stored in one.files if stored.table == "rejects")
    unread = [one.source.name for one in found if all(one is not other.input for other in loaded)]
    return LoadReport(_reports(chosen, loaded, Counter(skipped) + Counter(unread)), rejects, unmerged)


def _opened(warehouse: Path, memory_limit: str, engine: Connection | None) -> AbstractContextManager[Connection]:
    return nullcontext(engine) if engine else open_warehouse(warehouse, memory_limit=memory_limit)


def _are_few(found: Sequence[Input]) -> bool:
    """Whether files hold so few rows that planning how to read them takes longer than reading them."""
    return sum(one.path.stat().st_size for one in found) < FEW


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
) -> list[Loaded]:
    """Every file staged, placed and stored. Raises Refused when any cannot be used; all are looked at first."""
    prepare(world, agreed, today, corrections.said())
    given = Filing(world, kept, today, scratch, agreed.by_country)
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    done = 0
    for group in together(found):
        leases.renew(leases.WRITER, token)
        for one in group:
            progress(done, len(found), f"{one.source.name}: {one.shown}")
            done += 1
        if not group[0].wanted(world):
            continue
        stored = filed(given, group, problems)
        loaded += stored
        if stored and not problems and _moves(world, loaded, found[done:]):
            _move(world, loaded, kept)
    progress(len(found), len(found), "")
    if problems:
        raise Refused(problems)
    if loaded:
        loaded[-1].files += move_told(world)
    return loaded


def _moves(world: World, loaded: Sequence[Loaded], rest: Sequence[Input]) -> bool:
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


def _names_learned(loaded: Sequence[Loaded]) -> bool:
    """Whether facts told what names of companies mean."""
    return any(
        stored.table == "company_names" for one in loaded if one.input.source.table == "facts" for stored in one.files
    )


def _move(world: World, loaded: Sequence[Loaded], kept: KeptOut) -> None:
    """Store what the whole load moves, as part of the last file of companies or people, if there is one."""
    tellers = [one for one in loaded if one.input.source.table != "activities"] or loaded
    files, counts = move(world, kept)
    tellers[-1].files += files
    tellers[-1].counts = added([tellers[-1].counts, counts])


def _list(loaded: Sequence[Loaded], world: World, token: int) -> None:
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
    chosen: Sequence[Source], loaded: Sequence[Loaded], skipped: Mapping[str, int]
) -> tuple[SourceReport, ...]:
    reports = []
    for source in chosen:
        ours = [one for one in loaded if one.input.source is source]
        counts = added(one.counts for one in ours)
        reports.append(SourceReport(source.name, source.table, len(ours), skipped.get(source.name, 0), counts))
    return tuple(reports)
