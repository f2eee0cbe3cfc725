"""`mqa benchmarks`: what accounts have beside what the definition expects; and where a benchmark lies among it."""

from __future__ import annotations

import pytest

from mqa.answers.benchmarks import Benchmark
from tests.cli.workspace import DAY, answer, done


@pytest.mark.parametrize(
    ("benchmark", "stands"),
    [
        (5, "above the upper quartile"),
        (4, "among the middle half"),
        (3, "at the median"),
        (1, "below the lower quartile"),
        (None, ""),
    ],
)
def test_a_benchmark_stands_somewhere_among_the_quartiles(benchmark: int | None, stands: str):
    assert Benchmark("All", "Rest", "people", 9, 5, 2, 3, 4, benchmark, 0).stands == stands


def test_a_tier_in_which_nobody_is_engaged_has_nothing_to_compare():
    assert Benchmark("All", "Rest", "people", 9, 0, None, None, None, 5, 0).stands == ""


def test_each_segment_and_tier_has_its_benchmark_beside_what_its_accounts_have(harrow):
    found = answer(harrow, "benchmarks")["benchmarks"]
    (row,) = [one for one in found if (one["segment"], one["tier"], one["measure"]) == ("Large", "Named", "points")]
    scores = [
        one["points"]
        for one in answer(harrow, "export", "scores")
        if (one["segment_name"], one["tier_name"]) == ("Large", "Named") and one["engaged"]
    ]
    assert (row["counted"], row["low"]) == (len(scores), min(scores))
    assert row["reached"] == len([one for one in scores if one >= row["benchmark"]])


def test_people_read_it_as_a_table(harrow):
    printed = done(harrow, "benchmarks")
    assert f"Quartiles on {DAY} of the accounts where somebody is engaged." in printed
    assert "people engaged" in printed
