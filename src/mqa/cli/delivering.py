"""`mqa deliver`: what the last runs ask for is done, and what waits in the outbox is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from mqa import workspaces
from mqa.cli.handed import left_out_words
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_problems, problem_rows, say
from mqa.cli.progress import progress
from mqa.delivery.clocks import Kept, keep
from mqa.delivery.following import Followed, follow
from mqa.delivery.handing import HandedOff, hand_off
from mqa.delivery.sending import MOST, Sent, send_due
from mqa.explain.numbers import counted
from mqa.ledger import outbox
from mqa.terms.problems import MqaError, Place, Problem, Refused, Unavailable
from mqa.terms.rules import Agreement
from mqa.workspaces import Opened

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Done:
    """What was done for one definition."""

    definition: str
    followed: Followed
    handed: HandedOff
    kept: Kept


@click.command(name="deliver")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=MOST, show_default=True, metavar="N")
@shared
def command(asked: Asked, limit: int) -> None:
    """Do what the last runs ask for, keep the clocks of handoffs, and send what is due, at most N messages.

    Doing it again does nothing twice. What cannot be sent waits and is tried again: mqa messages.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreements = [workspaces.chosen(workspace, asked.definition)] if asked.definition else [*workspace.agreements]
    workspaces.open_stores(workspace)
    with progress(as_json=asked.as_json) as report:
        done, wrong = _all_done(workspace, agreements, asked.memory, report)
        sent = send_due(workspace, datetime.now(UTC), most=limit)
    counts = outbox.counts()
    if asked.as_json:
        print_json(document(done, sent, counts) | ({"problems": problem_rows(wrong)} if wrong else {}))
    else:
        tell(done, sent, counts)
        print_problems(wrong, err=True)
    if wrong:
        raise SystemExit(Unavailable.exit_code)


def _all_done(
    workspace: Opened, agreements: list[Agreement], memory: str, report: Report
) -> tuple[list[Done], list[Problem]]:
    """What was done for each definition, and what kept others from it: one must not hold up the others."""
    done: list[Done] = []
    wrong: list[Problem] = []
    for agreement in agreements:
        try:
            done.append(_done(workspace, agreement, memory, report))
        except Refused as error:
            wrong += error.problems
        except MqaError as error:
            wrong.append(Problem(Place(""), f"{agreement.definition.name}: {error}", ""))
    return done, wrong


def _done(workspace: Opened, agreement: Agreement, memory: str, report: Report) -> Done:
    now = datetime.now(UTC)
    followed = follow(workspace, agreement, now, memory_limit=memory, progress=report)
    handed = hand_off(workspace, agreement, now, memory_limit=memory, progress=report)
    return Done(agreement.definition.name, followed, handed, keep(workspace, agreement, now))


def tell(done: list[Done], sent: Sent, counts: dict[str, int]) -> None:
    """Says what was done, by definition, and what became of the messages."""
    for one in done:
        changes = ", ".join(f"{count} {what}" for what, count in _counts(one).items() if count)
        say(f"{one.definition}: {changes or 'nothing new'}.")
        for sentence in left_out_words(one.handed):
            say(sentence)
    for channel, why in sent.trouble.items():
        say(f"{channel}: {why}")
    said = f"{counted(sent.sent, 'message')} sent, {counts['waiting']:,} waiting, {counts['dead']:,} dead."
    say(f"{said} Next: mqa messages" if counts["waiting"] or counts["dead"] else said)


def document(done: list[Done], sent: Sent, counts: dict[str, int]) -> dict[str, object]:
    """The same for programs; handoffs by their numbers."""
    return {
        "definitions": [
            {
                "definition": one.definition,
                "followed_run": one.followed.run_id,
                "transitions": one.followed.transitions,
                "levels_told": one.followed.told,
                "handed_off": one.handed.opened,
                "left_out": one.handed.left_out,
                "amended": [*one.followed.amended, *one.handed.amended],
                "withdrawn": one.followed.withdrawn,
                "reminded": one.kept.reminded,
                "escalated": one.kept.escalated,
                "reclaimed": one.kept.reclaimed,
            }
            for one in done
        ],
        "messages": {"sent": sent.sent, "failed": sent.failed, "dead": sent.dead},
        "outbox": counts,
        "trouble": dict(sent.trouble),
    }


def _counts(one: Done) -> dict[str, int]:
    return {
        "handed off": len(one.handed.opened),
        "amended": len(one.followed.amended) + len(one.handed.amended),
        "withdrawn": len(one.followed.withdrawn),
        "reminded": len(one.kept.reminded),
        "escalated": len(one.kept.escalated),
        "reclaimed": len(one.kept.reclaimed),
        "levels told": one.followed.told,
    }
