"""`mqa key`: keys of programs that use the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from mqa import workspaces
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.ledger import keys
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.models.access import SCOPES


@click.group(name="key")
@click.pass_context
def command(context: click.Context) -> None:
    """Make and revoke keys of programs that use the API."""
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})


@command.command(name="add")
@click.argument("name")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, help="What it may do [default: read].")
@shared
def add(asked: Asked, name: str, scopes: tuple[str, ...]) -> None:
    """Make a key for the program NAME, and print its secret, which nobody can read again."""
    _open(asked)
    key, secret = keys.add(name, scopes or ("read",), by=COMMAND_LINE, now=datetime.now(UTC))
    if asked.as_json:
        print_json({**asdict(key), "secret": secret})
        return
    say(f"Key {key.prefix} for {key.name} may {', '.join(key.scopes)}. Its secret is shown this once:")
    click.echo(f"  {secret}")


@command.command(name="list")
@shared
def every_key(asked: Asked) -> None:
    """List all keys, without their secrets."""
    _open(asked)
    found = keys.listed()
    if asked.as_json:
        print_json({"keys": [asdict(key) for key in found]})
        return
    columns = [Column("key"), Column("name", least=16), Column("may"), Column("last used"), Column("revoked")]
    days = [[f"{at:%Y-%m-%d}" if at else "" for at in (key.used_at, key.revoked_at)] for key in found]
    rows = [(one.prefix, one.name, ", ".join(one.scopes), *of) for one, of in zip(found, days, strict=True)]
    print_table(columns, rows)
    if not found:
        say("None yet. Next: mqa key add my-program --scope read")


@command.command(name="revoke")
@click.argument("prefix", metavar="KEY")
@shared
def revoke(asked: Asked, prefix: str) -> None:
    """Let a key never be accepted again; name it by the eight characters of the list."""
    _open(asked)
    key = keys.revoke(prefix, by=COMMAND_LINE, now=datetime.now(UTC))
    if asked.as_json:
        print_json(asdict(key))
        return
    say(f"Key {key.prefix} for {key.name} is accepted no more. This cannot be undone; make a new one instead.")


def _open(asked: Asked) -> None:
    workspaces.open_stores(workspaces.opened(workspaces.found(asked.workspace)))
