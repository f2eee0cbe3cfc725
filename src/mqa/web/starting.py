"""Runs that somebody asks for: each begun as the schedule would begin it, one at a time, without being waited for."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock, Thread

from mqa.ledger import leases
from mqa.terms.problems import Place, Problem, Refused
from mqa.web.scheduling import begin

LOG = logging.getLogger("mqa.starting")
_asked_for = Lock()  # held while a run that was asked for is under way


def start_run(folder: Path, *words: str, definition: str) -> None:
    """Begin `mqa run` with these words on a workspace. Raises Refused where another writer is at work."""
    if at_work := leases.at_work():  # asked, not tried: taking the lease would fence off a run that is only slow
        raise _busy(at_work)
    if not _asked_for.acquire(blocking=False):
        raise _busy("A run that was asked for is under way.")
    # A child ends with the thread that began it, and a request's thread ends with the request.
    Thread(target=_run, args=(folder, words, definition), name="run that was asked for", daemon=True).start()


def _busy(what: str) -> Refused:
    return Refused([Problem(Place(""), what, "Ask again when it has ended; GET /api/v1/runs shows it.")])


def _run(folder: Path, words: tuple[str, ...], definition: str) -> None:
    try:
        _, said = begin(folder, "run", *words, definition=definition).communicate()
        if said:
            LOG.info("a run that was asked for said: %s", said.decode("utf-8", errors="replace").strip()[-2000:])
    finally:
        _asked_for.release()
