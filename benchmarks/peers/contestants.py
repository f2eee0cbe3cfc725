"""Who makes the tables of a day, each by a command that prints what it took."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass, replace
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.apart import ended
from benchmarks.variants import Task, Took

ROOT = Path(__file__).parents[2]
OURS = ("ours", "by hand")  # of `benchmarks.variants`
NEEDS = {"Polars": "polars", "pandas": "pandas", "Spark": "pyspark"}
IN_SHARDS = {peer: f"{peer} in shards" for peer in ("Polars", "pandas")}  # who is too large may be tried like this


@dataclass(frozen=True)
class Allowance:
    """What one process may use: memory, time, and the folder of the peers' packages (none: this environment)."""

    mb: float
    seconds: float
    packages: Path | None = None


def installed(packages: Path | None) -> dict[str, str]:
    """The peers that can run here, each with its version; `packages`: the folder that they were installed in."""
    path = sys.path if packages is None else [str(packages.absolute())]
    found = {one.metadata["Name"].lower(): one.version for one in distributions(path=path)}
    java = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
    return {peer: found[name] for peer, name in NEEDS.items() if name in found and (java or peer != "Spark")}


def took(folder: Path, task: Task, may: Allowance, out: Path | None = None) -> Took | str:
    """What a contestant took in a process of its own, or what became of it. `out`: where its tables are left.

    Ours does not see the peers' packages: DuckDB loads pandas where there is one.
    """
    with TemporaryDirectory(dir=folder, prefix=".benchmark-") as thrown_away:
        left_in = str(Path(out or thrown_away).absolute())  # it runs elsewhere, where a relative path leads nowhere
        module, own = ("variants", []) if task.variant in OURS else ("peers.running", [left_in])
        command = [sys.executable, "-m", f"benchmarks.{module}", str(folder.absolute()), *own, json.dumps(asdict(task))]
        environment = dict(os.environ, POLARS_MAX_THREADS=str(task.threads))
        if may.packages and task.variant not in OURS:
            environment["PYTHONPATH"] = str(may.packages.absolute())
        run = ended(command, may.mb, may.seconds, folder=ROOT, environment=environment)
    return run.lost or replace(Took(**json.loads(run.printed)), peak_mb=run.peak_mb)
