"""One account's evidence on one day: the rows its scores, verdicts and standing are made of, and the acts behind them.

Where a published run of the day exists its stored tables are read; else the line runs in memory on this one
account, with the same steps, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.db.models import QuerySet

from mqa import pipeline
from mqa.answers import finding, meant
from mqa.carried import levels_since, renumbered
from mqa.evidence import Evidence as Evidence
from mqa.evidence import judge_now, open_world, read_run
from mqa.evidence import person_names as person_names
from mqa.grounds import PEOPLE, days_of, occasion_rows, occasions_of, rows_of_day
from mqa.ledger import runs, segments, served
from mqa.ledger.models import RunTable
from mqa.ledger.runs import REFRESHED, PublishedRun
from mqa.line import Accounts
from mqa.reading import Account, Connection, columns_of, rows, view_world
from mqa.terms.problems import Refused
from mqa.terms.rules import Definition
from mqa.terms.tables import ColumnType
from mqa.warehouse.opening import open_warehouse, plan_quickly
from mqa.warehouse.segments import scan_sql

ACCOUNTS: Mapping[str, ColumnType] = {"account_id": "bigint"}


def found(
    folder: Path, typed: str, known_at: int, *, memory_limit: str, exactly: bool = False
) -> tuple[Account, tuple[str, ...]]:
    """The account that a person means, as it was known on a day, and its other domains. Raises Refused: none.

    `exactly`: by what it is called alone, see `finding.account`.
    """
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        view_world(connection, folder, ("accounts", "aliases", "people"))
        try:
            account = finding.account(connection, typed, known_at, exactly=exactly)
        except Refused:
            with meant.identities(folder, memory_limit=memory_limit) as engine:
                meant.refuse_struck(engine, typed)
            raise
        return finding.as_of(connection, account, known_at)


def named(folder: Path, account_id: int, known_at: int, *, memory_limit: str) -> tuple[Account, tuple[str, ...]] | None:
    """An account as it was known on a day, and its other domains; None where it was not known then."""
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        view_world(connection, folder, ("accounts", "aliases"), Accounts(account_id, account_id))
        return finding.known(connection, account_id, known_at)


def day_of_knowledge(definition: str, as_of: int | None, known_at: int | None) -> int | None:
    """The day that is asked about: where only a day of knowledge is, that of the latest run."""
    latest = runs.published(definition) if as_of is None and known_at is not None else None
    return latest.as_of if latest else as_of


def evidence(
    folder: Path,
    definition: Definition,
    version: str,
    who: tuple[Account, tuple[str, ...]],
    *,
    as_of: int,
    known_at: int | None = None,
    run: PublishedRun | None,
    most: int | None,
    memory_limit: str,
) -> Evidence:
    """Everything that one account's result of a day rests on, from a run of that day or computed now.

    A run is told by what it saw, whatever was loaded since, but for an account that was judged again since: it is
    judged now. `known_at`: what is known where it is computed (None: what was on the day). `most`: how many occasions
    of each signal and person are wanted (None: all).
    """
    of_account, aliases = who
    if run and served.refreshed(run.run_id, [of_account.account_id]):
        as_of, known_at, run = run.as_of, run.known_at, None  # what it kept of the account holds no more
    only = Accounts(of_account.account_id, of_account.account_id)
    known_at = run.known_at if run else as_of if known_at is None else known_at
    seen = segments.narrowed(run.seen) if run else None
    # of one account: to share its work among threads would cost more than it saves
    with open_warehouse(folder, memory_limit=memory_limit, threads=1) as connection:
        plan_quickly(connection)
        connection.execute("set parquet_metadata_cache = true")  # some files are read several times
        open_world(connection, folder, definition, only, seen=seen)
        if run:
            read_run(connection, folder, definition, run, only)
            _view_history(connection, folder, run, only, as_of, of=definition, version=version)
        else:
            earlier = judge_now(connection, folder, definition, version, only, (as_of, known_at))
            _view_history(connection, folder, earlier, only, as_of, of=definition, version=version)
        days = days_of(definition, as_of, known_at)
        history = rows(connection, "select * from history where as_of <= ? order by as_of desc", [as_of])
        return Evidence(
            of_account,
            aliases,
            as_of,
            known_at,
            run.run_id if run else None,
            {**rows_of_day(connection, days), "transitions": history},
            {row["person_id"]: row for row in rows(connection, PEOPLE, {"known_at": known_at})},
            occasions_of(occasion_rows(connection, days, most)),
        )


def _view_history(
    connection: Connection,
    folder: Path,
    latest: PublishedRun | None,
    only: Accounts,
    day: int,
    *,
    of: Definition,
    version: str,
) -> None:
    """Let `history` be the changes of level of the fold that the standing in view rests on, each once.

    A run goes on from an earlier one. What a run found on which it does not rest is no part of it, though another day
    may be told by that one. What was found by another version is told in today's levels.
    """
    scans = changes_of_level(folder, latest, only, day, of=of, version=version) if latest else []
    connection.execute(f"create or replace view history as {' union '.join(['select * from transitions', *scans])}")


def levels_sql(folder: Path, run: PublishedRun, account_id: int, *, of: Definition, version: str) -> str:
    """A query for an account's changes of level up to the day of a run that it rests on, the latest first."""
    scans = changes_of_level(folder, run, Accounts(account_id, account_id), run.as_of, of=of, version=version)
    nothing = scan_sql(folder, (), columns_of("transitions"))
    return f"select * from ({' union '.join([nothing, *scans])}) where as_of <= {run.as_of:d} order by as_of desc"


def changes_of_level(
    folder: Path, latest: PublishedRun, only: Accounts, day: int, *, of: Definition, version: str
) -> list[str]:
    """Queries for the changes of level that a run and those it goes on from found; levels by the numbers of `of`.

    Of an account that was judged again after the run of a day before `day`, the day's are what was found last: the
    next day goes on from there.
    """
    kept = RunTable.objects.filter(run__in=runs.behind(latest), file__retired_at=None).order_by("run__as_of")
    here = kept.filter(file__first_account__lte=only.last, file__last_account__gte=only.first)
    settled, scanned = here.filter(run__as_of__lt=day), partial(_changes, folder, only, of=of, version=version)
    again = [
        f"select {as_of} as as_of, account_id from ({scan_sql(folder, [name], ACCOUNTS, only.first, only.last)})"
        for as_of, name in settled.filter(table=REFRESHED).values_list("run__as_of", "file__name")
    ]
    by_runs = scanned(here.filter(table="transitions"))
    if not again:
        return by_runs
    others = f"anti join ({' union all '.join(again)}) as again using (as_of, account_id)"
    found_last = scanned(settled.filter(table=f"{REFRESHED}_standings"))
    return [*(f"select * from ({one}) as run {others}" for one in by_runs), *found_last]


def _changes(folder: Path, only: Accounts, files: QuerySet[RunTable], *, of: Definition, version: str) -> list[str]:
    """Queries for the rows of files of standings, or of changes of them, whose level changed on their day."""
    by_version: dict[str, list[str]] = {}
    for made_by, name in files.values_list("run__version", "file__name"):
        by_version.setdefault(made_by, []).append(str(name))
    scans = []
    for made_by, names in by_version.items():
        scan = scan_sql(folder, names, pipeline.TABLES["standings"].columns, only.first, only.last)
        if made_by != version:
            scan = renumbered(scan, levels_since(made_by, of), "level", "was")
        scans.append(f"select * from ({scan}) where level <> was")
    return scans
