"""Runs: the whole line, once, for one day, by one version of a definition; published at once or not at all.

A run folds standings over the days before: on from the last run where there is one within ninety days, whatever its
version (`mqa.carried`), else from ninety days ago (`fold_from`, part of the run's identity). A replay does the same for
many days and keeps what changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from mqa import line, pipeline, serving, versions
from mqa.answered import store_answers
from mqa.carried import Before, before, yesterday_of
from mqa.definition.rows.conditions import counters
from mqa.definition.rows.windows import longest_window
from mqa.folding import begin_fold, fold, folded
from mqa.ledger import files, leases, runs, segments, stored_answers
from mqa.line import FOLD_DAYS, Accounts
from mqa.pipeline import ROLL_UP, STORED, TABLES, VERDICTS
from mqa.renaming import line_of
from mqa.scoring.patterns import pattern_key
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stored import StoredFile
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import require
from mqa.warehouse.storing import group_rows, store, sweep

ACTIVITY_DAYS_OF_A_SHARD = 1_500_000
ACCOUNT_DAYS_OF_A_SHARD = 1_500_000
ACCOUNT_DAYS_AT_ONCE = 300_000  # each has some ten people and ten criteria, anew for each day that is judged with it
ACTIVITY_DAYS_AT_ONCE = 3_000_000  # an activity day counts anew for each day that is judged with it
ONLY_FOR_THE_LAST_DAY = ("contributions",)
FOLDED_FROM = ("scores", "levels_held")
CHANGES = "select as_of, account_id, was, level, cause from transitions"
STANDING_BY_LEVEL = "select level, count(*) from standings where level > 0 group by level"


@dataclass(frozen=True)
class Finished:
    """What a run made: its number and days, and how many rows each stored table has."""

    run_id: int
    as_of: int
    fold_from: int
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Change:
    """One change of level of one account: on a day, from a level to another (0: none), and why."""

    as_of: int
    account_id: int
    was: int
    level: int
    cause: str


@dataclass(frozen=True)
class Replayed:
    """What a replay found: its days, every change of level, and how many accounts stood at each level each day."""

    days: tuple[int, ...]
    changes: tuple[Change, ...]
    standing: Mapping[tuple[int, int], int]


def run(
    folder: Path,
    agreement: Agreement,
    as_of: int,
    *,
    known_at: int | None = None,
    fold_from: int | None = None,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Finished:
    """Runs the line for a day and publishes what it makes; the ledger must be open.

    `as_of`, `known_at` (default: the same day) and `fold_from` are day numbers. Raises Unavailable where
    another writer is at work; whatever goes wrong, readers keep what was published before.
    """
    known_at, name = as_of if known_at is None else known_at, agreement.definition.name
    with leases.held() as token:
        versions.keep(agreement)
        store_answers(folder, name, token=token)
        earlier = None if fold_from is not None else before(agreement.definition, agreement.version, as_of)
        start = fold_from if fold_from is not None else earlier.run.fold_from if earlier else as_of - FOLD_DAYS
        first = earlier.run.as_of + 1 if earlier else start
        days = [(day, min(day, known_at)) for day in range(first, as_of)] + [(as_of, known_at)]
        answers_seen = stored_answers.seen(name, min(as_of, known_at))
        days_of_run = (as_of, known_at, start)
        run_id = runs.begin(name, agreement.version, *days_of_run, token=token, answers_seen=answers_seen)
        try:
            tables = _judged(folder, agreement.definition, days, earlier, memory_limit, progress, token)
            if not _is_past(name, as_of):
                progress("Writing the accounts down", 0, 1)
                listed = {table: [file.file for file in of_table] for table, of_table in tables.items()}
                serving.serve(folder, run_id, agreement.definition, known_at, listed, memory_limit=memory_limit)
                leases.renew(leases.WRITER, token)
                progress("Writing the accounts down", 1, 1)
            runs.publish(run_id, tables)
        except BaseException as error:
            runs.fail(run_id, f"{type(error).__name__}: {error}")
            raise
        sweep(folder, files.listed())
    rows = {name: sum(file.rows for file in files) for name, files in tables.items()}
    return Finished(run_id, as_of, start, rows)


def _is_past(definition: str, as_of: int) -> bool:
    """Whether a later day is published: then nobody lists or follows this one."""
    latest = runs.published(definition)
    return latest is not None and latest.as_of > as_of


def replay(
    folder: Path,
    agreement: Agreement,
    days: Sequence[int],
    *,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Replayed:
    """Folds standings over past days and returns every change of level, publishing nothing.

    `days`: day numbers, rising; each is judged with what was known at its end. Folding begins at the first of
    them with nobody standing anywhere; days that are left out (a weekly replay) make it an approximation.
    """
    changes: list[Change] = []
    standing: dict[tuple[int, int], int] = {}
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        with leases.held() as token:  # a load in between would show facts without their acts
            store_answers(folder, agreement.definition.name, token=token)
            roll_up(connection, folder, agreement.definition, progress, token=token)
            world = segments_for(agreement.definition)
        open_rules(connection, folder, world, agreement.definition)
        shards = Accounts().shards(shard_count(connection))
        for nth, accounts in enumerate(shards):
            progress("Replaying days", nth, len(shards))
            line.open_world(connection, folder, world, accounts)
            begin_fold(connection)
            stood: dict[int, dict[int, int]] = {}
            for some in chunks(connection, [(day, day) for day in days], longest_window(agreement.definition)):
                line.judge(connection, some, agreement.definition, but=ONLY_FOR_THE_LAST_DAY, keep=FOLDED_FROM)
                for day in folded(connection, some):
                    stood[day] = dict(connection.execute(STANDING_BY_LEVEL).fetchall())
            here: dict[int, int] = {}
            for day in days:
                here = stood.get(day, here)
                for level, count in here.items():
                    standing[day, level] = standing.get((day, level), 0) + count
            changes += [Change(*change) for change in connection.execute(CHANGES).fetchall()]
    progress("Replaying days", len(shards), len(shards))
    return Replayed(tuple(days), tuple(sorted(changes)), standing)


def _judged(
    folder: Path,
    definition: Definition,
    days: Sequence[tuple[int, int]],
    earlier: Before | None,
    memory_limit: str,
    progress: Progress,
    token: int,
) -> dict[str, list[StoredFile]]:
    """The stored tables of a run over these days, shard by shard; the last day is the one that is kept."""
    with open_warehouse(folder, memory_limit=memory_limit) as connection:
        roll_up(connection, folder, definition, progress, token=token)
        world = segments_for(definition)
        open_rules(connection, folder, world, definition)
        stored: dict[str, list[StoredFile]] = {name: [] for name in (*STORED, "verdicts")}
        shards = Accounts().shards(shard_count(connection))
        for nth, accounts in enumerate(shards):
            progress("Judging accounts", nth, len(shards))
            leases.renew(leases.WRITER, token)
            line.open_world(connection, folder, world, accounts)
            judge_days(connection, definition, days, yesterday_of(folder, earlier, accounts))
            for name, query in queries_to_store().items():
                rows = group_rows(_one(connection, f"select count(*) from ({query})"))
                if file := store(connection, query, folder, name, order_by=_order(name), row_group_rows=rows):
                    stored[name].append(file)
    progress("Judging accounts", len(shards), len(shards))
    return stored


def open_rules(
    connection: duckdb.DuckDBPyConnection, folder: Path, world: Mapping[str, Sequence[str]], definition: Definition
) -> None:
    """Opens the world tables for all accounts and makes the rule tables of a definition for what they hold.

    Raises Unavailable where a segment is missing or broken.
    """
    for name, segment_files in world.items():
        require(connection, folder, segment_files, WORLD[name].columns)
    line.open_world(connection, folder, world, Accounts())
    line.fill_all(connection, line.rules_for(connection, definition))


def judge_days(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    days: Sequence[tuple[int, int]],
    yesterday: Mapping[str, str] | None = None,
) -> None:
    """Makes all tables of the last of these days, standings folded over all of them, for the accounts in view.

    World and rule tables must stand.
    """
    begin_fold(connection, yesterday)
    for some in chunks(connection, days[:-1], longest_window(definition)):
        line.judge(connection, some, definition, but=ONLY_FOR_THE_LAST_DAY, keep=FOLDED_FROM)
        fold(connection, some)
    line.judge(connection, days[-1:], definition, keep=(*STORED, *VERDICTS, "fit", "members"))
    fold(connection, days[-1:])
    for step in (*pipeline.LAST, *pipeline.NEAR):
        line.make(connection, step)


def chunks(
    connection: duckdb.DuckDBPyConnection, days: Sequence[tuple[int, int]], window: int
) -> Iterator[Sequence[tuple[int, int]]]:
    """The days in pieces small enough to be judged at once for the accounts in view.

    `window`: how many days back a judged day looks for acts.
    """
    if not days:
        return
    first, last = days[0][0], days[-1][0]
    accounts = _one(connection, "select count(*) from accounts")
    acts = _one(connection, f"select count(*) from {ROLL_UP.table} where day > {first - window} and day <= {last}")
    acts_of_a_day = acts * window // (last - first + window)
    at_once = min(ACCOUNT_DAYS_AT_ONCE // max(1, accounts), ACTIVITY_DAYS_AT_ONCE // max(1, acts_of_a_day))
    for start in range(0, len(days), max(1, at_once)):
        yield days[start : start + max(1, at_once)]


def roll_up(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    definition: Definition,
    progress: Progress = silent,
    *,
    token: int,
) -> None:
    """Rolls up the segments of activities that are not yet rolled up under the definition's patterns.

    `token` is the writer's lease, which is renewed with every segment.
    """
    key = key_of(definition)
    done = segments.live_rollups(key)
    missing = [file for file in segments.live("activities") if file not in done]
    if not missing:
        return
    line.open_world(connection, folder, {"shapes": segments.live("shapes")}, Accounts())
    line.fill_all(connection, line.rules_for(connection, definition))
    for nth, file in enumerate(missing):
        progress("Rolling up activity", nth, len(missing))
        leases.renew(leases.WRITER, token)
        line.open_world(connection, folder, {"activities": [file]}, Accounts())
        order = ("account_id", "person_id", "day")
        stored = store(connection, pipeline.sql(ROLL_UP.file), folder, ROLL_UP.table, order_by=order)
        segments.list_rollup(key, file, stored)
    progress("Rolling up activity", len(missing), len(missing))


def key_of(definition: Definition) -> str:
    """The key of the roll-ups that a definition can use."""
    return pattern_key(definition.signals, counters(definition))


def segments_for(definition: Definition) -> dict[str, Sequence[str]]:
    """The live segments of every world table; activity days by the definition's patterns, answers only its own."""
    world: dict[str, Sequence[str]] = {name: segments.live(name) for name in WORLD if name != ROLL_UP.table}
    world["dispositions"] = stored_answers.files(line_of(definition))
    return world | {ROLL_UP.table: [file for file in segments.live_rollups(key_of(definition)).values() if file]}


def shard_count(connection: duckdb.DuckDBPyConnection) -> int:
    """How many shards keep a day's tables within memory."""
    rows = _one(connection, f"select count(*) from {ROLL_UP.table}")
    accounts = _one(connection, "select count(*) from accounts")
    return max(1, -(-rows // ACTIVITY_DAYS_OF_A_SHARD), -(-accounts // ACCOUNT_DAYS_OF_A_SHARD))


def queries_to_store() -> dict[str, str]:
    """What is kept of a run, by table."""
    verdicts = " union all ".join(f"select * from {table}" for table in VERDICTS)
    return {name: f"select * from {name}" for name in STORED} | {"verdicts": verdicts}


def _order(name: str) -> tuple[str, ...]:
    """Rows lie in one order whatever the threads did, so that the same run makes the same files."""
    texts_last = TABLES["standings" if name == "transitions" else name].columns
    first = ("account_id", "as_of")
    return (*first, *(column for column in texts_last if column not in first))


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
