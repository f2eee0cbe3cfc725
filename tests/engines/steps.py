"""One step of the line, run on literal rows on whichever engine a test is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Protocol

import sqlglot
from sqlglot import exp

from mqa.terms.tables import WORLD, ColumnType, Table
from tests.tables import Rows, Value


@dataclass(frozen=True)
class Given:
    """One input of a step: its shape and its rows, every column filled."""

    shape: Table
    rows: tuple[tuple[Value, ...], ...] = ()


class Engine(Protocol):
    """Something that can run a step: DuckDB as it is written, others transpiled."""

    name: str

    def rows(self, sql: str, inputs: list[Given]) -> list[tuple[Value, ...]]:
        """The rows of `sql` over these tables; raises AssertionError for a column that is not integer or text."""
        ...


def rows(engine: Engine, step: str, /, **tables: Rows) -> list[tuple[Value, ...]]:
    """The rows that a step (`scoring/engagement.sql`) makes of the tables given, sorted.

    A table that the step reads and the test leaves out is empty; a column left out is null.
    """
    return rows_of(engine, files("mqa").joinpath(step).read_text(encoding="utf-8"), **tables)


def rows_of(engine: Engine, sql: str, /, **tables: Rows) -> list[tuple[Value, ...]]:
    """The same for SQL at hand."""
    needed = read_by(sql)
    if idle := sorted(tables.keys() - needed):
        raise AssertionError(f"the step does not read {', '.join(idle)}; it reads {', '.join(sorted(needed))}")
    inputs = [given(name, tables.get(name)) for name in sorted(needed)]
    return sorted(engine.rows(sql, inputs), key=lambda row: [(cell is not None, cell) for cell in row])


@cache
def read_by(sql: str) -> frozenset[str]:
    """The names of the tables that a step reads, without those it makes for itself."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table)) - own


@cache
def shapes() -> dict[str, Table]:
    """Every table that the project declares."""
    declared: dict[str, Table] = import_module("mqa.pipeline").TABLES if find_spec("mqa.pipeline") else {}
    return WORLD | declared


def given(name: str, literal: Rows | None) -> Given:
    """A table as the project declares it, with the rows of the test; an undeclared one is typed by its values."""
    if name in shapes():
        shape = shapes()[name]
    elif literal is not None:
        shape = Table(name, "made for a test", dict(zip(literal.columns, map(kind, columnwise(literal)), strict=True)))
    else:
        raise AssertionError(f"{name} is no table of ours: give its rows, even if there is only a header")
    return Given(shape, filled(shape, literal) if literal else ())


def columnwise(literal: Rows) -> list[tuple[Value, ...]]:
    """The values of each column."""
    return [tuple(row[at] for row in literal.rows) for at in range(len(literal.columns))]


def kind(values: tuple[Value, ...]) -> ColumnType:
    """Text where any value is."""
    return "text" if any(isinstance(value, str) for value in values) else "bigint"


def filled(shape: Table, literal: Rows) -> tuple[tuple[Value, ...], ...]:
    """The rows with every column of the shape, in its order."""
    if unknown := [column for column in literal.columns if column not in shape.columns]:
        raise AssertionError(f"{shape.name} has no column {unknown[0]}; it has {', '.join(shape.columns)}")
    named = [dict(zip(literal.columns, row, strict=True)) for row in literal.rows]
    return tuple(tuple(fitting(shape, column, row.get(column)) for column in shape.columns) for row in named)


def fitting(shape: Table, column: str, value: Value) -> Value:
    """The value in the type of its column; raises AssertionError for a text among numbers."""
    if value is None or isinstance(value, str) == (shape.columns[column] == "text"):
        return value
    if isinstance(value, int):
        return str(value)
    raise AssertionError(f"{shape.name}.{column} holds whole numbers, not “{value}”")
