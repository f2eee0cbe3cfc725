from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mqa.ledger.leases import acquire, at_work, held, release, renew, require
from mqa.ledger.models import Lease
from mqa.terms.problems import Busy


def taken_by_a_process_that_was_killed(ledger: Path) -> None:
    program = (
        "import os, signal, sys, pathlib; from mqa.ledger import leases, opening;"
        "opening.open_ledger(pathlib.Path(sys.argv[1])); leases.acquire('writer', 3600);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(ledger)]).returncode == -9


def test_each_holder_gets_a_higher_token() -> None:
    with held() as first:
        pass
    with held() as second:
        pass
    assert second > first


def test_a_held_lease_is_refused_to_others() -> None:
    with held(), pytest.raises(Busy, match=r"Another load, run or comparison is at work \(process \d+ on "):
        acquire()


def test_a_lease_is_given_back_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), held():
        _ = 1 / 0
    assert acquire() == 2


def test_leases_of_other_names_do_not_matter() -> None:
    with held("writer"):
        assert acquire("sender") == 1


def test_an_expired_lease_is_taken_over() -> None:
    first = acquire(seconds=0)
    assert acquire() == first + 1


def test_a_renewed_lease_is_not_taken_over() -> None:
    token = acquire(seconds=0)
    renew("writer", token, 600)
    with pytest.raises(Busy):
        acquire()


def test_who_lost_the_lease_can_neither_renew_nor_give_back() -> None:
    lost = acquire(seconds=0)
    token = acquire()
    with pytest.raises(Busy, match="has taken over"):
        renew("writer", lost, 600)
    release("writer", lost)
    with pytest.raises(Busy, match="at work"):
        acquire()
    require("writer", token)


def test_who_is_at_work_is_told_without_taking_the_lease() -> None:
    assert at_work() == ""
    token = acquire()
    assert f"process {os.getpid()}" in at_work()
    require("writer", token)


def test_asking_does_not_fence_off_a_holder_whose_lease_has_expired() -> None:
    token = acquire(seconds=0)
    assert at_work() == ""
    require("writer", token)


def test_an_expired_lease_that_nobody_took_is_still_good() -> None:
    require("writer", acquire(seconds=0))


def test_the_lease_of_a_killed_process_of_this_machine_is_taken_over_at_once(ledger: Path) -> None:
    taken_by_a_process_that_was_killed(ledger)
    assert acquire() == 2


def test_the_lease_of_another_machine_is_waited_for(ledger: Path) -> None:
    taken_by_a_process_that_was_killed(ledger)
    Lease.objects.update(host="elsewhere")
    with pytest.raises(Busy, match="on elsewhere"):
        acquire()
