"""Which runs a line over time is drawn from."""

from __future__ import annotations

import pytest

from mqa.answers.history import evenly
from mqa.ledger.runs import Scored


@pytest.mark.parametrize(
    ("runs", "most", "taken"),
    [(3, 5, [0, 1, 2]), (10, 5, [1, 3, 5, 7, 9]), (7, 3, [1, 3, 6]), (0, 5, [])],
)
def test_of_many_runs_some_are_taken_evenly_and_the_last_always(runs, most, taken):
    assert [run.as_of for run in evenly([Scored(day, ()) for day in range(runs)], most)] == taken
