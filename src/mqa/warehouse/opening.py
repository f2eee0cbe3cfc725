"""Opening the warehouse: a folder of Parquet files, and this process's own engine in memory to read them."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import duckdb

from mqa.terms.problems import Unavailable
from mqa.warehouse.durable import write_durably

WORTH_IT = ("expression_rewriter", "filter_pushdown", "unused_columns")  # however few the rows
SPILL_FOLDER = "tmp"
IDENTITY_FILE = "workspace"


def open_warehouse(folder: Path, *, memory_limit: str = "1GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """An engine of our own for the warehouse in `folder`, which is created where it is missing.

    What does not fit into `memory_limit` spills into the folder; `threads` defaults to the machine's cores.
    Nothing is installed or loaded from outside. Raises Unavailable where the folder cannot be written.
    """
    spill = folder.absolute() / SPILL_FOLDER
    try:
        spill.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(":memory:", config=_settings(spill, memory_limit, threads))
    except (OSError, duckdb.Error) as error:
        raise Unavailable(f"The warehouse {folder} cannot be opened: {error}") from error


def scratch_folder(folder: Path) -> Path:
    """A new folder in a warehouse for what one engine unpacks; `mqa.warehouse.storing.sweep` knows it by its name."""
    made = folder.absolute() / SPILL_FOLDER / uuid4().hex
    made.mkdir(parents=True)
    return made


def claim(folder: Path, workspace: str) -> None:
    """Mark a warehouse as this workspace's, or raise Unavailable where it is already another's.

    Two ledgers over one folder would sweep each other's files away.
    """
    mark = folder / IDENTITY_FILE
    if not mark.exists():
        write_durably(mark, workspace)
    if (owner := mark.read_text().strip()) != workspace:
        raise Unavailable(
            f"The warehouse {folder} belongs to another workspace ({owner}). Choose another folder in mqa.yaml."
        )


def _settings(spill: Path, memory_limit: str, threads: int | None) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        # A folder for each: two processes that spill into one folder write into each other's files.
        "temp_directory": str(spill / uuid4().hex),
        "preserve_insertion_order": "false",  # an ORDER BY is still kept; only unordered copies may be shuffled
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "checkpoint_threshold": "1TB",  # nothing here outlives the process: checkpoints would only cost time
    }
    return settings if threads is None else {**settings, "threads": threads}


def plan_quickly(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave out most rules of the optimizer: on few rows planning costs more than it saves."""
    rules = [name for (name,) in connection.execute("select name from duckdb_optimizers()").fetchall()]
    connection.execute(f"set disabled_optimizers = '{','.join(name for name in rules if name not in WORTH_IT)}'")
