"""What was measured, as tables of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from statistics import linear_regression, median

import duckdb

from benchmarks.variants import Task, Took
from benchmarks.world import Size

PARTS = ("rules", "roll-up", "judging", "storing", "aggregation")
HEAD = "| variant | seconds | processor seconds | ours to it | processor, ours to it | peak MB | parts (seconds) |"


@dataclass(frozen=True)
class Measured:
    """One world's turns: what each variant took in each of them."""

    size: Size
    task: Task
    turns: Sequence[dict[str, Took]]


def table(measured: Measured) -> str:
    """One world's table: a row a variant, medians over the turns, ratios within each turn."""
    size, task, first = measured.size, measured.task, measured.turns[0]["ours"]
    to_a_day = size.acts / max(1, first.activity_days)
    return "\n".join(
        [
            f"### {size.acts:,} acts, results {'stored' if task.stored else 'in memory'}",
            "",
            f"{size.accounts:,} accounts, {size.people:,} people, {first.activity_days:,} activity days "
            f"({to_a_day:.1f} acts to one), {first.shards} shards, {len(measured.turns)} turns.",
            "",
            HEAD,
            "|---|--:|--:|--:|--:|--:|---|",
            *(_row(variant, measured.turns) for variant in measured.turns[0]),
            "",
        ]
    )


def growth(measured: Sequence[Measured]) -> str:
    """How time grows with the size of the worlds: a row a variant; nothing where all have one size."""
    if len({one.size.acts for one in measured}) == 1:
        return ""
    rows = [
        f"| {'stored' if stored else 'in memory'} | {variant} | "
        f"{_slope(some, variant, 'acts', Took.total)} | {_slope(some, variant, 'acts', Took.work)} | "
        f"{_slope(some, variant, 'accounts', Took.total)} | {_slope(some, variant, 'accounts', Took.work)} |"
        for stored in sorted({one.task.stored for one in measured})
        for some in [[one for one in measured if one.task.stored == stored]]
        for variant in some[0].turns[0]
    ]
    return "\n".join(
        [
            "### How time grows",
            "",
            "The slope of the line through the logarithms of time and size: at 1, twice as much takes twice as long. "
            "Ours may have 1.1 against acts.",
            "",
            "| results | variant | seconds, acts | processor, acts | seconds, accounts | processor, accounts |",
            "|---|---|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )


def _slope(measured: Sequence[Measured], variant: str, of: str, number: Callable[[Took], float]) -> str:
    sizes = [log(getattr(one.size, of)) for one in measured]
    if len(set(sizes)) == 1:
        return ""
    times = [log(median(number(turn[variant]) for turn in one.turns)) for one in measured]
    return f"{linear_regression(sizes, times).slope:.2f}"


def machine() -> str:
    """What it was measured on."""
    cores = f"{os.cpu_count()} cores ({platform.machine()})"
    return f"{cores}, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def page(tables: Sequence[str], arguments: Sequence[str]) -> str:
    """The page that is kept."""
    said = " ".join(word.rsplit("/", 1)[-1] if word.startswith("/") else word for word in arguments)
    return "\n".join(
        [
            "# The line beside a script written by hand",
            "",
            "What the variants are, and how to read this: [README.md](README.md).",
            f"Measured on {machine()}, with `python -m benchmarks.line {said}`.",
            "",
            *tables,
        ]
    )


def _row(variant: str, turns: Sequence[dict[str, Took]]) -> str:
    def typical(number: Callable[[dict[str, Took]], float]) -> float:
        return median(number(turn) for turn in turns)

    parts = [
        f"{part} {typical(lambda turn, part=part: turn[variant].seconds[part]):.1f}"  # type: ignore[misc]
        for part in PARTS
        if part in turns[0][variant].seconds
    ]
    cells = [
        variant,
        f"{typical(lambda turn: turn[variant].total()):.1f}",
        f"{typical(lambda turn: turn[variant].work()):.1f}",
        f"{typical(lambda turn: turn['ours'].total() / turn[variant].total()):.2f}",
        f"{typical(lambda turn: turn['ours'].work() / turn[variant].work()):.2f}",
        f"{typical(lambda turn: turn[variant].peak_mb):.0f}",
        ", ".join(parts),
    ]
    return f"| {' | '.join(cells)} |"
