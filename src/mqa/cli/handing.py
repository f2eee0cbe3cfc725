"""`mqa handoffs`: what was handed to sales."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.answers import handoffs
from mqa.answers.handoffs import HandoffLine
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.explain.numbers import counted
from mqa.handoff.cadence import next_moment
from mqa.terms.durations import date_of
from mqa.workspaces import Opened

ACCOUNT, LEVEL, OWNER = Column("account", least=20), Column("level", least=9), Column("owner", least=14)


@click.command(name="handoffs")
@click.option("--open/--all", "only_open", default=True, help="Only those not yet answered, or all [default: open].")
@click.option("--owner", default="", metavar="O", help="Only those of one owner, by address or name.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, metavar="N")
@shared
def command(asked: Asked, only_open: bool, owner: str, limit: int) -> None:
    """List what was handed to sales: the open ones, most urgent first, or all, the latest first."""
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    workspaces.open_stores(workspace)
    name, now = agreement.definition.name, datetime.now(UTC)
    state = "open" if only_open else "all"
    lines, in_all = handoffs.lines(name, workspace.sales, now, state=state, owner=owner, most=limit)
    following = next_moment(agreement.definition.handoff.cadence, now, workspace.sales.calendar)
    if asked.as_json:
        found = [line.document() for line in lines]
        print_json({"definition": name, "in_all": in_all, "next": handoffs.moment(following), "handoffs": found})
        return
    if lines:
        columns = [ACCOUNT, LEVEL, OWNER, Column("clock" if only_open else "state", least=9)]
        print_table(columns, (_cells(line, only_open=only_open) for line in lines), below=[line.why for line in lines])
    count = counted(in_all, "open handoff" if only_open else "handoff")
    say(f"{count}{f' of {owner}' if owner else ''}, by “{name}”.{_next(workspace, following) if only_open else ''}")
    if lines:
        first = lines[0].handoff
        say(f"Next: mqa packet {first.domain}{f', mqa answer {first.domain} accepted' if only_open else ''}")


def _cells(line: HandoffLine, *, only_open: bool) -> tuple[str, ...]:
    one = line.handoff
    state = line.clock.words if only_open and line.clock else _state(line)
    return one.domain, one.level, one.owner or "nobody", state


def _state(line: HandoffLine) -> str:
    """How a handoff stands, with the reason or the day it is deferred to."""
    one = line.handoff
    until = f"until {date_of(one.until).isoformat()}" if one.until is not None else ""
    also = "qualified" if line.said and line.said.answer == "qualified" else ""
    return ", ".join(word for word in (one.state, also, one.reason, until) if word)


def _next(workspace: Opened, following: datetime | None) -> str:
    """When those who wait are handed off, as it is told where the workspace lies."""
    if following is None:
        return ""
    there = following.astimezone(ZoneInfo(workspace.sales.calendar.time_zone))
    return f" The next come on {there:%A}, {there.day} {there:%B}, {there:%H:%M}, or at once by level."
