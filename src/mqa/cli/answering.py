"""`mqa answer`: what sales says of an account."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from mqa import workspaces
from mqa.answers import handoffs
from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, say
from mqa.delivery import answering
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.users import ADDRESS
from mqa.terms.called import called
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused


@click.command(name="answer")
@click.argument("account", metavar="ACCOUNT")
@click.argument("answer", metavar="accepted|rejected|deferred|qualified")
@click.option("--reason", default="", metavar="R", help="One of the reasons that the definition agrees on.")
@click.option("--until", type=DAY, help="Deferred until this day.")
@click.option("--note", default="", metavar="N", help="What else there is to say.")
@click.option("--by", default=COMMAND_LINE, metavar="WHO", help="Whose answer it is, by e-mail address.")
@click.option("--key", default="", metavar="K", help="The same answer under the same key is entered once.")
@shared
def command(
    asked: Asked, account: str, answer: str, reason: str, until: int | None, note: str, by: str, key: str
) -> None:
    """Enter what sales says of an ACCOUNT that was handed off: accepted, rejected, deferred; later qualified.

    qualified says of an accepted account that it is willing to talk. ACCOUNT is its domain, another domain of it, its
    whole name or its number: what is only like one of these is asked about, and nothing is entered.
    """
    if by != COMMAND_LINE and not ADDRESS.fullmatch(by):
        what = f"{quoted(by)} is not an e-mail address."
        raise Refused([Problem(Place(""), what, "Say whose answer it is: --by ada@example.com.")])
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    workspaces.open_stores(workspace)
    handoff = handoffs.of(workspace, agreement.definition.name, account, memory_limit=asked.memory, exactly=True)
    said = answering.answer(
        workspace,
        agreement,
        handoff.pk,
        answer.lower(),
        reason=reason,
        until=until,
        note=note,
        by=by,
        now=datetime.now(UTC),
        key=key,
    )
    handoff.refresh_from_db()
    if asked.as_json:
        document = handoffs.line(handoff, workspace.sales, said.at).document()
        print_json({**document, "disposition": said.pk, "told": said.told})
        return
    why = f": {said.reason}" if said.reason else ""
    day = f", until {date_of(said.until).isoformat()}" if said.until is not None else ""
    say(f"{called(handoff)} is {said.answer}{why}{day} (handoff {handoff.pk}, by {said.by}).")
    say("The next run reads it. Next: mqa handoffs")
