"""`mqa explain`: why an account stands where it does, and why not higher."""

from __future__ import annotations

import click

from mqa import versions, workspaces
from mqa.answers import committee, families
from mqa.answers import evidence as answers
from mqa.answers.data import ages_on
from mqa.answers.documented import ahead_document, document
from mqa.answers.ending import ending
from mqa.answers.evidence import Evidence, day_of_knowledge
from mqa.answers.would import what_would
from mqa.cli.ahead import Ahead
from mqa.cli.explained import tell
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json
from mqa.explain.account import Explanation, explanation
from mqa.explain.checks import checks_words
from mqa.ledger import runs
from mqa.terms.called import called, handle
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Definition

AGAIN = "judged again since the run of the day, with what came since; provisional until the next run"
MOST_OCCASIONS = 20  # of each signal and person; a screen shows fewer


@click.command(name="explain")
@click.argument("account", metavar="ACCOUNT")
@click.option("--as-of", type=DAY, help="Any day [default: the day of the last run].")
@click.option("--known-at", type=DAY, help="Only what was known on this day [default: the day itself].")
@click.option("--all", "everything", is_flag=True, help="Every part, act and level, not only the largest and next.")
@shared
def command(asked: Asked, account: str, as_of: int | None, known_at: int | None, *, everything: bool) -> None:
    """Explain one ACCOUNT: a domain, another domain of it, a name or its number.

    A run of the day (with this knowledge) is told as it was made. A day without one is made for this account alone, in
    memory, of all that is loaded; nothing is written.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    as_of = day_of_knowledge(agreement.definition.name, as_of, known_at)
    run = runs.published(agreement.definition.name, as_of, known_at=known_at)
    for asked_day in (as_of, known_at):
        if run is None and asked_day is not None:
            workspace.require_past(asked_day)
    agreement = versions.of_run(agreement, run) if run else workspaces.in_force(workspace, agreement)
    day = run.as_of if run else workspace.today if as_of is None else as_of
    known = run.known_at if run else day if known_at is None else known_at
    who = answers.found(workspace.warehouse, account, known, memory_limit=asked.memory)
    found = answers.evidence(
        workspace.warehouse,
        agreement.definition,
        agreement.version,
        who,
        as_of=day,
        known_at=known,
        run=run,
        most=None if everything else MOST_OCCASIONS,
        memory_limit=asked.memory,
    )
    found = committee.beside(
        *(workspace.warehouse, found, agreement.definition.name, agreement.version),
        run=run,
        memory_limit=asked.memory,
    )
    refreshed = run is not None and found.run_id is None
    run = None if refreshed else run
    said = _explained(found, agreement.definition)
    kin = families.of_account(workspace.warehouse, found.account.account_id, found.known_at, memory_limit=asked.memory)
    ends, would = ending(workspace, agreement, found, run), what_would(workspace, agreement, found, said, run)
    ages = ages_on(workspace, run, day, known)
    if asked.as_json:
        whole = document(found, said, agreement.definition, agreement.version, kin, ages)
        print_json(whole | {"ahead": ahead_document(ends, would)})
    else:
        family = families.sentence(kin)
        kin_words = [f"{family}; see “mqa identity why {handle(found.account)}”"] if family else []
        notes = [*kin_words, *([AGAIN] if refreshed else []), *checks_words(ages, ())]
        tell(found, said, agreement.definition, notes, Ahead(ends, would), everything=everything)


def _explained(found: Evidence, definition: Definition) -> Explanation:
    said = explanation(found.tables, answers.person_names(found), found.occasions, definition)
    if said is None:
        what = f"{called(found.account)} was not known on {date_of(found.as_of).isoformat()}."
        raise Refused([Problem(Place(""), what, "Ask for a later day.")])
    return said
