"""What every command may be told, and how days and sizes are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from mqa.terms.durations import EARLIEST, LATEST, day_number

SIZE = re.compile(r"\d{1,6}(\.\d+)?\s?([KMGT]i?B)", re.IGNORECASE)
MEMORY = "1GB"


@dataclass(frozen=True)
class Asked:
    """The options that all commands share. `definition` is empty where none was named."""

    workspace: Path
    definition: str
    memory: str
    as_json: bool


class Day(click.ParamType[int]):
    """A date as `2026-07-01`, given on as its day number."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """How it is written."""
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The day number; what is no day between 1970 and 2100 is refused."""
        if isinstance(value, int):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it as in 2026-07-01.", param, ctx)
        if not EARLIEST <= day <= LATEST:
            self.fail(f"{day} is not between {EARLIEST} and {LATEST}.", param, ctx)
        return day_number(day)


class Memory(click.ParamType[str]):
    """A size as `1GB`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The size, as the engine takes it."""
        if not SIZE.fullmatch(str(value).strip()):
            self.fail(f"“{value}” is not a size. Write it as in 500MB or 4GB.", param, ctx)
        return str(value)


DAY, MEMORY_SIZE = Day(), Memory()


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that takes the shared options and is given them as `asked`."""

    @click.option("--workspace", metavar="DIR", default=".", help="The folder of mqa.yaml.")
    @click.option("--definition", metavar="NAME", default="", help="Which definition, where there are several.")
    @click.option("--memory", metavar="SIZE", type=MEMORY_SIZE, default=MEMORY, help="The most memory to use.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
    @click.option("--debug", is_flag=True, help="Show where an unforeseen error came from.")
    @wraps(command)
    def told(*, workspace: str, definition: str, memory: str, as_json: bool, debug: bool, **others: Any) -> Any:
        del debug  # looked up by the command line itself, which also speaks for errors before this point
        return command(asked=Asked(Path(workspace), definition, memory, as_json), **others)

    return told
