"""Lasting: an engine that stays open, and makes nothing again of which it knows that it stands.

Who takes the same steps again and again, on a few new rows each time, asks most of them about what none of the rows
say, and waits while statements are planned that give nothing. Here each table, view, macro and variable is remembered
with its statement and with the state of all that the statement names; while both are as they were, it is left alone. A
table that was empty and is empty again is as it was. A statement that reads files is remembered where they are stored
ones, which never change; any other is carried out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import duckdb

from mqa.terms.quoting import path_sql
from mqa.warehouse.looking_up import LookUps, Sought
from mqa.warehouse.opening import open_warehouse, plan_quickly

Connection = duckdb.DuckDBPyConnection
MADE = re.compile(r'\s*(?:create (?:or replace )?(?:temp )?(table|view|macro)|set (variable)) "?(\w+)"?')
CHANGED = re.compile(r'\s*(?:insert into|delete from|update|alter table|drop (?:table|view)(?: if exists)?) "?(\w+)"?')
READS_FILES = re.compile(r"\bread_\w+\(\W*'|\bfrom '")
COMMENT = re.compile(r"--.*")
WORD = re.compile(r"\w+")


def lasting_engine(
    warehouse: Path, *, memory_limit: str = "1GB", sought: Mapping[str, Sought] | None = None
) -> Connection:
    """An engine for many small loads into the warehouse in a folder, one after another.

    `sought`: of the tables that are made, by name, those that ask another one for rows by their numbers.
    """
    connection = open_warehouse(warehouse, memory_limit=memory_limit)
    plan_quickly(connection)
    return cast(Connection, Lasting(connection, warehouse, sought or {}))


@dataclass(frozen=True)
class _Made:
    """How something was made: its statement, the state of what that names, and whether it is an empty table."""

    statement: str
    read: dict[str, int]
    empty: bool


class Lasting:
    """A connection to an engine of which nobody else has one. Statements begin in small letters."""

    def __init__(self, connection: Connection, warehouse: Path, sought: Mapping[str, Sought]) -> None:
        self._connection = connection
        self._sought, self._look_ups = sought, LookUps(connection, warehouse)
        folder = re.escape(path_sql(warehouse.absolute().as_posix())[:-1])
        self._stored = re.compile(rf"({folder}/\w+/[0-9a-f]{{32}}\.parquet'),?")
        self._made: dict[str, _Made] = {}
        self._views: dict[str, frozenset[str]] = {}  # what each view names
        self._state: dict[str, int] = {}  # of whatever has a name: another number, another content
        self._said: list[tuple[Any, ...]] | None = None  # what the last statement said, if it was asked already

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def __enter__(self) -> Lasting:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine, and of what was mapped for it."""
        self._connection.close()
        self._look_ups.close()

    def execute(self, statement: str, parameters: Sequence[object] | None = None) -> Lasting:
        """Carry out a statement, unless it would make what stands."""
        self._said = None
        if parameters is None and (making := MADE.match(statement)):
            self._make(statement, making[1] or making[2], making[3])
        elif change := CHANGED.match(statement):
            self._change(statement, parameters, change[1])
        else:
            self._connection.execute(statement, parameters)
        return self

    def executemany(self, statement: str, parameters: Sequence[Sequence[object]]) -> Lasting:
        """Carry out a statement that changes a table, for each of some rows."""
        self._connection.executemany(statement, parameters)
        if change := CHANGED.match(statement):
            self._forget(change[1])
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """What the last statement says."""
        return self._connection.fetchall() if self._said is None else self._said

    def register(self, name: str, rows: object) -> None:
        """Let rows of Python's have a name."""
        self._connection.register(name, rows)
        self._forget(name)

    def _make(self, statement: str, kind: str, name: str) -> None:
        words = _words(statement)
        read = {word: self._state[word] for word in words if word in self._state and word != name}
        of = f"{kind} {name}" if kind == "variable" else name
        before = self._made.pop(of, None)
        if before and (before.statement, before.read) == (statement, read):
            self._made[of] = before
            return
        columns = self._columns(name) if before and before.empty else None
        rows = self._connection.execute(self._narrowed(statement, name)).fetchall()
        empty = kind == "table" and not (rows and rows[0][0])
        if self._says_all(statement, name):
            self._made[of] = _Made(statement, read, empty)
        self._views.pop(name, None)
        if kind == "view":
            self._views[name] = words
        if not (empty and columns and columns == self._columns(name)):
            self._is_another(name)

    def _narrowed(self, statement: str, name: str) -> str:
        """A statement that makes a table, as it is carried out."""
        sought = self._sought.get(name)
        if sought is None or sought.table not in self._made:
            return statement
        return self._look_ups.narrowed(statement, sought, self._stored.findall(self._made[sought.table].statement))

    def _change(self, statement: str, parameters: Sequence[object] | None, name: str) -> None:
        try:
            self._said = self._connection.execute(statement, parameters).fetchall()
        except BaseException:
            self._forget(name)
            raise
        if self._said != [(0,)]:
            self._forget(name)

    def _forget(self, name: str) -> None:
        """What has a name is no longer as it was made."""
        self._made.pop(name, None)
        self._is_another(name)

    def _is_another(self, name: str) -> None:
        """Note that something has another content, and so has every view of it."""
        others = [name]
        for other in others:
            self._state[other] = self._state.get(other, 0) + 1
            others += [view for view, words in self._views.items() if other in words and view not in others]

    def _says_all(self, statement: str, name: str) -> bool:
        """Whether what a statement makes depends on what it names alone: it reads only stored files, and not itself."""
        text = COMMENT.sub("", self._stored.sub("", statement))
        return not READS_FILES.search(text) and WORD.findall(text).count(name) == 1

    def _columns(self, name: str) -> list[tuple[str, str]]:
        return [(column[0], str(column[1])) for column in self._connection.execute(f"from {name} limit 0").description]


@lru_cache(maxsize=4000)
def _words(statement: str) -> frozenset[str]:
    return frozenset(WORD.findall(COMMENT.sub("", statement)))
