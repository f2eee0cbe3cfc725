"""The commands by which a person says who is who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from shlex import quote
from typing import Any, NoReturn

import click

from mqa.answers import families, meant, naming
from mqa.answers.why import words
from mqa.answers.why.accounts import NO_END
from mqa.cli.opening import opened
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, say
from mqa.explain.numbers import counted, listed
from mqa.identity.corrections import in_force, way
from mqa.ledger import corrections
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.corrections import Noted
from mqa.ledger.users import ADDRESS
from mqa.loads import correcting
from mqa.loads.correcting import Corrected
from mqa.reading import Connection
from mqa.terms.corrections import NOBODY
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.keys import number_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.workspaces import Opened

MOVED = {"people moved": ("person", "people"), "visitors moved": ("nameless visitor",), "acts moved": ("act",)}
by_whom = click.option("--by", default=COMMAND_LINE, metavar="WHO", help="Who says so, by e-mail address.")
with_note = click.option("--note", default="", metavar="N", help="Why.")


def correction(told: Callable[..., Any]) -> Callable[..., Any]:
    """A command that says something of who is who."""
    return by_whom(with_note(shared(told)))


@click.command(name="merge")
@click.argument("account")
@click.argument("into")
@correction
def merge(asked: Asked, account: str, into: str, by: str, note: str) -> None:
    """Say that an ACCOUNT is part of another (INTO): people, acts, facts, research and outcomes go with it."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        one, other = meant.itself(connection, account), meant.account(connection, into)
    if other.key in way(in_force(corrections.said()), one.key):
        _refuse(f"{quoted(account)} and {quoted(into)} are one account already.", "Name two accounts.")
    _say(asked, workspace, "merge", one.key, other.key, by=by, note=note)


@click.command(name="split")
@click.argument("domain")
@correction
def split(asked: Asked, domain: str, by: str, note: str) -> None:
    """Say that a DOMAIN (or a company without one, by id or name) is an account of its own, not another's and of no
    family: whoever acts from it goes with it."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        never = meant.struck(connection, domain)
        name = never.subject if never else _to_split(connection, domain)
    _say(asked, workspace, "split", name, name, by=by, note=note)


@click.command(name="alias")
@click.argument("domain")
@click.argument("account")
@correction
def alias(asked: Asked, domain: str, account: str, by: str, note: str) -> None:
    """Say that a DOMAIN is another one of an ACCOUNT: whoever acts from it is of that account."""
    workspace = opened(asked)
    name = meant.domain_of(domain)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        other = meant.account(connection, account)
        if meant.leads_to(connection, name) == other.account_id:
            _refuse(f"{name} leads to {other.called} already.", f"See “mqa identity why {name}”.")
        if claimed := meant.claimant(connection, name):
            what = f"{name} is the domain of a company of its own ({claimed['name'] or name}, by {claimed['source']})."
            _refuse(what, f"To make both one: mqa identity merge {name} {other.key}")
    _say(asked, workspace, "alias", name, other.key, by=by, note=note)


@click.command(name="never")
@click.argument("what")
@correction
def never(asked: Asked, what: str, by: str, note: str) -> None:
    """Say that a domain or an account (WHAT) is never one that we might sell to: nobody's from now on."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        if said := meant.struck(connection, what):
            mend = f"To take that back: mqa identity undo {said.number}"
            _refuse(f"{said.subject} is never an account already, by correction {said.number}.", mend)
        key = meant.domain_of(what) if _like_a_domain(what) else meant.itself(connection, what).key
    _say(asked, workspace, "never", key, NOBODY, by=by, note=note)


@click.command(name="assign")
@click.argument("person")
@click.argument("account", metavar="ACCOUNT|nobody")
@correction
def assign(asked: Asked, person: str, account: str, by: str, note: str) -> None:
    """Say whose a PERSON is (by address or contact's id): of an ACCOUNT, or of nobody. What they did goes with them."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        who = meant.person(connection, person)
        to = _account_or_nobody(connection, account)
        if meant.by_itself(connection, who, to):
            what = f"{who} is a mailbox that many read (role address): nobody's by name, and of {to} already."
            _refuse(what, "Say it of the person who reads it, by an address of their own or their contact's id.")
    _say(asked, workspace, "assign", who, to, by=by, note=note)


@click.command(name="name")
@click.argument("name")
@click.argument("account", metavar="ACCOUNT|nobody")
@correction
def name_command(asked: Asked, name: str, account: str, by: str, note: str) -> None:
    """Say which ACCOUNT the NAME of a company means that rows state, or that it means nobody's."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        if not naming.stated(connection, name):
            _refuse(f"No row states the name {quoted(name)}.", "“mqa identity review” lists those that need a word.")
        to = _account_or_nobody(connection, account)
    _say(asked, workspace, "name", name.strip().lower(), to, by=by, note=note)


@click.command(name="visitor")
@click.argument("visitor")
@click.argument("person", metavar="PERSON|nobody")
@correction
def visitor_command(asked: Asked, visitor: str, person: str, by: str, note: str) -> None:
    """Say who a VISITOR (an id of a source) is: a PERSON, by address or contact's id, or nobody in particular."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        key = meant.visitor(connection, visitor)
        who = NOBODY if person.lower() == "nobody" else meant.person(connection, person)
    _say(asked, workspace, "visitor", key, who, by=by, note=note)


@click.command(name="role")
@click.argument("person")
@click.argument("role")
@correction
def role(asked: Asked, person: str, role: str, by: str, note: str) -> None:
    """Say which ROLE of a definition a PERSON has, whatever their title says."""
    workspace = opened(asked)
    roles = {one.name.lower(): one.name for agreed in workspace.agreements for one in agreed.definition.roles}
    if role.lower() not in roles:
        mend = did_you_mean(role, [*roles.values()]) or f"There are: {', '.join(roles.values())}."
        _refuse(f"No definition has a role {quoted(role)}.", mend)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        who = meant.person(connection, person)
    _say(asked, workspace, "role", who, roles[role.lower()], by=by, note=note)


@click.command(name="undo")
@click.argument("correction", type=int)
@correction
def undo(asked: Asked, correction: int, by: str, note: str) -> None:
    """Take back the CORRECTION of a number: from today all stands as if it had not been said."""
    workspace = opened(asked)
    done = correcting.undo(
        workspace.folder,
        correction,
        by=_address(by),
        note=note,
        today=workspace.today,
        now=datetime.now(UTC),
        memory_limit=asked.memory,
    )
    _tell(asked, done, f"Correction {correction} of {done.said.subject} is undone.")


COMMANDS = (merge, split, alias, never, assign, name_command, visitor_command, role, undo)


def _say(asked: Asked, workspace: Opened, kind: str, subject: str, to: str, *, by: str, note: str) -> None:
    done = correcting.say(
        workspace.folder,
        kind,
        subject,
        to,
        by=_address(by),
        note=note,
        today=workspace.today,
        now=datetime.now(UTC),
        memory_limit=asked.memory,
    )
    sentence = words(Noted(done.said, datetime.now(UTC)))
    _tell(asked, done, f"From today {sentence} (correction {done.said.number}).")


def _tell(asked: Asked, done: Corrected, sentence: str) -> None:
    if asked.as_json:
        print_json({"correction": asdict(done.said), "moved": done.counts})
        return
    say(sentence)
    moved = [counted(done.counts[what], *nouns) for what, nouns in MOVED.items() if what in done.counts]
    say(f"{listed(moved, 'and') or 'Nothing'} moved. Next: mqa run")


def _to_split(connection: Connection, typed: str) -> str:
    """The key of what is to be an account of its own. Raises Refused where it is one already, or leads to none."""
    one = meant.company(connection, typed)
    if one is None and not _like_a_domain(typed):
        one = meant.itself(connection, typed)
    if one is not None:
        name, leads, itself = one.key, True, meant.stands(connection, one.account_id)
    else:
        name = meant.domain_of(typed)
        led = meant.leads_to(connection, name)
        leads, itself = led is not None, led is not None and meant.named(connection, led).key == name
    kin = families.family(connection, number_of(name), NO_END)
    in_family = any(one["account_id"] == number_of(name) for one in kin)
    if (itself and not in_family) or not leads:
        what = f"{name} is an account of its own already." if itself else f"{name} leads to no account."
        _refuse(what, f"See “mqa identity why {quote(name)}”.")
    return name


def _like_a_domain(typed: str) -> bool:
    return "." in typed and " " not in typed


def _account_or_nobody(connection: Connection, typed: str) -> str:
    """The key of the account that is meant, or of nobody."""
    return NOBODY if typed.lower() == "nobody" else meant.account(connection, typed).key


def _address(by: str) -> str:
    """Who says something; what is no e-mail address is refused."""
    if by != COMMAND_LINE and not ADDRESS.fullmatch(by):
        _refuse(f"{quoted(by)} is not an e-mail address.", "Say who says so: --by ada@example.com.")
    return by


def _refuse(what: str, mend: str) -> NoReturn:
    raise Refused([Problem(Place(""), what, mend)])
