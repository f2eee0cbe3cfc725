"""Putting answers on the screen: aligned tables of at most 100 columns, problems by file, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal

import click

from mqa.terms.problems import Problem

WIDTH = 100


def print_json(document: Any) -> None:
    """Prints one JSON document and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


@dataclass(frozen=True)
class Column:
    """A column of a table. `least`: how narrow it may become before others do; numbers and days are never cut."""

    title: str
    number: bool = False
    least: int = 0

    def width(self, cells: Iterable[str]) -> int:
        """The room its cells need."""
        return max(len(line) for cell in (self.title, *cells) for line in cell.split("\n"))


def number(title: str) -> Column:
    """A column of numbers, right aligned."""
    return Column(title, number=True)


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[object]], *, wrap: bool = False) -> None:
    """Prints an aligned table of at most 100 columns; what is too long is cut, or wrapped."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = _console()
    cells = [[clean_lines(str(cell)) for cell in row] for row in rows]
    widths, gap = _widths(columns, cells, console.width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, gap - 1, 0, 0))
    for column, width in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.number else "left"
        table.add_column(
            column.title, justify=side, width=width, no_wrap=not wrap, overflow="fold" if wrap else "ellipsis"
        )
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], room: int) -> tuple[list[int], int]:
    """The width of each column, and of the gaps: what they need, less what the longest texts must give."""
    widths = [column.width(row[nth] for row in cells) for nth, column in enumerate(columns)]
    least = [min(width, column.least or width) for width, column in zip(widths, columns, strict=True)]
    gap = 2 if sum(least) + 2 * (len(widths) - 1) <= room else 1
    while sum(widths) + gap * (len(widths) - 1) > room and widths != least:
        widths[max(range(len(widths)), key=lambda nth: widths[nth] - least[nth])] -= 1
    return widths, gap


def say(words: str = "", *, strong: bool = False, quiet: bool = False) -> None:
    """Prints one line for a person; colour only on a terminal."""
    click.secho(clean_lines(words), bold=strong or None, dim=quiet or None)


def section(title: str) -> None:
    """Prints the title of a part of the answer."""
    click.echo()
    say(title, strong=True)


def print_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Prints problems and remarks by file, each with its place, what is wrong and how to mend it, and their count."""
    placed = [problem for problem in problems if problem.place.file]
    for problem in problems:
        if not problem.place.file:
            click.echo(clean_lines(problem.what), err=err)
            if problem.mend:
                click.echo(f"    {clean_lines(problem.mend)}", err=err)
    for file, found in groupby(sorted(placed), key=lambda problem: problem.place.file):
        of_file = list(found)
        click.secho(f"{clean(file)}, {counts(of_file)}", bold=True, err=err)
        for problem in of_file:
            click.echo(f"\n  {_where(problem)}{clean_lines(problem.what)}", err=err)
            click.echo(f"      {clean_lines(problem.mend)}", err=err)
        click.echo(err=err)
    if len(placed) > 1:
        files = len({problem.place.file for problem in placed})
        click.echo(f"{counts(placed)} in {files} {'file' if files == 1 else 'files'}.", err=err)


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as a program reads them; a place that is not known is null."""
    return [
        {
            "file": problem.place.file or None,
            "line": problem.place.line or None,
            "column": problem.place.column or None,
            "what": problem.what,
            "mend": problem.mend,
            "weight": problem.weight,
        }
        for problem in problems
    ]


def counts(problems: Sequence[Problem]) -> str:
    """How many problems and remarks these are."""
    of = {weight: sum(problem.weight == weight for problem in problems) for weight in ("problem", "remark")}
    said = [f"{count} {weight}{'' if count == 1 else 's'}" for weight, count in of.items() if count]
    return ", ".join(said) or "no problems"


def clean(cell: object) -> str:
    """A cell without characters that could move the cursor or hide what stands beside it."""
    return "".join(sign if sign.isprintable() else "�" for sign in str(cell))


def clean_lines(words: str) -> str:
    """Several lines, each clean."""
    return "\n".join(map(clean, words.split("\n")))


def _where(problem: Problem) -> str:
    weight = "remark, " if problem.weight == "remark" else ""
    if not problem.place.line:
        return weight.replace(", ", ": ")
    return f"{weight}line {problem.place.line}: "


def _console() -> Any:
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False)
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    return console


def _plain(value: Any) -> Any:
    """What JSON has no type for: dataclasses as objects, days as texts."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
