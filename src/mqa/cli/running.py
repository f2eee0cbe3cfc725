"""`mqa run`: one day, made and published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import click

from mqa import runs, workspaces
from mqa.answers import listing
from mqa.answers.data import age_documents
from mqa.answers.reading import open_run, published
from mqa.cli.handed import left_out_words
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.progress import progress
from mqa.cli.tables import Column, number
from mqa.delivery.following import Followed, follow
from mqa.delivery.handing import HandedOff, hand_off
from mqa.explain.checks import checks_words
from mqa.explain.numbers import counted
from mqa.ledger.handoffs import by_owner
from mqa.ledger.runs import PublishedRun
from mqa.terms.durations import date_of
from mqa.terms.freshness import state_of
from mqa.terms.rules import Agreement
from mqa.versions import short
from mqa.workspaces import Opened

SHOWN = 16  # digits of a SHA-256, where people read it


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

    What was known on a day before today, and was run by the same version, is made again of what that run saw: its rows
    are the same for ever, and so is their SHA-256.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    draft = workspaces.chosen(workspace, asked.definition)
    day = workspace.day_to_make(as_of)
    if fold_from is not None and fold_from > day:
        raise click.BadParameter(f"it lies after the day that is made, {date_of(day)}.", param_hint="--fold-from")
    workspaces.open_stores(workspace)
    agreement, contract = workspaces.live(workspace, draft), workspace.agreed.contract
    with progress(as_json=asked.as_json) as report:
        finished = runs.run(
            workspace.warehouse,
            agreement,
            day,
            known_at=known_at,
            fold_from=fold_from,
            again=not anew and (day if known_at is None else known_at) < workspace.today,
            contract=replace(contract, hold_stale=False, hold_jumps=False) if despite_checks else contract,
            memory_limit=asked.memory,
            progress=report,
        )
        now = datetime.now(UTC)
        entered = follow(workspace, agreement, now, memory_limit=asked.memory, progress=report)
        handed = hand_off(workspace, agreement, now, memory_limit=asked.memory, progress=report)
    show(workspace, asked, agreement, finished, entered=entered, handed=handed)
    if agreement.version != draft.version and not asked.as_json:
        say(f"It used version {short(agreement.version)}, the active one; the file says {short(draft.version)}.")
        say("Next: mqa definition history")


def show(
    workspace: Opened,
    asked: Asked,
    agreement: Agreement,
    finished: runs.Finished,
    *,
    entered: Followed,
    handed: HandedOff,
) -> None:
    """Says how many accounts stand where on the day, how many came and went, and what was handed off to whom."""
    definition = agreement.definition
    run = published(definition.name, finished.as_of, finished.known_at)
    with open_run(workspace.warehouse, run, memory_limit=asked.memory) as connection:
        found = listing.summary(connection, run, definition)
    days = {"as_of": date_of(run.as_of).isoformat(), "folded_from": date_of(run.fold_from).isoformat()}
    if asked.as_json:
        draft = workspaces.chosen(workspace, asked.definition).version
        numbers = {"run": run.run_id, "definition": definition.name, "version": run.version, "draft": draft, **days}
        tables = {"accounts": found.accounts, "levels": found.levels, "stages": found.stages, "rows": finished.rows}
        print_json(
            {**numbers, **_rests_on(run, finished), **tables, "followed": entered, "handed_off": _handed(handed)}
        )
        return
    columns = [Column("level", least=20), number("accounts"), number("entered"), number("left")]
    print_table(columns, ([*(f"{n:,}" if isinstance(n, int) else n for n in row.values())] for row in found.levels))
    say()
    print_table([Column("stage"), number("accounts")], ((row["stage"], f"{row['accounts']:,}") for row in found.stages))
    say()
    said = f"Run {run.run_id}: {counted(found.accounts, 'account')} on {days['as_of']}"
    say(f"{said}, standings folded from {days['folded_from']}. Next: mqa accounts")
    say(f"Its rows: {finished.content[:SHOWN]}{again_words(finished)}")
    for sentence in (*checks_words(run.ages, run.jumps), *handed_off_words(entered, handed)):
        say(sentence)


def _rests_on(run: PublishedRun, finished: runs.Finished) -> dict[str, object]:
    """What it used beside its day, and what its rows are, so that anybody can make and compare it."""
    made = finished.again
    return {
        "known_at": date_of(run.known_at).isoformat(),
        "last_load": run.seen.last_load if run.seen else None,
        "last_answer": run.seen.last_answer if run.seen else None,
        "went_on_from": run.went_on_from,
        "scores": state_of(run.ages),
        "sources": age_documents(run.ages),
        "jumps": run.jumps,
        "content": finished.content,
        "again": {"run": made.run_id, "content": made.content, "same": made.content == run.content} if made else None,
    }


def again_words(finished: runs.Finished) -> str:
    """Whether the rows are those of the run that it made again, if it did."""
    if (made := finished.again) is None:
        return "."
    if made.content == finished.content:
        return f", the same as of run {made.run_id}; --anew counts what was loaded since."
    return f". Those of run {made.run_id} were {made.content[:SHOWN]}: another version of mqa or its stores made them."


def handed_off_words(entered: Followed, handed: HandedOff) -> Iterator[str]:
    """What was handed off to whom, amended and withdrawn, in sentences; nothing where nothing was."""
    if handed.opened:
        to = ", ".join(f"{number} to {owner or 'nobody'}" for owner, number in by_owner(handed.opened).items())
        yield f"Handed off {counted(len(handed.opened), 'account')}: {to}. Next: mqa handoffs"
    changed = [("amended", len(entered.amended) + len(handed.amended)), ("withdrawn", len(entered.withdrawn))]
    if said := [f"{counted(number, 'handoff')} {what}" for what, number in changed if number]:
        yield f"{', '.join(said)}: their owners are told."
    yield from left_out_words(handed)


def _handed(handed: HandedOff) -> dict[str, object]:
    same = {"opened": handed.opened, "amended": handed.amended, "left_out": handed.left_out}
    return {**same, "owners": by_owner(handed.opened)}
