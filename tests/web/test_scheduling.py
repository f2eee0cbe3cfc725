"""The schedule: what is due when, one at a time, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from mqa.handoff.agreed import Calendar, Schedule
from mqa.ledger import comparisons, definitions, leases, names
from mqa.ledger.models import Load, Run
from mqa.ledger.stored_answers import SOURCE
from mqa.terms.problems import Busy, Unavailable
from mqa.web import scheduling
from mqa.web.scheduling import Job, Kept, Scheduler, coming, done_before, due


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 30, hour, minute, tzinfo=UTC)


def workspace(*definitions: str, **schedule: str):
    agreements = [SimpleNamespace(definition=SimpleNamespace(name=name)) for name in definitions]
    sales = SimpleNamespace(calendar=Calendar())
    return SimpleNamespace(schedule=Schedule(**schedule), sales=sales, agreements=agreements)


LOAD, RUN, DELIVER = Job("load"), Job("run"), Job("deliver")
MORNING = workspace("d", load="daily 06:00", run="daily 06:30", deliver="every 5 minutes")


def test_what_is_due_is_started_in_the_order_of_the_line():
    kept = Kept()
    started = []
    while job := due(MORNING, kept, at(7)):
        started.append(job)
        kept.done[job] = at(7)
    assert started == [LOAD, RUN, DELIVER]


def test_what_is_done_is_not_due_before_its_next_moment():
    kept = Kept(done={LOAD: at(6), RUN: at(6, 30), DELIVER: at(6, 58)})
    assert due(MORNING, kept, at(6, 59)) is None
    assert due(MORNING, kept, at(7)) == DELIVER


def test_what_was_missed_while_no_server_ran_is_made_up_for():
    kept = Kept(done={LOAD: datetime(2026, 6, 28, 6, tzinfo=UTC), RUN: at(6, 31), DELIVER: at(12)})
    assert due(MORNING, kept, at(12)) == LOAD


def test_a_command_that_found_somebody_at_work_waits_a_while_and_lets_others_go_first():
    kept = Kept(again={LOAD: at(7, 1)})
    assert due(MORNING, kept, at(7)) == RUN
    assert due(MORNING, kept, at(7, 1)) == LOAD


def test_a_load_that_takes_longer_than_its_cadence_does_not_hold_back_runs_and_deliveries():
    busy = workspace("d", load="every 5 minutes", run="every 15 minutes", deliver="every 1 minute")
    kept, started, now = Kept(), [], at(7)
    while len(started) < 6:
        job = due(busy, kept, now)
        assert job is not None
        started.append(job)
        kept.began[job] = kept.done[job] = now
        now += timedelta(minutes=20 if job == LOAD else 1)
    assert started == [LOAD, RUN, DELIVER, LOAD, RUN, DELIVER]


def test_a_comparison_that_was_asked_for_takes_its_turn_and_waits_a_while_where_somebody_is_at_work():
    asked = [Job("compare", asked=12)]
    busy = Kept(began={LOAD: at(6), RUN: at(6), DELIVER: at(6)})
    assert due(MORNING, busy, at(7), asked) == asked[0]
    assert due(MORNING, Kept(again={asked[0]: at(7, 1)}), at(7), asked) == LOAD
    assert due(workspace(), Kept(), at(7), asked) == asked[0]


@pytest.mark.usefixtures("empty")
def test_a_comparison_is_judged_by_a_child_and_one_that_ends_badly_has_failed(tmp_path, monkeypatch):
    for version in ("v1", "v2"):
        definitions.keep("d", version, version)
    asked, _ = comparisons.ask("v1", "v2", who="mo@halyard.example", at=at(6))
    started = []

    def begin(_, *words: str):
        started.append(words)
        return subprocess.Popen([sys.executable, "-c", ENDS_BADLY], stderr=subprocess.PIPE)

    monkeypatch.setattr(scheduling, "begin", begin)
    (job,) = scheduling.asked_for()
    token = leases.acquire(scheduling.LEASE, 60)
    assert Scheduler(tmp_path)._run(job, token) == 70
    leases.release(scheduling.LEASE, token)
    assert started == [("compare", "--asked", str(asked.number))]
    found = comparisons.numbered(asked.number)
    assert (found.state, found.why) == ("failed", "no memory left")


def test_without_a_schedule_nothing_is_due():
    assert due(workspace(), Kept(), at(7)) is None
    assert coming(workspace(), at(7)) == {}


def test_the_next_moments_are_known():
    assert coming(MORNING, at(7)) == {
        "load": datetime(2026, 7, 1, 6, tzinfo=UTC),
        "run": datetime(2026, 7, 1, 6, 30, tzinfo=UTC),
        "deliver": at(7, 5),
    }


@pytest.mark.usefixtures("empty")
def test_what_others_loaded_and_ran_counts_as_done():
    Load.objects.create(source="a", file="a", content_hash="1", mapping_hash="1", loaded_at=at(6, 5))
    ran(begun_at=at(6, 35), published_at=at(6, 40))
    ran(begun_at=at(6, 36), published_at=at(6, 41), definition="e")
    assert done_before(["d", "e"]) == {LOAD: at(6, 5), RUN: at(6, 35)}
    assert done_before(["e"]) == {LOAD: at(6, 5), RUN: at(6, 36)}


@pytest.mark.usefixtures("empty")
def test_a_run_is_due_where_a_definition_was_never_run():
    ran(begun_at=at(6, 35), published_at=at(6, 40))
    assert done_before(["d", "e"]) == {}


@pytest.mark.usefixtures("empty")
def test_the_runs_of_a_definition_that_was_renamed_are_those_of_its_name_of_today():
    ran(begun_at=at(6, 35), published_at=at(6, 40))
    names.rename("d", "e", at(6, 50))
    assert done_before(["e"]) == {RUN: at(6, 35)}


@pytest.mark.usefixtures("empty")
def test_answers_that_a_run_stored_are_no_load():
    Load.objects.create(source=SOURCE, file="a", content_hash="1", mapping_hash="", loaded_at=at(6, 5))
    assert done_before(["d"]) == {}


@pytest.mark.usefixtures("empty")
def test_a_run_that_was_killed_is_not_done():
    ran(begun_at=at(6, 35))
    assert done_before(["d"]) == {}


def ran(**when: datetime | str) -> None:
    given = {"definition": "d", "version": "v", "kind": "live", "as_of": 1, "known_at": 1, "fold_from": 0, "token": 1}
    Run.objects.create(**given | when)


class Recorded:
    """A scheduler whose children are only written down."""

    def __init__(self, folder, monkeypatch, *codes: int | Exception) -> None:
        self.started: list[str] = []
        left = [*codes]
        self.scheduler = Scheduler(folder, clock=lambda: at(7))

        def run(job: Job, token: int) -> int:
            del token
            self.started.append(job.command)
            match left.pop(0) if left else 0:
                case Exception() as error:
                    raise error
                case code:
                    return code

        monkeypatch.setattr(self.scheduler, "_run", run)
        monkeypatch.setattr(scheduling, "LOOKS_EVERY", 0.01)
        monkeypatch.setattr(scheduling, "current", lambda _: SimpleNamespace(opened=MORNING))

    def keep_until(self, enough: int) -> list[str]:
        self.scheduler.start()
        began = time.monotonic()
        while len(self.started) < enough and time.monotonic() - began < 10:
            time.sleep(0.01)
        time.sleep(0.1)
        self.scheduler.stop()
        return self.started


@pytest.mark.usefixtures("empty")
def test_a_scheduler_starts_each_command_once(tmp_path, monkeypatch):
    assert Recorded(tmp_path, monkeypatch).keep_until(3) == ["load", "run", "deliver"]


@pytest.mark.usefixtures("empty")
def test_a_command_that_fails_is_not_started_again_before_its_next_moment(tmp_path, monkeypatch):
    assert Recorded(tmp_path, monkeypatch, 70, 2).keep_until(3) == ["load", "run", "deliver"]


@pytest.mark.usefixtures("empty")
def test_only_what_found_somebody_else_at_work_is_started_again_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduling, "TRIES_AGAIN_AFTER", timedelta(0))
    codes = (Busy.exit_code, Unavailable.exit_code)
    assert Recorded(tmp_path, monkeypatch, *codes).keep_until(4) == ["load", "run", "deliver", "load"]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(("code", "said"), [(Unavailable.exit_code, ["a file is gone"]), (Busy.exit_code, [])])
def test_what_cannot_be_done_is_in_the_log_and_what_only_has_to_wait_is_not(tmp_path, monkeypatch, caplog, code, said):
    ends = f"import sys; sys.stderr.write('a file is gone'); sys.exit({code})"
    with subprocess.Popen([sys.executable, "-c", ends], stderr=subprocess.PIPE) as child:
        monkeypatch.setattr(scheduling, "begin", lambda *_, **__: child)
        assert Scheduler(tmp_path)._run(scheduling.Job("run"), 1) == code
    assert [one.message.rpartition(": ")[2] for one in caplog.records if one.levelname == "WARNING"] == said


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("error", [OSError("no processes left"), OperationalError("database is locked")])
def test_nothing_that_goes_wrong_ends_the_schedule(tmp_path, monkeypatch, error):
    monkeypatch.setattr(scheduling, "LEASE_SECONDS", 0.3)
    assert Recorded(tmp_path, monkeypatch, error).keep_until(4) == ["load", "load", "run", "deliver"]


@pytest.mark.usefixtures("empty")
def test_the_schedule_is_kept_by_one_server_alone_and_given_back(tmp_path, monkeypatch):
    token = leases.acquire(scheduling.LEASE, 60)
    other = Recorded(tmp_path, monkeypatch)
    monkeypatch.setattr(scheduling, "LEASE_SECONDS", 0.3)
    assert other.keep_until(0) == []
    leases.release(scheduling.LEASE, token)
    assert Recorded(tmp_path, monkeypatch).keep_until(3) == ["load", "run", "deliver"]
    leases.release(scheduling.LEASE, leases.acquire(scheduling.LEASE, 60))


@pytest.mark.usefixtures("empty")
def test_somebody_who_loads_by_hand_is_not_kept_from_it_by_the_schedule():
    token = leases.acquire(scheduling.LEASE, 60)
    with leases.held():
        pass
    with pytest.raises(Unavailable):
        leases.acquire(scheduling.LEASE, 60)
    leases.release(scheduling.LEASE, token)


ENDS_BADLY = "import sys; print('no memory left', file=sys.stderr); sys.exit(70)"
SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


def test_a_child_is_told_to_stop_and_one_that_does_not_is_killed(monkeypatch):
    monkeypatch.setattr(scheduling, "GRACE", 1.0)
    polite = subprocess.Popen([sys.executable, "-c", SLEEPS], stderr=subprocess.DEVNULL)
    scheduling.end(polite)
    deaf = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE)
    assert deaf.stdout is not None
    deaf.stdout.readline()
    scheduling.end(deaf)
    deaf.stdout.close()
    assert polite.returncode is not None
    assert deaf.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the child of a killed process by itself")
def test_a_child_ends_with_its_server_even_by_kill_9():
    starter = (
        "import os, subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import mqa.web.child as c, os, sys, time;"
        "os.execv = lambda *_: (print(os.getpid(), flush=True), time.sleep(60)); c.main(os.getppid(), [])']);"
        "time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    child = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    assert ended(child)


def ended(process: int) -> bool:
    """Whether a process that is not ours ends within some seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            with open(f"/proc/{process}/stat", encoding="ascii") as file:  # noqa: PTH123
                if file.read().rsplit(") ", 1)[1].startswith("Z"):
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False
