"""One contestant in a process of its own: `python -m benchmarks.peers.running FOLDER OUT TASK`; prints what it took.

Tables that are to be stored are left in OUT, as files or folders named after them (`scores-0.parquet`).
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.variants import Task, Took
from benchmarks.world import world

MODULES = {
    "Polars": "benchmarks.peers.in_polars.line",
    "pandas": "benchmarks.peers.in_pandas.line",
    "Polars in shards": "benchmarks.peers.in_polars.line",
    "pandas in shards": "benchmarks.peers.in_pandas.line",
    "Spark": "benchmarks.peers.in_spark",
}


def run(folder: Path, out: Path, task: Task) -> Took:
    """What a peer takes from segments to its tables."""
    took = Took()
    import_module(MODULES[task.variant]).run(world(folder), task, took, out)
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vars(run(Path(sys.argv[1]), Path(sys.argv[2]), Task(**json.loads(sys.argv[3]))))))
