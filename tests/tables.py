"""Tables written in a test as they would be on paper, so that the input is in view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from mqa.terms.durations import day_number

Value = int | str | None

WHOLE_NUMBER = re.compile(r"[+-]?\d[\d_]*")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
GAP = re.compile(r"\s{2,}")  # one space belongs to a value, two or more end it


@dataclass(frozen=True)
class Rows:
    """Columns in order, and rows of whole numbers, texts and nulls."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def named(self) -> list[dict[str, Value]]:
        """The rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def told(row: dict[str, Value]) -> dict[str, Value]:
    """A row of a table of the world, as it was told once and never moved: what it leaves out of `times`, `told_on`."""
    return {"times": 1, "told_on": row.get("known_on")} | row


def table(text: str) -> Rows:
    """The table that aligned text shows: a line of column names, then a line for each row.

    Cells are separated by at least two spaces. A date is its day number, `-` is null, `''` is the
    empty text, and a quoted `'12'` stays text.

    >>> table('''
    ...     account_id  activity          done_on
    ...     1           web.pricing page  2026-07-01
    ...     2           -                 -
    ... ''').rows
    ((1, 'web.pricing page', 9678), (2, None, None))
    """
    header, *lines = [GAP.split(line.strip()) for line in text.splitlines() if line.strip()]
    uneven = [line for line in lines if len(line) != len(header)]
    if uneven:
        raise ValueError(f"{len(header)} columns {header}, but a row of {len(uneven[0])} cells: {uneven[0]}")
    return Rows(tuple(header), tuple(tuple(value(cell) for cell in line) for line in lines))


def beside(one: Rows, other: Rows) -> Rows:
    """A table that is too wide for a line, in two halves: the columns of both, row by row.

    >>> beside(table("account_id\\n1"), table("activity\\nweb.page"))
    Rows(columns=('account_id', 'activity'), rows=((1, 'web.page'),))
    """
    pairs = zip(one.rows, other.rows, strict=True)
    return Rows((*one.columns, *other.columns), tuple((*left, *right) for left, right in pairs))


def value(cell: str) -> Value:
    """What one cell means."""
    if cell == "-":
        return None
    if WHOLE_NUMBER.fullmatch(cell):
        return int(cell)
    if DATE.fullmatch(cell):
        return day_number(date.fromisoformat(cell))
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == "'" else cell
