"""Warming: what the first reader of a new run would wait for is done as soon as the run is published."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from mqa import versions
from mqa.answers import counting, ready
from mqa.answers.account import MEMORY
from mqa.answers.dashboard import dashboard
from mqa.ledger import runs, segments
from mqa.reporting.periods import quarter_of
from mqa.terms.problems import MqaError
from mqa.terms.rules import Agreement
from mqa.web.workspace import current
from mqa.workspaces import Opened

LOG = logging.getLogger("mqa.warming")
LOOKS_EVERY = 2.0  # seconds


class Warmer:
    """Looks for new runs of a folder's workspace from `start` to `stop`, and readies the pages for them."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self._folder = folder
        self._clock = clock
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name="warming", daemon=True)
        self._seen: dict[str, tuple[object, ...]] = {}

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; what is being readied is finished first."""
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._look(current(str(self._folder)).opened)
                except MqaError:
                    pass  # pages say what is wrong to those who ask
                except Exception:
                    LOG.exception("the pages of a new run could not be readied; they are made when they are asked for")
                self._stopping.wait(LOOKS_EVERY)
        finally:
            connections.close_all()

    def _look(self, opened: Opened) -> None:
        world = segments.last()
        for agreement in opened.agreements:
            name = agreement.definition.name
            run = runs.published(name)
            seen = (run and run.run_id, world)
            if run and self._seen.get(name) != seen and not self._stopping.is_set():
                self._seen[name] = seen  # first: what fails would fail every two seconds
                warm(opened, agreement, self._clock())


def warm(opened: Opened, agreement: Agreement, now: datetime) -> None:
    """Ready the lists, the dashboard's present quarter and an account's page for the latest run of a definition."""
    run = runs.published(agreement.definition.name)
    if run is None:
        return
    counting.occurring(run.run_id)
    counting.owners(run.run_id)
    dashboard(opened, agreement, quarter_of(run.as_of), now)
    as_run = versions.of_run(agreement, run)
    ready.stand_by(opened.warehouse, as_run.definition, as_run.version, run, MEMORY)
