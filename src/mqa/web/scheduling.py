"""The schedule of a workspace, kept: loads, runs and deliveries as child processes, one at a time.

Of several servers of one workspace one keeps the schedule (by the lease `schedule`); another takes over when it ends.
A child that finds somebody else at work is started again a minute later. What was due while no server ran is made up
for once.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from django.db import connections
from django.utils import timezone

from mqa.handoff.agreed import Schedule
from mqa.handoff.cadence import last_moment, next_moment
from mqa.ledger import leases
from mqa.ledger.models import Load, Run
from mqa.terms.problems import MqaError, Unavailable
from mqa.web.workspace import current
from mqa.workspaces import Opened

LOG = logging.getLogger("mqa.schedule")
LEASE, LEASE_SECONDS = "schedule", 30.0
LOOKS_EVERY, TRIES_AGAIN_AFTER = 2.0, timedelta(minutes=1)
BUSY = 3  # the exit code of a command that found somebody else at work
GRACE = 15.0  # seconds in which a child that was told to stop may end by itself
COMMANDS = ("load", "run", "deliver")


@dataclass
class Kept:
    """What the keeper of a schedule remembers: the moment up to which each command is done, and when to try again."""

    done: dict[str, datetime] = field(default_factory=dict)
    again: dict[str, datetime] = field(default_factory=dict)


def due(opened: Opened, kept: Kept, now: datetime) -> str:
    """The command that is due first, in the order of the line; empty: none."""
    for command in COMMANDS:
        moment = last_moment(cadence(opened.schedule, command), now, opened.sales.calendar)
        done = kept.done.get(command)
        waits = kept.again.get(command, now) > now
        if moment is not None and (done is None or done < moment) and not waits:
            return command
    return ""


def cadence(schedule: Schedule, command: str) -> str:
    """When a command is to be started; empty: not by itself."""
    return {"load": schedule.load, "run": schedule.run, "deliver": schedule.deliver}[command]


def coming(opened: Opened, now: datetime) -> Mapping[str, datetime]:
    """The next moment of each command that has one."""
    moments = {one: next_moment(cadence(opened.schedule, one), now, opened.sales.calendar) for one in COMMANDS}
    return {command: moment for command, moment in moments.items() if moment is not None}


def done_before() -> dict[str, datetime]:
    """What the ledger knows of earlier loads and runs that came to their end, whoever started them.

    Deliveries leave no trace to go by.
    """
    load = Load.objects.order_by("-loaded_at").values_list("loaded_at", flat=True).first()
    runs = Run.objects.filter(kind="live").exclude(published_at=None)
    run = runs.order_by("-begun_at").values_list("begun_at", flat=True).first()
    return {command: at for command, at in (("load", load), ("run", run)) if at is not None}


class Scheduler:
    """Keeps the schedule of a folder's workspace from `start` to `stop`."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self._folder = folder
        self._clock = clock
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name="schedule", daemon=True)
        self._renewed = 0.0

    def start(self) -> None:
        """Begin to keep the schedule."""
        self._thread.start()

    def stop(self) -> None:
        """Stop: a child at work is told to, and ended where it does not; returns when nothing is left."""
        self._stopping.set()
        self._thread.join(GRACE + 5)

    def _keep(self) -> None:
        try:
            while not self._stopping.is_set():
                with suppress(Unavailable):  # another server keeps the schedule, or the ledger is busy
                    self._keep_while_ours()
                self._stopping.wait(LEASE_SECONDS / 3)
        finally:
            connections.close_all()

    def _keep_while_ours(self) -> None:
        token = leases.acquire(LEASE, LEASE_SECONDS)
        self._renewed = monotonic()
        try:
            kept = Kept(done=done_before())
            while not self._stopping.is_set():
                self._hold(token)
                self._look(kept, token)
                self._stopping.wait(LOOKS_EVERY)
        finally:
            with suppress(MqaError):
                leases.release(LEASE, token)

    def _hold(self, token: int) -> None:
        """Hold on to the schedule where the lease would soon end. Raises Unavailable where another has it."""
        if monotonic() - self._renewed > LEASE_SECONDS / 3:
            leases.renew(LEASE, token, LEASE_SECONDS)
            self._renewed = monotonic()

    def _look(self, kept: Kept, token: int) -> None:
        """Start what is due, if anything, and wait until it has ended."""
        try:
            opened = current(str(self._folder)).opened
        except MqaError as error:
            LOG.warning("the schedule waits: %s", error)
            return
        now = self._clock()
        if not (command := due(opened, kept, now)):
            return
        names = [agreement.definition.name for agreement in opened.agreements] if command == "run" else [""]
        codes = [self._run(command, name, token) for name in names]
        if BUSY in codes and not self._stopping.is_set():
            kept.again[command] = self._clock() + TRIES_AGAIN_AFTER
        else:
            kept.done[command] = now
            kept.again.pop(command, None)

    def _run(self, command: str, definition: str, token: int) -> int:
        """Run one command to its end, holding on to the schedule meanwhile; its exit code."""
        LOG.info("starting mqa %s", command)
        child = begin(self._folder, command, definition=definition)
        said = bytearray()
        reader = Thread(target=_read, args=(child, said), daemon=True)
        reader.start()
        try:
            while child.poll() is None and not self._stopping.wait(0.2):
                with suppress(Unavailable):
                    self._hold(token)
        finally:
            end(child)
        reader.join(1)
        code = child.returncode
        if code not in (0, BUSY) and not self._stopping.is_set():
            last = said.decode("utf-8", errors="replace").strip()[-2000:]
            LOG.warning("mqa %s ended with exit code %s: %s", command, code, last)
        return code


def begin(folder: Path, command: str, *words: str, definition: str = "") -> subprocess.Popen[bytes]:
    """Start a command of the command line on a folder's workspace: a child that ends with the thread that began it."""
    of = ["--workspace", str(folder), *(["--definition", definition] if definition else [])]
    return subprocess.Popen(
        [sys.executable, "-m", "mqa.web.child", str(os.getpid()), *of, command, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # ctrl-c at the server is passed on by us, once
    )


def end(child: subprocess.Popen[bytes]) -> None:
    """See that a child has ended: told as by ctrl-c first, so that it says what became of it, then killed."""
    for sign, seconds in ((signal.SIGINT, GRACE), (signal.SIGKILL, GRACE)):
        if child.poll() is not None:
            return
        with suppress(ProcessLookupError):
            child.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)


def _read(child: subprocess.Popen[bytes], said: bytearray) -> None:
    """Keep the last words of a child; a pipe that nobody reads would stop it."""
    assert child.stderr is not None
    for line in child.stderr:
        said += line
        del said[:-4000]
