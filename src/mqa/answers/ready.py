"""An engine that stands ready for one run: rules compiled, files opened, so that only the account is still to be named.

What an account's page needs costs a fifth of a second from nothing, most of it the same for every account. Here that
part is done once a run: tables are made, empty, and steps are prepared. Each question is a transaction that is undone
at its end: it copies the account's few rows out of the stored files that may hold it and lets the steps work on them.
Meanwhile, on another core, a second connection reads the account's acts and what the run keeps of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import duckdb
import pyarrow as pa

from mqa import line, pipeline
from mqa.answers import finding
from mqa.definition.rows.rules import rule_rows
from mqa.definition.rows.windows import longest_window
from mqa.evidence import Evidence
from mqa.grounds import OF_THE_ACCOUNT, PEOPLE, days_of, occasion_rows, occasions_of, rows_of_day, rows_of_tables
from mqa.ledger import segments, stored_answers
from mqa.ledger.files import Ranged, ranged
from mqa.ledger.runs import PublishedRun
from mqa.pipeline import DAY, ROLL_UP, Step
from mqa.reading import OF_A_RUN, Connection, columns_of, rows
from mqa.scoring.content import Told
from mqa.terms.problems import Unavailable
from mqa.terms.rules import Definition
from mqa.terms.stored import Seen
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse, plan_quickly
from mqa.warehouse.segments import choose_files, require, scan_chosen_sql, scan_sql

KEPT_READY = 2  # runs: the one that people read, and the one that takes its place
READ_ONCE = ("intent", "outcomes", "dispositions")
KEPT_COPIED = ("scores", "contributions")  # of a run
COPIED = ("accounts", "aliases", "people", "facts")  # read more than once, as are acts, which are read beside
READ_BESIDE = tuple(table for table in OF_THE_ACCOUNT if table in OF_A_RUN and table not in KEPT_COPIED)
ACTS = "select * from world.activities where day > getvariable('before')"
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

    `beside`: another connection to it, for another thread; `files`: by the variable that names those to be read, which
    of them may hold an account; `steps`: what is made anew for each account, of its people and facts, `steps_of_acts`:
    of its acts, too; `told`: the map of content as the run knew it, where its definition asks for it.
    """

    connection: Connection
    beside: Connection
    folder: Path
    files: Mapping[str, Sequence[Ranged]]
    steps: tuple[Step, ...]
    steps_of_acts: tuple[Step, ...]
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
    `also`: further tables by name, or others in place of these, as queries of the account's rows.
    """
    days = days_of(definition, run.as_of, run.known_at)
    with _engine(folder, definition, version, run, memory_limit) as ready, ThreadPoolExecutor(1) as other_core:
        connection = ready.connection
        _turn_to(ready, account_id)
        acts = other_core.submit(_acts, ready.beside)
        kept = other_core.submit(rows_of_tables, ready.beside, READ_BESIDE, run.as_of)
        _fill(ready, definition)
        who = finding.known(connection, account_id, run.known_at)
        if who is None:
            kept.result()  # that could not be read is another matter
            return None
        people = {row["person_id"]: row for row in rows(connection, PEOPLE, {"known_at": run.known_at})}
        of_acts = [step.table for step in ready.steps_of_acts if step.table in OF_THE_ACCOUNT]
        tables = rows_of_day(connection, days, but=(*READ_BESIDE, *of_acts))
        asked = {name: rows(connection, query) for name, query in also.items()}
        _fill_acts(ready, definition, acts.result())
        tables |= rows_of_tables(connection, of_acts, run.as_of)
        occasions = occasions_of(occasion_rows(connection, days, most))
        tables |= kept.result() | asked
        return Evidence(*who, run.as_of, run.known_at, run.run_id, tables, people, occasions)


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
                ready.beside.close()
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
    plan_quickly(connection)
    before = run.as_of - longest_window(definition)  # acts of that day and of earlier ones count for nothing any more
    beside = connection.cursor()
    for one in (connection, beside):
        one.execute("set parquet_metadata_cache = true")  # each by itself; stored files never change
        one.execute(f"set variable before = {before}")
    live = segments.all_live() | {"dispositions": stored_answers.files(definition.name)}
    world = {name: live.get(name, []) for name in WORLD if name != ROLL_UP.table}
    files = _view(connection, folder, "world", world, segments.narrowed(run.seen))
    files |= _view(connection, folder, "run", {name: list(run.tables.get(name, ())) for name in OF_A_RUN})
    for table in READ_ONCE:
        connection.execute(f"create view {table} as select * from world.{table}")
    for table in OF_A_RUN:
        if table not in KEPT_COPIED:
            unread = " where false" if table == "transitions" else ""
            connection.execute(f"create view {table} as select * from run.{table}{unread}")
    rules = rule_rows(definition)
    line.fill_all(connection, rules)
    line.fill_all(connection, pipeline.day_rows([(run.as_of, run.known_at)], definition))
    empty = {name for name, given in (rules | world).items() if not given}
    rowless = pipeline.rowless(empty if pipeline.asks_content(definition) else {*empty, "pattern_stages"})
    steps = _steps(rowless)
    of_data = pipeline.rules_of_data(definition, (), ())
    copied = {*COPIED, *KEPT_COPIED, "activities", "shapes"}
    made = {*rowless, *(step.table for step in steps)} - {*OF_A_RUN}
    line.leave_empty(connection, {*copied, *of_data, *WANTED, *made})
    for table, query in KEPT_ELSEWHERE.items():
        connection.execute(f"create view {table} as {query}")
    for step in steps:
        connection.execute(f"prepare {step.table}_step as insert into {step.table} {line.typed_sql(step)}")
    told = line.told(connection, definition, run.known_at, content="world.content")
    of_acts = _of_acts(steps, {"activities", "shapes", *of_data} - {"titles"})
    others = tuple(step for step in steps if step not in of_acts)
    return Ready(connection, beside, folder, files, others, of_acts, told, Lock())


def _steps(rowless: Collection[str]) -> tuple[Step, ...]:
    """The steps that make what is wanted, and what these read, but for tables that have no rows anyway."""
    wanted = set(WANTED)
    steps: list[Step] = []
    for step in reversed((ROLL_UP, *DAY)):
        if step.table in wanted - KEPT_ELSEWHERE.keys() and step.table not in rowless:
            wanted |= line.step_reads(step)
            steps.insert(0, step)
    return tuple(steps)


def _of_acts(steps: Sequence[Step], tables: Collection[str]) -> tuple[Step, ...]:
    """The steps that read these tables, or what is made of them."""
    of_acts, touched = [], set(tables)
    for step in steps:
        if not touched.isdisjoint(line.step_reads(step)):
            of_acts.append(step)
            touched.add(step.table)
    return tuple(of_acts)


def _view(
    connection: Connection, folder: Path, schema: str, files_of: Mapping[str, list[str]], seen: Seen | None = None
) -> dict[str, Sequence[Ranged]]:
    """Let the stored tables be views of a schema, of the account that `account` names; `seen`: as a run saw them.

    Opening a file costs a third of a millisecond, so where a table of accounts has several a variable names those that
    are read: returns them by its name.
    """
    chosen: dict[str, Sequence[Ranged]] = {}
    connection.execute(f"create schema {schema}")
    for table, files in files_of.items():
        columns = columns_of(table)
        require(connection, folder, files, columns)
        condition = seen.condition(table) if seen else ""
        of_one = " where account_id = getvariable('account')" if "account_id" in columns else ""
        if of_one and len(files) > 1:
            variable = f"{schema}_{table}"
            chosen[variable] = ranged(files)
            choose_files(connection, variable, folder, files)
            scan = scan_chosen_sql(variable, columns, condition=condition)
        else:
            scan = scan_sql(folder, files, columns, condition=condition)
        connection.execute(f"create view {schema}.{table} as select * from ({scan}){of_one}")
    return chosen


def _turn_to(ready: Ready, account_id: int) -> None:
    """Let the views be of an account, for both connections."""
    for connection in (ready.connection, ready.beside):
        connection.execute(f"set variable account = {int(account_id)}")
        for variable, files in ready.files.items():
            may_hold = [one.file for one in files if one.may_hold(account_id)]
            choose_files(connection, variable, ready.folder, may_hold or [files[0].file])  # none at all cannot be read


def _acts(connection: Connection) -> pa.Table:
    return connection.sql(ACTS).to_arrow_table()


def _fill(ready: Ready, definition: Definition) -> None:
    """Fill the tables, which stand empty, with what is an account's, but for its acts."""
    connection = ready.connection
    for table in COPIED:
        connection.execute(f"insert into {table} select * from world.{table}")
    for table in KEPT_COPIED:
        connection.execute(f"insert into {table} select * from run.{table}")
    line.add(connection, "titles", pipeline.title_rules(definition, line.titles(connection)))
    _work(connection, ready.steps)


def _fill_acts(ready: Ready, definition: Definition, acts: pa.Table) -> None:
    """Fill those of its acts, with the rules for them."""
    connection = ready.connection
    line.add_table(connection, "activities", acts)
    connection.execute(f"insert into shapes {ITS_SHAPES}")
    mapped = line.content(connection, ready.told)
    for table, given in pipeline.pattern_rules(definition, line.shapes(connection), mapped).items():
        line.add(connection, table, given)
    _work(connection, ready.steps_of_acts)


def _work(connection: Connection, steps: Sequence[Step]) -> None:
    for step in steps:
        connection.execute(f"execute {step.table}_step")
