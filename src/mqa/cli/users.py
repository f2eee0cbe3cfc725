"""`mqa user`: who may sign in, and as what."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from mqa.cli.opening import opened
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.ledger import users
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.models import User
from mqa.ledger.models.access import ROLES

ROLE = click.Choice(ROLES)
where = click.option(
    "--url", default="", help="Where the server is, for the link [default: the address of mqa.yaml, or none]."
)


@click.group(name="user")
@click.pass_context
def command(context: click.Context) -> None:
    """Add people who may sign in, change their role, shut them out."""
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})


@command.command(name="add")
@click.argument("email")
@click.option("--role", type=ROLE, default="viewer", show_default=True, help="What they may do.")
@click.option("--name", default="", help="How they are called [default: what stands before the @].")
@click.option("--ask-password", is_flag=True, help="Ask for a password now, instead of making a link.")
@where
@shared
def add(asked: Asked, email: str, role: str, name: str, ask_password: bool, url: str) -> None:
    """Add a person, and print a link where they choose their password; it works once, for three days."""
    workspace = opened(asked)
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else ""
    person, token = users.add(email, role, name=name, password=password, by=COMMAND_LINE, now=datetime.now(UTC))
    _tell(asked, person, f"{person.email} may sign in as {person.role}.", link(url or workspace.agreed.address, token))


@command.command(name="list")
@shared
def everybody(asked: Asked) -> None:
    """List everybody, with their role."""
    opened(asked)
    found = users.users()
    if asked.as_json:
        print_json({"users": [_row(person) for person in found]})
        return
    columns = [Column("address", least=20), Column("name", least=12), Column("role"), Column("may sign in", least=11)]
    rows = [(one.email, one.name, one.role, "yes" if one.is_active else "no") for one in found]
    print_table(columns, rows)
    if not found:
        say("Nobody yet. Next: mqa user add you@example.com --role admin")


@command.command(name="role")
@click.argument("email")
@click.argument("role", type=ROLE)
@shared
def change_role(asked: Asked, email: str, role: str) -> None:
    """Give a person another role; it holds from their next click."""
    opened(asked)
    person = users.set_role(email, role, by=COMMAND_LINE, now=datetime.now(UTC))
    _tell(asked, person, f"{person.email} is {person.role} now.")


@command.command(name="deactivate")
@click.argument("email")
@shared
def deactivate(asked: Asked, email: str) -> None:
    """Shut a person out at once: their sessions end. What they did stays in the audit."""
    opened(asked)
    person = users.set_active(email, False, by=COMMAND_LINE, now=datetime.now(UTC))
    _tell(asked, person, f"{person.email} may not sign in any more. “mqa user activate” undoes it.")


@command.command(name="activate")
@click.argument("email")
@shared
def activate(asked: Asked, email: str) -> None:
    """Let a person in again who was shut out."""
    opened(asked)
    person = users.set_active(email, True, by=COMMAND_LINE, now=datetime.now(UTC))
    _tell(asked, person, f"{person.email} may sign in again.")


@command.command(name="password")
@click.argument("email")
@where
@shared
def password(asked: Asked, email: str, url: str) -> None:
    """Take a person's password away, and print a link where they choose a new one."""
    workspace = opened(asked)
    token = users.reset_password(email, by=COMMAND_LINE, now=datetime.now(UTC))
    person = users.user(email)
    _tell(
        asked,
        person,
        f"The password of {person.email} holds no more, and their sessions ended.",
        link(url or workspace.agreed.address, token),
    )


def link(url: str, token: str) -> str:
    """The address behind which a person chooses their password, or its path where it is not said where the server is;
    empty where they have one."""
    return f"{url.rstrip('/')}/welcome/{token}" if token else ""


def _tell(asked: Asked, person: User, words: str, link: str = "") -> None:
    if asked.as_json:
        print_json({**_row(person), **({"link": link} if link else {})})
        return
    say(words)
    if link:
        where = ", behind the address of your server" if link.startswith("/") else ""
        say(f"Hand over this link{where}; it works once, within three days:")
        click.echo(f"  {link}")


def _row(person: User) -> dict[str, object]:
    return {"email": person.email, "name": person.name, "role": person.role, "may_sign_in": person.is_active}
