"""Workspaces that take seconds to make and that many tests begin with: made once in a session, copied for each use.

The workers of one session share them: whichever needs one first makes it, the others wait.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from tests.cli.workspace import DAY, done, written


def prepared(name: str, make: Callable[[Path], object], temporary: pytest.TempPathFactory) -> Path:
    """The folder of this name, which `make` filled for all workers of the session; to be copied, never changed."""
    shared = temporary.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / f"prepared-{name}"
    with (shared / f"prepared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = shared / f"half-{name}"
            shutil.rmtree(half, ignore_errors=True)  # of a worker whose `make` failed
            make(half)
            connections.close_all()
            half.rename(folder)
    return folder


def loaded_and_run(folder: Path) -> None:
    """A first workspace with a run of its last day."""
    written(folder)
    done(folder, "load")
    done(folder, "run", "--as-of", DAY)
