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
from mqa.warehouse.opening import open_warehouse
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
    """What one process does: a variant, for a day; results stored or left in memory; shards 0: as many as a run has."""

    variant: str
    as_of: int
    stored: bool
    shards: int = 0
    memory_limit: str = "1GB"
    threads: int = 2


@dataclass
class Took:
    """Seconds by part on the clock and of all processors together, and the greatest memory (MB) of the process."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    activity_days: int = 0
    shards: int = 0
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


def floor(connection: duckdb.DuckDBPyConnection, of: World, task: Task, took: Took, out: Path) -> None:
    """The bare two-level aggregation over the acts."""
    took.shards = task.shards
    connection.execute(f"set variable as_of = {task.as_of}")
    for accounts in Accounts().shards(task.shards):
        with took.timed("aggregation"):
            of.open(connection, accounts)
            connection.execute(script("floor"))
        _stored(connection, {"floor": "select * from floor_points"}, task, took, out)


def ours(connection: duckdb.DuckDBPyConnection, of: World, task: Task, took: Took, out: Path) -> None:
    """The line, as `mqa.runs` runs it for one day with nobody standing anywhere before."""
    with took.timed("rules"):
        of.open(connection, Accounts())
        line.fill_all(connection, line.rules_for(connection, of.definition))
    rolled_up = []
    for file in of.segments["activities"]:
        with took.timed("roll-up"):
            of.open(connection, Accounts(), activities=[file])
            order = ("account_id", "person_id", "day")
            rolled_up.append(store(connection, pipeline.sql(ROLL_UP.file), out, ROLL_UP.table, order_by=order))
    files = [str(out.absolute() / file.file) for file in rolled_up if file]
    took.activity_days = sum(file.rows for file in rolled_up if file)
    of.open(connection, Accounts(), activity_days=files)
    took.shards = task.shards or runs.shard_count(connection)
    for accounts in Accounts().shards(took.shards):
        with took.timed("judging"):
            of.open(connection, accounts, activity_days=files)
            judging.judge_days(
                connection, of.definition, [(task.as_of, task.as_of)], but=judging.unasked(of.definition)
            )
            _keep_for_all(connection)
        _stored(connection, judging.queries_to_store(), task, took, out)
    with took.timed("judging"):
        connection.execute("set search_path = 'of_all,main'")
        for step in pipeline.WHOLE:
            line.make(connection, step)
        connection.execute("set search_path = 'main,of_all'")
    _stored(connection, {step.table: f"select * from {step.table}" for step in pipeline.WHOLE}, task, took, out)


def _keep_for_all(connection: duckdb.DuckDBPyConnection) -> None:
    """A run reads these columns from the files of all shards; results in memory are overwritten by the next shard."""
    connection.execute("create schema if not exists of_all")
    for name, columns in OF_ALL.items():
        connection.execute(f"create table if not exists of_all.{name} as select {columns} from main.{name} limit 0")
        connection.execute(f"insert into of_all.{name} select {columns} from main.{name}")


def by_hand(connection: duckdb.DuckDBPyConnection, of: World, task: Task, took: Took, out: Path) -> None:
    """The same result by the scripts written by hand, activity days kept as ours are."""
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


def one_day_by_hand(connection: duckdb.DuckDBPyConnection, of: World, task: Task, took: Took, out: Path) -> None:
    """The same result by hand for this one day only: what it does not need is not rolled up, nothing is kept."""
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
    if not task.stored:
        return
    with took.timed("storing"):
        for name, query in queries.items():
            if task.variant == "ours":
                store(connection, query, out, name, order_by=runs._order(name))
            else:
                _copy(connection, query, out / f"{name}-{len(list(out.iterdir()))}.parquet")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd)")


VARIANTS: dict[str, Callable[[duckdb.DuckDBPyConnection, World, Task, Took, Path], None]] = {
    "ours": ours,  # first: the others use as many shards
    "by hand": by_hand,
    "by hand, one day": one_day_by_hand,
    "floor": floor,
}


def measured(folder: Path, task: Task) -> Took:
    """What a variant takes, from opened segments to its tables; what it writes is thrown away."""
    of, took = world(folder), Took()
    with TemporaryDirectory(dir=folder, prefix=".benchmark-") as out:
        connection = open_warehouse(Path(out), memory_limit=task.memory_limit, threads=task.threads)
        VARIANTS[task.variant](connection, of, task, took, Path(out))
        connection.close()
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
