"""Runs, listed and asked for, by the API."""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from django.db import connections

from mqa.ledger import leases
from mqa.ledger.models import AuditEntry
from mqa.web import starting


def test_runs_are_listed_the_latest_first(api):
    _, said = api("/runs")

    assert said["runs"][0]["state"] == "published"


class Child:
    """A process that nobody starts, which has ended."""

    def __init__(self, returncode: int = 0, said: bytes = b"") -> None:
        self.returncode = returncode
        self.said = said

    def communicate(self) -> tuple[bytes, bytes]:
        return b"", self.said


@pytest.fixture
def started(monkeypatch) -> list[tuple[Any, ...]]:
    """What was asked of the command line, which nobody starts here."""
    asked: list[tuple[Any, ...]] = []

    def begin(_folder: Any, command: str, *words: str, definition: str) -> Child:
        asked.append((command, *words, definition))
        return Child()

    monkeypatch.setattr("mqa.web.starting.begin", begin)
    return asked


def test_a_run_is_started_as_the_schedule_starts_it(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2026-06-29"})

    assert (status, said["command"]) == (202, "mqa run --as-of 2026-06-29")
    assert started == [("run", "--as-of", "2026-06-29", "Halyard new business")]


def test_a_run_may_be_given_less_knowledge_than_its_day_had(api, started):
    api("/runs", scopes=("run",), body={"as_of": "2026-06-29", "known_at": "2026-06-28"})

    assert started == [("run", "--as-of", "2026-06-29", "--known-at", "2026-06-28", "Halyard new business")]


def test_a_day_that_is_yet_to_come_is_not_made(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2098-01-01"})

    assert (status, started) == (422, [])
    assert "2098-01-01 is yet to come" in said["problems"][0]["what"]


def test_while_a_writer_is_at_work_no_run_is_started(api, started):
    with leases.held():
        status, said = api("/runs", scopes=("run",), body={})

    assert (status, started) == (409, [])
    assert "at work" in said["problems"][0]["what"]


def test_a_run_that_is_asked_for_is_in_the_audit_before_it_starts(api, monkeypatch):
    found: SimpleQueue[int] = SimpleQueue()

    def begin(*_: Any, **__: Any) -> Child:  # another thread, another connection: it sees what is committed
        found.put(noted())
        connections.close_all()
        return Child()

    monkeypatch.setattr("mqa.web.starting.begin", begin)
    before = noted()
    api("/runs", scopes=("run",), body={})
    assert found.get(timeout=10) == before + 1


def test_a_run_that_does_not_start_is_not_in_the_audit(api, started):
    before = noted()
    with leases.held():
        assert api("/runs", scopes=("run",), body={})[0] == 409
    assert (noted(), started) == (before, [])


@pytest.mark.parametrize("child", [Child(2, b"halyard.yaml, 1 problem"), OSError("no processes left")])
def test_a_run_that_fails_early_is_in_the_log_and_the_next_may_be_asked_for(child, monkeypatch, caplog, tmp_path):
    def begin(*_: Any, **__: Any) -> Child:
        if isinstance(child, OSError):
            raise child
        return child

    monkeypatch.setattr("mqa.web.starting.begin", begin)
    starting._asked_for.acquire()
    starting._run(tmp_path, (), "Halyard")
    assert [one.levelname in ("WARNING", "ERROR") for one in caplog.records] == [True]
    assert "1 problem" in caplog.text or "no processes left" in caplog.text
    assert not starting._asked_for.locked()


def test_where_no_thread_can_be_started_the_next_run_may_still_be_asked_for(api, started, monkeypatch):
    def no_thread(**_: Any) -> Any:
        raise RuntimeError("can't start new thread")

    del api  # its workspace is open
    monkeypatch.setattr("mqa.web.starting.Thread", no_thread)
    with pytest.raises(RuntimeError):
        starting.start_run(Path(), definition="Halyard", noted=lambda: None)
    assert not starting._asked_for.locked()
    assert started == []


def noted() -> int:
    return AuditEntry.objects.filter(what="started a run").count()


def test_a_key_that_may_only_read_starts_no_run(api, started):
    assert api("/runs", body={})[0] == 403
    assert started == []
