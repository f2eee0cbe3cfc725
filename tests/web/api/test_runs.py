"""Runs, listed and asked for, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from mqa.ledger import leases
from mqa.ledger.models import AuditEntry
from mqa.terms.problems import Place, Problem, Refused


def test_runs_are_listed_the_latest_first(api):
    _, said = api("/runs")

    assert said["runs"][0]["state"] == "published"


@pytest.fixture
def started(monkeypatch) -> list[tuple[Any, ...]]:
    """What was asked of the command line, which nobody starts here."""
    asked: list[tuple[Any, ...]] = []

    class Child:
        def communicate(self) -> tuple[bytes, bytes]:
            return b"", b""

    def begin(_folder: Any, command: str, *words: str, definition: str) -> Child:
        asked.append((command, *words, definition))
        return Child()

    monkeypatch.setattr("mqa.web.starting.begin", begin)
    return asked


def test_a_run_is_started_as_the_schedule_starts_it(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2026-06-29"})

    assert (status, said["command"]) == (202, "mqa run --as-of 2026-06-29")
    assert started == [("run", "--as-of", "2026-06-29", "Halyard new business")]


def test_a_day_that_is_yet_to_come_is_not_made(api, started):
    status, said = api("/runs", scopes=("run",), body={"as_of": "2098-01-01"})

    assert (status, started) == (422, [])
    assert "2098-01-01 is yet to come" in said["problems"][0]["what"]


def test_while_a_writer_is_at_work_no_run_is_started(api, started):
    with leases.held():
        status, said = api("/runs", scopes=("run",), body={})

    assert (status, started) == (409, [])
    assert "at work" in said["problems"][0]["what"]


def test_a_run_that_is_asked_for_is_in_the_audit_before_it_starts_and_not_where_it_does_not(api, started, monkeypatch):
    monkeypatch.setattr("mqa.web.api.running.start_run", lambda *_, **__: started.append(noted()))
    before = noted()
    api("/runs", scopes=("run",), body={})
    assert started == [before + 1]

    def busy(*_: Any, **__: Any) -> None:
        raise Refused([Problem(Place(""), "Somebody is at work.", "")])

    monkeypatch.setattr("mqa.web.api.running.start_run", busy)
    assert api("/runs", scopes=("run",), body={})[0] == 409
    assert noted() == before + 1


def noted() -> int:
    return AuditEntry.objects.filter(what="started a run").count()


def test_a_key_that_may_only_read_starts_no_run(api, started):
    assert api("/runs", body={})[0] == 403
    assert started == []
