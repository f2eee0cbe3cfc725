"""What the accounts of each segment and tier really have, beside the benchmarks that the definition sets for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mqa.reading import Connection, rows
from mqa.terms.rules import Definition

Measure = Literal["points", "people", "contact_ratio"]
BENCHMARKS = """
    select * from benchmarks
    order by segment, case measure when 'points' then 1 when 'people' then 2 else 3 end, tier
"""


@dataclass(frozen=True)
class Benchmark:
    """One measure in one segment and tier (empty: all tiers); see the table benchmarks. Points in millionths.

    `low`, `middle`, `high`: the quartiles of the `counted` of its `accounts` (None: of none).
    """

    segment: str
    tier: str
    measure: Measure
    accounts: int
    counted: int
    low: int | None
    middle: int | None
    high: int | None
    benchmark: int | None
    reached: int

    @property
    def stands(self) -> str:
        """Where the benchmark lies among what accounts have; empty where there is none, or nothing to compare.

        >>> Benchmark("All", "", "people", 9, 4, 1, 2, 3, 5, 0).stands
        'above the upper quartile'
        """
        if self.benchmark is None or self.low is None or self.middle is None or self.high is None:
            return ""
        if self.benchmark > self.high:
            return "above the upper quartile"
        if self.benchmark < self.low:
            return "below the lower quartile"
        return "at the median" if self.benchmark == self.middle else "among the middle half"


def benchmarks(connection: Connection, definition: Definition) -> list[Benchmark]:
    """Every row of a run's table benchmarks, which must stand: by segment, then measure, then tier."""
    segments = ["", *(segment.name for segment in definition.segments)]
    tiers = ["", *(tier.name for tier in definition.tiers)]
    return [
        Benchmark(
            *(segments[row["segment"]], tiers[row["tier"]], row["measure"], row["accounts"], row["counted"]),
            *(row["low"], row["middle"], row["high"], row["benchmark"], row["reached"]),
        )
        for row in rows(connection, BENCHMARKS)
    ]
