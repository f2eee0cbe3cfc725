"""The size of a world: what cannot be made is refused, all of it at once."""

from __future__ import annotations

import pytest

from mqa.demo.size import Size
from mqa.terms.problems import Refused


def test_every_number_out_of_range_is_a_problem():
    with pytest.raises(Refused) as refused:
        Size(accounts=0, days=5_000, seed=7, acts=-1)
    assert [problem.place.file for problem in refused.value.problems] == ["--accounts", "--acts", "--days"]


def test_a_world_without_a_number_of_acts_does_what_comes_naturally():
    assert Size(accounts=1_000, days=365, seed=7).expected_acts == 280_000
