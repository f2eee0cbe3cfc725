"""The rows that results of a published run rest on, and the acts, facts and research behind them; of one account or
of many at once.

What a run does not keep (members, the facts that held) is made again by the same steps, for these accounts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mqa import line, pipeline
from mqa.carried import before, yesterday_of
from mqa.explain.shares import Occasion
from mqa.grounds import PEOPLE, by_account, days_of, occasion_rows, occasions_of, rows_of_day
from mqa.judging import days_folded, judge_days, queries_to_store
from mqa.ledger import segments, served
from mqa.ledger.runs import PublishedRun
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import DAY, ROLL_UP
from mqa.reading import OF_A_RUN, Account, Connection, Row, named_sql, rows, view_run, view_world
from mqa.renaming import line_of
from mqa.scoring.patterns import Shape
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse

NEVER_KEPT = (
    "accounts_today",
    "members",
    "sure_visitors",
    "known_facts",
    "criteria_met",  # kept, but read by those below
    "fit",
    "placements",
    "person_signals",
    "content_stages",
    "buying_stages",
    "strengths",
)
AT_ONCE = 250  # accounts whose rows are held in memory together
SHAPES = """
    select distinct shape_id, kind, path, source, campaign, topic
    from shapes
    where shape_id in (select shape_id from activities)
    order by shape_id
"""


@dataclass(frozen=True)
class Evidence:
    """What a result rests on. `run_id`: the published run it was read from (None: computed now, for this account).

    `tables`: rows by table, as the steps made them, beside them `dated_facts` and `research`; `people`: person keys and
    titles by number; `occasions`: the acts that signals look at, by day, the latest first.
    """

    account: Account
    aliases: tuple[str, ...]
    as_of: int
    known_at: int
    run_id: int | None
    tables: Mapping[str, Sequence[Row]]
    people: Mapping[int, Row]
    occasions: tuple[Occasion, ...]


def person_names(found: Evidence) -> dict[int, str]:
    """People as they were loaded, by number."""
    return {number: row["person_key"] for number, row in found.people.items()}


def of_many(
    folder: Path,
    definition: Definition,
    run: PublishedRun,
    accounts: Collection[int],
    *,
    most: int | None,
    memory_limit: str,
) -> Iterator[Evidence]:
    """The evidence of many accounts in a published run, in the order of their numbers; some hundreds are read at once.

    `most`: how many occasions of each signal and person are wanted (None: all). Accounts that the run does not know
    are left out; of changes of level only the last day's are there. Those that were judged again since are judged
    here, too.
    """
    wanted = sorted(set(accounts))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        again = served.refreshed(run.run_id, some)
        for part in ([one for one in some if one not in again], [one for one in some if one in again]):
            if part:
                with open_warehouse(folder, memory_limit=memory_limit) as connection:
                    yield from _of_some(connection, folder, definition, run, part, most, again=part[0] in again)


def judge_now(
    connection: Connection,
    folder: Path,
    definition: Definition,
    version: str,
    only: Accounts,
    day: tuple[int, int],
    *,
    of_wanted: bool = False,
) -> PublishedRun | None:
    """Run the line for the accounts in view, folded as a run made now would fold it; returns the run it goes on from.

    `day`: as_of and known_at. `of_wanted`: only those in the table `wanted` are in view.
    """
    as_of, known_at = day
    earlier = before(definition, version, as_of)
    first = earlier.run.as_of + 1 if earlier else as_of - FOLD_DAYS
    left = yesterday_of(folder, earlier, only)
    if left and of_wanted:
        left = {table: f"select * from ({query}) where account_id in (from wanted)" for table, query in left.items()}
    judge_days(connection, definition, days_folded(range(first, as_of + 1), known_at), left)
    make_anew(connection)
    connection.execute(f"create or replace view verdicts as {queries_to_store()['verdicts']}")
    return earlier.run if earlier else None


def _of_some(
    connection: Connection,
    folder: Path,
    definition: Definition,
    run: PublishedRun,
    some: list[int],
    most: int | None,
    *,
    again: bool,
) -> Iterator[Evidence]:
    only = Accounts(some[0], some[-1])
    connection.execute("create table wanted as select unnest($some::bigint[]) as account_id", {"some": some})
    open_world(
        connection, folder, definition, only, of_wanted=True, seen=None if again else segments.narrowed(run.seen)
    )
    if again:
        judge_now(connection, folder, definition, run.version, only, (run.as_of, run.known_at))
    else:
        read_run(connection, folder, definition, run, only)
        _keep_wanted(connection, OF_A_RUN)
    days = days_of(definition, run.as_of, run.known_at)
    tables = {table: by_account(found) for table, found in rows_of_day(connection, days).items()}
    people = by_account(rows(connection, PEOPLE, {"known_at": run.known_at}))
    occasions = by_account(occasion_rows(connection, days, most))
    named = {row["account_id"]: Account(**row) for row in rows(connection, named_sql(run.known_at))}
    for account in some:
        if account in named and account in tables["scores"]:
            yield Evidence(
                named[account],
                (),
                run.as_of,
                run.known_at,
                None if again else run.run_id,
                {table: found.get(account, []) for table, found in tables.items()},
                {row["person_id"]: row for row in people.get(account, [])},
                occasions_of(occasions.get(account, [])),
            )


def open_world(
    connection: Connection,
    folder: Path,
    definition: Definition,
    only: Accounts,
    *,
    of_wanted: bool = False,
    seen: Seen | None = None,
) -> None:
    """Open what was told of these accounts, and make the rule tables and activity days that it asks for.

    `of_wanted`: only those in the table `wanted`, read into memory once; `seen`: only rows that a run saw.
    """
    world = [name for name in WORLD if name != ROLL_UP.table]
    view_world(connection, folder, world, only, answers_of=line_of(definition), seen=seen)
    if of_wanted:
        _keep_wanted(connection, [name for name in world if "account_id" in WORLD[name].columns])
    shapes = [Shape(*row) for row in connection.execute(SHAPES).fetchall()]
    mapped = line.content(connection, line.told(connection, definition))
    line.fill_all(connection, pipeline.rules(definition, shapes, line.titles(connection), mapped))
    line.make(connection, ROLL_UP)


def read_run(connection: Connection, folder: Path, definition: Definition, run: PublishedRun, only: Accounts) -> None:
    """View what a run has kept of the accounts in view, and make what it has not."""
    line.fill_all(connection, pipeline.day_rows([(run.as_of, run.known_at)], definition))
    make_anew(connection)
    for table in OF_A_RUN:
        connection.execute(f"drop table if exists {table}")
    view_run(connection, folder, run, only)


def make_anew(connection: Connection) -> None:
    """Make the tables that no run keeps, of the day in view."""
    for step in DAY:
        if step.table in NEVER_KEPT:
            line.make(connection, step)


def _keep_wanted(connection: Connection, tables: Sequence[str]) -> None:
    """Let views be tables of the wanted accounts alone: what follows reads them more than once."""
    for table in tables:
        query = f"select * from {table} where account_id in (select account_id from wanted)"
        connection.execute(f"create table kept as {query}")
        connection.execute(f"drop view {table}")
        connection.execute(f"alter table kept rename to {table}")
