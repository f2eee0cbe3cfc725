"""The three that are measured: the floor, our line, and the same result by hand; each from loaded segments to tables.

Each runs in a process of its own (`python -m benchmarks.variants`) and prints what it took as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import duckdb

from benchmarks.world import World, world
from mqa import judging, line, pipeline, runs
from mqa.identity.roles import title_rows
from mqa.line import Accounts
from mqa.pipeline import ROLL_UP
from mqa.terms.stored import StoredFile
from mqa.warehouse.engines import Engines, open_engines, side_by_side
from mqa.warehouse.storing import store

BY_HAND = Path(__file__).parent / "by_hand"
OF_A_SHARD = (
    *("1_accounts", "2_recent", "3_people", "4_scores"),
    *("5_verdicts", "6_standings", "7_contacts", "8_near_misses"),
)
HAND_MADE = (
    *("criteria_met", "person_scores", "scores", "contributions", "verdicts", "levels_held", "streaks", "standings"),
    *("transitions", "journey", "committee", "unreachable", "contacts", "aqls", "near_misses"),
)
OF_ALL = {  # what the steps of all accounts at once read of each shard's tables
    "scores": "as_of, account_id, state, segment, tier, scope, points, engaged",
    "committee": "as_of, account_id, contact_ratio",
}
WINDOW = 90


@dataclass(frozen=True)
class Task:
    """What one process does: a variant, for a day; results stored or left in memory; shards 0: as many as a run has;
    acts: of the world, by which ours chooses its engines.
    """

    variant: str
    as_of: int
    stored: bool
    shards: int = 0
    memory_limit: str = "1GB"
    threads: int = 2
    acts: int = 0


@dataclass
class Took:
    """Seconds by part on the clock and of all processors together, and the greatest memory (MB) of the process."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    activity_days: int = 0
    shards: int = 0
    engines: int = 1
    peak_mb: float = 0

    def total(self) -> float:
        """Seconds on the clock."""
        return sum(self.seconds.values())

    def work(self) -> float:
        """Seconds of all processors together: on a busy machine the fairer number."""
        return sum(self.processor.values())

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Adds what is done inside to a part."""
        began, worked = perf_counter(), process_time()
        yield
        self.seconds[part] = self.seconds.get(part, 0) + perf_counter() - began
        self.processor[part] = self.processor.get(part, 0) + process_time() - worked


def script(name: str) -> str:
    """The text of one part of what was written by hand."""
    return (BY_HAND / f"{name}.sql").read_text("utf-8")


def floor(engines: Engines, of: World, task: Task, took: Took, out: Path) -> None:
    """The bare two-level aggregation over the acts."""
    (connection,) = engines
    took.shards = task.shards
    connection.execute(f"set variable as_of = {task.as_of}")
    for accounts in Accounts().shards(task.shards):
        with took.timed("aggregation"):
            of.open(connection, accounts)
            connection.execute(script("floor"))
        _stored(connection, {"floor": "select * from floor_points"}, task, took, out)


def ours(engines: Engines, of: World, task: Task, took: Took, out: Path) -> None:
    """The line, as `mqa.runs` runs it for one day with nobody standing anywhere before."""
    first = engines[0]
    with took.timed("rules"):
        of.open(first, Accounts())
        rules = line.rules_for(first, of.definition)
        for engine in engines:
            line.fill_all(engine, rules)

    def rolled_up(connection: duckdb.DuckDBPyConnection, file: str) -> StoredFile | None:
        of.open(connection, Accounts(), activities=[file])
        order = ("account_id", "person_id", "day")
        return store(connection, pipeline.sql(ROLL_UP.file), out, ROLL_UP.table, order_by=order)

    with took.timed("roll-up"), side_by_side(engines, rolled_up, of.segments["activities"]) as files_made:
        made = [file for file in files_made if file]
    files = [str(out.absolute() / file.file) for file in made]
    took.activity_days = sum(file.rows for file in made)
    of.open(first, Accounts(), activity_days=files)
    took.shards, took.engines = task.shards or runs.shard_count(engines), len(engines)

    def judged(connection: duckdb.DuckDBPyConnection, accounts: Accounts) -> None:
        of.open(connection, accounts, activity_days=files)
        judging.judge_days(connection, of.definition, [(task.as_of, task.as_of)], but=judging.unasked(of.definition))
        _keep_for_all(connection)
        _store(connection, judging.queries_to_store(), task, out)

    with took.timed("judging and storing" if task.stored else "judging"):
        with side_by_side(engines, judged, Accounts().shards(took.shards)) as done:
            for _ in done:
                pass
        _gather_for_all(engines)
        first.execute("set search_path = 'of_all,main'")
        for step in pipeline.WHOLE:
            line.make(first, step)
        first.execute("set search_path = 'main,of_all'")
        _store(first, {step.table: f"select * from {step.table}" for step in pipeline.WHOLE}, task, out)


def _keep_for_all(connection: duckdb.DuckDBPyConnection) -> None:
    """A run reads these columns from the files of all shards; results in memory are overwritten by the next shard."""
    connection.execute("create schema if not exists of_all")
    for name, columns in OF_ALL.items():
        connection.execute(f"create table if not exists of_all.{name} as select {columns} from main.{name} limit 0")
        connection.execute(f"insert into of_all.{name} select {columns} from main.{name}")


def _gather_for_all(engines: Engines) -> None:
    """Lets the first engine have these columns of all of them."""
    for engine in engines[1:]:
        for name in OF_ALL:
            kept = engine.sql(f"from of_all.{name}").to_arrow_table()  # noqa: F841  (DuckDB finds it by its name)
            engines[0].execute(f"insert into of_all.{name} from kept")


def by_hand(engines: Engines, of: World, task: Task, took: Took, out: Path) -> None:
    """The same result by the scripts written by hand, activity days kept as ours are."""
    (connection,) = engines
    _begin_by_hand(connection, of, task, took)
    for nth, accounts in enumerate(Accounts().shards(task.shards)):
        with took.timed("roll-up"):
            of.open(connection, accounts)
            connection.execute(script("2_activity_days"))
            kept = "select * from activity_days_by_hand order by account_id, person_id, day"  # as ours: read by account
            _copy(connection, kept, out / f"activity_days-{nth}.parquet")
        took.activity_days += connection.execute("select count(*) from activity_days_by_hand").fetchall()[0][0]
        _judge_by_hand(connection, task, took, out)
    _end_by_hand(connection, task, took, out)


def one_day_by_hand(engines: Engines, of: World, task: Task, took: Took, out: Path) -> None:
    """The same result by hand for this one day only: what it does not need is not rolled up, nothing is kept."""
    (connection,) = engines
    _begin_by_hand(connection, of, task, took)
    for accounts in Accounts().shards(task.shards):
        with took.timed("roll-up"):
            of.open(connection, accounts)
            wanted = f"(day > {task.as_of - WINDOW} or code in (2, 28)) and day <= {task.as_of}"
            text = script("2_activity_days").replace("where account_id > 0", f"where account_id > 0 and {wanted}")
            connection.execute(text)
        _judge_by_hand(connection, task, took, out)
    _end_by_hand(connection, task, took, out)


def _begin_by_hand(connection: duckdb.DuckDBPyConnection, of: World, task: Task, took: Took) -> None:
    took.shards = task.shards
    with took.timed("rules"):
        of.open(connection, Accounts())
        line.fill(connection, "titles", title_rows(line.titles(connection), of.definition.roles, {}))
        connection.execute("create or replace table lists (list varchar, domain varchar)")
        if listed := of.listed():
            connection.executemany("insert into lists values (?, ?)", listed)
        connection.execute(f"set variable as_of = {task.as_of}")
        connection.execute(script("0_constants"))


def _judge_by_hand(connection: duckdb.DuckDBPyConnection, task: Task, took: Took, out: Path) -> None:
    with took.timed("judging"):
        for name in OF_A_SHARD:
            connection.execute(script(name))
    tables = {name: f"select * from {name}_by_hand" for name in HAND_MADE}
    _stored(connection, tables, task, took, out)


def _end_by_hand(connection: duckdb.DuckDBPyConnection, task: Task, took: Took, out: Path) -> None:
    with took.timed("judging"):
        connection.execute(script("9_of_all"))
    _stored(connection, {"benchmarks": "select * from benchmarks_by_hand"}, task, took, out)


def _stored(connection: duckdb.DuckDBPyConnection, queries: dict[str, str], task: Task, took: Took, out: Path) -> None:
    if task.stored:
        with took.timed("storing"):
            _store(connection, queries, task, out)


def _store(connection: duckdb.DuckDBPyConnection, queries: dict[str, str], task: Task, out: Path) -> None:
    for name, query in queries.items() if task.stored else ():
        if task.variant == "ours":
            store(connection, query, out, name, order_by=runs._order(name))
        else:
            _copy(connection, query, out / f"{name}-{len(list(out.iterdir()))}.parquet")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd)")


VARIANTS: dict[str, Callable[[Engines, World, Task, Took, Path], None]] = {
    "ours": ours,  # first: the others use as many shards as each of its engines
    "by hand": by_hand,
    "by hand, one day": one_day_by_hand,
    "floor": floor,
}


def measured(folder: Path, task: Task) -> Took:
    """What a variant takes, from opened segments to its tables; what it writes is thrown away."""
    of, took = world(folder), Took()
    with TemporaryDirectory(dir=folder, prefix=".benchmark-") as out:
        acts = task.acts if task.variant == "ours" else 0  # the others are one engine's, as they were written
        with open_engines(Path(out), acts, memory_limit=task.memory_limit, threads=task.threads) as engines:
            VARIANTS[task.variant](engines, of, task, took, Path(out))
    took.peak_mb = _peak_mb()
    return took


def _peak_mb() -> float:
    """The greatest memory of this process. Linux counts the parent's before the start too, but not in its status."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    own = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vars(measured(Path(sys.argv[1]), Task(**json.loads(sys.argv[2]))))))
