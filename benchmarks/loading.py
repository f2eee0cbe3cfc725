"""`python -m benchmarks.loading FOLDER`: what a thousand acts more cost in a process that has loaded before.

FOLDER is a workspace of `python -m mqa.demo`, loaded; it is changed, so give a copy. Its own visitors come back now:
each load reads one new file of their acts, without merging, as one who loads all day long does. The first is apart: it
makes the indexes of stored ids where they are missing. --duplicates repeats so many acts of the file before. At the end
the files are merged.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mqa import workspaces
from mqa.loads import load
from mqa.loads.merging import merge

LIMIT = 0.4  # seconds
SMALL = 200_000  # rows of what is merged at once
VISITORS = 100_000


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and processor seconds of some work."""
    clock, cpu = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - clock, time.process_time() - cpu


class Feed:
    """Acts of people who have been there before, in a new file each time."""

    def __init__(self, folder: Path, acts: int, duplicates: int) -> None:
        pages = sorted((folder / "data/web").glob("pages-*.parquet"))[0]
        self.folder, self.acts, self.duplicates = pages.parent, acts, duplicates
        self.schema = pq.read_schema(pages)
        self.visits = pq.ParquetFile(pages).read_row_group(0).slice(0, VISITORS).to_pylist()
        self.last: list[dict[str, Any]] = []

    def write(self) -> None:
        now, mark = datetime.now(UTC), time.time_ns()
        new = [
            {**random.choice(self.visits), "event_id": f"live-{mark}-{nth}", "ts": now, "received_at": now}
            for nth in range(self.acts)
        ]
        self.last = [*new, *self.last[: self.duplicates]]
        pq.write_table(pa.Table.from_pylist(self.last, self.schema), self.folder / f"live-{mark}.parquet")


def main() -> int:
    """Print what each load takes; 1 where half of them take longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--acts", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--duplicates", type=int, default=0)
    asked = parser.parse_args()
    opened = workspaces.opened(asked.folder)
    workspaces.open_stores(opened)
    feed, taken = Feed(asked.folder, asked.acts, asked.duplicates), []
    for turn in range(asked.turns + 1):
        feed.write()
        taken.append(timed(lambda: load(asked.folder, today=opened.today, merge=False)))
        print(f"{'first' if turn == 0 else turn}: {taken[-1][0]:.2f} s, {taken[-1][1]:.2f} processor s", flush=True)
    clock, cpu = (median(part) for part in zip(*taken[1:], strict=True))
    print(f"half of {asked.turns} loads of {asked.acts:,} acts: {clock:.2f} s, {cpu:.2f} processor s (limit {LIMIT} s)")
    for what, largest in ((f"files of up to {SMALL // 2:,} rows", SMALL), ("all files", 0)):
        clock_merging, cpu_merging = timed(lambda largest=largest: merge(asked.folder, largest=largest))  # type: ignore[misc]
        print(f"merging {what}: {clock_merging:.2f} s, {cpu_merging:.2f} processor s")
    return 0 if clock <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
