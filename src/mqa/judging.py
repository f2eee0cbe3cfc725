"""Judging: all tables of a day for the accounts in view, standings folded over the days before it.

What a run, a refresh and an explanation have in common: they differ in whom they look at and what they keep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import duckdb

from mqa import line, pipeline, resting
from mqa.definition.rows.windows import longest_window
from mqa.folding import begin_fold, fold, folded
from mqa.moments import ACTS_AT_ONCE, MOMENTS_AT_ONCE
from mqa.pipeline import ROLL_UP, STORED, VERDICTS
from mqa.terms.rules import Definition

ONLY_FOR_THE_LAST_DAY = ("contributions",)
FOLDED_FROM = ("scores", "levels_held")


def days_folded(days: Sequence[int], known_at: int) -> list[tuple[int, int]]:
    """The days that a fold goes through, each with its knowledge: that of its end, of the last day `known_at`.

    >>> days_folded([7, 8, 9], known_at=8)
    [(7, 7), (8, 8), (9, 8)]
    """
    return [(day, min(day, known_at)) for day in days[:-1]] + [(days[-1], known_at)]


def judge_days(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    days: Sequence[tuple[int, int]],
    yesterday: Mapping[str, str] | None = None,
    *,
    fitted: Collection[str] = (),
    but: Collection[str] = (),
) -> None:
    """Makes all tables of the last of these days, standings folded over all of them, for the accounts in view.

    World and rule tables must stand; `fitted`: tables of the last day that do, too (`mqa.increments`); `but`: tables
    that nobody wants (see `unasked`), which are left empty.
    """
    begin_fold(connection, yesterday)
    for _ in folded_days(connection, days[:-1], definition):
        pass
    line.leave_empty(connection, but)
    kept = (*STORED, *VERDICTS, "fit", "members")
    line.judge(connection, days[-1:], definition, but=(*fitted, *but), keep=kept)
    fold(connection, days[-1:])
    for step in (*pipeline.LAST, *pipeline.NEAR):
        if step.table not in but:
            line.make(connection, step)


def unasked(definition: Definition) -> tuple[str, ...]:
    """The tables that a run does not store, and that only conditions read which the definition does not have."""
    asked = any(condition.kind == "buying_stage" for condition in definition.conditions)
    return () if asked else ("content_stages", "buying_stages")


def folded_days(
    connection: duckdb.DuckDBPyConnection, days: Sequence[tuple[int, int]], definition: Definition
) -> Iterator[int]:
    """Folds standings over days; gives each day that was folded while its standings stand.

    Days that can be judged at once for the accounts in view are; of more, only the moments that matter.
    """
    if days and not at_once(connection, days, longest_window(definition)):
        yield from resting.folded(connection, days, definition)
    elif days:
        line.judge(connection, days, definition, but=ONLY_FOR_THE_LAST_DAY, keep=FOLDED_FROM)
        yield from folded(connection, days)


def at_once(connection: duckdb.DuckDBPyConnection, days: Sequence[tuple[int, int]], window: int) -> bool:
    """Whether so many days are few enough to be judged at once for the accounts in view.

    `window`: how many days back a judged day looks for acts.
    """
    first, last = days[0][0], days[-1][0]
    accounts = _one(connection, "select count(*) from accounts")
    acts = _one(connection, f"select count(*) from {ROLL_UP.table} where day > {first - window} and day <= {last}")
    acts_of_a_day = acts * window // (last - first + window)
    return len(days) * accounts <= MOMENTS_AT_ONCE and len(days) * acts_of_a_day <= ACTS_AT_ONCE


def queries_to_store() -> dict[str, str]:
    """What is kept of a run, by table."""
    verdicts = " union all ".join(f"select * from {table}" for table in VERDICTS)
    return {name: f"select * from {name}" for name in STORED} | {"verdicts": verdicts}


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
