"""What reports are read off: the ledger's rows of a definition in an engine, filled once and kept up to date.

A process keeps one engine per workspace and definition. New changes are added to it, handoffs and answers are copied
anew when any has changed, so that a page costs a few aggregates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

import duckdb
import pyarrow as pa

from mqa import versions
from mqa.ledger import reported, runs, segments
from mqa.reading import Connection, Row, rows
from mqa.reporting.steps import ASKED, AT_A_MOMENT, ONCE, TABLES, Report, sql
from mqa.terms.problems import Unavailable
from mqa.terms.rules import Agreement
from mqa.terms.tables import ENGINE_TYPE, WORLD
from mqa.warehouse.segments import open_table
from mqa.workspaces import Opened

ARROW_TYPE = {"bigint": pa.int64(), "text": pa.string()}
HORIZONS = {
    "SAA": 30,
    "SQA": 60,
    "pipeline": 90,
    "won": 270,
    "level": 30,
}  # days; the definition's goal says that of pipeline
FRESH_FOR = 300  # seconds after which it is looked again who is overdue
MOST_KEPT = 64  # answers to questions, per definition
MEMORY = "512MB"


@dataclass
class Filled:
    """One definition's rows in an engine, told in the words of `agreement`, the version that made the latest run.

    `as_of`: the last day that is known, `begins`: the first; `now`: when overdue was looked at; `level_names`: what
    levels of earlier versions are called today. `edition` rises with every change; `kept` holds what was answered in
    the present one.
    """

    connection: Connection
    agreement: Agreement
    level_names: tuple[tuple[str, str], ...] = ()
    last_transition: int = 0
    mark: tuple[object, ...] = ()
    as_of: int = 0
    begins: int = 0
    now: int = 0
    edition: int = 0
    kept: dict[object, list[Row]] = field(default_factory=dict)


_filled: dict[tuple[str, str], Filled] = {}
_lock = RLock()


@contextmanager
def figures(opened: Opened, agreement: Agreement, now: datetime) -> Iterator[Filled]:
    """The filled engine of a definition, up to date, for this thread alone as long as the context lasts.

    Raises Unavailable where no run of the definition is published yet.
    """
    run = runs.published(agreement.definition.name)
    if run is None:
        what = f"No run of “{agreement.definition.name}” is published yet, so nothing can be reported."
        raise Unavailable(f"{what} Make one with “mqa run”.")
    with _lock:
        key = (str(opened.ledger.absolute()), agreement.definition.name)
        as_run = versions.of_run(agreement, run)
        filled = _filled.get(key) or _filled.setdefault(key, _empty(as_run))
        try:
            _bring_up_to_date(filled, opened, as_run, run.as_of, int(now.timestamp()))
        except BaseException:
            del _filled[key]  # half filled: what was added before would be added again
            raise
        yield filled


def forget() -> None:
    """Close all engines that reports are read off; the next report fills its own."""
    with _lock:
        while _filled:
            _, filled = _filled.popitem()
            filled.connection.close()


def horizons(agreement: Agreement) -> dict[str, int]:
    """Within how many days of qualifying an account must have come to a stage to count as converted.

    Of `level`: within how many a change of level must have gone back to count as taken back.
    """
    goal = agreement.definition.calibration
    return HORIZONS | ({"pipeline": goal.within} if goal.outcome == "opportunity" and goal.within > 0 else {})


def asked(
    filled: Filled, report: str, periods: Iterable[Sequence[object]], buckets: Iterable[Sequence[object]] = ()
) -> list[Row]:
    """The rows of a report for some periods and buckets (as those tables have their columns)."""
    question = (report, *map(tuple, periods), "cut", *map(tuple, buckets))
    if question not in filled.kept:
        if len(filled.kept) >= MOST_KEPT:
            filled.kept.clear()
        _fill(filled.connection, "periods", question[1 : question.index("cut")])
        _fill(filled.connection, "buckets", question[question.index("cut") + 1 :])
        (step,) = (one for one in ASKED if one.table == report)
        filled.kept[question] = rows(filled.connection, sql(step))
    return filled.kept[question]


def _empty(agreement: Agreement) -> Filled:
    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "threads": 2})
    for name in ("transitions", "periods", "buckets"):
        _fill(connection, name, ())
    return Filled(connection, agreement)


def _bring_up_to_date(filled: Filled, opened: Opened, agreement: Agreement, as_of: int, now: int) -> None:
    name, connection = agreement.definition.name, filled.connection
    latest = reported.last_transition()
    outcomes = segments.live("outcomes")
    limits = horizons(agreement)
    same = filled.agreement.version == agreement.version and filled.edition
    level_names = filled.level_names if same else tuple(versions.called_today(agreement.definition).items())
    mark = (*reported.handoffs_mark(name), outcomes, as_of, tuple(limits.items()))
    if latest < filled.last_transition:  # another ledger lies where the former did
        _fill(connection, "transitions", ())
        filled.last_transition, filled.edition = 0, 0
    if latest > filled.last_transition or not filled.edition or level_names != filled.level_names:
        _add(connection, "transitions", reported.transitions(name, filled.last_transition, latest))
        _fill(connection, "level_names", level_names)
        _make(connection, ONCE)
    elif mark == filled.mark and now - filled.now < FRESH_FOR:
        return
    _fill(connection, "moment", [(as_of, now)])
    _fill(connection, "horizons", list(limits.items()))
    if mark != filled.mark:
        _fill(connection, "handoffs", reported.handoffs(name, opened.agreed.time_zone))
        _fill(connection, "answers", reported.answers(name))
        open_table(connection, "outcomes", opened.warehouse, outcomes, WORLD["outcomes"].columns)
    _make(connection, AT_A_MOMENT)
    filled.agreement, filled.level_names = agreement, level_names
    filled.begins = reported.begins(name, as_of)
    filled.last_transition, filled.mark, filled.as_of, filled.now = latest, mark, as_of, now
    filled.edition += 1
    filled.kept.clear()


def _make(connection: Connection, steps: Iterable[Report]) -> None:
    for step in steps:
        columns = TABLES[step.table].columns
        typed = ", ".join(f"cast({name} as {ENGINE_TYPE[kind]}) as {name}" for name, kind in columns.items())
        connection.execute(f"create or replace table {step.table} as select {typed} from (\n{sql(step)})")


def _fill(connection: Connection, table: str, given: Iterable[Sequence[object]]) -> None:
    connection.execute(f"drop table if exists {table}")
    connection.execute(TABLES[table].create_sql())
    _add(connection, table, given)


def _add(connection: Connection, table: str, given: Iterable[Sequence[object]]) -> None:
    """Add rows in the order of a table's columns."""
    columns = TABLES[table].columns
    by_column = list(zip(*given, strict=True)) or [()] * len(columns)
    arrays = [pa.array(values, ARROW_TYPE[kind]) for values, kind in zip(by_column, columns.values(), strict=True)]
    fresh = pa.table(dict(zip(columns, arrays, strict=True)))  # noqa: F841  (DuckDB finds it by its name)
    connection.execute(f"insert into {table} select * from fresh")
