"""DuckDB, of whichever version this process has: runs a step exactly as it is written."""

from __future__ import annotations

import duckdb

from tests.engines.steps import Given
from tests.tables import Value

ALLOWED = {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "VARCHAR"}


class DuckDB:
    """A fresh database in memory for every step."""

    name = "duckdb"

    def rows(self, sql: str, inputs: list[Given]) -> list[tuple[Value, ...]]:
        with duckdb.connect() as connection:
            for given in inputs:
                connection.execute(given.shape.create_sql())
                if given.rows:
                    marks = ", ".join("?" for _ in given.shape.columns)
                    connection.executemany(f"insert into {given.shape.name} values ({marks})", given.rows)
            result = connection.execute(sql)
            for column, of_type, *_ in result.description:
                assert str(of_type) in ALLOWED, f"{column} is {of_type} on DuckDB: cast it to bigint or text"
            return result.fetchall()
