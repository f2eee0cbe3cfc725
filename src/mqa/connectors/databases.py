"""A table of a database, read by the user's own SQL on the user's own database, streamed into a Parquet file.

The user's SQL runs nowhere else. Every value arrives as text; what it means is for the mapping to say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem

ROWS_AT_ONCE = 20_000
SQLITE = "sqlite:///"


class _Unfit(Exception):
    """Reading cannot go on; the words say why."""


def shown_name(url: str) -> str:
    """A database as messages name it: without user and password.

    >>> shown_name("postgresql://ann:secret@db.example:5432/crm")
    'postgresql://db.example:5432/crm'
    """
    if url.startswith(SQLITE):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def copied(url: str, sql: str, folder: Path, target: Path, place: Place) -> tuple[Problem, ...]:
    """Write the rows that `sql` gives to the Parquet file `target`, a batch at a time; returns what stopped it.

    `folder` is where the path of a SQLite database begins. The database is only read.
    """
    try:
        with _cursor(url, folder, sql) as cursor:
            _write(cursor, target)
    except _Unfit as unfit:
        return (
            Problem(place, f"{quoted(shown_name(url))} cannot be read: {unfit}", "Check url and sql of the source."),
        )
    return ()


@contextmanager
def _cursor(url: str, folder: Path, sql: str) -> Iterator[Any]:
    with _sqlite(url, folder, sql) if url.startswith(SQLITE) else _postgresql(url, sql) as cursor:
        yield cursor


@contextmanager
def _sqlite(url: str, folder: Path, sql: str) -> Iterator[Any]:
    path = folder / url.removeprefix(SQLITE)
    if not path.is_file():
        raise _Unfit(f"there is no file {path.name}.")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _Unfit(f"{error}.") from error


@contextmanager
def _postgresql(url: str, sql: str) -> Iterator[Any]:
    try:
        import psycopg
    except ImportError as error:
        raise _Unfit("the driver is missing; install it with “pip install 'mqa[postgres]'”.") from error
    try:
        with psycopg.connect(url, connect_timeout=20) as connection:
            connection.read_only = True
            with connection.cursor(name="mqa_source") as cursor:
                cursor.execute(sql.encode())
                yield cursor
    except psycopg.Error as error:
        raise _Unfit(str(error).strip().split("\n")[0]) from error


def _write(cursor: Any, target: Path) -> None:
    batch = cursor.fetchmany(ROWS_AT_ONCE)  # PostgreSQL describes the columns only after the first fetch
    names = [str(column[0]) for column in cursor.description or ()]
    if not names:
        raise _Unfit("the sql gives no rows; it must be one select.")
    if len(set(names)) < len(names):
        raise _Unfit("two columns of the sql have one name; name them apart with “as”.")
    schema = pa.schema([(name, pa.string()) for name in names])
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while batch:
            writer.write_table(_table(batch, schema))
            batch = cursor.fetchmany(ROWS_AT_ONCE)


def _table(batch: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    columns = zip(*batch, strict=True)
    return pa.table([pa.array([_text(value) for value in column], pa.string()) for column in columns], schema=schema)


def _text(value: Any) -> str | None:
    """A value as text that reads back as the same value."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    return str(value)
