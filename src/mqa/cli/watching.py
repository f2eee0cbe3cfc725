"""`mqa watch`: acts are loaded as they come, and whom they concern is judged again within seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.answers.reading import domains
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_problems, say
from mqa.explain.numbers import counted
from mqa.live.watching import Round, Watch
from mqa.terms.problems import Busy, MqaError, Place, Problem, Refused
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
        say(f"Watching the sources of {opened.agreed.name}. Stop with ctrl-c.")
    try:
        _keep_looking(watch, opened, asked, every, once=once)
    except KeyboardInterrupt:
        if not asked.as_json:
            say("Stopped.")
    finally:
        watch.close()


def _keep_looking(watch: Watch, opened: Opened, asked: Asked, every: float, *, once: bool) -> None:
    stamp, said = workspaces.stamp(watch.folder, opened), ""
    while True:
        began = time.monotonic()
        try:
            if stamp != (now := workspaces.stamp(watch.folder, opened)):
                opened, stamp = workspaces.opened(watch.folder), now
            for one in watch.look(opened):
                _tell(opened, one, asked)
            said = ""
        except Busy:
            pass  # somebody else is at work; it is our turn in a moment
        except MqaError as error:
            if once:
                raise
            if said != (said := str(error)):
                say_wrong(error)
        if once:
            return
        time.sleep(max(0.0, began + every - time.monotonic()))


def say_wrong(error: MqaError) -> None:
    """Say what is wrong, on stderr; watching goes on."""
    problems = error.problems if isinstance(error, Refused) else [Problem(Place(""), str(error), "")]
    print_problems(problems, err=True)


def _tell(opened: Opened, one: Round, asked: Asked) -> None:
    if not one.is_news:
        return
    if asked.as_json:
        click.echo(dumps(_document(one)))  # a line each, for who reads along
        return
    zone = ZoneInfo(opened.agreed.time_zone)
    say(f"{one.at.astimezone(zone):%H:%M:%S}  {'; '.join(_words(opened, one, asked))}")


def _words(opened: Opened, one: Round, asked: Asked) -> Iterator[str]:
    if one.loaded:
        yield f"{counted(one.loaded, 'row')} loaded"
    if one.run_id:
        yield f"run {one.run_id} of today made"
    if one.refreshed and one.refreshed.accounts:
        yield f"{counted(one.refreshed.accounts, 'account')} judged again"
    if one.refreshed and (moved := one.refreshed.moved):
        called = domains(opened.warehouse, moved[:NAMED], memory_limit=asked.memory)
        more = f" and {len(moved) - NAMED} more" if len(moved) > NAMED else ""
        yield f"moved: {', '.join(called.get(one, '') or str(one) for one in moved[:NAMED])}{more}"
    if one.handed.opened:
        yield f"{counted(len(one.handed.opened), 'handoff')} opened"


def _document(one: Round) -> dict[str, Any]:
    judged = one.refreshed
    return {
        "at": one.at.isoformat(),
        "loaded": one.loaded,
        "definition": one.definition,
        "run": one.run_id or (judged.run_id if judged else None),
        "made": one.run_id is not None,
        "judged_again": judged.accounts if judged else 0,
        "moved": list(judged.moved) if judged else [],
        "handed_off": list(one.handed.opened),
    }
