"""How a command ends that could not do what it was asked: a sentence for a person, JSON for a program, a code."""

from __future__ import annotations

import os
import sys
import traceback

import click

from mqa.cli import ReaderLeft
from mqa.cli.printing import print_json, print_problems, problem_rows
from mqa.terms.problems import MqaError, Place, Problem, Refused, Unavailable

REFUSED, UNAVAILABLE, UNFORESEEN, INTERRUPTED = Refused.exit_code, Unavailable.exit_code, 70, 130
SEE = "Run the command again with --debug to see where it came from."


def exit_code(error: BaseException, *, as_json: bool, debug: bool) -> int:
    """Says what went wrong and returns the exit code for it."""
    if debug and not isinstance(error, click.exceptions.Exit):
        traceback.print_exception(error)
    if isinstance(error, BrokenPipeError | ReaderLeft):
        _close_quietly()
        return 0  # whoever read us had enough: nothing is wrong
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else UNFORESEEN
    if interrupted(error):
        click.echo("Stopped. What was published before still holds.", err=True)
        return INTERRUPTED
    code, problems = said(error)
    if as_json:
        print_json({"problems": problem_rows(problems)})
    elif isinstance(error, click.UsageError):
        error.show()
    else:
        print_problems(problems, err=True)
    return code


def interrupted(error: BaseException) -> bool:
    """Whether somebody pressed ctrl-c; an engine at work says so in its own way."""
    return isinstance(error, KeyboardInterrupt | click.Abort) or (
        isinstance(error, RuntimeError) and str(error).startswith("Query interrupted")
    )


def said(error: BaseException, *, debug: bool = False) -> tuple[int, tuple[Problem, ...]]:
    """The exit code of an error, and its words as problems; `debug`: where it came from is shown at once."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, Refused):
        return REFUSED, error.problems
    if isinstance(error, MqaError):
        return error.exit_code, (_sentence(str(error)),)
    if isinstance(error, click.ClickException):
        return REFUSED, (_sentence(error.format_message()),)
    if _is_outside(error):
        first = (str(error).splitlines() or [type(error).__name__])[0]
        return UNAVAILABLE, (_sentence(first),)
    first = (str(error).splitlines() or [""])[0]
    return UNFORESEEN, (Problem(Place(""), f"Something unforeseen happened: {type(error).__name__}: {first}", SEE),)


def _sentence(words: str) -> Problem:
    return Problem(Place(""), words, "")


def _is_outside(error: BaseException) -> bool:
    """Whether a disk, a file or the memory failed us, not our own work."""
    if isinstance(error, OSError | MemoryError):
        return True
    if "duckdb" not in sys.modules:
        return False
    import duckdb

    return isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException)


def _close_quietly() -> None:
    """Let the interpreter end without trying to write to a pipe that nobody reads."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
