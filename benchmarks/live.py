"""`python -m benchmarks.live FOLDER`: from an act that arrives to the list that shows it, while others arrive.

    python -m benchmarks.live FOLDER --accounts 1000000 --acts 100000000

Acts are put into the folder of a source, four times a second, by a process of its own, as fast as is asked for; `Watch`
loads them, judges whom they concern again, lists them, and hands off. An act arrives at its moment of the quarter
second that its file holds, and stands when the transaction that lists its account has ended. One in DEMOS asks for a
demo.
Beside it, alone: one act of one account at a time, and how long judging and listing that account takes (`refresh`).
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.stocked import FEED, HEADER, stocked
from mqa import runs
from mqa.delivery.following import follow
from mqa.ledger.runs import published
from mqa.live.refreshing import Live
from mqa.live.watching import Round, Watch
from mqa.workspaces import Opened

FILES_A_SECOND = 4
KINDS = ("web.page", "web.pricing", "email.open", "email.click", "content.technical", "webinar.attended")
DEMOS = 500
MOST_STANDING, MOST_REFRESHING = 2.0, 0.2  # seconds, of 99 in a hundred


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", default=100_000, show_default=True)
@click.option("--acts", default=10_000_000, show_default=True, help="How many are stored before.")
@click.option("--rate", default=1000, show_default=True, help="Acts a second that arrive.")
@click.option("--seconds", default=300, show_default=True)
@click.option("--single", default=100, show_default=True, help="Refreshes of one account that are timed alone.")
def main(folder: Path, accounts: int, acts: int, rate: int, seconds: int, single: int) -> None:
    """Measure how soon acts stand, in a stocked workspace that is made where it is missing; 1 where it takes longer."""
    opened = stocked(folder, accounts, acts)
    made_runs(opened)
    watch = Watch(folder)
    began = time.perf_counter()
    _look(watch, opened)
    click.echo(f"{acts:,} acts, {accounts:,} accounts; ready after {time.perf_counter() - began:.1f} s")
    refreshes = sorted(_single(watch, opened, accounts, single))
    click.echo(f"one account: {shares(refreshes)} s (99 of 100 within {MOST_REFRESHING})")
    began, spent = time.perf_counter(), time.process_time()
    waits = sorted(_stream(watch, opened, accounts, rate, seconds)) if seconds else [0.0]
    click.echo(f"{rate:,} acts/s for {seconds} s: {shares(waits)} s (99 of 100 within {MOST_STANDING})")
    took, spent = time.perf_counter() - began, time.process_time() - spent
    click.echo(f"over after {took:.0f} s; {spent / max(seconds, 1):.2f} processor s for each second of acts")
    click.echo(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")
    watch.close()
    sys.exit(int(_at(waits, 0.99) > MOST_STANDING or _at(refreshes, 0.99) > MOST_REFRESHING))


def made_runs(opened: Opened) -> None:
    """A run of yesterday, and one of today that goes on from it."""
    (agreement,) = opened.agreements
    for day in (opened.today - 1, opened.today):
        if published(agreement.definition.name, day) is None:
            runs.run(opened.warehouse, agreement, day, fold_from=day if day < opened.today else None)
    follow(opened, agreement, datetime.now(UTC))


def _look(watch: Watch, opened: Opened) -> list[Round]:
    return [one for one in watch.look(opened) if one.is_news]


@contextmanager
def _refreshes() -> Iterator[list[tuple[float, float]]]:
    """When each refresh began and ended."""
    found: list[tuple[float, float]] = []
    plain = Live.refresh

    def timed(self: Live, *given: Any, **named: Any) -> Any:
        began = time.time()
        done = plain(self, *given, **named)
        found.append((began, time.time()))
        return done

    Live.refresh = timed  # type: ignore[method-assign]
    try:
        yield found
    finally:
        Live.refresh = plain  # type: ignore[method-assign]


def _single(watch: Watch, opened: Opened, accounts: int, times: int) -> Iterator[float]:
    """How long judging and listing one account took, each time another."""
    with _refreshes() as found:
        for nth in range(times):
            acts = _acts(random.Random(nth), accounts, 1, time.time(), 0)
            _put(opened.folder, f"single-{nth}-{time.time_ns()}", acts)
            _look(watch, opened)
            began, ended = found[-1]
            yield ended - began


def _stream(watch: Watch, opened: Opened, accounts: int, rate: int, seconds: int) -> Iterator[float]:
    """How long each act waited until its account was listed."""
    feeder = multiprocessing.Process(target=_feed, args=(opened.folder, accounts, rate, seconds))
    feeder.start()
    waiting: dict[Path, None] = {}
    known: set[Path] = set((opened.folder / FEED).iterdir())
    with _refreshes() as found:
        while feeder.is_alive() or waiting:
            there = [path for path in (opened.folder / FEED).glob("*.csv") if path not in known]
            known |= set(there)
            waiting |= dict.fromkeys(there)
            if not waiting:
                time.sleep(0.02)
                continue
            began = time.time()
            _look(watch, opened)
            stands = found[-1][1] if found and found[-1][0] >= began else time.time()
            for path in waiting:
                end = int(path.stem.rpartition("-")[2]) / 1e9
                acts = rate // FILES_A_SECOND
                yield from (stands - (end - nth / rate) for nth in range(acts))
            waiting = {}
    feeder.join()


def _feed(folder: Path, accounts: int, rate: int, seconds: int) -> None:
    chance, began = random.Random(7), time.time()
    for nth in range(seconds * FILES_A_SECOND):
        end = began + (nth + 1) / FILES_A_SECOND
        acts = _acts(chance, accounts, rate // FILES_A_SECOND, end, nth)
        time.sleep(max(0.0, end - time.time()))
        _put(folder, f"feed-{nth}-{int(end * 1e9)}", acts)


def _acts(chance: random.Random, accounts: int, count: int, end: float, part: int) -> str:
    at = datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    for nth in range(count):
        account = int(accounts * chance.random() ** 2)
        email = f"p{account * 5 + chance.randrange(5)}@a{account}-example.com"
        kind = chance.choice(KINDS) if chance.randrange(DEMOS) else "form.demo"
        rows.writerow((f"{end}-{part}-{nth}", at, kind, email, "/pricing", chance.randrange(200)))
    return f"{HEADER}\n{out.getvalue()}"


def _put(folder: Path, name: str, text: str) -> None:
    """Put a file into the source's folder, whole or not at all."""
    half = folder / f"{name}.half"
    half.write_text(text, "utf-8")
    half.rename(folder / FEED / f"{name}.csv")


def shares(found: list[float]) -> str:
    """Within how many seconds half, 95 and 99 of a hundred, and all were; of sorted seconds."""
    return ", ".join(f"{share:.0%} {_at(found, share):.3f}" for share in (0.5, 0.95, 0.99, 1.0))


def _at(found: list[float], share: float) -> float:
    return found[min(len(found) - 1, int(len(found) * share))]


if __name__ == "__main__":
    main()
