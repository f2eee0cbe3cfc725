"""The schedule of a workspace, kept: loads, runs and deliveries as child processes, one at a time.

Comparisons that somebody asked for (page Definition, API) take their turn among them.
Of several servers of one workspace one keeps the schedule (by the lease `schedule`); another takes over when it ends.
A child that finds somebody else at work is started again a minute later. What was due while no server ran is made up
for once. Nothing that goes wrong ends the schedule: it is logged, and the schedule goes on.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple

from django.db import DatabaseError, connections
from django.db.models import Max
from django.utils import timezone

from mqa.handoff.agreed import Schedule
from mqa.handoff.cadence import last_moment, next_moment
from mqa.ledger import comparisons, corrections, leases, names, stored_answers
from mqa.ledger.models import Load, Run
from mqa.terms.problems import Busy, MqaError, Unavailable
from mqa.web.workspace import current
from mqa.workspaces import Opened

LOG = logging.getLogger("mqa.schedule")
LEASE, LEASE_SECONDS = "schedule", 30.0
LOOKS_EVERY, TRIES_AGAIN_AFTER = 2.0, timedelta(minutes=1)
GRACE = 15.0  # seconds in which a child that was told to stop may end by itself
COMMANDS = ("load", "run", "deliver")


class Job(NamedTuple):
    """A command; it does its work for all definitions. `asked`: the comparison that is to be judged (0: it is none)."""

    command: str
    asked: int = 0


@dataclass
class Kept:
    """What the keeper of a schedule remembers: the moment up to which each job is done, and when to try again.

    `began`: when the keeper itself started each job; what others did says nothing of whose turn it is. `recalled`:
    whether the ledger was asked what others did.
    """

    done: dict[Job, datetime] = field(default_factory=dict)
    began: dict[Job, datetime] = field(default_factory=dict)
    again: dict[Job, datetime] = field(default_factory=dict)
    recalled: bool = False


def due(opened: Opened, kept: Kept, now: datetime, asked: Sequence[Job] = ()) -> Job | None:
    """Of the jobs that are due the one that was not started for longest, in the order of the line where none was.

    So a load that takes longer than its cadence, and is due again as soon as it ends, lets the others go first. What
    somebody asked for is due until it is done.
    """
    waiting = [job for job in map(Job, COMMANDS) if _is_due(opened, job, kept, now)]
    waiting += [job for job in asked if kept.again.get(job, now) <= now]
    never = datetime.min.replace(tzinfo=UTC)
    return min(waiting, key=lambda job: kept.began.get(job, never), default=None)


def _is_due(opened: Opened, job: Job, kept: Kept, now: datetime) -> bool:
    moment = last_moment(cadence(opened.schedule, job.command), now, opened.sales.calendar)
    done = kept.done.get(job)
    return moment is not None and (done is None or done < moment) and kept.again.get(job, now) <= now


def asked_for() -> list[Job]:
    """The comparisons that wait to be judged."""
    return [Job("compare", asked=one.number) for one in comparisons.waiting()]


def cadence(schedule: Schedule, command: str) -> str:
    """When a command is to be started; empty: not by itself."""
    return {"load": schedule.load, "run": schedule.run, "deliver": schedule.deliver}[command]


def coming(opened: Opened, now: datetime) -> Mapping[str, datetime]:
    """The next moment of each command that has one."""
    moments = {one: next_moment(cadence(opened.schedule, one), now, opened.sales.calendar) for one in COMMANDS}
    return {command: moment for command, moment in moments.items() if moment is not None}


def done_before(definitions: Sequence[str]) -> dict[Job, datetime]:
    """What the ledger knows of earlier loads and runs that came to their end, whoever started them.

    A run is done when it is by each of the workspace's definitions. Deliveries leave no trace to go by. The answers of
    sales, which runs store as loads of their own, are no load, nor are corrections.
    """
    loads = Load.objects.exclude(source__in=(stored_answers.SOURCE, corrections.SOURCE))
    done = {Job("load"): loads.aggregate(last=Max("loaded_at"))["last"]}
    runs = Run.objects.filter(kind="live").exclude(published_at=None).values_list("definition")
    called = names.todays()
    last = {called.get(name, name): at for name, at in runs.annotate(last=Max("begun_at"))}
    if definitions and last.keys() >= set(definitions):
        done[Job("run")] = min(last[name] for name in definitions)
    return {job: at for job, at in done.items() if at}


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
        while not self._stopping.is_set():
            try:
                self._keep_while_ours()
            except Unavailable:
                pass  # another server keeps the schedule, or the ledger is busy
            except Exception:
                LOG.exception("the schedule was interrupted; it goes on in a moment")
            finally:
                connections.close_all()  # one that broke is not used again
            self._stopping.wait(LEASE_SECONDS / 3)

    def _keep_while_ours(self) -> None:
        token = leases.acquire(LEASE, LEASE_SECONDS)
        self._renewed = monotonic()
        try:
            kept = Kept()
            while not self._stopping.is_set():
                self._hold(token)
                self._look(kept, token)
                self._stopping.wait(LOOKS_EVERY)
        finally:
            with suppress(MqaError, DatabaseError):  # it ends by itself
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
        if not kept.recalled:
            kept.done = done_before([agreement.definition.name for agreement in opened.agreements])
            kept.recalled = True
        now = self._clock()
        if (job := due(opened, kept, now, asked_for())) is None:
            return
        kept.began[job] = now
        if self._run(job, token) == Busy.exit_code and not self._stopping.is_set():
            kept.again[job] = self._clock() + TRIES_AGAIN_AFTER
        else:
            kept.done[job] = now
            kept.again.pop(job, None)

    def _run(self, job: Job, token: int) -> int:
        """Run one command to its end, holding on to the schedule meanwhile; its exit code."""
        LOG.info("starting mqa %s", job.command)
        words = ["--asked", str(job.asked)] if job.asked else []
        child = begin(self._folder, job.command, *words)
        said = bytearray()
        reader = Thread(target=_read, args=(child, said), daemon=True)
        reader.start()
        try:
            while child.poll() is None and not self._stopping.wait(0.2):
                with suppress(Unavailable, DatabaseError):  # the child goes on; we try again
                    self._hold(token)
        finally:
            end(child)
        reader.join(1)
        code = child.returncode
        if code not in (0, Busy.exit_code) and not self._stopping.is_set():
            last = said.decode("utf-8", errors="replace").strip()[-2000:]
            LOG.warning("mqa %s ended with exit code %s: %s", job.command, code, last)
            if job.asked:  # it may have ended before it could write down why
                comparisons.fail(job.asked, last or f"It ended with exit code {code}.")
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
    with child.stderr as lines:
        for line in lines:
            said += line
            del said[:-4000]
