"""Founding a made-up company: its data, the people who may sign in, and its past."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mqa import workspaces
from mqa.cli.progress import Report
from mqa.cli.schemas import write_schemas
from mqa.demo.logins import LOGINS, REP
from mqa.demo.size import Size
from mqa.demo.truth import companies
from mqa.demo.writing import write_workspace
from mqa.ledger import users
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.opening import lag_behind
from mqa.loads import load
from mqa.rehearsal import Rehearsed, Team, rehearse, run_days
from mqa.terms.durations import day_number
from mqa.workspaces import Opened

TIME_ZONE = ZoneInfo("Europe/Amsterdam")  # where the made-up company sits
EVENING = time(17, 30)
LET_LIE = timedelta(days=7)  # the rep who signs in has answered nothing for so long


def founded(folder: Path, size: Size, history: int, *, now: datetime, memory: str, report: Report) -> dict[str, Any]:
    """Makes everything in a folder, as if it were the evening of the last day, or now where that is earlier.

    Returns the word that is left of it.
    """
    report("Making a company up", 0, 1)
    write_workspace(folder, size)
    write_schemas(folder)
    report("Making a company up", 1, 1)
    last = day_number(size.last_day)
    load(folder, today=last, memory_limit=memory, progress=lambda count, of, _: report("Loading files", count, of or 1))
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    lag_behind()
    evening = datetime.combine(size.last_day, EVENING, TIME_ZONE).astimezone(UTC)
    until = min(evening, now)
    for one in LOGINS:
        first = until - timedelta(days=history)
        users.add(one.email, one.role, name=one.name, password=one.password, by=COMMAND_LINE, now=first)
    lived = _lived(opened, size, history, until, memory, report)
    return {
        "finished": True,
        "name": opened.agreed.name,
        "accounts": size.accounts,
        "end": size.last_day.isoformat(),
        "seed": size.seed,
        "lived": asdict(lived),
        "logins": [asdict(one) for one in LOGINS],
    }


def _lived(opened: Opened, size: Size, history: int, until: datetime, memory: str, report: Report) -> Rehearsed:
    last = day_number(size.last_day)
    team = Team(companies(opened.folder), size.seed, away=(REP.email, until - LET_LIE))
    days = run_days(last - history + 1, last)
    return rehearse(
        opened, workspaces.chosen(opened), days, until=until, team=team, memory_limit=memory, progress=report
    )
