from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mqa.ledger import followed, runs, served
from mqa.ledger.leases import held
from mqa.ledger.models import ServedAccount
from tests.ledger.accounts import DEFINITION, rows, run_with

NOW = datetime(2026, 7, 1, 6, tzinfo=UTC)
TWO = """
    account_id  level      since  stage
    1           Qualified  95     MQA
    2           ''         -      suspect
"""


def kept() -> dict[int, int]:
    """How many accounts each run serves."""
    numbers = ServedAccount.objects.values_list("run_id", flat=True)
    return {run: list(numbers).count(run) for run in sorted(set(numbers))}


def followed_run(text: str, as_of: int) -> int:
    run = run_with(text, as_of)
    followed.mark(DEFINITION, NOW)
    served.forget_before(DEFINITION, run)
    return run


def test_accounts_are_written_as_they_are_given() -> None:
    run = run_with(TWO)
    found = ServedAccount.objects.filter(run=run).order_by("rank").values_list("account_id", "level", "since", "stage")
    assert list(found) == [(1, "Qualified", 95, "MQA"), (2, "", None, "suspect")]


def test_many_accounts_are_written_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "AT_ONCE", 2)
    run = run_with("account_id  level\n" + "\n".join(f"{nth}  ''" for nth in range(1, 6)))
    assert kept() == {run: 5}


def test_the_run_before_stays_for_those_who_are_reading_it_and_no_other() -> None:
    first, second = followed_run(TWO, 100), followed_run(TWO, 101)
    assert kept() == {first: 2, second: 2}
    third = followed_run(TWO, 102)
    assert kept() == {second: 2, third: 2}


def test_what_was_read_before_is_the_run_of_the_latest_day_not_a_past_day_made_later() -> None:
    first = followed_run(TWO, 100)
    run_with(TWO, 50)
    followed.mark(DEFINITION, NOW)
    second = followed_run(TWO, 101)
    assert kept() == {first: 2, second: 2}


def test_until_a_run_is_followed_nothing_is_removed() -> None:
    first, second, third = followed_run(TWO, 100), followed_run(TWO, 101), run_with(TWO, 102)
    assert kept() == {first: 2, second: 2, third: 2}


def test_the_day_of_a_run_is_known_as_long_as_its_copy_is_kept() -> None:
    first, second, third = (followed_run(TWO, day) for day in (100, 101, 102))
    assert [served.day_of(DEFINITION, run) for run in (first, second, third)] == [None, 101, 102]
    assert served.day_of("Another", third) is None


def test_forgetting_takes_as_many_turns_as_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "AT_ONCE", 2)
    followed_run("account_id  level\n" + "\n".join(f"{nth}  ''" for nth in range(1, 6)), 100)
    second, third = followed_run(TWO, 101), followed_run(TWO, 102)
    assert kept() == {second: 2, third: 2}


def test_what_a_failed_run_had_written_goes_with_the_next_that_is_followed() -> None:
    with held() as token:
        failed = runs.begin(DEFINITION, "v1", 100, 100, 10, token=token)
        served.serve(failed, rows(TWO))
        runs.fail(failed, "The disk is full.")
    assert kept() == {failed: 2}
    run = followed_run(TWO, 101)
    assert kept() == {run: 2}


def test_a_run_under_way_keeps_what_it_has_written() -> None:
    first = run_with(TWO)
    with held() as token:
        under_way = runs.begin(DEFINITION, "v1", 101, 101, 10, token=token)
        served.serve(under_way, rows(TWO))
        followed.mark(DEFINITION, NOW)
        served.forget_before(DEFINITION, first)
        assert kept() == {first: 2, under_way: 2}


def test_what_another_definition_serves_is_left_alone() -> None:
    run = followed_run(TWO, 100)
    served.forget_before("Another", 0)
    assert kept() == {run: 2}
