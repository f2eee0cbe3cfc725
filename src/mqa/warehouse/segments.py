"""Reading stored files: as one table, of the right types, only the row groups that a range of accounts needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from mqa.terms.problems import Unavailable
from mqa.terms.tables import ENGINE_TYPE, ColumnType
from mqa.warehouse.quoting import name_sql, path_sql

STORED_TYPE = {"bigint": "BIGINT", "text": "VARCHAR"}


def scan_sql(
    folder: Path,
    files: Sequence[str],
    columns: Mapping[str, ColumnType],
    first_account: int | None = None,
    last_account: int | None = None,
    column: str = "account_id",
) -> str:
    """A SELECT of these columns from stored files (relative to `folder`), for accounts of a range, both ends included.

    Row groups outside of the range are not read. Without files it is an empty table of the same types. The
    files are not looked at here: `require` does that.
    """
    if not files:
        return _empty_sql(columns)
    names = ", ".join(name_sql(name) for name in columns)
    return f"select {names} from {_files_sql(folder, files)}{_range_sql(column, first_account, last_account)}"


def open_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    folder: Path,
    files: Sequence[str],
    columns: Mapping[str, ColumnType],
    first_account: int | None = None,
    last_account: int | None = None,
) -> None:
    """Let `name` be a view of stored files (see `scan_sql`). Raises Unavailable as `require` does."""
    require(connection, folder, files, columns)
    query = scan_sql(folder, files, columns, first_account, last_account)
    connection.execute(f"create or replace view {name_sql(name)} as {query}")


def require(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str], columns: Mapping[str, ColumnType]
) -> None:
    """Raise Unavailable unless every stored file is there and has these columns with these types."""
    for file in files:
        stored = _stored_columns(connection, folder, file)
        for name, kind in columns.items():
            if (found := stored.get(name, "nothing")) != STORED_TYPE[kind]:
                raise Unavailable(
                    f"The stored file {folder / file} holds {found} as its column {name}, not {kind}. "
                    "It was not written by this version of mqa; load the data again into an empty warehouse."
                )


def _stored_columns(connection: duckdb.DuckDBPyConnection, folder: Path, file: str) -> dict[str, str]:
    try:
        described = connection.execute(f"describe select * from {_files_sql(folder, [file])}").fetchall()
    except duckdb.Error as error:
        raise Unavailable(
            f"The stored file {folder / file} is missing or broken. Restore it from a backup, or load the data again "
            "into an empty warehouse."
        ) from error
    return {str(row[0]): str(row[1]) for row in described}


def _files_sql(folder: Path, files: Sequence[str]) -> str:
    paths = ", ".join(path_sql(str(folder.absolute() / file)) for file in files)
    # A folder called "year=2026" must not become a column.
    return f"read_parquet([{paths}], hive_partitioning = false)"


def _range_sql(column: str, first: int | None, last: int | None) -> str:
    bounds = [f"{name_sql(column)} {sign} {int(end)}" for sign, end in ((">=", first), ("<=", last)) if end is not None]
    return " where " + " and ".join(bounds) if bounds else ""


def _empty_sql(columns: Mapping[str, ColumnType]) -> str:
    nothing = ", ".join(f"cast(null as {ENGINE_TYPE[kind]}) as {name_sql(name)}" for name, kind in columns.items())
    return f"select {nothing} where false"
