"""One account's evidence on one day: the rows its scores, verdicts and standing are made of, and the acts behind them.

Where a published run of the day exists its stored tables are read; else the line runs in memory on this one
account, with the same steps, and nothing is written.
"""

from __future__ import annotations

from pathlib import Path

from mqa import pipeline
from mqa.answers import finding, meant
from mqa.carried import levels_since, renumbered
from mqa.evidence import Evidence as Evidence
from mqa.evidence import judge_now, open_world, read_run
from mqa.evidence import person_names as person_names
from mqa.grounds import PEOPLE, days_of, occasion_rows, occasions_of, rows_of_day
from mqa.ledger import runs, segments, served
from mqa.ledger.models import RunTable
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.reading import Account, Connection, rows, view_world
from mqa.terms.problems import Refused
from mqa.terms.rules import Definition
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import scan_sql


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
        open_world(connection, folder, definition, only, seen=seen)
        if run:
            read_run(connection, folder, definition, run, only)
            _view_history(connection, folder, run, only, of=definition, version=version)
        else:
            earlier = judge_now(connection, folder, definition, version, only, (as_of, known_at))
            _view_history(connection, folder, earlier, only, of=definition, version=version)
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
    connection: Connection, folder: Path, latest: PublishedRun | None, only: Accounts, *, of: Definition, version: str
) -> None:
    """Let `history` be the changes of level of the fold that the standing in view rests on, each once.

    A run goes on from an earlier one. What a run found on which it does not rest is no part of it, though another day
    may be told by that one. What was found by another version is told in today's levels.
    """
    scans = changes_of_level(folder, latest, only, of=of, version=version) if latest else []
    connection.execute(f"create or replace view history as {' union '.join(['select * from transitions', *scans])}")


def changes_of_level(folder: Path, latest: PublishedRun, only: Accounts, *, of: Definition, version: str) -> list[str]:
    """Queries for the changes of level that a run and those it goes on from found; levels by the numbers of `of`."""
    scans = []
    for made_by, files in _changes_of(latest, only).items():
        scan = scan_sql(folder, files, pipeline.TABLES["standings"].columns, only.first, only.last)
        if made_by != version:
            scan = f"select * from ({renumbered(scan, levels_since(made_by, of), 'level', 'was')}) where level <> was"
        scans.append(scan)
    return scans


def _changes_of(latest: PublishedRun, only: Accounts) -> dict[str, list[str]]:
    """The files of the changes of level that a run and those it goes on from found for these accounts, by versions."""
    kept = RunTable.objects.filter(table="transitions", run__in=runs.behind(latest), file__retired_at=None)
    here = kept.filter(file__first_account__lte=only.last, file__last_account__gte=only.first)
    found: dict[str, list[str]] = {}
    for made_by, name in here.order_by("run__as_of").values_list("run__version", "file__name"):
        found.setdefault(made_by, []).append(str(name))
    return found
