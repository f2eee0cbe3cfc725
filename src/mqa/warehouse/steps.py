"""A step in the words of another engine."""

from __future__ import annotations

from functools import cache


@cache
def engine_sql(sql: str, engine: str) -> str:
    """A step's SQL (DuckDB's dialect) in the dialect of `engine`, as SQLGlot names it.

    Raises sqlglot.errors.UnsupportedError where that engine has no words for it.
    """
    import sqlglot

    raised = sqlglot.ErrorLevel.RAISE
    return sqlglot.transpile(sql, read="duckdb", write=engine, unsupported_level=raised, pretty=True)[0]
