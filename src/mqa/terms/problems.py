"""A problem: what is wrong in something a person wrote, where, and how to mend it.

User errors are data. Whatever reads a person's file returns all of its problems at once; programmer
errors are exceptions.

    MqaError
    ├── Refused        the input has problems; carries all of them; exit code 2
    └── Unavailable    something outside is missing or broken (a file, a store); exit code 3
        └── Busy       somebody else is at work, or too many ask at once; the same may be asked again; exit code 4
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file, and where known its line and column (counted from 1)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong (`problem`) or unwise (`remark`): where, what, and how to mend it."""

    place: Place
    what: str
    mend: str
    weight: Literal["problem", "remark"] = "problem"

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n    {self.mend}"


class MqaError(Exception):
    """An error that a person can read and act on."""

    exit_code = 1


class Refused(MqaError):
    """The input has problems. Nothing was changed."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Unavailable(MqaError):
    """Something outside is missing or broken. Asking again changes nothing before somebody has mended it."""

    exit_code = 3


class Busy(Unavailable):
    """Somebody else is at work, or too many ask at once for what takes long. Ask again after some seconds."""

    exit_code = 4
    again_after = 10  # seconds
