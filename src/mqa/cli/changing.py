"""`mqa changes`: what moved each account's scores between two days, by cause."""

from __future__ import annotations

import click

from mqa import workspaces
from mqa.answers import evidence as answers
from mqa.answers.changes.accounts import SCORES, of_account, of_all
from mqa.answers.changes.asked import between
from mqa.answers.changes.causes import Day
from mqa.answers.changes.documented import document, list_document
from mqa.cli.again import say_judged_again
from mqa.cli.changed import tell, tell_all
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json
from mqa.cli.progress import progress
from mqa.ledger import runs
from mqa.ledger.runs import PublishedRun


@click.command(name="changes")
@click.option("--since", type=DAY, required=True, help="The first day.")
@click.option("--until", type=DAY, help="The last day [default: that of the last run].")
@click.option("--known-at", type=DAY, help="Both with what was known on this day [default: each as its run knew it].")
@click.option("--account", default="", metavar="ACCOUNT", help="One account alone, down to its acts.")
@click.option(
    "--by",
    type=click.Choice(SCORES),
    default="engagement",
    show_default=True,
    help="The score whose largest changes come first.",
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@click.option("--all", "everything", is_flag=True, help="Of one account: every part and act, not only the largest.")
@shared
def command(
    asked: Asked,
    since: int,
    until: int | None,
    known_at: int | None,
    account: str,
    by: str,
    limit: int,
    *,
    everything: bool,
) -> None:
    """Say what moved the scores between two days: new acts, fading, facts, identity, definition.

    The parts of each score add up to its change exactly. Nothing is written.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    if known_at is not None:
        workspace.require_past(known_at)
    days = between(agreement, since, until, known_at=known_at)
    if account:
        who, _ = answers.found(workspace.warehouse, account, days.until.known_at, memory_limit=asked.memory)
        one = of_account(workspace.warehouse, days, who, memory_limit=asked.memory)
        if asked.as_json:
            print_json(document(days, one))
        else:
            tell(days, one, everything=everything)
            say_judged_again(_run_of(days.until))
        return
    with progress(as_json=asked.as_json) as report:
        found = of_all(workspace.warehouse, days, by=by, most=limit, memory_limit=asked.memory, progress=report)
    if asked.as_json:
        print_json(list_document(found))
    else:
        tell_all(found)
        say_judged_again(_run_of(days.until))


def _run_of(day: Day) -> PublishedRun | None:
    return runs.published(day.definition.name, day.as_of, known_at=day.known_at)
