"""Numbers as people write them."""

from __future__ import annotations

import pytest

from mqa.sources.numbers import thousandths


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("23,299 (December, 2024)", 23_299),
        ("US$ 1.2 billion", 1_200_000_000),
        ("US$1.2 billion (2023)[5]", 1_200_000_000),
        ("1,000+", 1_000),
        ("~500", 500),
        ("circa 58,000 (2026)", 58_000),
        ("682,724 employees", 682_724),
        ("€3bn", 3_000_000_000),
        ("6,020 million euros (2021)", 6_020_000_000),
        ("12 000", 12_000),
        ("1'000", 1_000),
        ("1.234,5", 1_234.5),
        ("-5", -5),
        ("12k", 12_000),
        ("0.001", 0.001),
    ],
)
def test_a_number_with_one_meaning_is_understood(written: str, number: float) -> None:
    assert thousandths(written) == round(number * 1000)


@pytest.mark.parametrize(
    "written", ["10-50", "1,000 to 5,000", "1,2345", "many", "", "5 %", "12 in A and 9 in B", "1e5"]
)
def test_a_number_that_could_mean_two_things_is_not_guessed(written: str) -> None:
    assert thousandths(written) is None
