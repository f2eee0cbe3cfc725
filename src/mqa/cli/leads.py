"""`mqa aqls`: the people at qualified accounts whom sales should contact, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from mqa import versions, workspaces
from mqa.answers.aqls import Aql, aqls, counts
from mqa.answers.reading import open_run, published
from mqa.cli.again import say_judged_again
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted, points
from mqa.terms.durations import date_of

COLUMNS = (
    Column("account", least=16),
    number("#"),
    Column("person", least=16),
    Column("title", least=10, spare=1),
    Column("role", least=10),
    number("points"),
    Column("last act"),
    Column("reach"),
    Column("level", spare=2),
)


@click.command(name="aqls")
@click.option("--as-of", type=DAY, help="The day of a run [default: the latest].")
@click.option("--most", type=click.IntRange(1, 1_000), default=5, show_default=True, metavar="N", help="Of an account.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def command(asked: Asked, as_of: int | None, most: int, limit: int) -> None:
    """List the people at qualified accounts whom sales should contact (AQLs), those of the highest level first.

    Of an account first those with a role in the committee, then who has the most points; whose mail bounced comes last.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    run = published(agreement.definition.name, as_of)
    definition = versions.of_run(agreement, run).definition
    with open_run(workspace.warehouse, run, memory_limit=asked.memory, world=("accounts", "people")) as connection:
        found, counted_are = aqls(connection, run, definition, most=most), counts(connection)
    day = date_of(run.as_of).isoformat()
    if asked.as_json:
        listed = [document(one) for one in found[:limit]]
        print_json({"as_of": day, "definition": definition.name, **counted_are, "in_all": len(found), "people": listed})
        return
    if found:
        print_table(COLUMNS, _lines(found[:limit]))
    say(f"{counted(counted_are['aqls'], 'AQL')} at {counted(counted_are['accounts'], 'account')} on {day}.")
    if definition.mql:
        mqls, both = counted(counted_are["mqls"], "MQL"), counted_are["mqls_among_them"]
        say(f"{mqls} by the old measure, {both:,} of them AQLs.")
    say_judged_again(run)
    say(f"Next: mqa explain {found[0].domain or found[0].account_id}" if found else "Next: mqa accounts")


def document(one: Aql) -> dict[str, Any]:
    """An AQL for programs."""
    return {**asdict(one), "last_act": date_of(one.last_act).isoformat()}


def _lines(found: list[Aql]) -> Iterator[tuple[object, ...]]:
    for one in found:
        who = (one.domain or one.name or one.account_id, one.rank, one.person, one.title, one.role)
        yield (*who, points(one.points), date_of(one.last_act).isoformat(), one.reach, one.level)
