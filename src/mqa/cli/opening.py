"""Opening the stores of a workspace for a command."""

from __future__ import annotations

from mqa import workspaces
from mqa.cli.options import Asked
from mqa.cli.printing import print_problems
from mqa.workspaces import Opened


def open_to_read(workspace: Opened) -> None:
    """Open the stores; why a definition cannot go on from what it was called is said on stderr, and refuses nothing."""
    print_problems(workspaces.open_stores(workspace, to_read=True), err=True)


def opened(asked: Asked) -> Opened:
    """The workspace that is asked for, its stores open."""
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    workspaces.open_stores(workspace)
    return workspace
