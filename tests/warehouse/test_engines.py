from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mqa.warehouse import engines
from mqa.warehouse.engines import memory_of, open_engines, side_by_side

pytestmark = pytest.mark.engines  # also on the lowest DuckDB


@pytest.fixture
def two(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    with open_engines(folder, engines.WORTH_SHARING, memory_limit="400MB", threads=2) as opened:
        yield opened


def threads_of(engine: duckdb.DuckDBPyConnection) -> int:
    return int(engine.execute("select current_setting('threads')").fetchall()[0][0])


@pytest.mark.parametrize(("acts", "threads", "each"), [(10**9, 2, [1, 1]), (10**9, 9, [2] * 4), (5, 2, [2])])
def test_cores_are_shared_where_there_is_much_to_do(folder: Path, acts: int, threads: int, each: list[int]) -> None:
    with open_engines(folder, acts, threads=threads) as opened:
        assert [threads_of(engine) for engine in opened] == each


def test_memory_is_shared_evenly(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    assert [memory_of(engine) // 10**6 for engine in two] == [199, 199]  # of what DuckDB says of 400MB


def test_results_come_in_the_order_of_the_parts(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    last_began = threading.Event()

    def work(engine: duckdb.DuckDBPyConnection, part: int) -> int:
        if part == 3:
            last_began.set()
        assert part or last_began.wait(10)  # the first part ends last
        return int(engine.execute("select ? * 10", [part]).fetchall()[0][0])

    assert [*side_by_side(two, work, [0, 1, 2, 3])] == [0, 10, 20, 30]


def test_an_engine_has_one_part_at_a_time(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    def work(engine: duckdb.DuckDBPyConnection, part: int) -> int:
        engine.execute("create table held as from range(1000)")  # fails where another part holds it
        engine.execute("drop table held")
        return part

    assert [*side_by_side(two, work, range(20))] == [*range(20)]


def test_a_single_part_has_all_cores_for_itself(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    asked = [*side_by_side(two, lambda engine, _: threads_of(engine), ["all"])]
    assert (asked, [threads_of(engine) for engine in two]) == ([2], [1, 1])


def test_where_a_part_fails_what_runs_beside_it_stops(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    begun, ended = threading.Event(), list[str]()

    def work(engine: duckdb.DuckDBPyConnection, part: str) -> None:
        if part == "fails":
            assert begun.wait(10)
            raise ValueError("the words of the part that failed")
        begun.set()
        try:
            engine.execute("select count(*) from range(10_000_000) a, range(10_000_000) b where a.range + b.range < 0")
        except duckdb.InterruptException:
            ended.append(part)

    with pytest.raises(ValueError, match="the words of the part that failed"):
        [*side_by_side(two, work, ["fails", "endless", "never begun"])]
    assert ended == ["endless"]
