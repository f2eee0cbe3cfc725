"""One step of the line, run on literal rows on whichever engine a test is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Protocol

import sqlglot
from sqlglot import exp

from mqa.terms.tables import JUDGEMENT, REPORTS, RULES, WORK, WORLD, ColumnType, Table
from tests.tables import Rows, Value, told


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


def rows(engine: Engine, step: str, /, **given: Rows) -> list[tuple[Value, ...]]:
    """The rows that a step (`scoring/engagement.sql`) makes of the tables given, sorted.

    A table that the step reads and the test leaves out is empty; a column left out is null, but in a table of
    the world `times` is 1 and `told_on` as `known_on`.
    """
    return rows_of(engine, files("mqa").joinpath(step).read_text(encoding="utf-8"), **given)


def rows_of(engine: Engine, sql: str, /, **given: Rows) -> list[tuple[Value, ...]]:
    """The same for SQL at hand."""
    needed = read_by(sql)
    if idle := sorted(given.keys() - needed):
        raise AssertionError(f"the step does not read {', '.join(idle)}; it reads {', '.join(sorted(needed))}")
    inputs = [input_of(name, given.get(name)) for name in sorted(needed)]
    return sorted(engine.rows(sql, inputs), key=lambda row: [(cell is not None, cell) for cell in row])


@cache
def read_by(sql: str) -> frozenset[str]:
    """The names of the tables that a step reads, without those it makes for itself."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table)) - own


def shape_of(name: str) -> Table | None:
    """A table of ours: of the world, rules, judgement, work, reports, or one that only the list of steps names."""
    declared = WORLD | RULES | JUDGEMENT | WORK | REPORTS
    return declared[name] if name in declared else import_module("mqa.pipeline").TABLES.get(name)


def input_of(name: str, literal: Rows | None) -> Given:
    """A table as the project declares it, with the rows of the test; an undeclared one is typed by its values."""
    shape = shape_of(name)
    if not shape and not literal:
        raise AssertionError(f"{name} is no table of ours: give its rows, even if there is only a header")
    shape = shape or Table(name, "made for a test", typed_by_values(literal))
    return Given(shape, filled(shape, literal) if literal else ())


def typed_by_values(literal: Rows) -> dict[str, ColumnType]:
    """Text where any value of a column is."""
    return {
        column: "text" if any(isinstance(row[at], str) for row in literal.rows) else "bigint"
        for at, column in enumerate(literal.columns)
    }


def filled(shape: Table, literal: Rows) -> tuple[tuple[Value, ...], ...]:
    """The rows with every column of the shape, in its order."""
    if unknown := [column for column in literal.columns if column not in shape.columns]:
        raise AssertionError(f"{shape.name} has no column {unknown[0]}; it has {', '.join(shape.columns)}")
    named = [told(row) if shape.name in WORLD else row for row in literal.named()]
    return tuple(tuple(fitting(shape, column, row.get(column)) for column in shape.columns) for row in named)


def fitting(shape: Table, column: str, value: Value) -> Value:
    """The value in the type of its column; raises AssertionError for a text among numbers."""
    if value is None or isinstance(value, str) == (shape.columns[column] == "text"):
        return value
    if isinstance(value, int):
        return str(value)
    raise AssertionError(f"{shape.name}.{column} holds whole numbers, not “{value}”")
