"""What is said where the run that somebody names is not there."""

from __future__ import annotations

from datetime import date

import pytest

from mqa.answers.reading import published
from mqa.terms.durations import day_number
from mqa.terms.problems import Unavailable
from tests.answers.worked import run_of

pytestmark = pytest.mark.usefixtures("ledger")


def of(day: str) -> str:
    with pytest.raises(Unavailable) as error:
        published("Small", day_number(date.fromisoformat(day)))
    return str(error.value)


def test_a_day_to_come_leads_to_the_nearest_run_and_to_none_that_cannot_be_made():
    run_of("2026-11-20")
    run_of("2026-11-22")
    said = of("2030-01-01")
    assert "the nearest is of 2026-11-22" in said
    assert "mqa run" not in said


def test_a_past_day_leads_to_the_nearest_run_and_to_one_account_without_a_run():
    run_of("2026-11-22")
    said = of("2026-11-01")
    assert "--as-of 2026-11-22" in said
    assert "mqa explain ACCOUNT --as-of 2026-11-01" in said


def test_before_the_first_run_it_says_how_to_make_one():
    assert "Make one with “mqa run”" in of("2026-11-01")
