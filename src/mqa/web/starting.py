"""Runs that somebody asks for: each begun as the schedule would begin it, one at a time, without being waited for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from mqa.ledger import leases
from mqa.terms.problems import Place, Problem, Refused
from mqa.web.scheduling import begin

LOG = logging.getLogger("mqa.starting")
_asked_for = Lock()  # held while a run that was asked for is under way


def start_run(folder: Path, *words: str, definition: str, noted: Callable[[], None]) -> None:
    """Begin `mqa run` with these words on a workspace. Raises Refused where another writer is at work.

    `noted` writes down that it begins: called where nothing is in its way any more, outside of any transaction, so
    that what it wrote stands before the run does.
    """
    if at_work := leases.at_work():  # asked, not tried: taking the lease would fence off a run that is only slow
        raise _busy(at_work)
    if not _asked_for.acquire(blocking=False):
        raise _busy("A run that was asked for is under way.")
    try:
        noted()
        # A child ends with the thread that began it, and a request's thread ends with the request.
        Thread(target=_run, args=(folder, words, definition), name="run that was asked for", daemon=True).start()
    except BaseException:
        _asked_for.release()
        raise


def _busy(what: str) -> Refused:
    return Refused([Problem(Place(""), what, "Ask again when it has ended; GET /api/v1/runs shows it.")])


def _run(folder: Path, words: tuple[str, ...], definition: str) -> None:
    try:
        child = begin(folder, "run", *words, definition=definition)
        _, said = child.communicate()
        last = said.decode("utf-8", errors="replace").strip()[-2000:]
        if child.returncode:  # it may have failed before the ledger knew of it: nothing else tells
            LOG.warning("a run that was asked for ended with exit code %s: %s", child.returncode, last)
        elif last:
            LOG.info("a run that was asked for said: %s", last)
    except Exception:
        LOG.exception("a run that was asked for could not be started")
    finally:
        _asked_for.release()
