"""`mqa watch`: acts are loaded as they come, and whom they concern is judged again within seconds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

import click
import duckdb
from django.db import DatabaseError

from mqa import workspaces
from mqa.answers.reading import domains
from mqa.cli.failing import interrupted, said
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_problems, say
from mqa.explain.numbers import counted
from mqa.live.watching import Round, Watch
from mqa.terms.problems import Busy, MqaError
from mqa.workspaces import Opened

NAMED = 5  # accounts that moved


@click.command(name="watch")
@click.option(
    "--every", type=click.FloatRange(0.1, 3600), default=1.0, show_default=True, metavar="SECONDS", help="How often."
)
@click.option("--once", is_flag=True, help="Look once, and end.")
@shared
def command(asked: Asked, every: float, *, once: bool) -> None:
    """Load what is new as it comes, judge again the accounts it concerns, and hand off, until ctrl-c.

    It is provisional: lists and pages show it at once, the next run of a day goes on from it. Where today has no run
    yet, one is made first.
    """
    folder = workspaces.found(asked.workspace)
    opened = workspaces.opened(folder)
    workspaces.open_stores(opened)
    watch = Watch(folder, asked.definition, asked.memory)
    if not asked.as_json:
        say(f"Watching the sources of {opened.agreed.name}{'' if once else '. Stop with ctrl-c'}.")
    try:
        _keep_looking(watch, opened, asked, every, once=once)
    except (KeyboardInterrupt, RuntimeError) as error:
        if not interrupted(error):
            raise
        if not asked.as_json:
            say("Stopped.")
    finally:
        _tell_all(opened, watch.close(), asked)


def _keep_looking(watch: Watch, opened: Opened, asked: Asked, every: float, *, once: bool) -> None:
    stamp, last = workspaces.stamp(watch.folder, opened), ""
    while True:
        began = time.monotonic()
        try:
            if stamp != (now := workspaces.stamp(watch.folder, opened)):
                opened, stamp = workspaces.opened(watch.folder), now
                _tell_all(opened, watch.close(), asked)  # the stores may be others
                workspaces.open_stores(opened)
            for one in watch.look(opened, patient=not once):
                _tell(opened, one, asked)
            last = ""
        except (MqaError, OSError, MemoryError, DatabaseError, duckdb.Error) as error:
            if once:
                raise
            if not isinstance(error, Busy) and last != (last := str(error)):
                print_problems(said(error)[1], err=True)
        if once:
            return
        time.sleep(max(0.0, began + every - time.monotonic()))


def _tell_all(opened: Opened, rounds: Iterable[Round], asked: Asked) -> None:
    for one in rounds:
        _tell(opened, one, asked)


def _tell(opened: Opened, one: Round, asked: Asked) -> None:
    if not one.is_news:
        return
    if asked.as_json:
        click.echo(dumps(_document(one)))  # a line each, for who reads along
        return
    zone = ZoneInfo(opened.agreed.time_zone)
    say(f"{one.at.astimezone(zone):%H:%M:%S}  {'; '.join(_words(opened, one, asked))}")


def _words(opened: Opened, one: Round, asked: Asked) -> Iterator[str]:
    if one.definition and len(opened.agreements) > 1:
        yield f"“{one.definition}”"
    if one.loaded:
        yield f"{counted(one.loaded, 'row')} loaded"
    if one.rejected:
        yield f"{one.rejected:,} rejected, see “mqa export rejects”"
    if one.run_id:
        yield f"run {one.run_id} of today made"
    if one.refreshed and one.refreshed.accounts:
        yield f"{counted(one.refreshed.accounts, 'account')} judged again"
    if one.refreshed and (moved := one.refreshed.moved):
        called = domains(opened.warehouse, moved[:NAMED], memory_limit=asked.memory)
        more = f" and {len(moved) - NAMED} more" if len(moved) > NAMED else ""
        yield f"moved: {', '.join(called.get(each, '') or str(each) for each in moved[:NAMED])}{more}"
    if one.handed.opened:
        yield f"{counted(len(one.handed.opened), 'handoff')} opened"


def _document(one: Round) -> dict[str, Any]:
    judged = one.refreshed
    return {
        "at": one.at.isoformat(),
        "loaded": one.loaded,
        "rejected": one.rejected,
        "definition": one.definition,
        "run": one.run_id or (judged.run_id if judged else None),
        "made": one.run_id is not None,
        "judged_again": judged.accounts if judged else 0,
        "moved": list(judged.moved) if judged else [],
        "handed_off": list(one.handed.opened),
    }
