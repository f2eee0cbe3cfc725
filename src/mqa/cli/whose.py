"""The commands that say who is who, and what waits for a person to say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import click

from mqa.answers import families, meant, naming
from mqa.answers.corrected import told
from mqa.answers.unclaimed import unclaimed
from mqa.answers.why import Why, row, why
from mqa.cli.opening import opened
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say, section
from mqa.cli.tables import Column, number
from mqa.explain.numbers import counted
from mqa.identity.corrections import in_force
from mqa.ledger import corrections
from mqa.ledger.corrections import Noted
from mqa.loads.keeping_out import kept_out

CORRECTION = (number("no."), Column("day"), Column("what", least=24), Column("by", least=16), Column("note", least=12))
PARTS = {  # the parts of an answer: their title and columns, by the names of their rows
    "places": (
        "Where they are",
        {"account": 16, "rule": 16, "since": 0, "title": 10, "role": 10, "correction": 0},
    ),
    "title": ("What the title says", {"what": 12, "says": 14, "confidence": 0, "why": 30}),
    "records": (
        "Records",
        {
            "source": 12,
            "record": 8,
            "name": 12,
            "means": 14,
            "names_account": 8,
            "account": 14,
            "states": 12,
            "rule": 14,
            "since": 0,
        },
    ),
    "countries": ("Countries that are stated", {"country": 0, "source": 12, "record": 8, "since": 0}),
    "domains": ("Domains", {"domain": 16, "rule": 18, "source": 12, "since": 0, "correction": 0}),
    "family": ("Family", {"company": 16, "name": 10, "parent": 16, "rule": 0, "since": 0, "unit": 0}),
    "people": ("People known by name", {"people": 0, "rule": 18, "source": 14, "since": 0}),
    "writing": ("Who writes from there", {"account": 16, "people": 0}),
    "left_out": ("Addresses there that are nobody's", {"rule": 18, "addresses": 0, "acts": 0}),
    "names": (
        "Stated names",
        {"country": 0, "city": 0, "one": 14, "confidence": 0, "other": 14, "rivals": 0, "people": 0, "acts": 0},
    ),
    "network": (
        "Network",
        {"first": 0, "last": 0, "owner": 20, "class": 14, "confidence": 0, "source": 12},
    ),
    "named": ("People named beside it", {"person": 16, "since": 0, "act": 16}),
    "visits": (
        "What it did without a name",
        {"person": 16, "account": 14, "rule": 14, "surely": 0, "acts": 0, "since": 0},
    ),
    "because": ("Why the likeliest", {"reason": 30, "weight": 0}),
    "considered": ("Considered", {"domain": 14, "account": 14, "rule": 18, "source": 12, "since": 0, "wins": 0}),
}
NUMBERS = {"people", "addresses", "acts", "correction", "confidence", "rivals", "weight"}
REVIEWED = {"name": 16, "where": 0, "perhaps": 16, "or": 16}


@click.command(name="why")
@click.argument("what")
@shared
def why_command(asked: Asked, what: str) -> None:
    """Say what makes up WHAT and by which rule: an account, a domain, an e-mail or IP address, a record, visitor:ID."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        roles = {one.definition.name: one.definition.roles for one in workspace.agreements}
        found = why(connection, what, roles, kept_out(workspace.agreed, workspace.folder))
    if asked.as_json:
        print_json(found.document())
    else:
        _tell_why(found)


@click.command(name="review")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=25, show_default=True, metavar="N")
@shared
def review(asked: Asked, limit: int) -> None:
    """List names that may mean one of several accounts, domains that may be an account's, and parents in a circle:
    somebody should say what is true."""
    workspace = opened(asked)
    with meant.identities(workspace.warehouse, memory_limit=asked.memory) as connection:
        found, circles = naming.waiting(connection), families.circles(connection)
        domains = unclaimed(connection, kept_out(workspace.agreed, workspace.folder))
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


@click.command(name="corrections")
@click.option("--all/--in-force", "everything", default=False, help="Also those undone or replaced.")
@shared
def list_corrections(asked: Asked, everything: bool) -> None:
    """List what people said of who is who, the latest first."""
    workspace = opened(asked)
    noted = corrections.noted()
    held = in_force(one.said for one in noted)
    zone = ZoneInfo(workspace.agreed.time_zone)
    listed = [{**row(one, held), **_said(one), "at": one.at.astimezone(zone).isoformat()} for one in noted]
    found = [one for one in listed if everything or one["in_force"]]
    if asked.as_json:
        print_json({"corrections": found})
        return
    _tell_corrections(found)
    say(f"{counted(sum(one['in_force'] for one in found), 'correction')} in force.")


def _tell_why(found: Why) -> None:
    say(found.sentence)
    for part, (title, columns) in PARTS.items():
        rows = found.parts.get(part, ())
        if not rows:
            continue
        shown = [name for name in columns if any(_cell(one.get(name)) for one in rows)]
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
        rows = ((one["number"], one["day"], told(one), one["by"], one["note"]) for one in found)
        print_table(CORRECTION, rows)


def _cell(value: object) -> str:
    return "yes" if value is True else "no" if value is False else "" if value in (None, 0) else str(value)


def _said(one: Noted) -> dict[str, object]:
    return {
        "kind": one.said.kind,
        "subject": one.said.subject,
        "object": one.said.object,
        "undoes": one.said.undoes or None,
    }


def _place(one: dict[str, Any]) -> str:
    return ", ".join(filter(None, (one["city"], one["country"])))


def _likely(one: dict[str, Any]) -> tuple[str, str]:
    """The two likeliest accounts, with how sure each is."""
    return f"{one['one']} ({one['confidence']:.0%})", f"{one['other']} ({one['other_confidence']:.0%})"
