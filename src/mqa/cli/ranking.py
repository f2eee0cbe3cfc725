"""`mqa accounts`: the accounts, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from mqa import versions, workspaces
from mqa.answers import listing
from mqa.answers.reading import Row, open_run, published
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted, score
from mqa.ledger import served
from mqa.terms.durations import date_of

COLUMNS = {
    "rank": number("#"),
    "domain": Column("account", least=20),
    "name": Column("name", least=8, spare=4),
    "tier": Column("tier", least=6, spare=2),
    "segment": Column("segment", least=6, spare=3),
    "fit": Column("fit", least=7),
    "score": number("score"),
    "people": number("people"),
    "level": Column("level", least=10),
    "since": Column("since", spare=1),
    "stage": Column("stage", least=10),
}


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
    open_to_read(workspace)
    run = published(agreement.definition.name, as_of)
    definition = versions.of_run(agreement, run).definition
    again = served.judged_again(run.run_id)
    if again:
        found = listing.as_listed(run, definition, level=level, stage=stage, limit=limit)
    else:
        with open_run(workspace.warehouse, run, memory_limit=asked.memory, world=("accounts",)) as connection:
            found = listing.ranked(connection, run, definition, level=level, stage=stage, limit=limit)
    day = date_of(run.as_of).isoformat()
    if asked.as_json:
        since = served.refreshed(run.run_id, [row["account_id"] for row in found.accounts])
        accounts = [{**row, "refreshed_at": _moment(since.get(row["account_id"]))} for row in found.accounts]
        print_json({"as_of": day, "definition": definition.name, "in_all": found.in_all, "accounts": accounts})
        return
    if not found.accounts:
        say(f"No account {f'at {level or stage} ' if level or stage else ''}on {day}. Next: mqa accounts, mqa status.")
        return
    columns = told(found.accounts)
    print_table([COLUMNS[name] for name in columns], ([cell(row, name) for name in columns] for row in found.accounts))
    first = found.accounts[0]["domain"] or found.accounts[0]["account_id"]
    shown = f"{len(found.accounts):,} of {counted(found.in_all, 'account')}"
    say(f"{shown} on {day}, by “{definition.name}”.")
    if again:
        say(f"{counted(again, 'account')} judged again since: listed as found last, provisional until the next run.")
    say(f"Next: mqa explain {first}")


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def told(accounts: Sequence[Row]) -> list[str]:
    """The columns that tell something: not the tier where all have the same, not the name where nobody has one."""
    same = {name for name in ("tier", "segment") if len({row[name] for row in accounts}) == 1}
    nameless = set() if any(row["name"] for row in accounts) else {"name"}
    return [name for name in COLUMNS if name not in same | nameless]


def cell(row: Row, column: str) -> object:
    """What stands in a column for an account."""
    match column:
        case "domain":
            return row["domain"] or row["name"] or f"account {row['account_id']}"
        case "fit":
            return f"{row['grade']} {score(row['fit_score'])}" if row["state"] == "graded" else row["state"]
        case "score":
            return score(row["engagement"])
        case "people":
            return f"{row['engaged']}/{row['known']}"
        case "level":
            return row["level"] if row["since"] else ""
    return row[column] or ""
