"""Renaming: a definition that says what it was called formerly goes on from there, and from nothing else.

Whoever opens a workspace lets the ledger know the names of today. What would make one history of two, or lose one, is
refused: later it could not be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from mqa.ledger import names
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Problem, Refused
from mqa.terms.rules import Agreement, Definition


def remember(agreements: Sequence[Agreement], now: datetime) -> None:
    """Let the ledger, which must be open, know these definitions by their names of today.

    Raises Refused with everything that stands in the way: then nothing is written down.
    """
    originals, definitions = names.originals(), [agreement.definition for agreement in agreements]
    if not originals and not any(one.formerly for one in definitions):
        return
    here = names.kept() | originals.keys()
    problems = [wrong for one in definitions if (wrong := _obstacle(one, originals, here))]
    lines = [_line(one, originals, here) for one in definitions]
    problems += _one_and_the_same(definitions, lines)
    if problems:
        raise Refused(problems)
    for one, line in zip(definitions, lines, strict=True):
        if names.today(line) != one.name:
            names.rename(line, one.name, now)


def line_of(definition: Definition) -> str:
    """The name by which the ledger knows a definition, though it may be a draft that has not been opened with it."""
    if not definition.formerly:
        return names.original_name(definition.name)
    originals = names.originals()
    return _line(definition, originals, names.kept() | originals.keys())


def _line(definition: Definition, originals: Mapping[str, str], here: Collection[str]) -> str:
    """The original name of a definition, by its own where that is known here, else by what it was called."""
    before = [] if definition.name in here else _before(definition, originals, here)
    return before[0] if before else originals.get(definition.name, definition.name)


def _before(definition: Definition, originals: Mapping[str, str], here: Collection[str]) -> list[str]:
    """The original names of the definitions known here that one says it was, each once."""
    return [*dict.fromkeys(originals.get(name, name) for name in definition.formerly if name in here)]


def _obstacle(definition: Definition, originals: Mapping[str, str], here: Collection[str]) -> Problem | None:
    """Why a definition cannot go on from what it says it was; None where it can."""
    name, before = quoted(definition.name), _before(definition, originals, here)
    if len(before) > 1:
        what = f"{name} was formerly {quoted(before[0])} and {quoted(before[1])}, which are two definitions here."
        return Problem(definition.place, what, "Name the one under “formerly” that it goes on from.")
    if before and definition.name in here and originals.get(definition.name, definition.name) != before[0]:
        what = f"{name} has a history of its own here and cannot go on from {quoted(before[0])} any more."
        return Problem(definition.place, what, "Give it a name that was never run or submitted, or remove “formerly”.")
    if definition.formerly and here and not before and definition.name not in here:
        what = f"{name} was formerly {quoted(definition.formerly[0])}, which was never run or submitted here."
        mend = did_you_mean(definition.formerly[0], here) or "Write what it was called here."
        return Problem(definition.place, what, f"{mend} If it is new, remove “formerly”.")
    return None


def _one_and_the_same(definitions: Sequence[Definition], lines: Sequence[str]) -> list[Problem]:
    """Definitions that another one of the workspace was, or became."""
    found: list[Problem] = []
    holders: dict[str, Definition] = {}
    for one, line in zip(definitions, lines, strict=True):
        other = holders.setdefault(line, one)
        if other is not one:
            what = f"{quoted(one.name)} and {quoted(other.name)} are two names of one definition, which was renamed."
            found.append(Problem(one.place, what, "Give each a name that the other never had."))
    return found
