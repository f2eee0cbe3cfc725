"""Comparisons that are asked for: noted, then judged by the server's child, one at a time, and kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mqa import versions, workspaces
from mqa.comparing.beside import beside, in_sentences, run_beside
from mqa.comparing.found import Compared
from mqa.comparing.judging import compared
from mqa.comparing.words import document
from mqa.ledger import audit, comparisons, leases
from mqa.ledger.comparisons import STOPPED, Asked
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.progress import Progress, silent
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

MOST_EXPLAINED = 200  # accounts of which it is said why
MOST_KEPT = 5_000  # accounts that are kept by name; how many there are is known beyond that


def ask(workspace: Opened, now: Agreement, *, by: str, at: datetime) -> Asked:
    """Ask who would enter and leave by a version, beside the one that runs: the server's child carries it out.

    While the same waits or is under way, or where its answer holds still, that one is given. Raises Refused where there
    is nothing to compare.
    """
    found = beside(workspace, now)
    if found.nothing:
        raise Refused([Problem(Place(""), found.nothing, "")])
    if found.done and found.state == "done":
        return found.done
    name = now.definition.name
    was = workspaces.agreement_named(workspace, name, "active")
    with transaction.atomic():
        versions.keep(was)
        versions.keep(now)
        asked, new = comparisons.ask(was.version, now.version, who=by, at=at)
        if new:
            said = {"comparison": asked.number, "was": was.version, "now": now.version}
            audit.note(by, "asked for a comparison", f"definition {name}", after=said, now=at)
    return asked


def carry_out(number: int, workspace: Opened, *, memory_limit: str = "1GB", progress: Progress = silent) -> Compared:
    """Judge what was asked for on the day of the last run, nobody else writing meanwhile, and keep the answer.

    Raises Unavailable where another writer is at work: then it goes on to wait. Whatever else goes wrong is kept as the
    reason why it failed.
    """
    with leases.held() as token:
        asked = comparisons.numbered(number)
        run = run_beside(asked.definition)
        comparisons.begin(number, run.run_id, token=token)

        def still_ours(what: str, done: int, of: int) -> None:
            leases.renew(leases.WRITER, token)
            progress(what, done, of)

        try:
            found = compared(
                workspace.warehouse,
                versions.kept(asked.was),
                versions.kept(asked.now),
                first=run.as_of,
                last=run.as_of,
                most=MOST_EXPLAINED,
                memory_limit=memory_limit,
                progress=still_ours,
                token=token,
            )
            told = document(found, MOST_KEPT)
            comparisons.finish(number, told, told.pop("accounts"))
        except BaseException as error:
            comparisons.fail(number, STOPPED if isinstance(error, KeyboardInterrupt) else in_sentences(error))
            raise
    return found
