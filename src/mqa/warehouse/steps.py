"""Steps on an engine: one SELECT becomes one table; what it reads; how it reads in another engine's dialect."""

from __future__ import annotations

import duckdb

from mqa.terms.quoting import name_sql


def make_table(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> int:
    """Make the table `name` of a query's rows, in place of any earlier one; returns how many there are."""
    connection.execute(f"create or replace table {name_sql(name)} as (\n{query}\n)")
    return int(connection.execute(f"select count(*) from {name_sql(name)}").fetchall()[0][0])


def engine_sql(sql: str, engine: str) -> str:
    """A step's SQL (DuckDB's dialect) in the dialect of `engine`, as SQLGlot names it.

    Raises sqlglot.errors.UnsupportedError where that engine has no words for it.
    """
    import sqlglot

    return sqlglot.transpile(sql, read="duckdb", write=engine, unsupported_level=sqlglot.ErrorLevel.RAISE, pretty=True)[
        0
    ]


def reads(sql: str) -> frozenset[str]:
    """The tables that a SELECT reads; names that it defines itself (WITH) are not among them."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

    scopes = traverse_scope(sqlglot.parse_one(sql, read="duckdb"))
    sources = [source for scope in scopes for source in scope.sources.values()]
    return frozenset(source.name for source in sources if isinstance(source, exp.Table))
