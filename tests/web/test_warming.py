"""Warming: what the first reader of a run would wait for is done before."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic, sleep

from mqa.answers import counting, figures, ready
from mqa.ledger import runs
from mqa.web.warming import Warmer, warm
from mqa.workspaces import Opened

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


def forgotten() -> None:
    """As in a process that has just begun."""
    ready._ready.clear()
    figures._filled.clear()
    counting._owners.cache_clear()


def stands_ready(opened: Opened) -> tuple[bool, bool, bool]:
    """Whether the engine for accounts, the dashboard's answers and the lists' counts stand for the latest run."""
    run = runs.published(opened.agreements[0].definition.name)
    assert run is not None
    engines = [key for key in ready._ready if key[1] == run.run_id]
    answers = [filled.kept for filled in figures._filled.values()]
    return bool(engines), any(answers), counting._owners.cache_info().currsize > 0


def test_the_pages_of_a_run_are_readied(configured: Opened) -> None:
    forgotten()
    assert stands_ready(configured) == (False, False, False)
    warm(configured, configured.agreements[0], NOW)
    assert stands_ready(configured) == (True, True, True)


def test_a_server_readies_them_by_itself(configured: Opened) -> None:
    forgotten()
    warmer = Warmer(configured.folder, clock=lambda: NOW)
    warmer.start()
    until = monotonic() + 60
    while stands_ready(configured) != (True, True, True) and monotonic() < until:
        sleep(0.1)
    warmer.stop()
    assert stands_ready(configured) == (True, True, True)
