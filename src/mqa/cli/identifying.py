"""`mqa identity`: who is who, why, and how a person mends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from mqa import workspaces
from mqa.answers import families, meant, naming
from mqa.answers.unclaimed import unclaimed
from mqa.answers.why import Why, row, why, words
from mqa.answers.why.accounts import NO_END
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say, section
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted
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

CORRECTION = (number("no."), Column("day"), Column("what", least=24), Column("by", least=16), Column("note", least=12))
PARTS = {  # the parts of an answer: their title and columns, by the names of their rows
    "places": (
        "Where they are",
        {"account": 16, "rule": 16, "since": 0, "title": 10, "role": 10, "correction": 0},
    ),
    "title": ("What the title says", {"what": 12, "says": 14, "confidence": 0, "why": 30}),
    "records": (
        "Records",
        {"source": 12, "record": 8, "name": 12, "means": 14, "names_account": 8, "account": 14, "rule": 14, "since": 0},
    ),
    "countries": ("Countries that are stated", {"country": 0, "source": 12, "record": 8, "since": 0}),
    "domains": ("Domains", {"domain": 16, "rule": 18, "source": 12, "since": 0, "correction": 0}),
    "family": ("Family", {"company": 16, "name": 10, "parent": 16, "rule": 0, "since": 0, "unit": 0}),
    "people": ("People known by name", {"people": 0, "rule": 18, "source": 14, "since": 0}),
    "names": (
        "Stated names",
        {"country": 0, "city": 0, "one": 14, "confidence": 0, "other": 14, "rivals": 0, "people": 0, "acts": 0},
    ),
    "network": (
        "Network",
        {"first": 0, "last": 0, "owner": 20, "class": 14, "confidence": 0, "source": 12},
    ),
    "named": ("People named beside it", {"person": 16, "since": 0, "act": 16}),
    "visits": ("What it did without a name", {"person": 16, "account": 14, "acts": 0, "since": 0}),
    "because": ("Why the likeliest", {"reason": 30, "weight": 0}),
    "considered": ("Considered", {"domain": 14, "account": 14, "rule": 18, "source": 12, "since": 0, "wins": 0}),
}
NUMBERS = {"people", "acts", "correction", "confidence", "rivals", "weight"}
REVIEWED = {"name": 16, "where": 0, "perhaps": 16, "or": 16}
by_whom = click.option("--by", default=COMMAND_LINE, metavar="WHO", help="Who says so, by e-mail address.")
with_note = click.option("--note", default="", metavar="N", help="Why.")


@click.group(name="identity")
@click.pass_context
def command(context: click.Context) -> None:
    """Say why an account, a domain or a person is who it is, and mend what is wrong.

    What a person says beats every rule, holds from today, and can be undone; nothing is lost.
    """
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})


def correction(told: Callable[..., Any]) -> Callable[..., Any]:
    """A command that says something of who is who."""
    return by_whom(with_note(shared(told)))


@command.command(name="why")
@click.argument("what")
@shared
def why_command(asked: Asked, what: str) -> None:
    """Say what makes up WHAT and by which rule: an account, a domain, an e-mail or IP address, a record, visitor:ID."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        found = why(connection, what, {one.definition.name: one.definition.roles for one in workspace.agreements})
    if asked.as_json:
        print_json(found.document())
    else:
        _tell_why(found)


@command.command(name="merge")
@click.argument("account")
@click.argument("into")
@correction
def merge(asked: Asked, account: str, into: str, by: str, note: str) -> None:
    """Say that an ACCOUNT is part of another (INTO): people, acts, facts, research and outcomes go with it."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        one, other = meant.itself(connection, account), meant.account(connection, into)
    if one.key == other.key:
        _refuse(f"{quoted(account)} and {quoted(into)} are one account already.", "Name two accounts.")
    _say(asked, workspace, "merge", one.key, other.key, by=by, note=note)


@command.command(name="split")
@click.argument("domain")
@correction
def split(asked: Asked, domain: str, by: str, note: str) -> None:
    """Say that a DOMAIN (or the id of a company without one) is an account of its own, not another's and of no family:
    whoever acts from it goes with it."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        if (one := meant.company(connection, domain)) is not None:
            name, leads, itself = one.key, True, meant.stands(connection, one.account_id)
        else:
            name = meant.domain_of(domain)
            led = meant.leads_to(connection, name)
            leads, itself = led is not None, led is not None and meant.named(connection, led).key == name
        kin = families.family(connection, number_of(name), NO_END)
    in_family = any(one["account_id"] == number_of(name) for one in kin)
    if (itself and not in_family) or not leads:
        what = f"{name} is an account of its own already." if itself else f"{name} leads to no account."
        _refuse(what, f"See “mqa identity why {name}”.")
    _say(asked, workspace, "split", name, name, by=by, note=note)


@command.command(name="alias")
@click.argument("domain")
@click.argument("account")
@correction
def alias(asked: Asked, domain: str, account: str, by: str, note: str) -> None:
    """Say that a DOMAIN is another one of an ACCOUNT: whoever acts from it is of that account."""
    workspace = _opened(asked)
    name = meant.domain_of(domain)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        other = meant.account(connection, account)
        if meant.leads_to(connection, name) == other.account_id:
            _refuse(f"{name} leads to {other.called} already.", f"See “mqa identity why {name}”.")
        if claimed := meant.claimant(connection, name):
            what = f"{name} is the domain of a company of its own ({claimed['name'] or name}, by {claimed['source']})."
            _refuse(what, f"To make both one: mqa identity merge {name} {other.key}")
    _say(asked, workspace, "alias", name, other.key, by=by, note=note)


@command.command(name="never")
@click.argument("what")
@correction
def never(asked: Asked, what: str, by: str, note: str) -> None:
    """Say that a domain or an account (WHAT) is never one that we might sell to: nobody's from now on."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        key = meant.domain_of(what) if "." in what and " " not in what else meant.itself(connection, what).key
    _say(asked, workspace, "never", key, NOBODY, by=by, note=note)


@command.command(name="assign")
@click.argument("person")
@click.argument("account", metavar="ACCOUNT|nobody")
@correction
def assign(asked: Asked, person: str, account: str, by: str, note: str) -> None:
    """Say whose a PERSON is (by address or contact's id): of an ACCOUNT, or of nobody. What they did goes with them."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        who = meant.person(connection, person)
        to = _account_or_nobody(connection, account)
    _say(asked, workspace, "assign", who, to, by=by, note=note)


@command.command(name="name")
@click.argument("name")
@click.argument("account", metavar="ACCOUNT|nobody")
@correction
def name_command(asked: Asked, name: str, account: str, by: str, note: str) -> None:
    """Say which ACCOUNT the NAME of a company means that rows state, or that it means nobody's."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        if not naming.stated(connection, name):
            _refuse(f"No row states the name {quoted(name)}.", "“mqa identity review” lists those that need a word.")
        to = _account_or_nobody(connection, account)
    _say(asked, workspace, "name", name.strip().lower(), to, by=by, note=note)


@command.command(name="visitor")
@click.argument("visitor")
@click.argument("person", metavar="PERSON|nobody")
@correction
def visitor_command(asked: Asked, visitor: str, person: str, by: str, note: str) -> None:
    """Say who a VISITOR (an id of a source) is: a PERSON, by address or contact's id, or nobody in particular."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        key = meant.visitor(connection, visitor)
        who = NOBODY if person.lower() == "nobody" else meant.person(connection, person)
    _say(asked, workspace, "visitor", key, who, by=by, note=note)


@command.command(name="review")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def review(asked: Asked, limit: int) -> None:
    """List names that may mean one of several accounts, domains that may be an account's, and parents in a circle:
    somebody should say what is true."""
    workspace = _opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        found, circles, domains = naming.waiting(connection), families.circles(connection), unclaimed(connection)
    if asked.as_json:
        told = {"names": found[:limit], "circles": circles, "domains": domains[:limit]}
        print_json({"in_all": len(found), **told})
        return
    if found:
        print_table(
            [Column(name, least=least) for name, least in REVIEWED.items()]
            + [number("people"), number("acts"), number("companies")],
            (
                (
                    one["name"],
                    _place(one),
                    *_likely(one),
                    *(f"{one[what]:,}" for what in ("people", "acts", "companies")),
                )
                for one in found[:limit]
            ),
        )
    waits = counted(len(found), "name")
    said = f"{waits} may mean one of several accounts. Say which: mqa identity name NAME ACCOUNT|nobody"
    say(said if found else "No name waits for somebody to say what it means.")
    if domains:
        print_table(
            [Column("domain", least=20), Column("account", least=20), number("people")],
            ((one["domain"], one["account"], f"{one['people']:,}") for one in domains[:limit]),
        )
        noun = counted(len(domains), "domain is no account's", "domains are no account's")
        say(f"{noun}, and people of one account write from there. If it is theirs: mqa identity alias DOMAIN ACCOUNT")
    for one in circles:
        say(
            f"{one['company']} names {one['parent']} as its parent, which is below it: left out. Mend it at the source."
        )


@command.command(name="role")
@click.argument("person")
@click.argument("role")
@correction
def role(asked: Asked, person: str, role: str, by: str, note: str) -> None:
    """Say which ROLE of a definition a PERSON has, whatever their title says."""
    workspace = _opened(asked)
    roles = {one.name.lower(): one.name for agreed in workspace.agreements for one in agreed.definition.roles}
    if role.lower() not in roles:
        mend = did_you_mean(role, [*roles.values()]) or f"There are: {', '.join(roles.values())}."
        _refuse(f"No definition has a role {quoted(role)}.", mend)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        who = meant.person(connection, person)
    _say(asked, workspace, "role", who, roles[role.lower()], by=by, note=note)


@command.command(name="undo")
@click.argument("correction", type=int)
@correction
def undo(asked: Asked, correction: int, by: str, note: str) -> None:
    """Take back the CORRECTION of a number: from today all stands as if it had not been said."""
    workspace = _opened(asked)
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


@command.command(name="corrections")
@click.option("--all/--in-force", "everything", default=False, help="Also those undone [default: in force].")
@shared
def list_corrections(asked: Asked, everything: bool) -> None:
    """List what people said of who is who, the latest first."""
    workspace = _opened(asked)
    found = [one for one in corrections.noted() if everything or not (one.undone_by or one.said.undoes)]
    if asked.as_json:
        zone = ZoneInfo(workspace.agreed.time_zone)
        listed = [{**row(one), **_said(one), "at": one.at.astimezone(zone).isoformat()} for one in found]
        print_json({"corrections": listed})
        return
    _tell_corrections([row(one) for one in found])
    say(f"{counted(len(found), 'correction')}{'' if everything else ' in force'}.")


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
    people, acts = done.counts.get("people moved", 0), done.counts.get("acts moved", 0)
    say(f"{people:,} {'person' if people == 1 else 'people'} and {counted(acts, 'act')} moved. Next: mqa run")


def _tell_why(found: Why) -> None:
    say(found.sentence)
    for part, (title, columns) in PARTS.items():
        rows = found.parts.get(part, ())
        if not rows:
            continue
        shown = [name for name in columns if any(one.get(name) not in (None, "", 0) for one in rows)]
        section(title)
        heads = [
            number(name) if name in NUMBERS else Column(name.replace("_", " "), least=columns[name]) for name in shown
        ]
        print_table(heads, ([_cell(one.get(name)) for name in shown] for one in rows))
    if said := found.parts.get("corrections"):
        section("Corrections")
        _tell_corrections(said)


def _tell_corrections(found: Sequence[dict[str, Any]]) -> None:
    if found:
        rows = ((one["number"], one["day"], _what(one), one["by"], one["note"]) for one in found)
        print_table(CORRECTION, rows)


def _what(one: dict[str, Any]) -> str:
    return f"{one['what']} (undone by {one['undone_by']})" if one["undone_by"] else str(one["what"])


def _cell(value: object) -> str:
    return "yes" if value is True else "no" if value is False else "" if value in (None, 0) else str(value)


def _said(one: Noted) -> dict[str, object]:
    return {
        "kind": one.said.kind,
        "subject": one.said.subject,
        "object": one.said.object,
        "undoes": one.said.undoes or None,
    }


def _opened(asked: Asked) -> Opened:
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    workspaces.open_stores(workspace)
    return workspace


def _place(one: dict[str, Any]) -> str:
    return ", ".join(filter(None, (one["city"], one["country"])))


def _likely(one: dict[str, Any]) -> tuple[str, str]:
    """The two likeliest accounts, with how sure each is."""
    return f"{one['one']} ({one['confidence']:.0%})", f"{one['other']} ({one['other_confidence']:.0%})"


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
