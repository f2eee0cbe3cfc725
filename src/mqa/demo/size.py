"""How large a made-up company's world is: its accounts, its days, its seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mqa.terms.problems import Place, Problem, Refused

LAST_DAY = date(2026, 6, 30)  # fixed, so that the same command makes the same world tomorrow
MOST_ACCOUNTS = 2_000_000  # the word lists spell 2.3 million different names
MOST_DAYS = 1_200
TYPICAL_ACTS_A_YEAR = 280  # of one account, where no number of acts is asked for


@dataclass(frozen=True)
class Size:
    """The size of a world. `acts` None: as many as its people do by nature. Raises Refused where it cannot be made."""

    accounts: int
    days: int
    seed: int
    acts: int | None = None
    last_day: date = LAST_DAY
    file_format: Literal["parquet", "csv"] = "parquet"

    def __post_init__(self) -> None:
        if problems := [_outside(*bounds) for bounds in self._bounds() if not bounds[2] <= bounds[1] <= bounds[3]]:
            raise Refused(problems)

    def _bounds(self) -> tuple[tuple[str, int, int, int], ...]:
        """Each number with its name, least and most."""
        return (
            ("accounts", self.accounts, 1, MOST_ACCOUNTS),
            ("days", self.days, 1, MOST_DAYS),
            ("seed", self.seed, 0, 1_000_000),
            ("acts", 0 if self.acts is None else self.acts, 0, 2_000_000_000),
        )

    @property
    def expected_acts(self) -> int:
        """About how many acts the world will hold."""
        return self.accounts * TYPICAL_ACTS_A_YEAR * self.days // 365 if self.acts is None else self.acts


def _outside(name: str, number: int, least: int, most: int) -> Problem:
    """The problem of a number that no world can have."""
    mend = f"Give a whole number from {least:,} to {most:,}."
    return Problem(Place(f"--{name}"), f"{number:,} is out of range.", mend)
