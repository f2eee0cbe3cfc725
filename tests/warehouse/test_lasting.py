"""An engine that lasts: what it left alone is what it would have made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.terms.quoting import path_sql
from mqa.warehouse.lasting import Connection, lasting_engine
from mqa.warehouse.storing import store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

MADE = "create or replace temp table made as select x + 1 as x from given"
NAMES = ("a", "b", "c")
QUERIES = (
    "select 1 as x",
    "select 2 as x where false",
    "from {0}",
    "select x from {0} union all select x from {1}",
    "select x + getvariable('step') as x from {0} where x < 9",
)
statements = st.one_of(
    st.builds("create or replace temp table {} as {}".format, st.sampled_from(NAMES), st.sampled_from(QUERIES)),
    st.builds("create or replace temp view seen as {}".format, st.sampled_from(QUERIES)),
    st.just("create or replace temp table copied as from seen"),
    st.builds("insert into {} from {}".format, st.sampled_from(NAMES), st.sampled_from((*NAMES, "copied"))),
    st.builds("delete from {} where x = {}".format, st.sampled_from(NAMES), st.integers(1, 2)),
    st.builds("set variable step = {}".format, st.integers(1, 2)),
)


@pytest.fixture
def engine(folder: Path):
    with lasting_engine(folder) as connection:
        yield connection


def rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(connection.execute(f"from {table}").fetchall())


def change_unseen(engine: Connection, statement: str) -> None:
    """Change a table so that the engine does not know: where the change is still there, the table was left alone."""
    engine._connection.execute(statement)  # type: ignore[attr-defined]


def test_a_table_of_the_same_is_left_alone(engine: Connection) -> None:
    engine.execute("create or replace temp table given as select 1 as x")
    engine.execute(MADE)
    change_unseen(engine, "insert into made values (7)")
    engine.execute(MADE)
    assert rows(engine, "made") == [(2,), (7,)]


@pytest.mark.parametrize(
    "change",
    [
        "insert into given values (5)",
        "create or replace temp table given as select 5 as x union all select 1",
        "update given set x = x where true",
    ],
)
def test_a_table_of_what_has_changed_is_made_again(engine: Connection, change: str) -> None:
    engine.execute("create or replace temp table given as select 1 as x")
    engine.execute(MADE)
    engine.execute(change)
    change_unseen(engine, "insert into made values (7)")
    engine.execute(MADE)
    assert rows(engine, "made") == [(x + 1,) for (x,) in rows(engine, "given")]


def test_a_table_of_what_was_empty_and_is_empty_again_is_left_alone(engine: Connection) -> None:
    for number in (1, 2):
        engine.execute(f"create or replace temp table given as select {number} as x where false")
        engine.execute(MADE)
        change_unseen(engine, "insert into made values (7)")
    assert rows(engine, "made") == [(7,), (7,)]


def test_an_empty_table_of_other_columns_is_another(engine: Connection) -> None:
    copied = "create or replace temp table copied as from given"
    for column in ("x", "y"):
        engine.execute(f"create or replace temp table given as select 1 as {column} where false")
        engine.execute(copied)
    assert [name for name, *_ in engine.execute("from copied").description] == ["y"]


def test_what_is_made_of_itself_is_made_each_time(engine: Connection) -> None:
    engine.execute("create or replace temp table given as select 1 as x")
    for _ in range(2):
        engine.execute("create or replace temp table given as select x + 1 as x from given")
    assert rows(engine, "given") == [(3,)]


def test_rows_of_python_that_have_a_name_again_are_others(engine: Connection) -> None:
    for number in (1, 2):
        engine.register("told", pa.table({"x": [number]}))
        engine.execute("create or replace temp table given as from told")
        engine.unregister("told")
    assert rows(engine, "given") == [(2,)]


@pytest.mark.parametrize("name", ["theirs.parquet", f"told/{'a' * 32}.parquet"])
def test_a_stored_file_is_read_once_and_any_other_each_time(engine: Connection, folder: Path, name: str) -> None:
    file = store(duckdb.connect(), "select 1 as x", folder, "told")
    assert file
    (folder / file.file).rename(folder / name)
    for _ in range(2):
        engine.execute(f"create or replace temp table given as from read_parquet({path_sql(str(folder / name))})")
        change_unseen(engine, "insert into given values (7)")
    assert rows(engine, "given") == ([(1,), (7,)] if name == "theirs.parquet" else [(1,), (7,), (7,)])


def test_a_statement_that_fails_leaves_nothing_to_go_by(engine: Connection) -> None:
    engine.execute("create or replace temp table given as select 1 as x")
    engine.execute(MADE)
    with pytest.raises(duckdb.Error):
        engine.execute("create or replace temp table made as select nonsense from given")
    change_unseen(engine, "insert into made values (7)")
    engine.execute(MADE)
    assert rows(engine, "made") == [(2,)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(statements, st.permutations(NAMES)), min_size=4, max_size=14))
def test_after_any_statements_all_stands_as_in_an_engine_that_carries_out_each(
    folder: Path, said: list[tuple[str, list[str]]]
) -> None:
    with lasting_engine(folder) as lasting, duckdb.connect() as plain:
        for connection in (lasting, plain):
            for name in NAMES:
                connection.execute(f"create or replace temp table {name} (x integer)")
            connection.execute("create or replace temp view seen as from a")
            connection.execute("create or replace temp table copied (x integer)")
            connection.execute("set variable step = 1")
            for statement, names in said:
                connection.execute(statement.format(*names))
        assert {name: rows(lasting, name) for name in (*NAMES, "copied")} == {
            name: rows(plain, name) for name in (*NAMES, "copied")
        }
