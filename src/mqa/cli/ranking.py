"""`mqa accounts`: the accounts, the most urgent first."""

from __future__ import annotations

import click

from mqa import workspaces
from mqa.answers import listing
from mqa.answers.reading import Row, open_run, published
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import Column, number, print_json, print_table, say
from mqa.explain.numbers import counted, score
from mqa.terms.durations import date_of

COLUMNS = [
    number("#"),
    Column("account", least=20),
    Column("name", least=8),
    Column("tier", least=5),
    Column("segment", least=6),
    Column("fit", least=7),
    number("score"),
    number("people"),
    Column("level", least=10),
    Column("since"),
    Column("stage", least=8),
]


@click.command(name="accounts")
@click.option("--level", default="", metavar="L", help="Only those at this level.")
@click.option("--stage", default="", metavar="S", help="Only those at this stage of the journey.")
@click.option("--as-of", type=DAY, help="The day of a run [default: the latest].")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def command(asked: Asked, level: str, stage: str, as_of: int | None, limit: int) -> None:
    """List the accounts of the last run: by level, then engagement, then domain.

    fit is the grade with its score, score that of engagement; people are engaged of known.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    workspaces.open_stores(workspace)
    run = published(agreement.definition.name, as_of)
    definition = workspaces.as_it_was(workspace, agreement, run.version).definition
    connection = open_run(workspace.warehouse, run, memory_limit=asked.memory, world=("accounts",))
    found = listing.ranked(connection, definition, level=level, stage=stage, limit=limit)
    day = date_of(run.as_of).isoformat()
    if asked.as_json:
        print_json({"as_of": day, "definition": definition.name, "in_all": found.in_all, "accounts": found.accounts})
        return
    if not found.accounts:
        say(f"No account {f'at {level or stage} ' if level or stage else ''}on {day}. Next: mqa accounts, mqa status.")
        return
    print_table(COLUMNS, (line(row) for row in found.accounts))
    first = found.accounts[0]["domain"]
    shown = f"{len(found.accounts):,} of {counted(found.in_all, 'account')}"
    say(f"{shown} on {day}, by “{definition.name}”. Next: mqa explain {first}")


def line(row: Row) -> tuple[object, ...]:
    """An account as one line of the table."""
    grade = f"{row['grade']} {score(row['fit_score'])}" if row["state"] == "graded" else row["state"]
    return (
        row["rank"],
        row["domain"],
        row["name"],
        row["tier"],
        row["segment"],
        grade,
        score(row["engagement"]),
        f"{row['engaged']}/{row['known']}",
        row["level"] if row["since"] else "",
        row["since"] or "",
        row["stage"] or "",
    )
