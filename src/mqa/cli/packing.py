"""`mqa packet`: what the owner of an account was told when it was handed off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from mqa import workspaces
from mqa.answers import handoffs
from mqa.answers.handoffs import HandoffLine
from mqa.cli.explained import SCHEME
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say, section
from mqa.cli.tables import Column, number
from mqa.delivery.answering import answers_left
from mqa.explain.numbers import one_decimal
from mqa.ledger.models import Packet
from mqa.terms.called import handle, heading

Body = Mapping[str, Any]
MOST_ACTS = 8


@click.command(name="packet")
@click.argument("account", metavar="ACCOUNT")
@click.option("--version", "version", type=click.IntRange(1), metavar="N", help="An earlier version [default: latest].")
@click.option("--all", "everything", is_flag=True, help="Every act and verdict, not only the latest.")
@shared
def command(asked: Asked, account: str, version: int | None, everything: bool) -> None:
    """Show the packet of an ACCOUNT's open handoff, or of its last one: frozen as it was when it was handed off."""
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    handoff = handoffs.of(workspace, agreement.definition.name, account, memory_limit=asked.memory)
    packet = handoffs.packet_of(handoff, version)
    line = handoffs.line(handoff, workspace.sales, datetime.now(UTC))
    if asked.as_json:
        may = answers_left(workspace, agreement, handoff)
        print_json(handoffs.whole_document(line, packet, handoff.dispositions.order_by("id"), may))
        return
    _tell(line, packet, everything=everything)


def _tell(line: HandoffLine, packet: Packet, *, everything: bool) -> None:
    one, body = line.handoff, packet.body
    say(heading(one), strong=True)
    say(f"  {body['level']}, for {one.owner or 'nobody'}; {line.clock.words if line.clock else one.state}")
    say(f"  {one.path}")
    section("Why now")
    for sentence in body["why_now"]:
        say(f"  {sentence}")
    _contacts(body)
    _committee(body)
    _scores(body)
    if everything:
        _verdicts(body)
    _facts(body)
    _timeline(body, None if everything else MOST_ACTS)
    fresh = body["freshness"]
    say()
    if fresh.get("late"):
        say(f"Scores were {fresh['scores']}: {' '.join(fresh['late'])}")
    if again := fresh.get("refreshed_at"):
        say(f"Judged again since the run of the day, at {again}: provisional until the next run.")
    say(
        f"As of {fresh['as_of']}, run {fresh['run']}; version {packet.version}, SHA-256 {packet.hash[:16]}…", quiet=True
    )
    answer = f"mqa answer {handle(one)} accepted, " if line.clock else ""
    say(f"Next: {answer}mqa explain {handle(one)}", quiet=True)


def _contacts(body: Body) -> None:
    if body["contact_first"]:
        section("Whom to contact first")
        columns = [
            Column("person", least=16),
            Column("title", least=10),
            Column("role", least=10),
            Column("why", least=20),
        ]
        _table(columns, body["contact_first"], ("person", "title", "role", "why"))


def _committee(body: Body) -> None:
    section("Committee (* required)")
    rows = [
        {
            "role": f"{role['role']} *" if role["required"] else role["role"],
            "is": role["state"],
            "people": ", ".join(person["person"] for person in role["people"]),
        }
        for role in body["committee"]
    ]
    _table([Column("role", least=12), Column("is"), Column("people", least=24)], rows, ("role", "is", "people"))
    for gap in body["gaps"]:
        say(f"  {gap['role']}: {gap['outreach']} What helps: {gap['content']}.")


def _scores(body: Body) -> None:
    shown = ", ".join(f"{name} {one_decimal(tenths)}" for name, tenths in body["score"].items())
    section(f"Scores: {shown}")
    for share in body["contributions"]:
        parts = ", ".join(f"{part['name']} {one_decimal(part['shown'])}" for part in share["parts"])
        say(f"  {one_decimal(share['shown'])} {share['name']}: {parts}")
    for topic in body["topics"]:
        strength = f"{one_decimal(topic['strength'])}{', surging' if topic['surging'] else ''}"
        say(f"  intent: {topic['topic']} {strength} ({topic['provider']}, week of {topic['week']})")


def _verdicts(body: Body) -> None:
    section("Verdicts")
    rows = [{**verdict, "holds": "yes" if verdict["holds"] else "no"} for verdict in body["verdicts"]]
    columns = [
        Column("condition", least=12),
        Column("asks", least=24),
        number("seen"),
        number("needed"),
        Column("holds"),
    ]
    _table(columns, rows, ("condition", "question", "seen", "needed", "holds"))


def _facts(body: Body) -> None:
    if body["facts"]:
        section("Facts")
        columns = [Column("fact", least=10), Column("value", least=16), Column("as of"), Column("source", least=8)]
        _table(columns, body["facts"], ("fact", "value", "as_of", "source"))


def _timeline(body: Body, most: int | None) -> None:
    section("Timeline")
    columns = [
        Column("day"),
        Column("who", least=16),
        Column("what", least=16),
        number("times"),
        Column("about", least=12),
    ]
    rows = [{**act, "about": SCHEME.sub("", act["about"])} for act in body["timeline"][:most]]
    _table(columns, rows, ("day", "who", "what", "times", "about"))


def _table(columns: Sequence[Column], rows: Sequence[Body], names: Sequence[str]) -> None:
    print_table(columns, ([row[name] if row[name] is not None else "" for name in names] for row in rows))
