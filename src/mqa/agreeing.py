"""Agreeing: a version of a definition is submitted, signed by each team, activated; every step is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from mqa import versions
from mqa.definition.signoff import TEAMS
from mqa.explain.numbers import listed
from mqa.ledger import agreements, audit, users
from mqa.ledger.agreements import Entry, What
from mqa.ledger.audit import COMMAND_LINE
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import day_words
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.versions import short
from mqa.workspaces import FILE, Opened

MAY: Mapping[What, tuple[str, ...]] = {  # the roles of who may take each step, here and on the page
    "submitted": ("marketing", "admin"),
    "signed": TEAMS,
    "activated": ("admin",),
}
NOTE = 2_000  # characters; the audit and the pages show it whole


@dataclass(frozen=True)
class Standing:
    """Where a definition stands between the file and what runs live.

    `draft`: the file's version; `proposed`: what was submitted last; `signed`: the signatures under that, by team;
    `missing`: the teams that must still sign it; `active`: what was activated last. `required`: the teams that must
    sign (none: what the file says runs). `left`: whether what was submitted last was active since, and another version
    took its place; `superseded`: what was submitted since the last activation, before another was.
    """

    draft: str
    required: tuple[str, ...]
    proposed: Entry | None
    signed: Mapping[str, Entry]
    missing: tuple[str, ...]
    active: Entry | None
    left: bool = False
    superseded: tuple[Entry, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether what was submitted last waits to be signed or activated."""
        return bool(self.proposed and not self.is_active and not self.left)

    @property
    def is_active(self) -> bool:
        """Whether what was submitted last is what runs live."""
        return bool(self.proposed and self.active and self.proposed.version == self.active.version)

    @property
    def ready(self) -> bool:
        """Whether what was submitted last may be activated now."""
        return bool(self.required and self.waits and not self.missing)

    def document(self) -> dict[str, object]:
        """The same for programs: versions and teams."""
        return {
            "draft": self.draft,
            "proposed": self.proposed.version if self.proposed else None,
            "active": self.active.version if self.active else None,
            "must_sign": self.required,
            "signed": sorted(self.signed),
            "missing": self.missing,
            "superseded": [one.version for one in self.superseded],
        }


def standing(opened: Opened, agreement: Agreement) -> Standing:
    """Where the definition of a file stands."""
    name = agreement.definition.name
    steps = agreements.history(name)
    active = next((one for one in steps if one.what == "activated"), None)
    proposed = next((one for one in steps if one.what == "submitted"), None)
    signed = signatures(name, proposed.version) if proposed else {}
    missing = tuple(team for team in opened.sign_off if team not in signed)
    last = (proposed, signed, missing, active)
    return Standing(agreement.version, opened.sign_off, *last, _was_left(steps), _superseded(steps))


def _was_left(steps: Sequence[Entry]) -> bool:
    """Whether what was submitted last was activated since, and another version after it; `steps`: the latest first."""
    since = takewhile(lambda one: one.what != "submitted", steps)
    now, *before = [one.version for one in since if one.what == "activated"] or [""]
    return any(one.version in before and one.version != now for one in _submitted(steps)[:1])


def _superseded(steps: Sequence[Entry]) -> tuple[Entry, ...]:
    """What was submitted since the last activation and is not what was submitted last, the latest first."""
    since = _submitted([*takewhile(lambda one: one.what != "activated", steps)])
    return tuple({one.version: one for one in since if one.version != since[0].version}.values())


def _submitted(steps: Sequence[Entry]) -> list[Entry]:
    return [one for one in steps if one.what == "submitted"]


def signatures(name: str, version: str) -> dict[str, Entry]:
    """The signatures under a version, by team."""
    return {one.team: one for one in agreements.history(name, version) if one.what == "signed"}


def proposed(agreement: Agreement) -> Agreement:
    """The version that was submitted last, of the definition of a file.

    Raises Refused where none ever was, or where that one was active and was left: who wants it back names it.
    """
    name = agreement.definition.name
    steps = agreements.history(name)
    found = next(iter(_submitted(steps)), None)
    if found is None:
        raise _refused(
            f"No version of {quoted(name)} was submitted yet.", "Submit what the file says: mqa definition submit."
        )
    if _was_left(steps):
        what = (
            f"Version {short(found.version)} of {quoted(name)}, submitted last, was active, and another took its place."
        )
        raise _refused(what, f"Name the version that is meant, such as {short(found.version)}.")
    return agreement if found.version == agreement.version else versions.kept(found.version)


def signed_words(opened: Opened, agreement: Agreement) -> str:
    """Who signed a version and when, in sentences; empty where nobody must. The ledger must be open."""
    if not opened.sign_off:
        return ""
    signed = signatures(agreement.definition.name, agreement.version)
    zone = ZoneInfo(opened.agreed.time_zone)
    days = [f"{team} on {day_words(one.at.astimezone(zone).date())}" for team, one in sorted(signed.items())]
    missing = [team for team in opened.sign_off if team not in signed]
    said = [f"Signed by {listed(days, 'and')}."] if days else []
    return " ".join([*said, *([not_signed(missing)] if missing else [])])


def not_signed(teams: Sequence[str]) -> str:
    """That teams must still sign, in a sentence."""
    return f"Not signed yet by {listed(teams, 'and')}."


def submit(agreement: Agreement, *, note: str = "", by: str, now: datetime) -> Entry:
    """Propose what a file says, to be signed: it is kept whole.

    Raises Refused where it is proposed already, or where who does it may not.
    """
    _must_be_allowed("submitted", by)
    last = agreements.latest(agreement.definition.name, "submitted")
    if last and last.version == agreement.version:
        again = f"mqa definition activate {short(last.version)}"
        mend = (
            f"It was active, and another took its place. To use it again: {again}."
            if _was_left(agreements.history(agreement.definition.name))
            else "Change the file first, or go on: mqa definition history shows what is missing."
        )
        raise _refused(f"{_called(agreement)} was submitted already, by {last.who}.", mend)
    with transaction.atomic():
        versions.keep(agreement)
        return _added("submitted", agreement, note=note, by=by, now=now)


def sign(agreement: Agreement, team: str, *, note: str = "", by: str, now: datetime) -> Entry:
    """Sign a version for a team. Raises Refused as `require_signable` does."""
    require_signable(agreement, team, by=by)
    try:
        with transaction.atomic():
            return _added("signed", agreement, team=team, note=note, by=by, now=now)
    except IntegrityError as error:  # somebody else did at the same moment
        raise _signed_already(agreement, team, "somebody else") from error


def require_signable(agreement: Agreement, team: str, *, by: str) -> None:
    """Raises Refused where a version was never submitted, where the team has signed it already, or where who signs is
    not of the team, or signed it for the other one."""
    if team not in TEAMS:
        mend = did_you_mean(team, TEAMS) or f"Sign as one of: {', '.join(TEAMS)}."
        raise _refused(f"{quoted(team)} is no team that signs a definition.", mend)
    _must_be_submitted(agreement)
    before = signatures(agreement.definition.name, agreement.version)
    if signed := before.get(team):
        raise _signed_already(agreement, team, signed.who)
    _must_be_allowed("signed", by)
    _must_be_theirs(agreement, team, by, before)


def activate(opened: Opened, agreement: Agreement, *, note: str = "", by: str, now: datetime) -> Entry:
    """Let live runs use a version from now on.

    Raises Refused where a team that must sign it has not, or where who does it may not.
    """
    _must_be_allowed("activated", by)
    name, version = agreement.definition.name, agreement.version
    if not opened.sign_off:
        mend = (
            f"Nothing needs to be done; to ask for sign-off, write “agreement: {{ sign_off: [{', '.join(TEAMS)}] }}”."
        )
        raise _refused(f"{FILE} asks for no sign-off: what the file says is what runs.", mend, FILE)
    _must_be_submitted(agreement)
    if agreements.active(name) == version:
        raise _refused(f"{_called(agreement)} is active already.", "Nothing needs to be done.")
    signed = signatures(name, version)
    if missing := [team for team in opened.sign_off if team not in signed]:
        mend = "; ".join(f"mqa definition sign {short(version)} --as {team} --by WHO" for team in missing)
        what = f"{_called(agreement)} is not signed by {listed(missing, 'and')}."
        raise _refused(what, f"Each signs on the page Definition, or: {mend}.")
    versions.kept(version)  # what can't be read again must not be what runs
    return _added("activated", agreement, note=note, by=by, now=now)


def _must_be_submitted(agreement: Agreement) -> None:
    steps = agreements.history(agreement.definition.name, agreement.version)
    if not any(one.what == "submitted" for one in steps):
        raise _refused(f"{_called(agreement)} was never submitted.", "Submit it first: mqa definition submit.")


def _must_be_allowed(what: What, who: str) -> None:
    """Where people may sign in, a step is taken by one whose role may; the command line itself may all but sign."""
    if (who == COMMAND_LINE and what != "signed") or not any(one.is_active for one in users.users()):
        return
    person = users.user(who)
    if not person.is_active:
        raise _refused(f"{person.email} is shut out here.", "Let somebody do it who may sign in.")
    if person.role not in MAY[what]:
        done = {"submitted": "submit", "signed": "sign", "activated": "activate"}[what]
        raise _refused(
            f"{who} is of the role {person.role} here, which does not {done} a definition.",
            f"Let somebody do it who is of {listed(MAY[what])}: “mqa user list” shows everybody.",
        )


def _must_be_theirs(agreement: Agreement, team: str, who: str, before: Mapping[str, Entry]) -> None:
    """Two teams agree only where two people do: nobody signs one version for both, or for a team that is not theirs."""
    role = users.role_of(who)
    if role in TEAMS and role != team:
        raise _refused(f"{who} is of {role} here and does not sign for {team}.", f"Let somebody of {team} sign.")
    if other := next((one for one in before.values() if one.who.lower() == who.lower()), None):
        what = f"{_called(agreement)} is signed for {other.team} by {who}, who cannot sign it for {team} too."
        alone = f"Who works alone asks for one team: “sign_off: {other.team}” in {FILE}."
        raise _refused(what, f"Let somebody else sign for {team}. {alone}")


def _added(what: What, agreement: Agreement, *, team: str = "", note: str, by: str, now: datetime) -> Entry:
    name, note = agreement.definition.name, note.strip()
    if len(note) > NOTE:
        raise _refused(
            f"The note has {len(note):,} characters.", f"Write at most {NOTE:,}; the rest belongs in the file."
        )
    before = agreements.active(name) if what == "activated" else ""
    with transaction.atomic():
        added = agreements.add(what, agreement.version, team=team, who=by, note=note, now=now)
        said = {"version": agreement.version, **({"team": team} if team else {}), **({"note": note} if note else {})}
        audit.note(
            by,
            f"{what} a version",
            f"definition {name}",
            before={"version": before} if before else None,
            after=said,
            now=now,
        )
    return added


def _called(agreement: Agreement) -> str:
    return f"Version {short(agreement.version)} of {quoted(agreement.definition.name)}"


def _signed_already(agreement: Agreement, team: str, who: str) -> Refused:
    return _refused(
        f"{_called(agreement)} is signed for {team} already, by {who}.", "One signature of a team is enough."
    )


def _refused(what: str, mend: str, file: str = "") -> Refused:
    return Refused([Problem(Place(file), what, mend)])
