"""One account's evidence on one day: the rows its scores, verdicts and standing are made of, and the acts behind them.

Where a published run of the day exists its stored tables are read; else the line runs in memory on this one
account, with the same steps, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import F

from mqa import line, pipeline
from mqa.answers import finding
from mqa.answers.finding import Account
from mqa.answers.reading import OF_A_RUN, Connection, Row, rows, view_run, view_world
from mqa.definition.windows import longest_window
from mqa.explain.shares import Occasion
from mqa.ledger import runs
from mqa.ledger.models import Published, RunTable
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import DAY, ROLL_UP
from mqa.runs import FOLD_DAYS, judge_days, queries_to_store, yesterday_of
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import scan_sql

NEVER_KEPT = (
    "accounts_today",
    "members",
    "known_facts",
    "criteria_met",  # kept, but read by those below
    "fit",
    "placements",
    "person_signals",
    "buying_stages",
)
OF_THE_ACCOUNT = (*OF_A_RUN, "members", "known_facts", "buying_stages")
MOST_IDS = 10
SHAPES = """
    select distinct shape_id, kind, path, source, campaign
    from shapes
    where shape_id in (select shape_id from activities)
    order by shape_id
"""
# Grain: the acts of one signal and kind by one person (0: all nameless visitors) on one day, learned on one day.
# Memory grows with people and days, not with acts; of ids and places only the first are kept.
OCCASIONS = """
    with acts as (
        select
            a.activity_id, a.day, min(a.known_on) as known_on, greatest(a.person_id, 0) as person_id, h.kind,
            p.pattern_set, max(coalesce(nullif(a.asset, ''), a.url, '')) as about, sum(a.times) as times
        from activities as a
        inner join shapes as h on h.shape_id = a.shape_id
        inner join shape_patterns as p
            on p.shape_id = a.shape_id and a.seconds >= p.seconds_from and a.seconds < p.seconds_below
        where a.day <= $as_of and a.day > $as_of - $window and a.known_on <= $known_at
        group by a.activity_id, a.day, a.person_id, h.kind, p.pattern_set
        having sum(a.times) > 0
    ),

    occasions as (
        select
            g.name as signal, a.person_id, a.day, a.known_on, a.kind,
            min(nullif(a.about, '')) as about,
            count(distinct nullif(a.about, '')) as places,
            min(a.activity_id, $most_ids) as activity_ids,
            cast(sum(a.times) as bigint) as times
        from acts as a
        inner join pattern_signals as s on s.pattern_set = a.pattern_set
        inner join signals as g on g.signal = s.signal
        where
            exists (
                select 1 from worth as w where w.signal = s.signal and w.age = $as_of - a.day and w.points <> 0
            )
        group by g.name, a.person_id, a.day, a.known_on, a.kind
    )

    select
        signal, person_id, day, known_on, kind, coalesce(about, '') as about, places, activity_ids, times,
        cast(sum(times) over (partition by signal, person_id) as bigint) as in_all
    from occasions
    qualify row_number() over (
        partition by signal, person_id order by day desc, known_on desc, kind
    ) <= coalesce($most, 9223372036854775807)
    order by day desc, known_on desc, kind, signal, person_id
"""
PEOPLE = """
    with records as (
        select
            person_id, person_key, coalesce(title, '') as title,
            max(known_on) filter (where times > 0 and known_on <= $known_at) as known_on,
            sum(times) filter (where known_on <= $known_at) as times
        from people
        where person_id > 0
        group by person_id, person_key, coalesce(title, '')
    )

    select
        person_id,
        max(person_key) as person_key,
        coalesce(arg_max(title, row(known_on, title)) filter (where title <> '' and times > 0), '') as title
    from records
    group by person_id
"""


@dataclass(frozen=True)
class Evidence:
    """What a result rests on. `run_id`: the published run it was read from (None: computed now, for this account).

    `tables`: rows by table, as the steps made them; `people`: person keys and titles by number; `occasions`: the
    acts that signals look at, by day, the latest first.
    """

    account: Account
    aliases: tuple[str, ...]
    as_of: int
    known_at: int
    run_id: int | None
    tables: Mapping[str, Sequence[Row]]
    people: Mapping[int, Row]
    occasions: tuple[Occasion, ...]


def found(folder: Path, typed: str, known_at: int, *, memory_limit: str) -> tuple[Account, tuple[str, ...]]:
    """The account that a person means, as it was known on a day, and its other domains. Raises Refused: none."""
    connection = open_warehouse(folder, memory_limit=memory_limit)
    view_world(connection, folder, ("accounts", "aliases", "people"))
    return finding.as_of(connection, finding.account(connection, typed), known_at)


def evidence(
    folder: Path,
    definition: Definition,
    version: str,
    who: tuple[Account, tuple[str, ...]],
    *,
    as_of: int,
    run: PublishedRun | None,
    most: int | None,
    memory_limit: str,
) -> Evidence:
    """Everything that one account's result of a day rests on, from a run of that day or computed now.

    `most`: how many occasions of each signal and person are wanted (None: all).
    """
    of_account, aliases = who
    only = Accounts(of_account.account_id, of_account.account_id)
    known_at = run.known_at if run else as_of
    connection = open_warehouse(folder, memory_limit=memory_limit, threads=1)  # one account: sharing work costs more
    view_world(connection, folder, [name for name in WORLD if name != ROLL_UP.table], only)
    shapes = [Shape(*row) for row in connection.execute(SHAPES).fetchall()]
    line.fill_all(connection, pipeline.rules(definition, shapes, line.titles(connection)))
    line.make(connection, ROLL_UP)
    if run:
        _read(connection, folder, definition, run, only)
    else:
        _judge(connection, folder, definition, version, only, as_of)
    people = {row["person_id"]: row for row in rows(connection, PEOPLE, {"known_at": known_at})}
    days = {"as_of": as_of, "known_at": known_at, "window": longest_window(definition)}
    return Evidence(
        of_account,
        aliases,
        as_of,
        known_at,
        run.run_id if run else None,
        {table: _rows_of(connection, table, as_of) for table in OF_THE_ACCOUNT},
        people,
        tuple(Occasion(**row) for row in rows(connection, OCCASIONS, {**days, "most": most, "most_ids": MOST_IDS})),
    )


def person_names(found: Evidence) -> dict[int, str]:
    """People as they were loaded, by number."""
    return {number: row["person_key"] for number, row in found.people.items()}


def _read(connection: Connection, folder: Path, definition: Definition, run: PublishedRun, only: Accounts) -> None:
    """View what a run has kept of the account, and make what it has not."""
    line.fill_all(connection, pipeline.day_rows([(run.as_of, run.known_at)], definition))
    _make_anew(connection)
    for table in OF_A_RUN:
        connection.execute(f"drop table if exists {table}")
    view_run(connection, folder, run, only)
    _view_history(connection, folder, run, only)


def _judge(
    connection: Connection, folder: Path, definition: Definition, version: str, only: Accounts, as_of: int
) -> None:
    """Run the line for the account in view, folded as `mqa run` would fold it."""
    earlier = runs.latest_before(definition.name, version, as_of, FOLD_DAYS)
    first = earlier.as_of + 1 if earlier else as_of - FOLD_DAYS
    days = [(day, day) for day in range(first, as_of + 1)]
    judge_days(connection, definition, days, yesterday_of(folder, earlier, only))
    _make_anew(connection)
    connection.execute(f"create or replace view verdicts as {queries_to_store()['verdicts']}")
    _view_history(connection, folder, earlier, only)


def _make_anew(connection: Connection) -> None:
    """Make the tables that no run keeps, of the day in view."""
    for step in DAY:
        if step.table in NEVER_KEPT:
            line.make(connection, step)


def _view_history(connection: Connection, folder: Path, latest: PublishedRun | None, only: Accounts) -> None:
    """Let `history` be the changes of level of the fold that the standing in view rests on, each once.

    A run goes on from an earlier one of its version and keeps its `fold_from`. What another version or another
    fold found is no part of it: their levels may be others, and their first entries would stand beside its own.
    """
    files: list[str] = []
    if latest:
        its = {"definition": latest.definition, "version": latest.version, "fold_from": latest.fold_from}
        fold = Published.objects.filter(
            kind="live", as_of__lte=latest.as_of, **{f"run__{k}": v for k, v in its.items()}
        )
        before = fold.filter(run__known_at=F("as_of")) | fold.filter(run=latest.run_id)
        kept = RunTable.objects.filter(table="transitions", run__pointer__in=before)
        here = kept.filter(file__first_account__lte=only.last, file__last_account__gte=only.first)
        files = [str(name) for name in here.order_by("run__as_of").values_list("file__name", flat=True)]
    scan = scan_sql(folder, files, pipeline.TABLES["standings"].columns, only.first, only.last)
    connection.execute(f"create or replace view history as {scan} union select * from transitions")


def _rows_of(connection: Connection, table: str, as_of: int) -> list[Row]:
    if table == "transitions":
        return rows(connection, "select * from history where as_of <= ? order by as_of desc", [as_of])
    return rows(connection, f"select * from {table} where as_of = ?", [as_of])
