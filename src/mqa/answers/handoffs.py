"""Handoffs as every list shows them, page, API and command alike, and the one that a person means by its account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mqa.answers import evidence
from mqa.handoff.agreed import Sales
from mqa.handoff.calendars import calendar_of
from mqa.handoff.deadlines import Clock, clock
from mqa.ledger import handoffs, inboxes, names
from mqa.ledger.models import Disposition, Handoff, Packet
from mqa.reading import Account
from mqa.terms.called import called
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import iso_day
from mqa.terms.problems import Place, Problem, Refused
from mqa.workspaces import Opened

COLUMNS = (  # of a handoff's document, in the order of a file
    *("handoff", "definition", "account_id", "domain", "name", "level", "tier", "segment"),
    *("route", "path", "team", "owner", "state"),
    *("opened_at", "due_at", "reminded_at", "escalated_at", "closed_at", "respond_within", "reclaims"),
    *("clock", "time_left", "why_now", "packet_version", "people_engaged"),
    *("reason", "until", "answer", "by", "note"),
)
NOBODY = "nobody"  # how people write that a handoff has no owner
Document = Mapping[str, Any]


@dataclass(frozen=True)
class HandoffLine:
    """One handoff. `clock`: None once it is closed; `why_now`: the sentences of its packet, of which there are so many
    `versions`; `engaged`: people engaged by the last run (None: not in it); `said`: the last answer."""

    handoff: Handoff
    definition: str
    clock: Clock | None
    why_now: tuple[str, ...]
    versions: int
    engaged: int | None
    said: Disposition | None

    @property
    def name(self) -> str:
        """The account as people call it."""
        return str(self.handoff.name) or called(self.handoff)

    @property
    def why(self) -> str:
        """One sentence: the second where there is one, as the first says which level was reached, shown anyway."""
        return (self.why_now or ("",))[:2][-1]

    def document(self) -> dict[str, Any]:
        """The handoff as every program reads it, wherever it asks: moments in UTC, days as dates."""
        one, said = self.handoff, self.said
        account = {name: getattr(one, name) for name in ("account_id", "domain", "name", "level", "tier", "segment")}
        way = {name: getattr(one, name) for name in ("route", "path", "team", "owner")}
        times = ("opened_at", "due_at", "reminded_at", "escalated_at", "closed_at")
        return {
            "handoff": one.pk,
            "definition": self.definition,
            **account,
            **way,
            "state": one.state,
            **{name: moment(getattr(one, name)) for name in times},
            "respond_within": one.respond_within,
            "reclaims": one.reclaims,
            "clock": self.clock.state if self.clock else None,
            "time_left": self.clock.words if self.clock else None,
            "why_now": [*self.why_now],
            "packet_version": self.versions or None,
            "people_engaged": self.engaged,
            "reason": one.reason,
            "until": iso_day(one.until),
            "answer": said.answer if said else None,
            "by": said.by if said else None,
            "note": said.note if said else None,
        }


def whole_document(
    line: HandoffLine,
    packet: Packet | None,
    said: Iterable[Disposition],
    may: Mapping[str, Sequence[str] | None],
) -> dict[str, Any]:
    """A handoff with its packet, everything that was said of it, and the answers that it may still get."""
    return {
        **line.document(),
        "packet": packet_document(packet) if packet else None,
        "dispositions": [said_document(one) for one in said],
        "answers": {answer: None if reasons is None else [*reasons] for answer, reasons in may.items()},
    }


def packet_document(packet: Packet) -> dict[str, Any]:
    """A version of a packet: its body as it was frozen, with the SHA-256 of its canonical JSON."""
    return {"version": packet.version, "hash": packet.hash, "made_at": moment(packet.made_at), "body": packet.body}


def said_document(one: Disposition) -> dict[str, Any]:
    """One answer of sales."""
    words = {name: getattr(one, name) for name in ("answer", "reason", "told", "note", "by")}
    return {
        "disposition": one.pk,
        "handoff": one.handoff_id,
        **words,
        "until": iso_day(one.until),
        "at": moment(one.at),
    }


def lines(
    definition: str,
    sales: Sales,
    now: datetime,
    *,
    state: str = "open",
    owner: str = "",
    account: str = "",
    first: int = 0,
    most: int = 50,
) -> tuple[list[HandoffLine], int]:
    """Handoffs of a definition, from place `first` (0 is the first), and how many there are.

    `state`: open, the one due first first; any other, or all: the latest first. `owner`: only those of one owner, by
    address or by the name the CRM uses, or of nobody. `account`: only those of one domain. Raises Refused for an
    owner that nobody knows, and for a domain that was never handed off.
    """
    found = handoffs.in_state(definition, "" if state == "all" else state)
    if owner:
        found = found.filter(owner__in=_called(definition, sales, owner))
    if account:
        found = found.filter(domain=_domain(definition, account))
    return lines_of(definition, list(found[first : first + most]), sales, now), found.count()


def lines_of(definition: str, some: Sequence[Handoff], sales: Sales, now: datetime) -> list[HandoffLine]:
    """Some handoffs of a definition as a list shows them, read together."""
    numbers = [one.pk for one in some]
    told, said = inboxes.why_now(numbers), inboxes.last_words(numbers)
    engaged = handoffs.engaged(definition, [one.account_id for one in some])
    return [
        HandoffLine(
            one,
            definition,
            clock_of(one, sales, now),
            sentences,
            version,
            engaged.get(one.account_id),
            said.get(one.pk),
        )
        for one in some
        for sentences, version in [told.get(one.pk, ((), 0))]
    ]


def line(one: Handoff, sales: Sales, now: datetime) -> HandoffLine:
    """One handoff as a list shows it."""
    return lines_of(names.today(one.definition), [one], sales, now)[0]


def _called(definition: str, sales: Sales, owner: str) -> set[str]:
    """The names under which an owner's handoffs stand. Raises Refused where there is no such owner."""
    if owner.lower() == NOBODY:
        return {""}
    people = {name for pair in sales.people for name in pair} | {one for team in sales.teams for one in team.members}
    known = {name.lower(): name for name in (*people, *handoffs.owners(definition)) if name}
    found = known.get(owner.strip().lower())
    if found is None:
        mend = did_you_mean(owner, [*known.values()]) or "“mqa handoffs --all” shows whose they were."
        raise Refused([Problem(Place("owner"), f"Nobody called {quoted(owner)} has handoffs here.", mend)])
    return {found, sales.address(found), *(crm for crm, address in sales.people if address == found)}


def _domain(definition: str, account: str) -> str:
    """A domain that was handed off. Raises Refused where there is none of that name."""
    domain = account.strip().lower()
    if not handoffs.of_domain(definition, domain):
        mend = did_you_mean(domain, handoffs.domains(definition)) or "“mqa handoffs --all” shows which were."
        what = f"No account with the domain {quoted(domain)} was ever handed off."
        raise Refused([Problem(Place("account"), what, mend)])
    return domain


def clock_of(one: Handoff, sales: Sales, now: datetime) -> Clock | None:
    """How much time an open handoff has left, in its owner's calendar; None once it is closed."""
    if one.closed_at is not None:
        return None
    calendar = calendar_of(sales, one.owner)
    return clock(one.due_at, one.opened_at, now, calendar, respond_within=one.respond_within)


def of(opened: Opened, definition: str, typed: str, *, memory_limit: str, exactly: bool = False) -> Handoff:
    """The open handoff of the account that a person means, or its latest one. Raises Refused where there is none.

    `exactly`: the account is what is typed, and not what a part of its name or somebody's address leads to.
    """
    account, _ = evidence.found(opened.warehouse, typed, opened.today, memory_limit=memory_limit, exactly=exactly)
    found = handoffs.of_account(definition, account.account_id)
    handoff: Handoff | None = found.filter(closed_at=None).first() or found.first()
    if handoff is None:
        raise Refused([_never(account, definition)])
    return handoff


def packet_of(one: Handoff, version: int | None = None) -> Packet:
    """A version of a handoff's packet, or the latest. Raises Refused where there is no such version."""
    packets = one.packets.order_by("-version")
    found: Packet | None = packets.first() if version is None else packets.filter(version=version).first()
    if found is None:
        last = packets.values_list("version", flat=True).first() or 0
        what = f"The packet of {called(one)} has no version {version}."
        raise Refused(
            [Problem(Place(""), what, "It has one version." if last == 1 else f"Its versions are 1 to {last}.")]
        )
    return found


def moment(at: datetime | None) -> str | None:
    """A moment as programs read it."""
    return None if at is None else at.isoformat()


def _never(account: Account, definition: str) -> Problem:
    what = f"{called(account)} was never handed off by {quoted(definition)}."
    return Problem(Place(""), what, "“mqa handoffs --all” lists those that were; “mqa explain” says what it lacks.")
