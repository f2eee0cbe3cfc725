"""Making and keeping what the steps of a load give."""

from __future__ import annotations

from pathlib import Path

import duckdb

from mqa.loads.storing import TABLES, World
from mqa.sources.steps import MADE, VIEWS, made_sql
from mqa.terms.stored import StoredFile
from mqa.warehouse.lasting import lasting_engine
from mqa.warehouse.looking_up import Sought

SOUGHT = {  # what steps of each load of acts ask of tables that grow with people
    step: Sought(table, by, numbers, tuple(TABLES[table].columns))
    for step, table, by, numbers in (
        ("domains_asked", "aliases", "domain_id", "select domain_id from asked_domains"),
        ("actor_people", "people", "person_id", "select person_id from settled"),
        ("actor_accounts", "accounts", "account_id", "select account_id from settled"),
    )
}


def engine_to_keep(warehouse: Path, *, memory_limit: str = "1GB") -> duckdb.DuckDBPyConnection:
    """An engine for many small loads, one after another: see `mqa.loads.load`."""
    return lasting_engine(warehouse, memory_limit=memory_limit, sought=SOUGHT)


def keep(world: World, *steps: str) -> list[StoredFile]:
    """Store the rows of the tables of steps as rows of the world table (or records) that they belong to."""
    told = [step for step in steps if step in VIEWS or count(world.connection, f"select count(*) from {step}")]
    return [file for step in told for file in world.keep(MADE[step], f"select * from {step}")]


def make(connection: duckdb.DuckDBPyConnection, *steps: str) -> None:
    """Make the tables of steps, in this order."""
    for step in steps:
        connection.execute(made_sql(step))


def say(connection: duckdb.DuckDBPyConnection, **variables: str) -> None:
    """Let the steps know of variables, each given as SQL."""
    for name, sql in variables.items():
        connection.execute(f"set variable {name} = {sql}")


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number that a query gives."""
    return int(connection.execute(sql).fetchall()[0][0])
