"""An engine that stands ready for one run: rules compiled, files opened, so that only the account is still to be named.

What an account's page needs costs a fifth of a second from nothing, most of it the same for every account. Here that
part is done once a run: tables are made, empty, and steps are prepared. Each question is a transaction that is undone
at its end: it copies the account's few rows out of the stored files and lets the steps work on them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import duckdb

from mqa import line, pipeline
from mqa.answers import finding
from mqa.definition.rows.rules import rule_rows
from mqa.definition.rows.windows import longest_window
from mqa.evidence import Evidence
from mqa.grounds import PEOPLE, days_of, occasion_rows, occasions_of, rows_of_day
from mqa.ledger import segments, stored_answers
from mqa.ledger.runs import PublishedRun
from mqa.pipeline import DAY, ROLL_UP, Step
from mqa.reading import OF_A_RUN, Account, Connection, columns_of, named_sql, rows
from mqa.scoring.content import Told
from mqa.terms.problems import Unavailable
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse, plan_quickly
from mqa.warehouse.segments import require, scan_sql

KEPT_READY = 2  # runs: the one that people read, and the one that takes its place
READ_ONCE = ("intent", "outcomes", "dispositions")
KEPT_COPIED = ("scores", "contributions")  # of a run
COPIED = ("accounts", "aliases", "people", "facts", "activities")  # read more than once
WANTED = {"members", "sure_visitors", "known_facts", "buying_stages", "strengths"}  # no run keeps them
KEPT_ELSEWHERE = {  # what steps read, and a run keeps under another name
    "placements": "select as_of, account_id, segment, tier, scope from scores",
    "person_signals": "select as_of, account_id, signal, points from contributions where dimension = 'depth'",
}
ITS_SHAPES = "select * from world.shapes where shape_id in (select shape_id from activities)"
NOTHING: Mapping[str, str] = {}
Key = tuple[str, int, str, tuple[int, int]]


@dataclass(frozen=True)
class Ready:
    """An engine with a run's tables in the schema `run`, the world's in `world`; one question at a time.

    `steps`: what is made anew for each account; `told`: the map of content as the run knew it, where its definition
    asks for it.
    """

    connection: Connection
    steps: tuple[Step, ...]
    told: tuple[Told, ...]
    lock: Lock


_ready: OrderedDict[Key, Ready] = OrderedDict()
_making = Lock()


def evidence(
    folder: Path,
    definition: Definition,
    version: str,
    account_id: int,
    *,
    run: PublishedRun,
    most: int | None,
    memory_limit: str,
    also: Mapping[str, str] = NOTHING,
) -> Evidence | None:
    """What a published run's result of one account rests on; None where the run does not know the account.

    Changes of level are not among its tables. `most`: how many occasions of each signal and person are wanted;
    `also`: further tables by name, as queries of the account's rows.
    """
    with _engine(folder, definition, version, run, memory_limit) as ready:
        connection = ready.connection
        _turn_to(ready, account_id, definition)
        days = days_of(definition, run.as_of, run.known_at)
        named = rows(connection, f"select * from ({named_sql(run.known_at)})")
        if not named:
            return None
        account, aliases = finding.as_of(connection, Account(**named[0]), run.known_at)
        return Evidence(
            account,
            aliases,
            run.as_of,
            run.known_at,
            run.run_id,
            rows_of_day(connection, days) | {name: rows(connection, query) for name, query in also.items()},
            {row["person_id"]: row for row in rows(connection, PEOPLE, {"known_at": run.known_at})},
            occasions_of(occasion_rows(connection, days, most)),
        )


def stand_by(folder: Path, definition: Definition, version: str, run: PublishedRun, memory_limit: str) -> None:
    """Have the engine for a run ready before anybody asks. Raises Unavailable: a file is missing."""
    with _engine(folder, definition, version, run, memory_limit):
        pass


def stand_down() -> None:
    """Close all engines that stand ready, each once its question is answered; the next question opens its own."""
    with _making:
        while _ready:
            _, ready = _ready.popitem()
            with ready.lock:
                ready.connection.close()


@contextmanager
def _engine(
    folder: Path, definition: Definition, version: str, run: PublishedRun, memory_limit: str
) -> Iterator[Ready]:
    """The engine for a run as the world is loaded now, for one question. Raises Unavailable: a file is missing."""
    key = (str(folder), run.run_id, version, segments.last())
    with _making:
        if key not in _ready:
            _ready[key] = _opened(folder, definition, run, memory_limit)
        _ready.move_to_end(key)
        while len(_ready) > KEPT_READY:
            _ready.popitem(last=False)
        ready = _ready[key]
    try:
        with ready.lock:
            ready.connection.execute("begin")
            try:
                yield ready
            finally:
                ready.connection.execute("rollback")  # the tables stand empty again
    except duckdb.Error as error:
        _ready.pop(key, None)
        raise Unavailable(f"The warehouse did not answer: {str(error).splitlines()[0]} Try again.") from error


def _opened(folder: Path, definition: Definition, run: PublishedRun, memory_limit: str) -> Ready:
    connection = open_warehouse(folder, memory_limit=memory_limit, threads=1)  # one account: sharing work costs more
    connection.execute("set parquet_metadata_cache = true")  # stored files never change
    plan_quickly(connection)
    live = segments.all_live() | {"dispositions": stored_answers.files(definition.name)}
    world = {name: live.get(name, []) for name in WORLD if name != ROLL_UP.table}
    _view(connection, folder, "world", world, segments.narrowed(run.seen))
    _view(connection, folder, "run", {name: list(run.tables.get(name, ())) for name in OF_A_RUN})
    for table in READ_ONCE:
        connection.execute(f"create view {table} as select * from world.{table}")
    for table in OF_A_RUN:
        if table not in KEPT_COPIED:
            unread = " where false" if table == "transitions" else ""
            connection.execute(f"create view {table} as select * from run.{table}{unread}")
    before = run.as_of - longest_window(definition)  # acts of that day and of earlier ones count for nothing any more
    connection.execute(f"set variable before = {before}")
    rules = rule_rows(definition)
    line.fill_all(connection, rules)
    line.fill_all(connection, pipeline.day_rows([(run.as_of, run.known_at)], definition))
    empty = {name for name, given in (rules | world).items() if not given}
    rowless = pipeline.rowless(empty if pipeline.asks_content(definition) else {*empty, "pattern_stages"})
    steps = _steps(rowless)
    of_data = pipeline.rules_of_data(definition, (), ())
    copied = {*COPIED, *KEPT_COPIED, "shapes"}
    made = {*rowless, *(step.table for step in steps)} - {*OF_A_RUN}
    line.leave_empty(connection, {*copied, *of_data, *WANTED, *made})
    for table, query in KEPT_ELSEWHERE.items():
        connection.execute(f"create view {table} as {query}")
    for step in steps:
        connection.execute(f"prepare {step.table}_step as insert into {step.table} {line.typed_sql(step)}")
    told = line.told(connection, definition, run.known_at, content="world.content")
    return Ready(connection, steps, told, Lock())


def _steps(rowless: Collection[str]) -> tuple[Step, ...]:
    """The steps that make what is wanted, and what these read, but for tables that have no rows anyway."""
    wanted = set(WANTED)
    steps: list[Step] = []
    for step in reversed((ROLL_UP, *DAY)):
        if step.table in wanted - KEPT_ELSEWHERE.keys() and step.table not in rowless:
            wanted |= line.step_reads(step)
            steps.insert(0, step)
    return tuple(steps)


def _view(
    connection: Connection, folder: Path, schema: str, files_of: Mapping[str, list[str]], seen: Seen | None = None
) -> None:
    """Let the stored tables be views of a schema, of the account that `account` names; `seen`: as a run saw them."""
    connection.execute(f"create schema {schema}")
    for table, files in files_of.items():
        columns = columns_of(table)
        require(connection, folder, files, columns)
        condition = seen.condition(table) if seen else ""
        whole = f"select * from ({scan_sql(folder, files, columns, condition=condition)})"
        of_one = " where account_id = getvariable('account')" if "account_id" in columns else ""
        connection.execute(f"create view {schema}.{table} as {whole}{of_one}")


def _turn_to(ready: Ready, account_id: int, definition: Definition) -> None:
    """Fill the tables, which stand empty, with what is an account's, and with the rules for its acts and titles."""
    connection = ready.connection
    connection.execute(f"set variable account = {int(account_id)}")
    for table in COPIED:
        lately = " where day > getvariable('before')" if table == "activities" else ""
        connection.execute(f"insert into {table} select * from world.{table}{lately}")
    for table in KEPT_COPIED:
        connection.execute(f"insert into {table} select * from run.{table}")
    connection.execute(f"insert into shapes {ITS_SHAPES}")
    mapped = line.content(connection, ready.told)
    of_data = pipeline.rules_of_data(definition, line.shapes(connection), line.titles(connection), mapped)
    for table, given in of_data.items():
        line.add(connection, table, given)
    for step in ready.steps:
        connection.execute(f"execute {step.table}_step")
