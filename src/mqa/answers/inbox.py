"""The inbox of sales: what was handed to whom, the most urgent first, what it waits for, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mqa.answers.handoffs import HandoffLine, line, lines_of, whole_document
from mqa.delivery.answering import answers_left
from mqa.handoff.agreed import Sales
from mqa.handoff.cadence import next_moment
from mqa.ledger import handoffs, inboxes
from mqa.ledger.models import Disposition, Handoff, Packet
from mqa.ledger.parts import in_parts
from mqa.terms.called import called
from mqa.terms.durations import date_of
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.terms.stages import QUALIFIED
from mqa.workspaces import Opened, in_force

Whose = Literal["mine", "team", "all"]
READ_AT_ONCE = 500
WHOSE: tuple[Whose, ...] = ("mine", "team", "all")


@dataclass(frozen=True)
class Inbox:
    """One page of the list. `counts`: open handoffs by whose they are; `overdue`: how many of the chosen ones are."""

    whose: Whose
    answered: bool
    lines: tuple[HandoffLine, ...]
    in_all: int
    counts: Mapping[str, int]
    overdue: int


@dataclass(frozen=True)
class Next:
    """When the next handoffs come (None: there is no cadence), how many wait for it, and the levels that never do."""

    at: datetime | None
    waiting: int
    at_once: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """One handoff with a version of its packet, everything that was said of it, and what may be said now.

    `may`: the answers that it may still get, each with the reasons to choose from (None: any).
    """

    line: HandoffLine
    packet: Packet | None
    versions: tuple[Packet, ...]
    history: tuple[Disposition, ...]
    before: tuple[Handoff, ...]
    may: Mapping[str, tuple[str, ...] | None]

    @property
    def holding(self) -> int:
        """How many conditions of the packet hold."""
        return sum(1 for one in self.packet.body["verdicts"] if one["holds"]) if self.packet else 0

    def document(self) -> dict[str, Any]:
        """The handoff as every program reads it."""
        return whole_document(self.line, self.packet, self.history, self.may)


def inbox(
    opened: Opened,
    agreement: Agreement,
    me: str,
    now: datetime,
    *,
    whose: str = "",
    answered: bool = False,
    page: int = 1,
    size: int = 50,
) -> Inbox:
    """The handoffs of a definition that are open, or those that are answered, the latest first.

    `whose`: mine, my team's or all; empty: mine where I have any or am in a team, else all.
    """
    counts: dict[str, int] = {one: _of(opened.sales, agreement, me, one, answered=False).count() for one in WHOSE}
    chosen = whose_shown(opened, agreement, me, whose)
    found = _of(opened.sales, agreement, me, chosen, answered=answered)
    some = list(found[(page - 1) * size : page * size])
    overdue = 0 if answered else found.filter(due_at__lte=now).count()
    lines = lines_of(agreement.definition.name, some, opened.sales, now)
    return Inbox(chosen, answered, tuple(lines), found.count(), counts, overdue)


def every_line(
    opened: Opened, agreement: Agreement, me: str, now: datetime, *, whose: str = "", answered: bool = False
) -> Iterator[HandoffLine]:
    """All handoffs of such a list, read some at a time; those that are answered meanwhile among them."""
    chosen = whose_shown(opened, agreement, me, whose)
    for some in in_parts(_of(opened.sales, agreement, me, chosen, answered=answered), READ_AT_ONCE):
        yield from lines_of(agreement.definition.name, some, opened.sales, now)


def whole(opened: Opened, agreement: Agreement, number: int, now: datetime, *, version: int | None = None) -> Whole:
    """One handoff, with a version of its packet or the latest. Raises Refused where there is none of this number."""
    handoff = numbered(agreement, number)
    versions = tuple(handoff.packets.order_by("-version").defer("body"))  # a body is read when it is looked at
    packet = next((one for one in versions if version in (None, one.version)), versions[0] if versions else None)
    history = tuple(handoff.dispositions.order_by("id"))
    others = handoffs.of_account(handoff.definition, handoff.account_id).exclude(pk=number)
    return Whole(
        line(handoff, opened.sales, now),
        packet,
        versions,
        history,
        tuple(others[:10]),
        answers_left(opened, agreement, handoff),
    )


def numbered(agreement: Agreement, number: int) -> Handoff:
    """The handoff of a number. Raises Refused where there is none of this number."""
    handoff: Handoff | None = handoffs.numbered([number]).first()
    if handoff is None or not handoffs.is_of(handoff, agreement.definition.name):
        what = f"There is no handoff {number} by “{agreement.definition.name}”."
        raise Refused([Problem(Place("the address"), what, "The inbox lists those there are.")])
    return handoff


def whose_shown(opened: Opened, agreement: Agreement, me: str, whose: str) -> Whose:
    """Whose handoffs a person sees: those they ask for, else mine where I have any or am in a team, else all."""
    if asked := next((one for one in WHOSE if one == whose), None):
        return asked
    in_a_team = any(me in team.members for team in opened.sales.teams)
    return "mine" if in_a_team or _of(opened.sales, agreement, me, "mine", answered=False).exists() else "all"


def after(opened: Opened, agreement: Agreement, me: str, whose: Whose, answered: Handoff) -> Handoff | None:
    """The handoff to turn to after one was answered: the next by due time, else the first of those before it."""
    found = _of(opened.sales, agreement, me, whose, answered=False).exclude(pk=answered.pk)
    later: Handoff | None = found.filter(due_at__gte=answered.due_at).first() or found.first()
    return later


def coming(opened: Opened, agreement: Agreement, now: datetime) -> Next:
    """When the next handoffs come by the version in force, and how many accounts wait for that moment."""
    agreed = in_force(opened, agreement).definition.handoff
    run = handoffs.followed_run(agreement.definition.name)
    name = agreement.definition.name
    waiting = handoffs.waiting(name, run.run_id, agreed.levels, QUALIFIED).count() if run else 0
    return Next(next_moment(agreed.cadence, now, opened.sales.calendar), waiting, agreed.at_once)


def another(handoff: Handoff, sales: Sales, me: str) -> str:
    """Whose an account is, as the CRM calls them, where it is not mine; empty: it is mine, or nobody's."""
    owner = sales.address(handoff.owner)
    if not owner or owner == me:
        return ""
    return next((crm for crm, address in sales.people if address == owner), owner)


def done(opened: Opened, agreement: Agreement, said: Disposition) -> str:
    """What an answer did, in sentences for whoever gave it; how long an account rests the version in force says."""
    handoff, rules = said.handoff, in_force(opened, agreement).definition.stability
    name = handoff.name or called(handoff)
    because = f" for “{said.reason}”" if said.reason else ""
    match said.answer:
        case "accepted":
            whose = another(handoff, opened.sales, said.by)
            works = f"It stays with {whose}" if whose else "It is yours to work on"
            then = f"{works}, and becomes SAA with the next run. Say here when they are willing to talk."
            return f"{ended(f'You accepted {name}')} {then}"
        case "rejected":
            days = f" and rests for {rules.cooldown_rejected} days" if rules.cooldown_rejected else ""
            return f"You rejected {name}{because}. It goes back to marketing{days}."
        case "deferred":
            until = f" until {date_of(said.until).isoformat()}" if said.until is not None else ""
            return f"You deferred {name}{until}{because}. It comes back when it qualifies again after that."
        case _:
            return f"{name} is willing to talk. It becomes SQA with the next run."


def ended(words: str) -> str:
    """Words as a sentence: with one full stop, though they end with an abbreviation.

    >>> ended("You accepted Rota Transport Inc."), ended("You accepted Rota")
    ('You accepted Rota Transport Inc.', 'You accepted Rota.')
    """
    return f"{words.removesuffix('.')}."


def _of(sales: Sales, agreement: Agreement, me: str, whose: Whose, *, answered: bool) -> Any:
    """The handoffs of a person, their teams or everybody."""
    found = inboxes.answered(agreement.definition.name) if answered else handoffs.still_open(agreement.definition.name)
    if whose == "all":
        return found
    teams = [team for team in sales.teams if me in team.members] if whose == "team" else []
    people = {me, *(member for team in teams for member in team.members)}
    called = {crm for crm, address in sales.people if address in people}
    return inboxes.theirs(found, people | called, {team.name for team in teams})
