"""`mqa check`: everything that is wrong or unwise, at once."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mqa import versions, workspaces
from mqa.answers.doubts import doubts
from mqa.answers.headers import source_problems
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_problems, problem_rows, say
from mqa.explain.numbers import counted, listed
from mqa.terms.problems import Problem, Refused
from mqa.workspaces import Opened

REMARKED = 1


@click.command(name="check")
@click.option("--strict", is_flag=True, help="End with exit code 1 where there are remarks.")
@click.option("--data", is_flag=True, help="Look at the loaded data and the last run, too.")
@shared
def command(asked: Asked, strict: bool, data: bool) -> int:
    """Read mqa.yaml, the definitions and their lists, and the headers of the sources; say all that is wrong or unwise.

    What definitions and their levels were formerly called is looked up in the ledger. With --data also what never
    occurred in the data, and which conditions all accounts pass or none does.
    Problems end with exit code 2; remarks alone with 0 (with --strict: 1).
    """
    try:
        workspace = workspaces.opened(workspaces.found(asked.workspace))
        if unfit := source_problems(workspace):
            raise Refused((*unfit, *workspace.remarks))
    except Refused as refused:
        if asked.as_json:
            raise
        print_problems(refused.problems)
        return refused.exit_code
    remarks = (*workspace.remarks, *_names(workspace), *(_doubts(workspace, asked) if data else ()))
    if asked.as_json:
        print_json({"problems": problem_rows(remarks), "read": read(workspace)})
    else:
        print_problems(remarks)
        for line in words(workspace):
            say(line)
        say(f"No problems{_remarked(remarks)}. Next: mqa load.")
    return REMARKED if strict and remarks else 0


def read(workspace: Opened) -> dict[str, object]:
    """What was read, in numbers."""
    return {
        "workspace": workspace.agreed.name,
        "sources": len(workspace.agreed.sources),
        "definitions": [
            {
                "name": agreement.definition.name,
                "file": file,
                "version": agreement.version,
                "criteria": len(agreement.definition.criteria),
                "signals": len(agreement.definition.signals),
                "roles": len(agreement.definition.roles),
                "conditions": len(agreement.definition.conditions),
                "levels": [level.name for level in agreement.definition.levels],
            }
            for file, agreement in zip(workspace.files, workspace.agreements, strict=True)
        ],
    }


def words(workspace: Opened) -> list[str]:
    """What was read, in a line for each file."""
    lines = [f"mqa.yaml: {counted(len(workspace.agreed.sources), 'source')}, {workspace.agreed.time_zone}"]
    for file, agreement in zip(workspace.files, workspace.agreements, strict=True):
        made_of = (
            counted(len(agreement.definition.criteria), "criterion", "criteria"),
            counted(len(agreement.definition.signals), "signal"),
            counted(len(agreement.definition.roles), "role"),
            counted(len(agreement.definition.conditions), "condition"),
            counted(len(agreement.definition.levels), "level"),
        )
        lines.append(f"{file}: “{agreement.definition.name}”, {listed(made_of, 'and')}")
    return lines


def _remarked(remarks: Sequence[Problem]) -> str:
    return f", {counted(len(remarks), 'remark')}" if remarks else ""


def _names(workspace: Opened) -> list[Problem]:
    """Former names that the ledger, where there is one, does not know."""
    if not workspace.ledger.is_file():
        return []
    found = [*workspaces.open_stores(workspace, to_read=True)]
    return found + [one for agreement in workspace.agreements for one in versions.never_called(agreement)]


def _doubts(workspace: Opened, asked: Asked) -> list[Problem]:
    workspaces.open_stores(workspace, to_read=True)
    return [
        one for agreement in workspace.agreements for one in doubts(workspace, agreement, memory_limit=asked.memory)
    ]
