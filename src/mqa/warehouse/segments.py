"""Reading stored files: as one table, of the right types, only the row groups that a range of accounts needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import join

import duckdb

from mqa.terms.problems import Unavailable
from mqa.terms.quoting import name_sql, path_sql, text_sql
from mqa.terms.tables import ENGINE_TYPE, ColumnType

STORED_TYPE = {"bigint": "BIGINT", "text": "VARCHAR"}
_fit: dict[tuple[object, ...], dict[str, tuple[int, int]]] = {}  # by folder and columns: files, size and time
MEND = "Restore it from a backup, or load the data again into an empty workspace."


def scan_sql(
    folder: Path,
    files: Sequence[str],
    columns: Mapping[str, ColumnType],
    first_account: int | None = None,
    last_account: int | None = None,
    column: str = "account_id",
    *,
    condition: str = "",
) -> str:
    """A SELECT of these columns from stored files (relative to `folder`), for accounts of a range, both ends included.

    Row groups outside of the range are not read. Without files it is an empty table of the same types. The
    files are not looked at here: `require` does that. `condition`: SQL that rows must meet besides.
    """
    if not files:
        return _empty_sql(columns)
    names = ", ".join(name_sql(name) for name in columns)
    conditions = [*_range_sql(column, first_account, last_account), *([condition] if condition else [])]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"select {names} from {_files_sql(folder, files)}{where}"


def choose_files(connection: duckdb.DuckDBPyConnection, variable: str, folder: Path, files: Sequence[str]) -> None:
    """Let a variable of a connection name the stored files, at least one, that `scan_chosen_sql` reads."""
    connection.execute(f"set variable {name_sql(variable)} = {_paths_sql(folder, files)}")


def scan_chosen_sql(variable: str, columns: Mapping[str, ColumnType], *, condition: str = "") -> str:
    """What `scan_sql` selects, of the files that a variable names when it is read (see `choose_files`)."""
    where = f" where {condition}" if condition else ""
    names = ", ".join(name_sql(name) for name in columns)
    return f"select {names} from read_parquet(getvariable({text_sql(variable)}), hive_partitioning = false){where}"


def open_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    folder: Path,
    files: Sequence[str],
    columns: Mapping[str, ColumnType],
    first_account: int | None = None,
    last_account: int | None = None,
    *,
    condition: str = "",
) -> None:
    """Let `name` be a view of stored files (see `scan_sql`). Raises Unavailable as `require` does."""
    require(connection, folder, files, columns)
    query = scan_sql(folder, files, columns, first_account, last_account, condition=condition)
    connection.execute(f"create or replace view {name_sql(name)} as {query}")


def require(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str], columns: Mapping[str, ColumnType]
) -> None:
    """Raise Unavailable unless every stored file is there and has these columns with these types.

    Stored files never change, so what this process found in order is not opened again.
    """
    states = {file: _state(folder / file) for file in files}
    asked = (folder.absolute(), *columns.items())
    fit = _fit.get(asked, {})
    for file, stored in _columns_by_file(
        connection, folder, [one for one in files if fit.get(one) != states[one]]
    ).items():
        for name, kind in columns.items():
            if (found := stored.get(name, "nothing")) != STORED_TYPE[kind]:
                raise Unavailable(
                    f"The stored file {file} holds {found} as its column {name}, not {kind}: "
                    f"it was not written by this version of mqa. {MEND}"
                )
    _fit[asked] = states


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise Unavailable(f"The stored file {file} is missing. {MEND}") from error
    return found.st_size, found.st_mtime_ns


def _columns_by_file(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str]
) -> dict[str, dict[str, str]]:
    """The type of each column of each file, from the files' footers, all in one query."""
    found: dict[str, dict[str, str]] = {}
    for file, name, kind in _footers(connection, folder, files):
        found.setdefault(file, {})[name] = kind
    return found


def _footers(connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str]) -> list[tuple[str, str, str]]:
    if not files:
        return []
    query = f"select file_name, name, coalesce(duckdb_type, '') from parquet_schema({_paths_sql(folder, files)})"
    try:
        return connection.execute(query).fetchall()
    except duckdb.Error as error:
        raise Unavailable(f"A stored file is broken: {str(error).splitlines()[0]} {MEND}") from error


def _files_sql(folder: Path, files: Sequence[str]) -> str:
    # A folder called "year=2026" must not become a column.
    return f"read_parquet({_paths_sql(folder, files)}, hive_partitioning = false)"


def _paths_sql(folder: Path, files: Sequence[str]) -> str:
    whole = folder.absolute().as_posix()
    return "[" + ", ".join(path_sql(join(whole, file)) for file in files) + "]"


def _range_sql(column: str, first: int | None, last: int | None) -> list[str]:
    return [f"{name_sql(column)} {sign} {int(end)}" for sign, end in ((">=", first), ("<=", last)) if end is not None]


def _empty_sql(columns: Mapping[str, ColumnType]) -> str:
    nothing = ", ".join(f"cast(null as {ENGINE_TYPE[kind]}) as {name_sql(name)}" for name, kind in columns.items())
    return f"select {nothing} where false"
