"""`python -m benchmarks.peers FOLDER...`: the line beside the same job in Polars, pandas and Spark, in turns.

Smaller worlds come first: who is lost in one, or takes too many times as long as ours, is not tried with a larger one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.peers.contestants import IN_SHARDS, NEEDS, OURS, Allowance, installed, took
from benchmarks.peers.page import Measured, page, table
from benchmarks.peers.proof import differences
from benchmarks.variants import Task, Took
from benchmarks.world import Size, size, world

MOST_TO_PROVE = 1_500_000  # acts: both sides' tables must lie in memory at once
SLOW = 5  # times ours: who takes more has one turn


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--packages",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that the peers were installed in; default: this environment.",
)
@click.option("--turns", default=3, show_default=True, help="How often each runs.")
@click.option("--gigabytes", default=8.0, show_default=True, help="What one process may use.")
@click.option("--minutes", default=20.0, show_default=True, help="How long one process may take.")
@click.option("--patience", default=20.0, show_default=True, help="Times ours that one may take to be tried with more.")
@click.option("--threads", default=2, show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(NEEDS)), help="These peers.")
@click.option("--prove/--no-prove", default=True, help="First compare all rows, where the world is small enough.")
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="A Markdown file for the tables.")
def main(
    folders: Sequence[Path],
    packages: Path | None,
    turns: int,
    gigabytes: float,
    minutes: float,
    patience: float,
    threads: int,
    only: Sequence[str],
    prove: bool,
    write: Path | None,
) -> None:
    """Measure the line in these workspaces (or folders of segments) beside its peers."""
    may, tables = Allowance(gigabytes * 1024, minutes * 60, packages), []
    here = installed(packages)
    peers = {peer: version for peer, version in here.items() if not only or peer in only}
    for absent in NEEDS.keys() - here.keys():
        click.echo(f"{absent} is not installed, and left out: see benchmarks/README.md.", err=True)
    tried = list(peers)
    for folder, loaded in sorted(((folder, size(world(folder))) for folder in folders), key=lambda pair: pair[1].acts):
        task = Task("", loaded.last_day, stored=False, threads=threads, acts=loaded.acts)
        if prove and loaded.acts <= MOST_TO_PROVE:
            for peer in tried:
                click.echo("\n".join(differences(folder, replace(task, variant=peer), may)))
        measured = _measured(folder, loaded, tried, turns, task, may)
        tables.append(table(measured))
        click.echo(tables[-1])
        tried = [name for name in measured.survivors(patience) if name not in OURS]
        if write:
            write.write_text(page(tables, peers, sys.argv[1:]), "utf-8")


def _measured(folder: Path, loaded: Size, tried: Sequence[str], turns: int, task: Task, may: Allowance) -> Measured:
    lost: dict[str, str] = {}
    done: list[dict[str, Took]] = []
    for nth in range(turns):
        again = [name for name in tried if not done or _times_ours(done[0], name) <= SLOW]
        done.append(dict(_turn(folder, again, task, may, lost)))
        click.echo(f"turn {nth + 1} of {turns} with {loaded.acts:,} acts is done", err=True)
    return Measured(loaded, done, lost)


def _times_ours(turn: Mapping[str, Took], name: str) -> float:
    return turn[name].total() / turn["ours"].total() if name in turn else 0


def _turn(
    folder: Path, tried: Sequence[str], task: Task, may: Allowance, lost: dict[str, str]
) -> Iterator[tuple[str, Took]]:
    """Each one once; who is lost is tried in as many shards as the line chose."""
    shards, waiting = 0, [*OURS, *tried]
    while waiting:
        name = waiting.pop(0)
        if name not in lost:
            became = took(folder, replace(task, variant=name, shards=1 if name in NEEDS else shards), may)
            if isinstance(became, str):
                lost[name] = became
            else:
                shards = shards or became.shards // became.engines
                click.echo(f"{name}: {became.total():.1f} s", err=True)
                yield name, became
        if name in lost and name in IN_SHARDS:
            waiting.insert(0, IN_SHARDS[name])
    if "ours" in lost:
        raise click.ClickException(f"Ours {lost['ours']}: there is nothing to compare with. Raise --gigabytes.")


if __name__ == "__main__":
    main()
