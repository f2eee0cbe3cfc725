"""Keeping out: whom the workspace wants to be nobody's account, by its lists and the files that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mqa.identity.domains import COMPETITOR, NEVER, OURS, KeptOut, domain
from mqa.sources.agreed import Workspace
from mqa.terms.problems import Place, Problem, Refused
from mqa.workspaces import FILE


def kept_out(agreed: Workspace, folder: Path) -> KeptOut:
    """Whom the workspace keeps out, by its lists and the files that they name. Raises Refused."""
    problems: list[Problem] = []
    rules: dict[str, str] = {}
    for key, rule in (("never_accounts", NEVER), ("competitors", COMPETITOR), ("ours", OURS)):  # the last one counts
        for name in _named(getattr(agreed, key), key, folder, problems):
            rules[domain(name).domain or name] = rule
    if problems:
        raise Refused(problems)
    return KeptOut(dict(sorted(rules.items())), universities=agreed.students == "never")


def _named(given: Sequence[str], key: str, folder: Path, problems: list[Problem]) -> Iterator[str]:
    """The domains of a list, and of the files that it names."""
    for entry in given:
        lines = [entry]
        if "/" in entry or entry.endswith((".csv", ".txt")):
            try:
                lines = (folder / entry).read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                mend = f"Check the path under “{key}”; write one domain a line."
                problems.append(Problem(Place(FILE), f"The list {entry} cannot be read.", mend))
                continue
        names = (line.split(",")[0].split("#")[0].strip().lower() for line in lines)
        yield from (name for name in names if name and name != "domain")
