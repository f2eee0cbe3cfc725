"""Putting answers on the screen: tables, sentences, problems by file, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import click

from mqa.cli.tables import Column, room, table, wrapped
from mqa.terms.problems import Problem


def print_json(document: Any) -> None:
    """Prints one JSON document and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[object]], *, below: Iterable[str] = ()) -> None:
    """Prints a table; says which columns there was no room for. `below`: a text under each row."""
    cells = ([clean_lines(str(cell)) for cell in row] for row in rows)
    lines, left_out = table(columns, cells, room(), [clean_lines(text) for text in below])
    for line in lines:
        click.echo(line)
    if left_out:
        say(f"no room for: {', '.join(left_out)}; a wider screen and --json have them", quiet=True)


def say(words: str = "", *, strong: bool = False, quiet: bool = False) -> None:
    """Prints a sentence for a person, broken where the screen ends; colour only on a terminal."""
    for line in wrapped(clean_lines(words), room(), hanging=2):
        click.secho(line, bold=strong or None, dim=quiet or None)


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


def _plain(value: Any) -> Any:
    """What JSON has no type for: dataclasses as objects, days as texts."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
