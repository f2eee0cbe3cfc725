"""How long something takes when some are not through yet: quartiles by Kaplan and Meier, in exact fractions.

Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, J. Am. Stat. Assoc. 53 (1958).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@dataclass(frozen=True)
class Lasting:
    """How long stays lasted: after how many days a quarter, half and three quarters of them were over.

    None: it has not come to that yet. `stays`: all of them; `still_there`: those that are not over; `seen_for`: the
    longest that any of them is known to have lasted.
    """

    stays: int
    still_there: int
    quarter: int | None
    median: int | None
    three_quarters: int | None
    seen_for: int


def lasting(rows: Iterable[tuple[int, int, int]]) -> Lasting:
    """Of rows (days, how many were over after these days, how many are known to have lasted them and go on).

    Those that go on count as there up to their day and are left out afterwards: they are no proof of being slow or
    quick. At equal days the ends come first.

    >>> lasting([(2, 1, 0), (4, 1, 0), (5, 0, 2)])
    Lasting(stays=4, still_there=2, quarter=2, median=4, three_quarters=None, seen_for=5)
    """
    ordered = sorted(rows)
    stays = there = sum(went + still for _, went, still in ordered)
    reached: list[int | None] = [None, None, None]
    share = Fraction(1)
    for days, went, still in ordered:
        if went:
            share *= 1 - Fraction(went, there)
            reached = [
                days if day is None and share <= 1 - quarter else day
                for day, quarter in zip(reached, QUARTERS, strict=True)
            ]
        there -= went + still
    still_there = sum(still for _, _, still in ordered)
    return Lasting(stays, still_there, reached[0], reached[1], reached[2], ordered[-1][0] if ordered else 0)
