"""`mqa near-misses`: the accounts that only just miss a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from mqa import versions, workspaces
from mqa.answers.listing import place_of
from mqa.answers.near_misses import NearMiss, near_misses
from mqa.answers.reading import open_run, published
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted, score
from mqa.terms.durations import date_of

COLUMNS = (
    Column("account", least=20),
    Column("misses", least=10),
    Column("what it needs", least=24),
    Column("stands at", least=10, spare=1),
    number("score"),
)


@click.command(name="near-misses")
@click.option("--level", default="", metavar="L", help="Only those that miss this level.")
@click.option("--as-of", type=DAY, help="The day of a run [default: the latest].")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def command(asked: Asked, level: str, as_of: int | None, limit: int) -> None:
    """List the accounts that only just miss a level, the highest level first.

    All that they miss for it is short by at most a tenth of what is needed.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    run = published(agreement.definition.name, as_of)
    definition = versions.of_run(agreement, run).definition
    wanted = place_of(level, [one.name for one in definition.levels], "level") if level else None
    with open_run(workspace.warehouse, run, memory_limit=asked.memory, world=("accounts",)) as connection:
        found = near_misses(connection, run, definition, level=wanted)
    day = date_of(run.as_of).isoformat()
    if asked.as_json:
        listed = [document(one) for one in found[:limit]]
        print_json({"as_of": day, "definition": definition.name, "in_all": len(found), "accounts": listed})
    elif not found:
        say(f"No account only just misses {level or 'a level'} on {day}. Next: mqa accounts")
    else:
        print_table(COLUMNS, _lines(found[:limit]))
        say(f"{min(limit, len(found)):,} of {counted(len(found), 'near miss', 'near misses')} on {day}.")
        say(f"Next: mqa explain {found[0].domain or found[0].account_id}")


def document(one: NearMiss) -> dict[str, Any]:
    """A near miss for programs."""
    cooling = None if one.cooling_until is None else date_of(one.cooling_until).isoformat()
    return {**asdict(one), "cooling_until": cooling}


def _lines(found: list[NearMiss]) -> Iterator[tuple[object, ...]]:
    for one in found:
        needs = "\n".join(missed.short for missed in one.missed)
        yield (one.domain or one.name or one.account_id, one.level, needs, one.stands, score(one.engagement))
