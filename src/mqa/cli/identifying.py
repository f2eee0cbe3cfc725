"""`mqa identity`: who is who, why, and how a person mends it."""

from __future__ import annotations

import click

from mqa.cli import mending, whose


@click.group(name="identity", commands=[whose.why_command, *mending.COMMANDS, whose.review, whose.list_corrections])
@click.pass_context
def command(context: click.Context) -> None:
    """Say why an account, a domain or a person is who it is, and mend what is wrong.

    What a person says beats every rule, holds from today, and can be undone; nothing is lost.
    """
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})
