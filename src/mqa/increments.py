"""Increments: of accounts that nothing was heard of since the run of the day before, it says how they fit today.

Which facts of an account hold, how it fits and where it is placed rests on few tables, and on the day only where a
fact begins, ends or comes of age. So only accounts with news are judged anew; of all others the stored rows of that run
hold, under today's day. Whatever is unclear (another way of judging, a day between, less knowledge) is judged anew
whole. A law of the tests makes days both ways and finds the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import duckdb

from mqa import line, pipeline
from mqa.carried import Basis
from mqa.definition.rows.rules import rule_rows
from mqa.ledger.runs import PublishedRun
from mqa.line import Accounts
from mqa.pipeline import TABLES
from mqa.terms.rules import Definition
from mqa.terms.stored import AFTER_LOAD
from mqa.terms.tables import RULES, ColumnType
from mqa.warehouse.segments import scan_sql

FITTING = ("accounts_today", "known_facts", "criteria_met", "fit", "placements")  # made anew only where there is news
WORLD_OF_FITTING = ("accounts", "aliases", "facts")
BIGINT: ColumnType = "bigint"
BY = "using (account_id)"
STEPS = tuple(step for step in pipeline.DAY if step.table in FITTING)
# Accounts whose rows were loaded since, or of which a row begins or ceases to hold by its days.
NEWS = """
    select account_id from stored_accounts
    where after_load >= {load} or (known_on > {known_before} and known_on <= {known_at})
    union
    select account_id from stored_aliases
    where after_load >= {load} or (known_on > {known_before} and known_on <= {known_at})
    union
    select account_id from stored_facts
    where
        after_load >= {load}
        or (known_on > {known_before} and known_on <= {known_at})
        or (observed_on > {before} and observed_on <= {as_of})
        or (ended_on > {before} and ended_on <= {as_of})
        or (value_on > {before} and value_on <= {as_of})
    union
    select f.account_id
    from stored_facts as f
    inner join used_facts as u on u.fact = f.fact
    inner join criteria as c on c.fact_number = u.fact_number and c.operator = 'within'
    where f.value_on + c.high > {before} and f.value_on + c.high <= {as_of}
"""
# What the run before said, by the table of it that is read.
SAID = {
    "criteria_met": ("criteria_met", "criterion, holds, hindsight"),
    "fit": ("scores", "state, fit_score, known_share, grade_rank, hindsight"),
    "placements": ("scores", "segment, tier, scope"),
}
Queries = dict[str, str]


def key(definition: Definition) -> str:
    """What makes two runs tell alike how accounts fit: the text of the steps, and the rules that they read."""
    read = frozenset[str]().union(*map(line.step_reads, STEPS)) & RULES.keys()
    rules = {name: rows for name, rows in rule_rows(definition).items() if name in read}
    return sha256(json.dumps([[line.typed_sql(step) for step in STEPS], rules], sort_keys=True).encode()).hexdigest()


def gone_on_from(basis: Basis, day: tuple[int, int], fitted_by: str) -> PublishedRun | None:
    """The run whose word on accounts without news holds on a day (as_of, known_at); None: all are judged anew.

    A run that is made again is made anew: of what it rested on, all but standings may be gone.
    """
    before = basis.earlier.run if basis.earlier and basis.made is None else None
    if before is None or before.seen is None or before.fitted_by != fitted_by or before.as_of != day[0] - 1:
        return None
    return before if before.known_at <= day[1] and before.seen.last_load <= basis.seen.last_load else None


def fitted(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    world: Mapping[str, Sequence[str]],
    accounts: Accounts,
    before: PublishedRun,
    day: tuple[int, int],
) -> tuple[str, ...]:
    """Makes what later steps read of FITTING for the accounts in view, and returns the steps that need not be made.

    `before`: see `gone_on_from`. World and rule tables must stand.
    """
    said = {table for table, _ in SAID.values()}
    with_load = {name: {**TABLES[name].columns, AFTER_LOAD: BIGINT} for name in WORLD_OF_FITTING}
    parts = accounts.first, accounts.last
    stored = {name: scan_sql(folder, world.get(name, ()), with_load[name], *parts) for name in WORLD_OF_FITTING}
    stood = {name: scan_sql(folder, before.tables.get(name, ()), TABLES[name].columns, *parts) for name in said}
    fit(connection, stored, stood, before, day)
    return FITTING


def fit(
    connection: duckdb.DuckDBPyConnection,
    stored: Queries,
    stood: Queries,
    before: PublishedRun,
    day: tuple[int, int],
) -> None:
    """Makes `criteria_met`, `fit` and `placements` of a day, of accounts without news as the run before said.

    `stored`: queries for the world tables with their column `after_load`; `stood`: for the tables of that run.
    """
    days = {"before": before.as_of, "known_before": before.known_at, "as_of": day[0], "known_at": day[1]}
    connection.execute("create schema if not exists fitting; set search_path = 'fitting,main'")
    try:
        for name, query in stored.items():
            connection.execute(f"create or replace view stored_{name} as {query}")
        load = before.seen.last_load if before.seen else 0
        connection.execute(f"create or replace table news as {NEWS.format(load=load, **days)}")
        for name in stored:
            connection.execute(f"create or replace view {name} as select * from main.{name} semi join news {BY}")
        line.fill(connection, "days", [day])
        for step in STEPS:
            line.make(connection, step)
        for name, (table, columns) in SAID.items():
            as_before = f"select {day[0]}::bigint, account_id, {columns} from ({stood[table]}) anti join news {BY}"
            connection.execute(f"create or replace table main.{name} as from fitting.{name} union all {as_before}")
    finally:
        connection.execute("set search_path = 'main'; drop schema fitting cascade")
