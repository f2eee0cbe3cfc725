"""Writing so that a power cut leaves either the old state or the new one."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

TEMPORARY = ".tmp"


def temporary_beside(path: Path) -> Path:
    """A name in the same folder that nobody else uses, for a file not yet complete."""
    return path.with_name(f".{path.name}.{uuid4().hex}{TEMPORARY}")


def put_in_place(temporary: Path, path: Path) -> None:
    """Bring a completed file to disk, then give it its name, then bring the name to disk."""
    _sync(temporary)
    temporary.replace(path)
    _sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, each brought to disk in the one that holds it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def write_durably(path: Path, text: str) -> None:
    """Write a small text file all at once."""
    make_folder(path.parent)
    temporary = temporary_beside(path)
    temporary.write_text(text)
    put_in_place(temporary, path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows has no handle on a folder to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
