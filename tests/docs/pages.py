"""Pages of the documentation, followed step by step as a reader would.

What a fence in a page means, by what stands behind its three backticks:

    console          commands after `$ `, each with what it prints; `...` stands for any text, alone in a line for any
                     lines. A command must succeed unless `$ echo $?` follows it.
    <kind> FILE      lines that belong at the end of FILE; an .db file is given SQL.
    diff FILE        lines of FILE that change; lines that begin with a blank or a minus must stand there.

Other fences are only read.
"""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, closing
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from mqa.cli import main

FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """One fenced part of a page, and the line at which its text begins."""

    kind: str
    file: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """One command of a console, and what the page says that it prints."""

    words: str
    printed: str


@dataclass(frozen=True)
class Told:
    """A command that was typed, where it stands, and what it really printed."""

    fence: Fence
    command: Command
    printed: str

    @property
    def holds(self) -> bool:
        """Whether it printed what the page tells."""
        return matches(self.command.printed, self.printed)


def fences(page: str) -> Iterator[Fence]:
    """The fenced parts of a page in their order."""
    for found in FENCE.finditer(page):
        yield Fence(found["kind"], found["file"] or "", found["text"], page[: found.start("text")].count("\n") + 1)


def commands(console: str) -> list[Command]:
    """The commands of a console with what each prints."""
    parts = re.split(r"^\$ ", console, flags=re.MULTILINE)
    assert not parts[0].strip(), f"what prints “{parts[0].strip()}”?"
    return [Command(*part.partition("\n")[::2]) for part in parts[1:]]


def followed(page: str, folder: Path) -> Iterator[Told]:
    """Does what a page tells, in a folder, and gives what each command really printed."""
    with chdir(folder):
        for fence in fences(page):
            if fence.kind == "console":
                for command, printed in typed(commands(fence.text)):
                    yield Told(fence, command, printed)
            elif fence.file:
                write(fence)


def typed(told: list[Command]) -> Iterator[tuple[Command, str]]:
    """What each command of one console prints."""
    code = 0
    for nth, command in enumerate(told):
        if command.words == "echo $?":
            yield command, str(code)
        elif command.words.startswith("cd "):
            os.chdir(command.words.removeprefix("cd "))
            yield command, ""
        else:
            code, printed = done(command.words)
            may_fail = nth + 1 < len(told) and told[nth + 1].words == "echo $?"
            assert may_fail or not code, f"$ {command.words}\n{printed}"
            yield command, printed


def done(words: str) -> tuple[int, str]:
    """The exit code of a command and what it prints; `mqa` alone is called in this process, which is quicker."""
    ours, _, file = words.partition(" > ")
    if ours.startswith("mqa ") and not set(ours) & set("|<>;&"):
        result = CliRunner().invoke(main, shlex.split(ours)[1:])
        if file:
            Path(file).write_text(result.stdout, encoding="utf-8")
        return result.exit_code, "" if file else result.output
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        words, shell=True, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return ran.returncode, ran.stdout


def write(fence: Fence) -> None:
    """Puts the text of a fence where it belongs."""
    file = Path(fence.file)
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".db":
        with closing(sqlite3.connect(file)) as database:
            database.executescript(fence.text)
    elif fence.kind == "diff":
        before, after = (side(fence.text, sign) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{fence.file} does not hold once:\n{before}"
        file.write_text(text.replace(before, after), encoding="utf-8")
    else:
        there = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(there + fence.text, encoding="utf-8")


def side(diff: str, sign: str) -> str:
    """The lines of a diff before (`-`) or after (`+`) the change."""
    return "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in (" ", sign))


def matches(told: str, printed: str) -> bool:
    """Whether a command printed what a page tells; a page that tells nothing promises nothing."""
    lines = [line.rstrip() for line in told.strip("\n").splitlines()]
    really = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else f"{wild(line)}\n" for line in lines)
    return not lines or re.fullmatch(pattern, really) is not None


def wild(line: str) -> str:
    return ".*".join(map(re.escape, line.split("...")))
