"""`mqa replay`: past days, each with what was known on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import click

from mqa import runs, workspaces
from mqa.answers.reading import domains
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.progress import progress
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted
from mqa.explain.standing import level_name
from mqa.runs import Replayed
from mqa.terms.durations import date_of
from mqa.terms.rules import Definition
from mqa.workspaces import Opened

STEPS = {"day": 1, "week": 7, "month": 30}


@click.command(name="replay")
@click.option("--from", "first", type=DAY, required=True, help="The first day; nobody stands anywhere before it.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--known-at", type=DAY, help="No day with more than was known on this one; the last with all of it.")
@click.option("--every", type=click.Choice(list(STEPS)), default="day", show_default=True, help="How far apart.")
@shared
def command(asked: Asked, first: int, last: int, known_at: int | None, every: str) -> None:
    """Go through past days, each with what was known on it: who stood where, who entered and left.

    Nothing is published. Weeks and months (30 days) are approximations: what came and went between is not seen.
    """
    if last < first:
        raise click.BadParameter(f"it lies before --from {date_of(first)}.", param_hint="--to")
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    workspaces.open_stores(workspace)
    if known_at is not None:
        workspace.require_past(known_at)
    days = range(first, last + 1, STEPS[every])
    with progress(as_json=asked.as_json) as report:
        found = runs.replay(
            workspace.warehouse, agreement, days, known_at=known_at, memory_limit=asked.memory, progress=report
        )
    if asked.as_json:
        print_json(_document(workspace, asked, found, agreement.definition, every))
        return
    levels = [level.name for level in agreement.definition.levels]
    columns = [Column("day"), *(number(level) for level in reversed(levels))]
    print_table([*columns, number("entered"), number("left")], _lines(found, len(levels)))
    near = "" if every == "day" else f" Every {every}: an approximation."
    say(f"{counted(len(found.days), 'day')}, {counted(len(found.changes), 'change')} of level.{near} Next: mqa run")


def _lines(found: Replayed, levels: int) -> list[list[object]]:
    """A line for each day: how many stand at each level, the highest first; how many rose and fell."""
    entered = Counter(change.as_of for change in found.changes if change.level > change.was)
    left = Counter(change.as_of for change in found.changes if change.level < change.was)
    return [
        [
            date_of(day).isoformat(),
            *(f"{found.standing.get((day, level), 0):,}" for level in range(levels, 0, -1)),
            f"{entered[day]:,}",
            f"{left[day]:,}",
        ]
        for day in found.days
    ]


def _document(
    workspace: Opened, asked: Asked, found: Replayed, definition: Definition, every: str
) -> dict[str, object]:
    """Everything, with names beside numbers."""
    names = domains(workspace.warehouse, {change.account_id for change in found.changes}, memory_limit=asked.memory)
    return {
        "definition": definition.name,
        "every": every,
        "approximation": every != "day",
        "days": [
            {
                "day": date_of(day).isoformat(),
                "levels": {
                    level.name: found.standing.get((day, nth), 0) for nth, level in enumerate(definition.levels, 1)
                },
                "entered": sum(c.as_of == day and c.level > c.was for c in found.changes),
                "left": sum(c.as_of == day and c.level < c.was for c in found.changes),
            }
            for day in found.days
        ],
        "transitions": [
            {
                **asdict(change),
                "as_of": date_of(change.as_of).isoformat(),
                "domain": names.get(change.account_id, ""),
                "was": level_name(change.was, definition),
                "level": level_name(change.level, definition),
            }
            for change in found.changes
        ],
    }
