"""`python -m benchmarks.daily FOLDER`: `mqa run` of a day after another beside the same run made from scratch.

    python -m benchmarks.segments FOLDER --accounts 100000 --acts 10000000
    python -m benchmarks.daily FOLDER

A workspace of its own gets all acts but the last (`--new`: a share of them) and is run for the day before the last;
then it gets the others, and two copies of it are run for the last day as a person runs them: one goes on from what is
stored (`daily`), in the other all acts are rolled up and all accounts judged anew (`full`). On a busy machine read the
processor seconds.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import click
from click.testing import CliRunner

from benchmarks.variants import Took
from benchmarks.world import HALYARD
from mqa import increments, runs, serving, workspaces
from mqa.cli import main as mqa
from mqa.cli import running
from mqa.ledger import leases, segments
from mqa.ledger.models import Rollup
from mqa.ledger.runs import published
from mqa.line import Connection
from mqa.terms.durations import date_of
from mqa.terms.stored import AFTER_LOAD
from mqa.terms.tables import WORLD
from mqa.warehouse.opening import open_warehouse
from mqa.warehouse.storing import store
from mqa.workspaces import Opened

AGREED = "workspace:\n  time_zone: UTC\n  definitions: [definitions/halyard.yaml]\n"
NEW = """
    select min(day) filter (up_to >= {old} * of_all), max(day)
    from (
        select day, sum(count(*)) over (order by day) as up_to, sum(count(*)) over () as of_all from {acts} group by day
    )
"""
FOLDED = 10  # days that the run before folds, so that who qualifies is handed off by then
PARTS: dict[str, list[tuple[Any, str]]] = {
    "roll-up, judging, storing": [(runs, "_judged"), (runs, "store_whole")],  # side by side, shard by shard
    "serving and hashing": [(serving, "serve")],  # side by side
    "following": [(running, "follow"), (running, "hand_off")],
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--new", default=0.005, show_default=True, help="The share of acts that the last load brings.")
@click.option("--inside", type=click.Choice(["before", "daily", "full"]), hidden=True)
def main(folder: Path, new: float, inside: str | None) -> None:
    """Measure a daily run on a folder of segments; ends with 1 where it does not make the rows of a full one."""
    if inside:
        click.echo(json.dumps(_inside(folder, inside)))
        return
    with TemporaryDirectory(dir=folder, prefix=".benchmark-") as made:
        place = Path(made) / "before"
        _fill(folder, place, new)
        found = {}
        for name in ("daily", "full"):
            found[name] = _run(Path(shutil.copytree(place, Path(made) / name)), name)
            shutil.rmtree(Path(made) / name)
    for name, (seconds, processor, parts, _) in found.items():
        shown = ", ".join(f"{part} {spent:.1f}" for part, spent in parts.items())
        click.echo(f"{name}: {seconds:.1f} s, {processor:.1f} processor seconds ({shown})")
    by_clock, by_processor = (full / daily for full, daily in zip(found["full"][:2], found["daily"][:2], strict=True))
    click.echo(f"full / daily: {by_processor:.2f} in processor seconds, {by_clock:.2f} by the clock")
    sys.exit(int(found["daily"][3] != found["full"][3]))


def _fill(folder: Path, place: Path, new: float) -> None:
    """Make a workspace that was run for the day before the last, and was told of the last acts since."""
    shutil.copytree(HALYARD.parent, place / "definitions")
    (place / workspaces.FILE).write_text(AGREED)
    workspace = _opened(place)
    with open_warehouse(workspace.warehouse, memory_limit="2GB") as connection:
        acts = f"'{folder.absolute()}/activities-*.parquet'"
        first_new, last = connection.execute(NEW.format(acts=acts, old=1 - new)).fetchall()[0]
        others = {
            name: f"from '{folder.absolute()}/{name}*.parquet'" for name in ("accounts", "people", "facts", "shapes")
        }
        _list(workspace, connection, 0, others | {"activities": f"from {acts} where day < {first_new}"})
        (place / "days").write_text(f"{date_of(last - FOLDED)} {date_of(last - 1)} {date_of(last)}")
        _run(place, "before")
        _list(workspace, connection, 1, {"activities": f"from {acts} where day >= {first_new}"})


def _list(workspace: Opened, connection: Connection, load: int, tables: dict[str, str]) -> None:
    """Store and list what a load would have brought."""
    stored = []
    for table, query in tables.items():
        columns = WORLD[table].columns
        order = [column for column in ("account_id", "person_id", "day") if column in columns] or ["shape_id"]
        rows = f"select {', '.join(columns)}, {load} as {AFTER_LOAD} from ({query})"
        stored.append(store(connection, rows, workspace.warehouse, table, order_by=order))
    with leases.held() as token:
        files = [file for file in stored if file]
        segments.list_load("made", str(load), str(load), "made", {}, files, token=token)


def _run(place: Path, name: str) -> tuple[float, float, dict[str, float], str]:
    """Run a workspace in a process of its own: seconds by the clock and of processors, these by part, and the hash."""
    words = [sys.executable, "-m", "benchmarks.daily", str(place), "--inside", name]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    return found["seconds"], found["processor"], found["parts"], found["content"]


def _inside(place: Path, name: str) -> dict[str, Any]:
    folded_from, before, last = (place / "days").read_text().split()
    workspace, took, parts = _opened(place), Took(), Took()
    with ExitStack() as stack:
        if name == "full":
            Rollup.objects.all().delete()
            stack.enter_context(patch.object(increments, "gone_on_from", return_value=None))
        for part, places in PARTS.items():
            for owner, called in places:
                stack.enter_context(patch.object(owner, called, _timed(parts, part, getattr(owner, called))))
        days = ["--as-of", before, "--fold-from", folded_from] if name == "before" else ["--as-of", last]
        with took.timed("all"):
            said = CliRunner().invoke(mqa, ["--workspace", str(place), "run", *days], catch_exceptions=False)
    if said.exit_code:
        raise RuntimeError(said.output)
    run = published(workspace.agreements[0].definition.name)
    content = run.content if run else ""
    return {"seconds": took.total(), "processor": took.work(), "parts": parts.processor, "content": content}


def _opened(place: Path) -> Opened:
    workspace = workspaces.opened(place)
    workspaces.open_stores(workspace)
    return workspace


def _timed(took: Took, part: str, does: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(does)
    def timed(*given: Any, **named: Any) -> Any:
        with took.timed(part):
            return does(*given, **named)

    return timed


if __name__ == "__main__":
    main()
