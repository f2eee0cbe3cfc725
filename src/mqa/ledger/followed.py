"""Following: which run's work is yet to be entered, and the mark that it was."""

from __future__ import annotations

from datetime import datetime

from mqa.ledger import runs
from mqa.ledger.models import Run
from mqa.ledger.names import rows_of
from mqa.ledger.runs import PublishedRun
from mqa.ledger.served import is_served


def to_follow(definition: str) -> PublishedRun | None:
    """The latest published live run of a definition, where its work is not yet entered.

    None too where it has no serving copy (of an older version of mqa), or used less knowledge than its day had: nobody
    is handed over for an experiment.
    """
    latest = runs.published(definition)
    if latest is None or latest.known_at < latest.as_of:
        return None
    waits = Run.objects.filter(pk=latest.run_id, followed_at=None).exists()
    return latest if waits and is_served(latest.run_id) else None


def locked(definition: str, run: PublishedRun | None) -> bool:
    """Whether this is still what there is to follow; nobody else follows it until this transaction ends."""
    list(rows_of(Run, definition).select_for_update().filter(followed_at=None).values_list("pk"))
    present = to_follow(definition)
    return (present and present.run_id) == (run and run.run_id)


def mark(definition: str, now: datetime) -> None:
    """Mark what is published as followed: the latest run, and those that were superseded before anybody followed."""
    waiting = rows_of(Run, definition).filter(kind="live", followed_at=None, published_at__isnull=False)
    waiting.update(followed_at=now)
