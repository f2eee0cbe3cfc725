"""Engines beside each other: work that falls into parts which need nothing of one another is shared among them.

Two engines of one thread each do a day's work in less processor time than one with two threads, which cuts every small
step in halves and waits for the slower; and while one plans, reads or writes a file, the other counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

import duckdb

from mqa.warehouse.opening import open_warehouse

WORTH_SHARING = 3_000_000  # acts: with fewer, what each engine has to be told costs what it saves
MOST_ENGINES = 4
Part = TypeVar("Part")
Result = TypeVar("Result")


@contextmanager
def open_engines(
    folder: Path, rows: int, *, memory_limit: str = "1GB", threads: int | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    """Engines for a warehouse that share memory and cores evenly: one where there is little to do, else one for each
    core, at most four; `rows`: of acts. `threads` defaults to the machine's cores. Raises Unavailable as
    `open_warehouse` does.
    """
    cores = threads or os.cpu_count() or 1
    count = min(cores, MOST_ENGINES) if rows >= WORTH_SHARING else 1
    with ExitStack() as opened:
        engines = tuple(
            opened.enter_context(open_warehouse(folder, memory_limit=memory_limit, threads=cores // count))
            for _ in range(count)
        )
        for engine in engines:
            engine.execute(f"set memory_limit = '{memory_of(engine) // count}B'")
        yield engines


def memory_of(engine: duckdb.DuckDBPyConnection) -> int:
    """How much memory an engine may use, in bytes."""
    (found,) = engine.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0]
    return int(found)


def side_by_side(
    engines: Sequence[duckdb.DuckDBPyConnection],
    work: Callable[[duckdb.DuckDBPyConnection, Part], Result],
    parts: Sequence[Part],
) -> Iterator[Result]:
    """What `work` makes of each part, in their order; each is done by the engine that is free first.

    Where there is one part, the first engine does it with all cores. Where a part fails, or whoever asked wants no
    more, the others stop.
    """
    if min(len(engines), len(parts)) == 1:
        with _all_cores(engines) as engine:
            yield from (work(engine, part) for part in parts)
        return
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for engine in engines:
        free.put(engine)

    failed = Event()

    def done(part: Part) -> Result:
        engine = free.get()
        try:
            if failed.is_set():  # before whoever waits for an earlier part has heard of it
                raise CancelledError
            return work(engine, part)
        except BaseException:
            failed.set()
            raise
        finally:
            free.put(engine)

    with ThreadPoolExecutor(len(engines)) as cores:
        waited_for = [cores.submit(done, part) for part in parts]
        try:
            for one in waited_for:
                yield one.result()
        except BaseException:
            cores.shutdown(wait=False, cancel_futures=True)
            for engine in engines:
                engine.interrupt()
            raise


@contextmanager
def _all_cores(engines: Sequence[duckdb.DuckDBPyConnection]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The first engine, with the threads of all."""
    engine = engines[0]
    (own,) = engine.execute("select current_setting('threads')").fetchall()[0]
    engine.execute(f"set threads = {own * len(engines)}")
    try:
        yield engine
    finally:
        engine.execute(f"set threads = {own}")
