"""Engines beside each other: work that falls into parts which need nothing of one another is shared among them.

Two engines of one thread each do a day's work in less processor time than one with two threads, which cuts every small
step in halves and waits for the slower; and while one plans, reads or writes a file, the other counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

import duckdb

from mqa.warehouse.opening import open_warehouse

WORTH_SHARING = 3_000_000  # acts: with fewer, what each engine has to be told costs what it saves
MOST_ENGINES = 4
LEAST_MEMORY = 200_000_000  # bytes of an engine
SOON = 0.05  # seconds
Engines = Sequence[duckdb.DuckDBPyConnection]
Part = TypeVar("Part")
Result = TypeVar("Result")


@contextmanager
def open_engines(
    folder: Path, acts: int, *, memory_limit: str = "1GB", threads: int | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, ...]]:
    """Engines for a warehouse, which share memory and cores: one where there are few acts, else one for each core, at
    most four, and none with less than 200 MB.

    `threads` defaults to the machine's cores. Raises Unavailable as `open_warehouse` does.
    """
    with ExitStack() as opened:
        first = opened.enter_context(open_warehouse(folder, memory_limit=memory_limit, threads=threads))
        cores, memory = _threads(first), memory_of(first)
        count = max(1, min(cores, MOST_ENGINES, memory // LEAST_MEMORY)) if acts >= WORTH_SHARING else 1
        others = [opened.enter_context(open_warehouse(folder, memory_limit=memory_limit)) for _ in range(count - 1)]
        for nth, engine in enumerate([first, *others] if others else ()):
            engine.execute(f"set threads = {cores // count + (nth < cores % count)}")
            engine.execute(f"set memory_limit = '{memory // count}B'")
        yield first, *others


def memory_of(engine: duckdb.DuckDBPyConnection) -> int:
    """How much memory an engine may use, in bytes."""
    (found,) = engine.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0]
    return int(found)


@contextmanager
def alone(engines: Engines) -> Iterator[duckdb.DuckDBPyConnection]:
    """The first engine, with the cores and the memory of all, for as long as the others have nothing to do."""
    engine = engines[0]
    if len(engines) > 1:
        threads, memory = _threads(engine), memory_of(engine)
        engine.execute(f"set threads = {sum(map(_threads, engines))}")
        engine.execute(f"set memory_limit = '{sum(map(memory_of, engines))}B'")
    yield engine
    if len(engines) > 1:  # after an error nobody goes on with them
        engine.execute(f"set threads = {threads}")
        engine.execute(f"set memory_limit = '{memory}B'")


@contextmanager
def side_by_side(
    engines: Engines, work: Callable[[duckdb.DuckDBPyConnection, Part], Result], parts: Sequence[Part]
) -> Iterator[Iterator[Result]]:
    """What `work` makes of each part, in their order; each is done by the engine that is free first.

    A single part is done by the first engine with the cores and memory of all. Where a part fails, or whoever
    asked wants no more, no other begins and those under way are interrupted.
    """
    if min(len(engines), len(parts)) <= 1:
        with alone(engines) as engine:
            yield (work(engine, part) for part in parts)
        return
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for engine in engines:
        free.put(engine)
    over, errors = Event(), list[Exception]()

    def done(part: Part) -> Result:
        engine = free.get()
        try:
            if over.is_set():
                raise CancelledError
            return work(engine, part)
        except Exception as error:
            if not over.is_set():
                errors.append(error)
                over.set()
            raise
        finally:
            free.put(engine)

    with ThreadPoolExecutor(len(engines)) as cores:
        waited_for = [cores.submit(done, part) for part in parts]
        try:
            yield (one.result() for one in waited_for)
        except CancelledError:  # of a part that a later one kept from beginning
            raise errors[0] from None
        finally:
            over.set()
            _interrupt(engines, waited_for)


def _interrupt(engines: Engines, waited_for: Sequence[Future[Result]]) -> None:
    """Interrupt whatever is under way, until all is over: an engine that is between two statements hears nothing, and
    who presses Ctrl-C again while it stops changes nothing."""
    while True:
        with suppress(KeyboardInterrupt):
            for one in waited_for:
                one.cancel()
            while wait(waited_for, timeout=SOON).not_done:
                for engine in engines:
                    engine.interrupt()
            return


def _threads(engine: duckdb.DuckDBPyConnection) -> int:
    (found,) = engine.execute("select current_setting('threads')").fetchall()[0]
    return int(found)
