from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mqa.warehouse import engines
from mqa.warehouse.engines import Engines, alone, memory_of, open_engines, side_by_side

pytestmark = pytest.mark.engines  # also on the lowest DuckDB


@pytest.fixture
def two(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    with open_engines(folder, engines.WORTH_SHARING, memory_limit="500MB", threads=2) as opened:
        yield opened


def threads_of(engine: duckdb.DuckDBPyConnection) -> int:
    return int(engine.execute("select current_setting('threads')").fetchall()[0][0])


def all_of(engines: Engines, work: Callable[[duckdb.DuckDBPyConnection, Any], Any], parts: Sequence[Any]) -> list[Any]:
    with side_by_side(engines, work, parts) as made:
        return [*made]


ENDLESS = "select count(*) from range(10_000_000) a, range(10_000_000) b where a.range + b.range < 0"


@pytest.mark.parametrize(
    ("acts", "memory", "threads", "each"),
    [
        (10**9, "1GB", 2, [1, 1]),
        (10**9, "1GB", 9, [3, 2, 2, 2]),
        (10**9, "512MB", 4, [2, 2]),
        (10**9, "100MB", 2, [2]),
        (5, "1GB", 2, [2]),
    ],
)
def test_cores_are_shared_where_there_are_many_acts_and_memory(
    folder: Path, acts: int, memory: str, threads: int, each: list[int]
) -> None:
    with open_engines(folder, acts, memory_limit=memory, threads=threads) as opened:
        assert [threads_of(engine) for engine in opened] == each


def test_memory_is_shared_evenly(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    assert [memory_of(engine) // 10**6 for engine in two] == [249, 249]  # of what DuckDB says of 500MB


def test_results_come_in_the_order_of_the_parts(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    last_began = threading.Event()

    def work(engine: duckdb.DuckDBPyConnection, part: int) -> int:
        if part == 3:
            last_began.set()
        assert part or last_began.wait(10)  # the first part ends last
        return int(engine.execute("select ? * 10", [part]).fetchall()[0][0])

    assert all_of(two, work, [0, 1, 2, 3]) == [0, 10, 20, 30]


def test_an_engine_has_one_part_at_a_time(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    def work(engine: duckdb.DuckDBPyConnection, part: int) -> int:
        engine.execute("create table held as from range(1000)")  # fails where another part holds it
        engine.execute("drop table held")
        return part

    assert all_of(two, work, range(20)) == [*range(20)]


def test_no_parts_are_no_results(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    assert all_of(two, lambda engine, _: threads_of(engine), []) == []


def test_a_single_part_has_all_cores_for_itself(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    asked = all_of(two, lambda engine, _: threads_of(engine), ["all"])
    assert (asked, [threads_of(engine) for engine in two]) == ([2], [1, 1])


def test_what_is_done_alone_has_all_memory(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    with alone(two) as first:
        found = memory_of(first) // 10**6
    assert (found, memory_of(two[0]) // 10**6) == (499, 249)


def test_where_a_part_fails_what_runs_beside_it_stops(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    begun, ended = threading.Event(), list[str]()

    def work(engine: duckdb.DuckDBPyConnection, part: str) -> None:
        if part == "fails":
            assert begun.wait(10)
            raise ValueError("the words of the part that failed")
        begun.set()
        try:
            engine.execute(ENDLESS)
        except duckdb.InterruptException:
            ended.append(part)

    with pytest.raises(ValueError, match="the words of the part that failed"):
        all_of(two, work, ["fails", "endless", "never begun"])
    assert ended == ["endless"]


def test_the_words_of_a_part_that_failed_come_before_those_it_kept_from_beginning(
    two: tuple[duckdb.DuckDBPyConnection, ...],
) -> None:
    def work(engine: duckdb.DuckDBPyConnection, part: int) -> None:
        del engine
        if part == 1:
            raise ValueError("the words of the part that failed")
        threading.Event().wait(0.1)

    with pytest.raises(ValueError, match="the words of the part that failed"):
        all_of(two, work, range(9))


def test_where_whoever_asked_fails_what_is_under_way_stops(two: tuple[duckdb.DuckDBPyConnection, ...]) -> None:
    ended = list[int]()

    def work(engine: duckdb.DuckDBPyConnection, part: int) -> None:
        try:
            engine.execute(ENDLESS if part else "select 1")
        except duckdb.InterruptException:
            ended.append(part)

    def asked() -> None:
        with side_by_side(two, work, [0, 1, 2, 3]) as made:
            next(made)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked()
    assert 3 not in ended


def test_a_second_ctrl_c_does_not_keep_it_from_stopping(
    two: tuple[duckdb.DuckDBPyConnection, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, pressed = threading.Barrier(3), iter([True, True])

    def work(engine: duckdb.DuckDBPyConnection, part: int) -> None:
        del part
        begun.wait(10)
        with suppress(duckdb.InterruptException):
            engine.execute(ENDLESS)

    def waited(*given: Any, **named: Any) -> Any:
        if next(pressed, False):
            raise KeyboardInterrupt
        return wait(*given, **named)

    def asked() -> None:
        with side_by_side(two, work, [0, 1]):
            begun.wait(10)
            raise KeyboardInterrupt

    monkeypatch.setattr("mqa.warehouse.engines.wait", waited)
    with pytest.raises(KeyboardInterrupt):
        asked()
    assert next(pressed, None) is None
