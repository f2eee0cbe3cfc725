"""A workspace as `mqa init` writes it, and the command line called as a person calls it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mqa.cli import main
from mqa.cli.starting import write

TODAY = date(2026, 6, 30)
DAY = "2026-06-30"


def written(folder: Path) -> Path:
    """A first workspace whose made-up data end on TODAY."""
    write(folder, TODAY)
    return folder


def mqa(folder: Path, *words: str) -> Result:
    """What a command prints, and its exit code."""
    return CliRunner().invoke(main, ["--workspace", str(folder), *words])


def done(folder: Path, *words: str) -> str:
    """What a command prints that must succeed."""
    result = mqa(folder, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def answer(folder: Path, *words: str) -> Any:
    """The JSON document of a command that must succeed; stdout holds nothing else."""
    return json.loads(done(folder, *words, "--json"))
