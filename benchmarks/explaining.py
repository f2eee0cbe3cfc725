"""`python -m benchmarks.explaining FOLDER`: how long it takes to say why one account stands where it does.

    python -m benchmarks.explaining FOLDER --accounts 1000000 --acts 100000000

In a stocked workspace (made where it is missing) with a run of today, for one account after another that nobody asked
about before: `evidence` is reading what its scores, verdicts and standing are made of, down to the acts; `page` is all
that its page says, as words. The first question of a run opens its files and compiles its rules, and is told apart.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.live import made_runs, shares
from benchmarks.stocked import stocked
from mqa.answers import ready
from mqa.answers.account import MEMORY, account_page
from mqa.ledger import served
from mqa.ledger.runs import published

MOST = 0.05  # seconds, half of the times


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", default=100_000, show_default=True)
@click.option("--acts", default=10_000_000, show_default=True, help="How many are stored.")
@click.option("--times", default=200, show_default=True)
def main(folder: Path, accounts: int, acts: int, times: int) -> None:
    """Time explanations of single accounts; ends with 1 where half of them take longer than they may."""
    opened = stocked(folder, accounts, acts)
    made_runs(opened)
    (agreement,) = opened.agreements
    run = published(agreement.definition.name)
    assert run
    asked = [f"a{nth}-example.com" for nth in random.Random(1).sample(range(accounts), times)]

    def evidence(domain: str) -> object:
        account = served.account_id(run.run_id, domain)
        assert account
        by = (agreement.definition, agreement.version)
        return ready.evidence(opened.warehouse, *by, account, run=run, most=20, memory_limit=MEMORY)

    click.echo(f"{acts:,} acts, {accounts:,} accounts; the first: {_timed(evidence, asked[0]):.2f} s")
    found = sorted(_timed(evidence, domain) for domain in asked[1:])
    click.echo(f"evidence: {shares(found)} s (half within {MOST})")
    pages = sorted(_timed(lambda domain: account_page(opened, agreement, domain), domain) for domain in asked[1:])
    click.echo(f"page: {shares(pages)} s")
    sys.exit(int(found[len(found) // 2] > MOST))


def _timed(asked: Callable[[str], object], domain: str) -> float:
    began = time.perf_counter()
    asked(domain)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
