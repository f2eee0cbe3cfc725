"""Runs: the whole line, once, for one day, by one version of a definition; published at once or not at all.

A run folds standings over the days before: on from the last run where there is one within ninety days, whatever its
version (`mqa.carried`), else from ninety days ago (`fold_from`, part of the run's identity). It notes what it rests on:
the loads and answers it saw, and the run it went on from. So it can be made again, row for row, whatever was loaded or
run since. A replay does the same for many days and keeps what changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import duckdb

from mqa import increments, line, serving, versions
from mqa.answered import store_answers
from mqa.carried import Basis, basis_of, yesterday_of
from mqa.folding import begin_fold
from mqa.holding import checked, require_fit
from mqa.judging import days_folded, folded_days, judge_days, queries_to_store, unasked
from mqa.ledger import files, leases, runs, segments
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import ROLL_UP, STORED, TABLES
from mqa.rolling import as_seen, roll_up, segments_for
from mqa.settling import settle_before, settled_again
from mqa.summing import store_whole
from mqa.terms.freshness import Contract
from mqa.terms.populations import LOOKED_AT
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement, Definition
from mqa.terms.stored import Seen, StoredFile
from mqa.terms.tables import WORLD
from mqa.warehouse.engines import Engines, alone, memory_of, open_engines, side_by_side
from mqa.warehouse.fingerprint import fingerprint, same
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.segments import open_table, require
from mqa.warehouse.storing import group_rows, store, sweep

ACTIVITY_DAYS_OF_A_GIGABYTE = ACCOUNTS_OF_A_GIGABYTE = 2_000_000  # of memory: a shard has so many at most
CHANGES = "select as_of, account_id, was, level, cause from transitions"
NOTHING_EXPECTED = Contract()
STANDINGS = TABLES["standings"].columns
Standing = dict[tuple[int, int], int]  # accounts by day and level
STANDING_BY_LEVEL = "select level, count(*) from standings where level > 0 group by level"


@dataclass(frozen=True)
class Finished:
    """What a run made: its number and days, the fingerprint of its rows, and how many each stored table has.

    `again`: the earlier run that it made again (None: it is the first of its kind, or saw what was loaded since).
    """

    run_id: int
    as_of: int
    known_at: int
    fold_from: int
    content: str
    rows: Mapping[str, int] = field(default_factory=dict)
    again: PublishedRun | None = None

    @property
    def same(self) -> bool | None:
        """Whether its rows are those of the run that it made again; None where nobody can tell."""
        return same(self.content, self.again.content) if self.again else None


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
    again: bool = False,
    contract: Contract = NOTHING_EXPECTED,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Finished:
    """Runs the line for a day and publishes what it makes; the ledger must be open.

    `as_of`, `known_at` (default: the same day) and `fold_from` are day numbers. `again`: where the same version made
    the same day with the same knowledge before, of what that run saw; its rows are the same then. `contract`: what is
    expected of it. Raises Unavailable where another writer is at work, Held where the contract holds it back; whatever
    goes wrong, readers keep what was published before.
    """
    known_at, name = as_of if known_at is None else known_at, agreement.definition.name
    with leases.held() as token:
        versions.keep(agreement)
        store_answers(folder, name, token=token)
        settle_before(folder, name, as_of, token=token)
        basis = basis_of(agreement, as_of, known_at, fold_from, again=again)
        first = basis.earlier.run.as_of + 1 if basis.earlier else basis.fold_from
        days = days_folded(range(first, as_of + 1), known_at)
        run_id = runs.begin(
            *(name, agreement.version, as_of, known_at, basis.fold_from),
            token=token,
            seen=basis.seen,
            went_on_from=basis.earlier.run.run_id if basis.earlier else None,
            fitted_by=increments.key(agreement.definition),
        )
        try:
            tables = _judged(folder, agreement.definition, days, basis, memory_limit, progress, token)
            tables |= store_whole(folder, agreement.definition, tables, memory_limit=memory_limit)
            with ThreadPoolExecutor(1) as beside:
                content = beside.submit(fingerprint, folder, tables)
                told_on = segments.last_told(known_at, basis.seen.last_load)
                levels = _levels(folder, agreement.definition, tables)
                found = checked(contract, as_of, told_on, levels, runs.levels_before(name, as_of, LOOKED_AT))
                runs.check(run_id, found.ages, found.levels, found.jumps)
                require_fit(contract, found)
                if not _is_past(name, as_of, known_at):
                    progress("Writing the accounts down", 0, 1)
                    listed = {table: [file.file for file in of_table] for table, of_table in tables.items()}
                    serving.serve(folder, run_id, agreement.definition, known_at, listed, memory_limit=memory_limit)
                    leases.renew(leases.WRITER, token)
                    progress("Writing the accounts down", 1, 1)
            settled = settled_again(folder, basis.made, run_id, token=token) if basis.made else {}
            runs.publish(run_id, tables | settled, content.result())
        except BaseException as error:
            stopped = isinstance(error, KeyboardInterrupt)
            runs.fail(run_id, runs.STOPPED if stopped else f"{type(error).__name__}: {error}")
            raise
        sweep(folder, files.listed())
    rows = {name: sum(file.rows for file in files) for name, files in tables.items()}
    return Finished(run_id, as_of, known_at, basis.fold_from, content.result(), rows, basis.made)


def _levels(folder: Path, definition: Definition, tables: Mapping[str, Sequence[StoredFile]]) -> dict[str, int]:
    """How many accounts stand at each level by the stored tables of a run, by name."""
    with open_warehouse(folder) as connection:
        open_table(connection, "standings", folder, [one.file for one in tables["standings"]], STANDINGS)
        counts = dict(connection.execute(STANDING_BY_LEVEL).fetchall())
    return {level.name: counts.get(nth, 0) for nth, level in enumerate(definition.levels, start=1)}


def _is_past(definition: str, as_of: int, known_at: int) -> bool:
    """Whether a later day is published, or this one by its own knowledge: then nobody lists or follows this run."""
    latest = runs.published(definition)
    if latest is None or latest.as_of != as_of:
        return latest is not None and latest.as_of > as_of
    return latest.known_at == as_of != known_at


def replay(
    folder: Path,
    agreement: Agreement,
    days: Sequence[int],
    *,
    known_at: int | None = None,
    memory_limit: str = "1GB",
    progress: Progress = silent,
) -> Replayed:
    """Folds standings over past days and returns every change of level, publishing nothing.

    `days`: day numbers, rising; each is judged with what was known at its end, none with more than was `known_at`, and
    the last with all of that, as in a run. Folding begins at the first of them with nobody standing anywhere; days that
    are left out (a weekly replay) make it an approximation.
    """
    judged = days_folded(days, days[-1] if known_at is None else known_at)
    changes: list[Change] = []
    standing: Standing = {}
    with open_engines(folder, segments.rows("activities"), memory_limit=memory_limit) as engines:
        with leases.held() as token:  # a load in between would show facts without their acts
            store_answers(folder, agreement.definition.name, token=token)
            roll_up(engines, folder, agreement.definition, progress, token=token)
            world = segments_for(agreement.definition)
        open_rules(engines, folder, world, agreement.definition)

        def of_shard(connection: duckdb.DuckDBPyConnection, accounts: Accounts) -> tuple[Standing, list[Change]]:
            line.open_world(connection, folder, world, accounts)
            begin_fold(connection)
            stood = {
                day: dict(connection.execute(STANDING_BY_LEVEL).fetchall())
                for day in folded_days(connection, judged, agreement.definition)
            }
            return _each_day(stood, days), [Change(*row) for row in connection.execute(CHANGES).fetchall()]

        shards = Accounts().shards(shard_count(engines))
        progress("Replaying, part by part", 0, len(shards))
        with side_by_side(engines, of_shard, shards) as found:
            for nth, (here, moved) in enumerate(found, start=1):
                progress("Replaying, part by part", nth, len(shards))
                changes += moved
                for place, count in here.items():
                    standing[place] = standing.get(place, 0) + count
    return Replayed(tuple(days), tuple(sorted(changes)), standing)


def _each_day(stood: Mapping[int, Mapping[int, int]], days: Sequence[int]) -> Standing:
    """How many accounts stand at each level on each day, where a day without a word is like the one before."""
    standing: Standing = {}
    here: Mapping[int, int] = {}
    for day in days:
        here = stood.get(day, here)
        standing |= {(day, level): count for level, count in here.items()}
    return standing


def _judged(
    folder: Path,
    definition: Definition,
    days: Sequence[tuple[int, int]],
    basis: Basis,
    memory_limit: str,
    progress: Progress,
    token: int,
) -> dict[str, list[StoredFile]]:
    """The stored tables of a run over these days, shard by shard; the last day is the one that is kept."""
    seen = segments.narrowed(basis.seen)
    before = increments.gone_on_from(basis, days[-1], increments.key(definition))
    with open_engines(folder, segments.rows("activities"), memory_limit=memory_limit) as engines:
        roll_up(engines, folder, definition, progress, token=token, seen=seen)
        world = as_seen(engines, folder, definition, seen) if seen else segments_for(definition)
        open_rules(engines, folder, world, definition, seen=seen)

        def of_shard(connection: duckdb.DuckDBPyConnection, accounts: Accounts) -> list[StoredFile]:
            line.open_world(connection, folder, world, accounts, seen=seen)
            fitted = increments.fitted(connection, folder, world, accounts, before, days[-1]) if before else ()
            yesterday = yesterday_of(folder, basis.earlier, accounts)
            judge_days(connection, definition, days, yesterday, fitted=fitted, but=unasked(definition))
            kept = (_stored(connection, folder, name, query) for name, query in queries_to_store().items())
            return [file for file in kept if file]

        stored: dict[str, list[StoredFile]] = {name: [] for name in (*STORED, "verdicts")}
        shards = Accounts().shards(shard_count(engines))
        leases.renew(leases.WRITER, token)
        progress("Judging, part by part", 0, len(shards))
        with side_by_side(engines, of_shard, shards) as made:
            for nth, files_of_shard in enumerate(made, start=1):
                leases.renew(leases.WRITER, token)
                progress("Judging, part by part", nth, len(shards))
                for file in files_of_shard:
                    stored[file.table].append(file)
    return stored


def _stored(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, query: str) -> StoredFile | None:
    rows = group_rows(_one(connection, f"select count(*) from ({query})"))
    return store(connection, query, folder, name, order_by=_order(name), row_group_rows=rows)


def open_rules(
    engines: Engines,
    folder: Path,
    world: Mapping[str, Sequence[str]],
    definition: Definition,
    *,
    seen: Seen | None = None,
) -> None:
    """Opens the world tables for all accounts and makes the rule tables of a definition for what they hold.

    `seen`: only for rows that a run saw. Raises Unavailable where a segment is missing or broken.
    """
    with alone(engines) as first:
        for name, segment_files in world.items():
            require(first, folder, segment_files, WORLD[name].columns)
        line.open_world(first, folder, world, Accounts(), seen=seen)
        rules = line.rules_for(first, definition)
    for engine in engines:
        line.fill_all(engine, rules)


def shard_count(engines: Engines) -> int:
    """How many shards keep a day's tables within an engine's memory, as many for each engine.

    The world must stand in the first; a shard has a fixed cost of some 0.1 seconds.
    """
    rows = _one(engines[0], f"select count(*) from {ROLL_UP.table}")
    accounts = _one(engines[0], "select count(*) from accounts")
    gigabytes = memory_of(engines[0]) / 10**9
    needed = max(rows / ACTIVITY_DAYS_OF_A_GIGABYTE, accounts / ACCOUNTS_OF_A_GIGABYTE) / gigabytes
    return max(1, ceil(needed / len(engines))) * len(engines)


def _order(name: str) -> tuple[str, ...]:
    """Rows lie in one order whatever the threads did, so that the same run makes the same files."""
    texts_last = TABLES["standings" if name == "transitions" else name].columns
    first = ("account_id", "as_of")
    return (*first, *(column for column in texts_last if column not in first))


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
