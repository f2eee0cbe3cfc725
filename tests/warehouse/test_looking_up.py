"""Rows of large stored files are looked up by their numbers; a statement gives what it gives by reading all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from mqa.terms.quoting import path_sql
from mqa.warehouse import looking_up
from mqa.warehouse.lasting import Connection, lasting_engine
from mqa.warehouse.looking_up import Sought
from mqa.warehouse.storing import store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

FOUND = "create or replace temp table found as select said from told where number in (select number from asked)"
SOUGHT = {"found": Sought("told", "number", "select number from asked", ("number", "said", "other"))}


@pytest.fixture(params=[1, 2, 1000], ids=["all mapped", "some mapped", "none mapped"])
def engine(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking_up, "LARGE", request.param)
    with lasting_engine(folder, sought=SOUGHT) as connection:
        yield connection


def told(engine: Connection, folder: Path, *files: Sequence[tuple[int, str]]) -> None:
    """Let `told` be a view of stored files of these rows."""
    paths = []
    for rows in files:
        listed = ", ".join(f"({number}::bigint, '{said}', 0)" for number, said in rows)
        file = store(duckdb.connect(), f"from (values {listed}) as t (number, said, other)", folder, "told")
        assert file
        paths.append(path_sql(str(folder.absolute() / file.file)))
    engine.execute(f"create or replace temp view told as select * from read_parquet([{', '.join(paths)}])")


def found(engine: Connection, *numbers: int) -> list[str]:
    engine.execute(f"create or replace temp table asked as select unnest({[*numbers]}::bigint[]) as number")
    engine.execute(FOUND)
    return sorted(said for (said,) in engine.execute("from found").fetchall())


def test_the_rows_of_the_numbers_are_found_in_every_file(engine: Connection, folder: Path) -> None:
    told(engine, folder, [(1, "a"), (2, "b"), (2, "c")], [(2, "d")])
    assert found(engine, 2, 9) == ["b", "c", "d"]
    assert found(engine, 1) == ["a"]
    assert found(engine) == []


def test_files_come_and_go(engine: Connection, folder: Path) -> None:
    told(engine, folder, [(1, "a"), (2, "b")])
    assert found(engine, 1, 2) == ["a", "b"]
    told(engine, folder, [(1, "c")], [(2, "d"), (1, "e")])
    assert found(engine, 1, 2) == ["c", "d", "e"]


@pytest.mark.parametrize(
    "query", ["select * from told", "select told.* from told", "from told", "select other, said, number from told"]
)
def test_every_column_that_a_statement_reads_is_there(engine: Connection, folder: Path, query: str) -> None:
    told(engine, folder, [(1, "a"), (2, "b")])
    engine.execute("create or replace temp table asked as select 2::bigint as number")
    engine.execute(f"create or replace temp table found as {query} where number = 2")
    assert set(engine.execute("from found").fetchall()[0]) == {2, "b", 0}


def test_a_mapped_file_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "LARGE", 1)
    with lasting_engine(folder, sought=SOUGHT) as engine:
        told(engine, folder, [(1, "a"), (2, "b")])
        assert found(engine, 1) == ["a"]
        [file] = (folder / "told").iterdir()
        file.unlink()
        assert found(engine, 2) == ["b"]
