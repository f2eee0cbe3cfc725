"""DuckDB, of whichever version this process has: runs a step exactly as it is written."""

from __future__ import annotations

from functools import cache

import duckdb

from tests.engines.steps import Given
from tests.tables import Value

ALLOWED = {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "VARCHAR"}


@cache
def database() -> duckdb.DuckDBPyConnection:
    """One database in memory for all steps: to open one takes longer than most steps do."""
    return duckdb.connect(config={"threads": 1})


class DuckDB:
    """Its tables are gone with the transaction."""

    name = "duckdb"

    def rows(self, sql: str, inputs: list[Given]) -> list[tuple[Value, ...]]:
        connection = database().begin()
        try:
            for given in inputs:
                connection.execute(given.shape.create_sql())
                if given.rows:
                    marks = ", ".join("?" for _ in given.shape.columns)
                    connection.executemany(f"insert into {given.shape.name} values ({marks})", given.rows)
            result = connection.execute(sql)
            for column, of_type, *_ in result.description:
                assert str(of_type) in ALLOWED, f"{column} is {of_type} on DuckDB: cast it to bigint or text"
            return result.fetchall()
        finally:
            connection.rollback()
