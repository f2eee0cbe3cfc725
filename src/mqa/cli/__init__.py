"""The command line. Each command lies in a module of its own and is only imported when it is called.

Nothing but click is imported here, so that `mqa --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

COMMANDS = {  # command: its module, and what it does
    "init": ("starting", "Write a new workspace that works at once, with made-up data."),
    "demo": ("demonstrating", "Make a company up, with a past, to look around in."),
    "check": ("checking", "Say everything that is wrong or unwise in mqa.yaml and the definitions."),
    "stories": ("storied", "Try the definitions with their stories, and tell them."),
    "describe": ("describing", "Write a definition as the playbook that both teams are trained with."),
    "compare": ("comparing", "Say what another version changes, and who would enter and leave."),
    "definition": ("agreeing", "Submit a definition, sign it, let live runs use it."),
    "schema": ("schemas", "Write the JSON Schema of a definition or of mqa.yaml, for editors."),
    "load": ("loading", "Load what is new in the sources."),
    "identity": ("identifying", "Say why an account or a person is who it is, and mend what is wrong."),
    "run": ("running", "Make one day: scores, verdicts, levels, standings."),
    "watch": ("watching", "Load as it comes, and judge again at once whom it concerns."),
    "accounts": ("ranking", "List the accounts, the most urgent first."),
    "near-misses": ("missing", "List the accounts that only just miss a level, and what they miss."),
    "aqls": ("leads", "List the people at qualified accounts whom sales should contact."),
    "benchmarks": ("measured", "Compare the definition's benchmarks with what accounts have."),
    "handoffs": ("handing", "List what was handed to sales, the most urgent first."),
    "packet": ("packing", "Show what the owner of an account was told when it was handed off."),
    "answer": ("answering", "Enter what sales says of an account that was handed off."),
    "explain": ("explaining", "Say why an account stands where it does, and why not higher."),
    "changes": ("changing", "Say what moved the scores between two days, by cause."),
    "replay": ("replaying", "Go through past days, each with what was known on it."),
    "export": ("exporting", "Write a table as CSV, Parquet or JSON."),
    "deliver": ("delivering", "Hand off, keep the clocks of handoffs, and send what waits."),
    "messages": ("messages", "List what waits to be sent, was sent, and came to nothing."),
    "serve": ("serving", "Serve the pages in a browser, and keep the workspace's schedule."),
    "user": ("users", "Add people who may sign in, change their role, shut them out."),
    "key": ("keys", "Make and revoke keys of programs that use the API."),
    "status": ("reporting", "Say how fresh everything is, and who is at work."),
}


class ReaderLeft(Exception):
    """Whoever read what we print has had enough (`mqa accounts | head`)."""


class CommandLine(click.Group):
    """Commands that are found by name and imported late; every error ends in a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which they are first used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"mqa.cli.{COMMANDS[cmd_name][0]}"), "command")  # noqa: B009
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; a reader who stopped early is kept from click, which would call it a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderLeft from error

    def main(self, args: Sequence[str] | None = None, *others: Any, **named: Any) -> Any:
        """Runs a command and ends the process with its exit code."""
        words = list(sys.argv[1:] if args is None else args)
        named["standalone_mode"] = False
        try:
            code = super().main(words, *others, **named)
            sys.stdout.flush()
        except BaseException as error:  # whatever it is, a person gets a sentence and a script a code
            from mqa.cli.failing import exit_code

            code = exit_code(error, as_json="--json" in words, debug="--debug" in words)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=CommandLine,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: mqa init my-company, then in that folder: mqa load, mqa run, mqa accounts.",
)
@click.option(
    "--workspace", metavar="DIR", envvar="MQA_WORKSPACE", help="The folder of mqa.yaml [default: here or above]."
)
@click.option("--definition", metavar="NAME", help="Which definition, where a workspace has several.")
@click.option("--memory", metavar="SIZE", help="The most memory to use, such as 1GB.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--debug", is_flag=True, help="Show where an unforeseen error came from.")
@click.version_option(package_name="mqa", prog_name="mqa")
@click.pass_context
def main(context: click.Context, /, **given: Any) -> None:
    """Marketing Qualified Accounts: which accounts qualify today, why, why not, and what would change it."""
    said = {name: value for name, value in given.items() if value not in (None, False)}
    context.default_map = dict.fromkeys(COMMANDS, said)
