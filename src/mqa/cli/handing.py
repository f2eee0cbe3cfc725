"""`mqa handoffs`: what was handed to sales."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.answers import handoffs
from mqa.answers.handoffs import HandoffLine
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.explain.numbers import counted
from mqa.handoff.cadence import next_moment
from mqa.terms.called import called, handle
from mqa.terms.durations import date_of
from mqa.workspaces import Opened

WHOSE = (Column("account", least=20), Column("level", least=9), Column("owner", least=14))
OPEN, ALL = (*WHOSE, Column("clock", least=16)), (*WHOSE, Column("handed off"), Column("state", least=9))


@click.command(name="handoffs")
@click.option("--open/--all", "only_open", default=True, help="Only those not yet answered, or all [default: open].")
@click.option("--owner", default="", metavar="O", help="Only those of one owner, by address or name.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, metavar="N")
@shared
def command(asked: Asked, only_open: bool, owner: str, limit: int) -> None:
    """List what was handed to sales: the open ones, most urgent first, or all, the latest first."""
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_to_read(workspace)
    name, now = agreement.definition.name, datetime.now(UTC)
    state = "open" if only_open else "all"
    lines, in_all = handoffs.lines(name, workspace.sales, now, state=state, owner=owner, most=limit)
    agreed = workspaces.in_force(workspace, agreement).definition.handoff
    following = next_moment(agreed.cadence, now, workspace.sales.calendar)
    if asked.as_json:
        found = [line.document() for line in lines]
        print_json({"definition": name, "in_all": in_all, "next": handoffs.moment(following), "handoffs": found})
        return
    if lines:
        zone = ZoneInfo(workspace.agreed.time_zone)
        cells = [_of_open(line) if only_open else _of_any(line, zone) for line in lines]
        print_table(OPEN if only_open else ALL, cells, below=[_below(line) for line in lines])
    count = counted(in_all, "open handoff" if only_open else "handoff")
    say(f"{count}{f' of {owner}' if owner else ''}, by “{name}”.{_next(workspace, following) if only_open else ''}")
    if lines:
        first = handle(lines[0].handoff)
        say(f"Next: mqa packet {first}{f', mqa answer {first} accepted' if only_open else ''}")


def _whose(line: HandoffLine) -> tuple[str, str, str]:
    """Which account, known by its domain or else as people call it, at which level, with whom."""
    one = line.handoff
    return called(one), one.level, one.owner or "nobody"


def _of_open(line: HandoffLine) -> tuple[str, ...]:
    return *_whose(line), line.clock.words if line.clock else ""


def _of_any(line: HandoffLine, zone: ZoneInfo) -> tuple[str, ...]:
    one = line.handoff
    willing = line.said is not None and line.said.answer == "qualified"
    return *_whose(line), one.opened_at.astimezone(zone).date().isoformat(), "qualified" if willing else one.state


def _below(line: HandoffLine) -> str:
    """Why it was handed off; of one that came to nothing the reason, and the day it is deferred to."""
    one = line.handoff
    until = f"until {date_of(one.until).isoformat()}" if one.until is not None else ""
    return ", ".join(word for word in (one.reason, until) if word) or line.why


def _next(workspace: Opened, following: datetime | None) -> str:
    """When those who wait are handed off, as it is told where the workspace lies."""
    if following is None:
        return ""
    there = following.astimezone(ZoneInfo(workspace.sales.calendar.time_zone))
    return f" The next come on {there:%A}, {there.day} {there:%B}, {there:%H:%M}, or at once by level."
