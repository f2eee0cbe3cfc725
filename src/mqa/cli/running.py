"""`mqa run`: one day, made and published by one definition, or by each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import click

from mqa import runs, workspaces
from mqa.answers import listing
from mqa.answers.reading import open_run, published
from mqa.cli import failing
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json
from mqa.cli.progress import progress
from mqa.cli.ran import Failed, Made, show, show_each
from mqa.delivery.following import follow
from mqa.delivery.handing import hand_off
from mqa.terms.durations import date_of
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

Make = Callable[..., runs.Finished]


@click.command(name="run")
@click.option("--as-of", type=DAY, help="The day to make [default: today].")
@click.option("--known-at", type=DAY, help="Only what was known on this day [default: the day itself].")
@click.option("--fold-from", type=DAY, help="The day from which standings are folded [default: 90 days before].")
@click.option("--anew", is_flag=True, help="Count what was loaded since, though the day was run before.")
@click.option("--despite-checks", is_flag=True, help="Publish it though a source is stale or a level jumps.")
@shared
def command(
    asked: Asked,
    as_of: int | None,
    known_at: int | None,
    fold_from: int | None,
    *,
    anew: bool,
    despite_checks: bool,
) -> None:
    """Make one day, and publish it whole or not at all: scores, verdicts, levels, standings.

    Where a workspace has several definitions each makes a run of its own; --definition makes that one alone.

    What was known on a day before today, and was run by the same version, is made again of what that run saw: its rows
    are the same for ever, and so is their SHA-256.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    drafts = [workspaces.chosen(workspace, asked.definition)] if asked.definition else [*workspace.agreements]
    day = workspace.day_to_make(as_of)
    if fold_from is not None and fold_from > day:
        raise click.BadParameter(f"it lies after the day that is made, {date_of(day)}.", param_hint="--fold-from")
    workspaces.open_stores(workspace)
    contract = workspace.agreed.contract
    make = partial(
        runs.run,
        workspace.warehouse,
        as_of=day,
        known_at=known_at,
        fold_from=fold_from,
        again=not anew and (day if known_at is None else known_at) < workspace.today,
        contract=replace(contract, hold_stale=False, hold_jumps=False) if despite_checks else contract,
        memory_limit=asked.memory,
    )
    if len(drafts) == 1:
        show(made(workspace, asked, drafts[0], make), as_json=asked.as_json)
        return
    each = [_tried(workspace, asked, draft, make) for draft in drafts]
    if asked.as_json:
        print_json([one.document() for one in each])
    else:
        show_each(each)
    click.get_current_context().exit(max(one.code for one in each))


def made(workspace: Opened, asked: Asked, draft: Agreement, make: Make) -> Made:
    """Makes the day by the version of a definition that holds, and does what the latest day asks for."""
    agreement = workspaces.live(workspace, draft)
    with progress(as_json=asked.as_json) as report:
        finished = make(agreement=agreement, progress=report)
        now = datetime.now(UTC)
        entered = follow(workspace, agreement, now, memory_limit=asked.memory, progress=report)
        handed = hand_off(workspace, agreement, now, memory_limit=asked.memory, progress=report)
    run = published(agreement.definition.name, finished.as_of, finished.known_at)
    with open_run(workspace.warehouse, run, memory_limit=asked.memory) as connection:
        found = listing.summary(connection, run, agreement.definition)
    return Made(draft, agreement, run, finished, found, entered, handed)


def _tried(workspace: Opened, asked: Asked, draft: Agreement, make: Make) -> Made | Failed:
    """The same; whatever goes wrong with one definition keeps no other from its run."""
    try:
        return made(workspace, asked, draft, make)
    except Exception as error:
        if failing.interrupted(error):
            raise KeyboardInterrupt from error
        debug = bool(click.get_current_context().params.get("debug"))
        return Failed(draft.definition.name, *failing.said(error, debug=debug))
