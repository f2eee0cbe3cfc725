"""The short form of `python -m benchmarks.kill`: the sender is a real process, and really killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.db import connections

from benchmarks.kill import Delivered, delivery, unharmed
from benchmarks.killing import SECRET, killed_at_random


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KILL_SECRET", SECRET)
    yield tmp_path / "workspace"
    connections.close_all()


def test_no_message_is_lost_or_told_twice_whenever_its_sender_is_killed(folder: Path):
    found = delivery(folder, 4, Random(1), each=12)
    assert found == Delivered(
        killed=4, messages=96, lost=0, copies=found.copies, twice_by_key=0, marked_but_never_arrived=0, dead=0
    )
    assert unharmed(found)


def test_a_process_that_fails_by_itself_is_no_kill():
    with pytest.raises(subprocess.CalledProcessError):
        killed_at_random([sys.executable, "-c", "raise SystemExit(3)"], (2.0, 2.0), Random(1))


def test_a_process_that_ends_in_time_is_not_killed():
    ended = killed_at_random([sys.executable, "-c", "print('ready')"], (2.0, 2.0), Random(1), after_ready=True)
    assert (ended.killed, ended.done) == (0, 1)
