"""`mqa demo`: a made-up company with a past, to look around in."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from mqa.cli.options import DAY, Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.progress import progress
from mqa.cli.tables import Column
from mqa.demo.size import Size
from mqa.explain.numbers import counted
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of, day_number
from mqa.terms.problems import Place, Problem, Refused

MARK = "demo.json"  # written first, and once more when everything stands
FILE = "mqa.yaml"
TIME_ZONE = ZoneInfo("Europe/Amsterdam")  # where the made-up company sits


@click.command(name="demo")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", type=click.IntRange(1, 100_000), default=2_000, show_default=True, help="How many.")
@click.option("--days", type=click.IntRange(1, 1_200), default=365, show_default=True, help="Days of data.")
@click.option("--history", type=click.IntRange(1, 1_000), default=180, show_default=True, help="Days lived through.")
@click.option("--end", type=DAY, help="The last day [default: today].")
@click.option("--seed", default=7, show_default=True, help="Another seed, another company.")
@shared
def command(asked: Asked, folder: Path, accounts: int, days: int, history: int, end: int | None, seed: int) -> None:
    """Make a company up in DIR and live through its last days: runs, handoffs, what sales answered.

    Four people may sign in. What stands already is left as it is.
    """
    now = datetime.now(UTC)
    last = day_number(now.astimezone(TIME_ZONE).date()) if end is None else end
    said = _said(folder)
    if not said.get("finished"):
        size = Size(accounts, days, seed, last_day=date_of(last))
        _clear(folder, said)
        from mqa.cli.founding import founded  # what it needs takes seconds to import

        with progress(as_json=asked.as_json) as report:
            said = founded(folder, size, min(history, days), now=now, memory=asked.memory, report=report)
        _mark(folder, said)
    if asked.as_json:
        print_json({"folder": str(folder), **said})
        return
    tell(folder, said)


def tell(folder: Path, said: Mapping[str, Any]) -> None:
    """Prints what lies in the folder and who may sign in."""
    lived = said["lived"]
    say(
        f"{said['name']}, a made-up company: {counted(said['accounts'], 'account')}, "
        f"{counted(lived['runs'], 'run')} over {counted(lived['days'], 'day')} until {said['end']}, "
        f"{counted(lived['handoffs'], 'handoff')}, {counted(lived['answers'], 'answer')} of sales."
    )
    say()
    columns = [Column("who"), Column("signs in as"), Column("password"), Column("and")]
    print_table(columns, ((one["role"], one["email"], one["password"], one["job"]) for one in said["logins"]))
    say()
    say(f"Next: {typed()} --workspace {folder} serve shows the pages; accounts or status in its place, the numbers.")


def typed() -> str:
    """What to type for `mqa`: its path, as seen from here, where it is not among the commands that the shell finds."""
    program = Path(sys.argv[0])
    if shutil.which("mqa") or program.name != "mqa":
        return "mqa"
    here = Path.cwd()
    return str(program.absolute().relative_to(here) if program.absolute().is_relative_to(here) else program)


def _said(folder: Path) -> dict[str, Any]:
    """What an earlier call left word of. Raises Refused where the folder holds a workspace that is no demo."""
    mark = folder / MARK
    if mark.is_file():
        said: dict[str, Any] = json.loads(mark.read_text(encoding="utf-8"))
        return said
    if (folder / FILE).exists():
        what = f"{quoted(str(folder))} holds a workspace that “mqa demo” did not make."
        raise Refused([Problem(Place(str(folder / FILE)), what, "Choose another folder; nothing was overwritten.")])
    return {}


def _clear(folder: Path, said: Mapping[str, Any]) -> None:
    """Makes the folder; what a call that was stopped left in it goes."""
    if said:
        for part in (".mqa", "data", "truth", "out"):
            shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    _mark(folder, {"finished": False})


def _mark(folder: Path, said: Mapping[str, Any]) -> None:
    (folder / MARK).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
