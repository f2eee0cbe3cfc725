"""`mqa messages`: what waits in the outbox, what was sent, what is dead and why."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column, number
from mqa.delivery.retrying import try_again
from mqa.explain.numbers import counted
from mqa.ledger import audit, outbox
from mqa.ledger.models import Message
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused

ALL = "all"
COLUMNS = (
    Column("is"),
    Column("at", least=10),
    Column("account", least=12),
    Column("key", least=16),
    number("tries", spare=1),
    Column("last error", least=16),
)


@click.command(name="messages")
@click.option("--dead", "only", flag_value="dead", help="Only those that came to nothing.")
@click.option("--sent", "only", flag_value="sent", help="Only those that were sent, the latest first.")
@click.option("--retry", default="", metavar="KEY|all", help="Send a dead message again, or all of them.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def command(asked: Asked, only: str | None, retry: str, limit: int) -> None:
    """List what leaves the house: what waits and for when, what is dead and why.

    A message is dead when its receiver refused it for good, or after twelve attempts within a day.
    """
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    open_to_read(workspace)
    revived = _revived(retry) if retry else []
    found = _found(only or "", limit)
    if asked.as_json:
        rows = [document(message) for message in found]
        print_json(outbox.counts() | {"retried": revived, "messages": rows})
        return
    if retry:
        say(f"{counted(len(revived), 'message')} will be sent again. Next: mqa deliver")
        return
    zone = ZoneInfo(workspace.agreed.time_zone)
    if found:
        print_table(COLUMNS, (_row(message, zone) for message in found))
    counts = outbox.counts()
    said = f"{counts['waiting']:,} waiting, {counts['sent']:,} sent, {counts['dead']:,} dead."
    say(f"{said} Next: mqa {'messages --retry all' if counts['dead'] else 'deliver'}")


def _revived(key: str) -> list[str]:
    """The dead messages that will be sent again. Raises Refused where no dead message has the key."""
    revived = try_again(None if key == ALL else [key], who=audit.COMMAND_LINE, now=datetime.now(UTC))
    if not revived and key != ALL:
        what = f"There is no dead message {quoted(key)}."
        raise Refused([Problem(Place(""), what, "“mqa messages --dead” lists them with their keys.")])
    return revived


def _found(only: str, limit: int) -> list[Message]:
    match only:
        case "dead":
            return outbox.dead(limit)
        case "sent":
            return outbox.latest_sent(limit)
    return [*outbox.dead(limit), *outbox.waiting(limit)][:limit]


def _row(message: Message, zone: ZoneInfo) -> tuple[str, ...]:
    state, at = _state(message)
    account = message.body.get("account") or {}
    called = str(account.get("domain") or account.get("name") or account.get("id") or "")
    moment = at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return state, moment, called, message.key, f"{message.attempts:,}", message.last_error


def _state(message: Message) -> tuple[str, datetime]:
    """How a message stands, and when it was sent, died, or is tried next."""
    if message.sent_at:
        return "sent", message.sent_at
    return ("dead", message.dead_at) if message.dead_at else ("waiting", message.not_before)


def document(message: Message) -> dict[str, object]:
    """A message for programs; moments are UTC."""
    state, at = _state(message)
    return {
        "key": message.key,
        "channel": message.channel,
        "event": message.event,
        "state": state,
        "at": at,
        "entered_at": message.entered_at,
        "attempts": message.attempts,
        "last_error": message.last_error,
        "handoff": message.handoff_id,
        "body": message.body,
    }
