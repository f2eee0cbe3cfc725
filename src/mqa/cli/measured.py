"""`mqa benchmarks`: what accounts of each segment and tier really have, beside what the definition expects of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from mqa import versions, workspaces
from mqa.answers.benchmarks import Benchmark, benchmarks
from mqa.answers.reading import open_run, published
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column, number
from mqa.explain.numbers import percent, points
from mqa.terms.durations import date_of

MEASURES = {"points": "points", "people": "people engaged", "contact_ratio": "engaged of known"}
COLUMNS = (
    Column("segment", least=12),
    Column("tier"),
    Column("of"),
    number("engaged"),
    number("lower"),
    number("median"),
    number("upper"),
    number("benchmark"),
    number("reach it"),
    Column("lies", least=14),
)


@click.command(name="benchmarks")
@click.option("--as-of", type=DAY, help="The day of a run [default: the latest].")
@shared
def command(asked: Asked, as_of: int | None) -> None:
    """Compare the benchmarks of the definition with what accounts have, by segment and tier.

    Quartiles are of the accounts where somebody is engaged, among those that may qualify. Other accounts never move a
    score: the benchmark stays what the definition says until somebody changes it there.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    run = published(agreement.definition.name, as_of)
    definition = versions.of_run(agreement, run).definition
    with open_run(workspace.warehouse, run, memory_limit=asked.memory) as connection:
        found = benchmarks(connection, definition)
    day = date_of(run.as_of).isoformat()
    if asked.as_json:
        listed = [{**asdict(one), "stands": one.stands} for one in found]
        print_json({"as_of": day, "definition": definition.name, "benchmarks": listed})
    elif not found:
        say(f"The run of {day} kept no benchmarks. Next: mqa run --as-of {day}")
    else:
        print_table(COLUMNS, _lines(found))
        say(f"Quartiles on {day} of the accounts where somebody is engaged.")
        say("Next: change “benchmark” of a segment in the definition, then mqa compare")


def _lines(found: Sequence[Benchmark]) -> Iterator[tuple[object, ...]]:
    for one in found:
        quartiles = (_shown(one.measure, value) for value in (one.low, one.middle, one.high))
        reach = f"{one.reached} of {one.counted}" if one.benchmark is not None else ""
        engaged = f"{one.counted} of {one.accounts}"
        where = (one.segment, one.tier or "all", MEASURES[one.measure], engaged)
        yield (*where, *quartiles, _shown(one.measure, one.benchmark), reach, one.stands)


def _shown(measure: str, value: int | None) -> str:
    if value is None:
        return ""
    return points(value) if measure == "points" else percent(value) if measure == "contact_ratio" else str(value)
