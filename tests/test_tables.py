"""Literal tables mean what they look like."""

from __future__ import annotations

import pytest

from tests.tables import table, value


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("12", 12),
        ("-12", -12),
        ("24_000_000", 24_000_000),
        ("2000-01-02", 1),
        ("-", None),
        ("''", ""),
        ("'12'", "12"),
        ("web.pricing", "web.pricing"),
    ],
)
def test_a_cell_means_what_it_looks_like(cell, meant):
    assert value(cell) == meant


def test_one_space_belongs_to_a_value():
    assert table("signal\nPricing page visit").rows == (("Pricing page visit",),)


def test_a_table_without_rows_has_its_columns():
    assert table("account_id  day").columns == ("account_id", "day")


def test_a_row_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="2 columns"):
        table("""
            account_id  day
            1
        """)
