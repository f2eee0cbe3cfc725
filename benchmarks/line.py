"""`python -m benchmarks.line FOLDER...`: the line beside what was written by hand, on the same loaded segments.

Every variant runs in a process of its own, one after the other in turns, so that a busy machine is busy for
all of them. Ratios are taken within a turn; what is shown is the median.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import click

from benchmarks.proof import differences
from benchmarks.tables import Measured, growth, page, table
from benchmarks.variants import VARIANTS, Task, Took
from benchmarks.world import size, world
from mqa.terms.durations import day_number

ROOT = Path(__file__).parent.parent
MODES = {"memory": (False,), "stored": (True,), "both": (False, True)}
MOST_TO_PROVE = 3_000_000  # acts: both sides' tables must lie in memory at once


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--turns", default=3, show_default=True, help="How often each variant runs.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day; default: the last with acts.")
@click.option("--memory-limit", default="1GB", show_default=True, help="What DuckDB may use.")
@click.option("--threads", default=2, show_default=True)
@click.option("--results", type=click.Choice(list(MODES)), default="both", show_default=True, help="Where they end.")
@click.option("--prove/--no-prove", default=True, help="First compare all rows, where the world is small enough.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="A Markdown file for the tables.")
def main(
    folders: Sequence[Path],
    turns: int,
    as_of: datetime | None,
    memory_limit: str,
    threads: int,
    results: str,
    prove: bool,
    write: Path | None,
) -> None:
    """Measure the line in these workspaces (or folders of segments) beside the same result by hand."""
    measured = []
    for folder in folders:
        loaded = size(world(folder))
        day = loaded.last_day if as_of is None else day_number(as_of.date())
        if prove and loaded.acts <= MOST_TO_PROVE:
            click.echo("\n".join(map(str, differences(world(folder), day))))
        for stored in MODES[results]:
            task = Task("", day, stored, memory_limit=memory_limit, threads=threads, acts=loaded.acts)
            measured.append(Measured(loaded, task, list(_turns(folder, task, turns))))
            click.echo(table(measured[-1]))
    click.echo(growth(measured))
    if write:
        write.write_text(page([*map(table, measured), growth(measured)], sys.argv[1:]), "utf-8")


def _turns(folder: Path, task: Task, turns: int) -> Iterator[dict[str, Took]]:
    """What each variant took, turn by turn; the others use as many shards as the line chose for each of its
    engines: what one engine with all of the memory needs."""
    for nth in range(turns):
        turn: dict[str, Took] = {}
        for variant in VARIANTS:
            shards = turn["ours"].shards // turn["ours"].engines if turn else 0
            turn[variant] = _took(folder, replace(task, variant=variant, shards=shards))
            click.echo(f"turn {nth + 1}, {variant}: {turn[variant].total():.1f} s", err=True)
        yield turn


def _took(folder: Path, task: Task) -> Took:
    """One variant in a process of its own, so that its memory is its own too."""
    command = [sys.executable, "-m", "benchmarks.variants", str(folder.absolute()), json.dumps(asdict(task))]
    return Took(**json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout))


if __name__ == "__main__":
    main()
