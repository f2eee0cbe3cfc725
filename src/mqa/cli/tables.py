"""Tables for people: aligned, as wide as the screen and at most 100 columns; long texts go on below, nothing is cut."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

MOST, LEAST = 100, 60  # columns of a screen that are used; a narrower one breaks the lines itself
TITLE = 10  # a heading up to here stands in one line
LINE = "─"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `least`: how narrow it may become, longer texts then going on in the next line (0: as wide as its longest cell:
    numbers and days are never torn); `spare`: where there is no room it is left out, the highest first (0: never).
    """

    title: str
    number: bool = False
    least: int = 0
    spare: int = 0

    def wanted(self, cells: Sequence[str]) -> int:
        """The room in which every cell stands in one line; a title of several words may take several."""
        of_cells = max((cell_len(line) for cell in cells for line in cell.split("\n")), default=0)
        of_title = max(map(cell_len, self.title.split()), default=0)
        return max(of_cells, of_title, min(TITLE, cell_len(self.title)))

    def needed(self, cells: Sequence[str]) -> int:
        """The room in which no word is torn."""
        if not self.least:
            return self.wanted(cells)
        lines = [line for cell in (self.title, *cells) for line in cell.split("\n")]
        words = (len(line) - len(line.lstrip()) + cell_len(word) for line in lines for word in line.split())
        return min(max([self.least, *words]), max(self.least, self.wanted(cells)))


def number(title: str, *, spare: int = 0) -> Column:
    """A column of numbers, right aligned."""
    return Column(title, number=True, spare=spare)


def room() -> int:
    """The columns of the screen that a table may use: what COLUMNS says, else the terminal's, else 100."""
    said = os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty()
    return max(LEAST, min(MOST, shutil.get_terminal_size().columns)) if said else MOST


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int, below: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """The lines of a table in so many columns, and the titles of the columns for which there was no room.

    `below`: a text for each row that stands under it over the whole width, set in a little.
    """
    cells = [[*row] for row in rows]
    by_column = [(column, [row[nth] for row in cells]) for nth, column in enumerate(columns)]
    shown, left_out = _with_room(by_column, width)
    widths, gap = _widths(shown, width)
    lines = [*_row([column for column, _ in shown], [column.title for column, _ in shown], widths, gap)]
    lines.append(LINE * (width if below else sum(widths) + gap * (len(widths) - 1)))
    for row, text in zip_longest(zip(*(cells for _, cells in shown), strict=True), below, fillvalue=""):
        lines += _row([column for column, _ in shown], row, widths, gap)
        lines += wrapped(f"  {text}", width) if text else []
    return lines, left_out


ByColumn = Sequence[tuple[Column, list[str]]]


def _with_room(columns: ByColumn, width: int) -> tuple[ByColumn, list[str]]:
    """The columns that have room side by side without a torn word, and the titles of those left out for it."""
    shown, left_out = [*columns], []
    while sum(column.needed(cells) + 1 for column, cells in shown) - 1 > width:
        first = max(shown, key=lambda one: one[0].spare)
        if not first[0].spare:
            break
        shown.remove(first)
        left_out.append(first[0].title)
    return shown, left_out


def _widths(columns: ByColumn, width: int) -> tuple[list[int], int]:
    """The width of each column, and of the gaps: what they want, less what the widest must give."""
    widths = [max(column.wanted(cells), 1) for column, cells in columns]
    needed = [min(want, column.needed(cells)) for want, (column, cells) in zip(widths, columns, strict=True)]
    gap = 2 if sum(needed) + 2 * (len(widths) - 1) <= width else 1
    least = [min(want, column.least or want) for want, (column, _) in zip(widths, columns, strict=True)]
    for floors in (needed, least):
        while sum(widths) + gap * (len(widths) - 1) > width and widths != floors:
            gives = (nth for nth, floor in enumerate(floors) if widths[nth] > floor)
            widths[max(gives, key=lambda nth: (widths[nth], nth))] -= 1
    return widths, gap


def _row(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int], gap: int) -> list[str]:
    """The lines of one row; a heading stands on as many lines as it needs, like any text."""
    stacked = zip_longest(*(wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)), fillvalue="")
    return [
        (" " * gap).join(_aligned(*part) for part in zip(columns, line, widths, strict=True)).rstrip()
        for line in stacked
    ]


def _aligned(column: Column, cell: str, width: int) -> str:
    blank = " " * (width - cell_len(cell))
    return f"{blank}{cell}" if column.number else f"{cell}{blank}"


def wrapped(text: str, width: int, hanging: int = 0) -> list[str]:
    """A text in lines of at most so many columns, broken between words where that can be; each keeps its indent.

    `hanging`: by how much further the lines stand in that go on.

    >>> wrapped("  acts of web.pricing", 10)
    ['  acts of', '  web.pric', '  ing']
    """
    return [part for line in text.split("\n") for part in _wrapped(line, width, hanging)]


def _wrapped(line: str, width: int, hanging: int) -> list[str]:
    words = line.lstrip(" ")
    indent = min(len(line) - len(words), width - 1)
    lines, here = [], " " * indent
    further = " " * min(indent + hanging, width - 1)
    for word in words.split(" "):
        longer = f"{here} {word}" if here.strip() else f"{here}{word}"
        if cell_len(longer) <= width:
            here = longer
            continue
        start = [here] if here.strip() else []
        *torn, rest = chop_cells(word, width - len(further)) or [""]
        lines += [*start, *(f"{further}{part}" for part in torn)]
        here = f"{further}{rest}"
    return [*lines, here]
