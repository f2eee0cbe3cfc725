"""Making and keeping what the steps of a load give."""

from __future__ import annotations

import duckdb

from mqa.loads.storing import World
from mqa.sources.steps import MADE, made_sql
from mqa.terms.stored import StoredFile


def keep(world: World, *steps: str) -> list[StoredFile]:
    """Store the rows of the tables of steps as rows of the world table (or records) that they belong to."""
    return [file for step in steps for file in world.keep(MADE[step], f"select * from {step}")]


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
