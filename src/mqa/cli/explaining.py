"""`mqa explain`: why an account stands where it does, and why not higher."""

from __future__ import annotations

import click

from mqa import versions, workspaces
from mqa.answers import evidence as answers
from mqa.answers import families
from mqa.answers.documented import document
from mqa.answers.evidence import Evidence
from mqa.cli.explained import tell
from mqa.cli.opening import open_to_read
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json
from mqa.explain.account import Explanation, explanation
from mqa.ledger import runs
from mqa.terms.called import called
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Definition

MOST_OCCASIONS = 20  # of each signal and person; a screen shows fewer


@click.command(name="explain")
@click.argument("account", metavar="ACCOUNT")
@click.option("--as-of", type=DAY, help="Any day [default: the day of the last run].")
@click.option("--all", "everything", is_flag=True, help="Every part, act and level, not only the largest and next.")
@shared
def command(asked: Asked, account: str, as_of: int | None, everything: bool) -> None:
    """Explain one ACCOUNT: a domain, another domain of it, a name or its number.

    A day without a run is made for this account alone, in memory; nothing is written.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    run = runs.published(agreement.definition.name, as_of)
    if run is None and as_of is not None:
        workspace.require_past(as_of)
    agreement = versions.of_run(agreement, run) if run else workspaces.in_force(workspace, agreement)
    day = run.as_of if run else workspace.today if as_of is None else as_of
    who = answers.found(workspace.warehouse, account, run.known_at if run else day, memory_limit=asked.memory)
    found = answers.evidence(
        workspace.warehouse,
        agreement.definition,
        agreement.version,
        who,
        as_of=day,
        run=run,
        most=None if everything else MOST_OCCASIONS,
        memory_limit=asked.memory,
    )
    said = _explained(found, agreement.definition)
    kin = families.of_account(workspace.warehouse, found.account.account_id, found.known_at, memory_limit=asked.memory)
    if asked.as_json:
        print_json(document(found, said, agreement.definition, agreement.version, kin))
    else:
        tell(found, said, agreement.definition, families.sentence(kin), everything=everything)


def _explained(found: Evidence, definition: Definition) -> Explanation:
    said = explanation(found.tables, answers.person_names(found), found.occasions, definition)
    if said is None:
        what = f"{called(found.account)} was not known on {date_of(found.as_of).isoformat()}."
        raise Refused([Problem(Place(""), what, "Ask for a later day.")])
    return said
