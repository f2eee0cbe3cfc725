"""`mqa definition`: what the teams agree on, from a draft to what runs live."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from mqa import agreeing, versions, workspaces
from mqa.agreeing import Standing
from mqa.cli.opening import open_to_read
from mqa.cli.options import Asked, shared
from mqa.cli.printing import print_json, print_table, say
from mqa.cli.tables import Column
from mqa.comparing.words import Saying, sayings
from mqa.definition.differing import differences
from mqa.definition.signoff import TEAMS
from mqa.explain.numbers import listed
from mqa.ledger import agreements
from mqa.ledger.agreements import Entry
from mqa.ledger.audit import COMMAND_LINE
from mqa.ledger.users import ADDRESS
from mqa.terms.documents import quoted
from mqa.terms.problems import Place, Problem, Refused, Unavailable
from mqa.terms.rules import Agreement, Definition
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
MOST_CHANGES = 8  # shown before somebody signs; the comparison has them all
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
@click.option("--yes", "sure", is_flag=True, help="Sign without being asked, as in a script.")
@shared
def sign(asked: Asked, version: str, team: str, by: str, note: str, *, sure: bool) -> None:
    """Sign a VERSION for a team; left out: the one that was submitted last.

    Shows what it changes, and asks before it is signed.
    """
    workspace, agreement = _opened(asked)
    meant = _meant(asked, workspace, agreement, version)
    agreeing.require_signable(meant, team.lower(), by=_address(by))
    if not asked.as_json:
        _show(workspace, meant)
    if not sure:
        _confirm(asked, meant, team.lower())
    added = agreeing.sign(meant, team.lower(), note=note, by=by, now=datetime.now(UTC))
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
    workspace, agreement = _opened(asked, open_to_read)
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
    workspace, agreement = _opened(asked, open_to_read)
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
    """What became of the versions that were submitted and are not active, and what is still missing of the last."""
    if now.proposed is None:
        return
    version = short(now.proposed.version)
    if now.superseded:
        earlier = listed([short(one.version) for one in now.superseded], "and")
        yield f"Version {version} superseded {earlier}, submitted before and never activated."
    if now.left:
        yield f"Version {version}, submitted last, was active before and is not any more."
    elif now.waits and now.missing:
        next_step = f"mqa definition sign {version} --as {now.missing[0]} --by WHO"
        yield f"Version {version} waits for the signature of {listed(now.missing, 'and')}. Next: {next_step}"
    elif now.waits:
        signed = f"is signed by {listed(now.required, 'and')}"
        yield f"Version {version} {signed}. Next: mqa definition activate {version}"


def _show(workspace: Opened, meant: Agreement) -> None:
    """Says what a version changes beside the one that is active."""
    version, running = short(meant.version), workspaces.active(workspace, meant)
    if not running:
        say(f"Version {version} would be the first that is active. Read it whole: mqa describe {version}")
        return
    try:
        was = versions.kept(running).definition
    except Unavailable as error:
        say(f"{error} What version {version} changes cannot be told. Read it whole: mqa describe {version}")
        return
    found = [f"{', '.join(filter(None, (one.section, one.name)))}: {one.words}" for one in _sayings(was, meant)]
    say(f"Version {version} changes of version {short(running)}, which is active:")
    for words in found[:MOST_CHANGES] or ["nothing"]:
        say(f"  {words}")
    more = f"  … and {len(found) - MOST_CHANGES} more. " if len(found) > MOST_CHANGES else "  "
    say(f"{more}Who would enter and leave: mqa compare active {version}")


def _sayings(was: Definition, meant: Agreement) -> Iterator[Saying]:
    return sayings(differences(was, meant.definition))


def _confirm(asked: Asked, meant: Agreement, team: str) -> None:
    """Asks whether a version is to be signed. Raises Refused where nobody is there to answer."""
    called = f"version {short(meant.version)} for {team}"
    if asked.as_json or not at_a_terminal():
        mend = f"Read it (mqa describe {short(meant.version)}), then add --yes."
        raise Refused([Problem(Place(""), f"Nobody is asked here whether to sign {called}.", mend)])
    click.confirm(f"Sign {called}? It cannot be taken back.", abort=True)


def at_a_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty()


def _opened(asked: Asked, open_stores: Callable[[Opened], object] = workspaces.open_stores) -> tuple[Opened, Agreement]:
    workspace = workspaces.opened(workspaces.found(asked.workspace))
    agreement = workspaces.chosen(workspace, asked.definition)
    open_stores(workspace)
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
