"""The files of the project, as the house tests look at them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or with the next commit would be, part of the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(sorted(file for name in listed.split("\0") if name and (file := ROOT / name).is_file()))


def python_files() -> tuple[Path, ...]:
    """Its Python files under src/ and tests/."""
    return tuple(file for file in project_files() if file.suffix == ".py" and inside(file, "src", "tests"))


def inside(file: Path, *folders: str) -> bool:
    """Whether the file lies in one of these folders of the project."""
    return file.relative_to(ROOT).parts[0] in folders


def step_files() -> tuple[Path, ...]:
    """The steps of the line. SQL that loads or makes up data is none: it runs only on the engine we bring."""
    rooms = [ROOT / "src" / "mqa" / room for room in ("sources", "demo", "warehouse")]
    return tuple(
        file
        for file in project_files()
        if file.suffix == ".sql" and inside(file, "src") and not any(map(file.is_relative_to, rooms))
    )
