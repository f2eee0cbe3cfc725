"""`mqa definition`: what the teams agree on, from a draft to what runs live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from mqa import agreeing, workspaces
from mqa.agreeing import Standing
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.definition.signoff import TEAMS
from mqa.explain.numbers import listed
from mqa.ledger import agreements
from mqa.ledger.agreements import Entry
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.users import ADDRESS
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.versions import short
from mqa.workspaces import Opened

STEPS = (
    Column("when"),
    Column("what"),
    Column("version"),
    Column("as"),
    Column("by", least=16),
    Column("note", least=12),
)
by_whom = click.option("--by", default=COMMAND_LINE, metavar="WHO", help="Who does it, by e-mail address.")
with_note = click.option("--note", default="", metavar="N", help="Why, or on what terms.")


@click.group(name="definition")
@click.pass_context
def command(context: click.Context) -> None:
    """Submit a definition, sign it, let live runs use it; what was agreed on when, and by whom."""
    context.default_map = dict.fromkeys(command.commands, context.default_map or {})


@command.command(name="submit")
@by_whom
@with_note
@shared
def submit(asked: Asked, by: str, note: str) -> None:
    """Propose what the definition's file says now; it is kept whole, with its lists. The note says what it changes."""
    workspace, agreement = _opened(asked)
    added = agreeing.submit(agreement, note=note, by=_address(by), now=datetime.now(UTC))
    _tell(asked, workspace, agreement, added, "is submitted")


@command.command(name="sign")
@click.argument("version", default="")
@click.option("--as", "team", required=True, metavar="|".join(TEAMS), help="For which team.")
@click.option("--by", required=True, metavar="WHO", help="Who signs, by e-mail address.")
@with_note
@shared
def sign(asked: Asked, version: str, team: str, by: str, note: str) -> None:
    """Sign a VERSION for a team; left out: the one that was submitted last."""
    workspace, agreement = _opened(asked)
    meant = _meant(asked, workspace, agreement, version)
    added = agreeing.sign(meant, team.lower(), note=note, by=_address(by), now=datetime.now(UTC))
    _tell(asked, workspace, agreement, added, f"is signed for {added.team} by {added.who}")


@command.command(name="activate")
@click.argument("version", default="")
@by_whom
@with_note
@shared
def activate(asked: Asked, version: str, by: str, note: str) -> None:
    """Let live runs use a VERSION from now on, which every team that must has signed; left out: the last submitted."""
    workspace, agreement = _opened(asked)
    meant = _meant(asked, workspace, agreement, version)
    added = agreeing.activate(workspace, meant, note=note, by=_address(by), now=datetime.now(UTC))
    _tell(asked, workspace, agreement, added, "is active")


@command.command(name="history")
@shared
def history(asked: Asked) -> None:
    """List who submitted, signed and activated which version, and when; the latest first."""
    workspace, agreement = _opened(asked)
    found, now = agreements.history(agreement.definition.name), agreeing.standing(workspace, agreement)
    if asked.as_json:
        print_json(
            {"definition": agreement.definition.name, **now.document(), "history": [asdict(one) for one in found]}
        )
        return
    zone = ZoneInfo(workspace.agreed.time_zone)
    print_table(STEPS, (_row(one, zone) for one in found))
    if found:
        say()
    for sentence in words(now):
        say(sentence)


@command.command(name="show")
@click.argument("version")
@shared
def show(asked: Asked, version: str) -> None:
    """Print a VERSION as it was written: its first digits, active or draft; with --json also lists and signatures."""
    workspace, agreement = _opened(asked)
    found = workspaces.agreement_named(workspace, agreement.definition.name, version)
    if not asked.as_json:
        click.echo(found.text, nl=not found.text.endswith("\n"))
        return
    steps = agreements.history(found.definition.name, found.version)
    about = {"definition": found.definition.name, "version": found.version, "text": found.text}
    print_json({**about, "lists": dict(found.lists), "history": [asdict(one) for one in steps]})


def words(now: Standing) -> Iterator[str]:
    """Where a definition stands, in sentences, and what is to be done next."""
    if not now.required:
        yield f"The file says version {short(now.draft)}. Nobody must sign it before it runs."
        return
    yield f"Live runs use version {short(now.active.version)}." if now.active else "No version is active yet."
    known = {one.version for one in (now.active, now.proposed) if one}
    if now.draft not in known:
        yield f"The file says version {short(now.draft)}, which is not submitted. Next: mqa definition submit"
    yield from _proposal(now)


def _proposal(now: Standing) -> Iterator[str]:
    """What is still missing of the version that was submitted last."""
    if now.proposed is None or now.is_active:
        return
    called = f"Version {short(now.proposed.version)}"
    if now.missing:
        next_step = f"mqa definition sign --as {now.missing[0]} --by WHO"
        yield f"{called} waits for the signature of {listed(now.missing, 'and')}. Next: {next_step}"
    else:
        yield f"{called} is signed by {listed(now.required, 'and')}. Next: mqa definition activate"


def _opened(asked: Asked) -> tuple[Opened, Agreement]:
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    workspaces.open_stores(workspace)
    return workspace, agreement


def _meant(asked: Asked, workspace: Opened, agreement: Agreement, version: str) -> Agreement:
    if not version:
        return agreeing.proposed(agreement)
    return workspaces.agreement_named(workspace, asked.definition, version)


def _tell(asked: Asked, workspace: Opened, agreement: Agreement, added: Entry, done: str) -> None:
    """Say what was done to which version, and what comes next."""
    now = agreeing.standing(workspace, agreement)
    if asked.as_json:
        print_json({"definition": agreement.definition.name, **now.document(), "done": asdict(added)})
        return
    say(f"Version {short(added.version)} of {quoted(added.definition)} {done}.")
    for sentence in words(now):
        say(sentence)


def _row(one: Entry, zone: ZoneInfo) -> Sequence[str]:
    at = one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return at, one.what, short(one.version), one.team, one.who, one.note


def _address(by: str) -> str:
    """Who does something; what is no e-mail address is refused."""
    if by != COMMAND_LINE and not ADDRESS.fullmatch(by):
        mend = "Say who does it: --by ada@example.com."
        raise Refused([Problem(Place(""), f"{quoted(by)} is not an e-mail address.", mend)])
    return by
