"""Exact numbers: everything a person wrote as a decimal becomes a whole number of a small unit, once."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

MICRO = 1_000_000
NO_LIMIT = 9_000_000_000_000_000


def micro(number: Decimal) -> int:
    """A number in millionths.

    >>> micro(Decimal("0.35"))
    350000
    """
    return rounded(number * MICRO)


def rounded(number: Decimal) -> int:
    """The nearest whole number; of two as near, the even one.

    >>> rounded(Decimal("2.5")), rounded(Decimal("3.5"))
    (2, 4)
    """
    return round(number)


def ceiling(number: Decimal) -> int:
    """The next whole number: what a count or a score has to reach.

    >>> ceiling(Decimal("2.25"))
    3
    """
    return int(number.to_integral_value(ROUND_CEILING))
