"""A process of its own, whose memory and time are watched: one that takes more than it may is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

EVERY = 0.1  # seconds between two looks
OUT_OF_MEMORY = ("MemoryError", "OutOfMemoryError", "memory allocation of")


@dataclass(frozen=True)
class Ended:
    """What a process printed, and the most memory (MB) that it had, with its children; or why it was lost."""

    printed: str
    peak_mb: float
    lost: str = ""


def ended(
    command: Sequence[str],
    most_mb: float,
    most_seconds: float,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Runs a command to its end, or until it (with all that it started) has more memory or time than it may."""
    until, before, peak, lost = time.monotonic() + most_seconds, set[int](), 0.0, ""
    with TemporaryFile("w+") as printed, TemporaryFile("w+") as complained:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=printed, stderr=complained, start_new_session=True
        )
        try:
            while process.poll() is None and not lost:
                time.sleep(EVERY)
                there = _session(process.pid)
                members = there & before  # a child just forked looks as large as its parent, and holds nothing
                before = there
                peak = max(peak, sum(_mb(pid, "VmHWM") for pid in members))
                if sum(_mb(pid, "RssAnon") for pid in members) > most_mb:
                    lost = _too_large(most_mb)
                elif time.monotonic() > until:
                    lost = f"was not done after {most_seconds / 60:g} minutes"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        printed.seek(0)
        complained.seek(0)
        if not lost and process.returncode:
            lost = _failed(complained.read(), process.returncode, most_mb)
        return Ended(printed.read(), peak, lost)


def _too_large(most_mb: float) -> str:
    return f"did not survive {most_mb / 1024:g} GB"


def _failed(complaint: str, code: int, most_mb: float) -> str:
    if any(word in complaint for word in OUT_OF_MEMORY):
        return _too_large(most_mb)
    return f"ended with {code}: {complaint.strip().splitlines()[-1] if complaint.strip() else 'no word'}"


def _session(leader: int) -> set[int]:
    """The process and all that it started."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if os.getsid(int(entry.name)) == leader:
                found.add(int(entry.name))
    return found


def _mb(pid: int, what: str) -> float:
    """A figure of a process's memory; RssAnon: what it holds itself, without the pages of files it reads."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
    return 0
