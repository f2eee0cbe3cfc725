"""`python -m benchmarks.replaying FOLDER...`: a replay of 104 weeks, by week and by day, in units of a full run.

    python -m benchmarks.segments FOLDER --accounts 100000 --acts 10000000 --days 818
    python -m benchmarks.replaying FOLDER

A full run is what `mqa run` does for the last day with nobody standing anywhere before, nothing stored but the roll-up
(`ours` of `benchmarks.variants`). Both are measured in one process, one after the other; on a busy machine read the
processor seconds. A replay must roll up too, once, which is counted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.variants import Task, Took, ours
from benchmarks.world import World, size, world
from mqa import resting
from mqa.folding import begin_fold
from mqa.line import Accounts, Connection
from mqa.warehouse.engines import Engines, open_engines, side_by_side

EVERY = {"weekly": 7, "daily": 1}
DAYS = 728
MOST = {"weekly": 40, "daily": 120}  # full runs that a replay may take


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--memory-limit", default="1GB", show_default=True, help="What DuckDB may use.")
@click.option("--threads", default=2, show_default=True)
@click.option("--only", type=click.Choice(list(EVERY)), help="One of the two.")
def main(folders: tuple[Path, ...], memory_limit: str, threads: int, only: str | None) -> None:
    """Measure replays of these folders of segments; ends with 1 where one takes more full runs than it may."""
    missed = False
    for folder in folders:
        of, loaded = world(folder), size(world(folder))
        click.echo(f"{loaded.acts:,} acts, {loaded.accounts:,} accounts")
        with (
            TemporaryDirectory(dir=folder, prefix=".benchmark-") as out,
            open_engines(Path(out), loaded.acts, memory_limit=memory_limit, threads=threads) as engines,
        ):
            full = Took()
            ours(engines, of, Task("ours", loaded.last_day, False), full, Path(out))
            click.echo(f"  full run: {full.total():.1f} s, {full.work():.1f} processor seconds")
            rolled_up = [str(file.absolute()) for file in Path(out).rglob("*.parquet")]
            for name, every in EVERY.items():
                if only in (None, name):
                    days = [(day, day) for day in range(loaded.last_day - DAYS + every, loaded.last_day + 1, every)]
                    missed |= _replayed(engines, of, full, rolled_up, days, name) > MOST[name]
    sys.exit(int(missed))


def _replayed(
    engines: Engines, of: World, full: Took, rolled_up: list[str], days: list[tuple[int, int]], name: str
) -> float:
    """Measures one replay and says what it took; in full runs, by processor seconds."""
    took = Took()
    took.seconds["roll-up"], took.processor["roll-up"] = full.seconds["roll-up"], full.processor["roll-up"]

    def of_shard(connection: Connection, accounts: Accounts) -> int:
        of.open(connection, accounts, activity_days=rolled_up)
        begin_fold(connection)
        resting.rest(connection, days, of.definition)
        for _ in resting.folded_over(connection, days, of.definition):
            pass
        return int(connection.execute("select count(*) from resting.seen").fetchall()[0][0])

    with (
        took.timed("resting and folding"),
        side_by_side(engines, of_shard, Accounts().shards(full.shards)) as looked_at,
    ):
        moments = sum(looked_at)
    in_runs = took.work() / full.work()
    parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in took.processor.items())
    click.echo(
        f"  {name}: {len(days)} days, {took.total():.1f} s, {took.work():.1f} processor seconds ({parts}): "
        f"{in_runs:.1f} full runs (by the clock {took.total() / full.total():.1f}), at most {MOST[name]}; "
        f"{moments / len(days) / size(of).accounts:.1%} of accounts judged on a day"
    )
    return in_runs


if __name__ == "__main__":
    main()
