"""Handoffs for programs: those that are open or were, one with its packet, and what sales says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from ninja import Body, Header, Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from mqa.delivery.answering import LONGEST_NOTE, answer
from mqa.ledger import dispositions, handoffs
from mqa.ledger.models import Handoff
from mqa.ledger.models.work import ANSWERS, HANDOFF_STATES
from mqa.terms.durations import date_of, day_number
from mqa.terms.problems import Refused
from mqa.web.api.asked import Day, Number, OfDefinition, Part, agreement_of
from mqa.web.api.problems import Conflicting, Missing

State = Literal[*HANDOFF_STATES, "all"]  # type: ignore[valid-type]
Answer = Literal[*ANSWERS]  # type: ignore[valid-type]

router = Router()


class Wanted(Part, OfDefinition):
    """Which handoffs."""

    state: State = Field("open", description="Their state, or all.")
    owner: str = Field("", max_length=254, description="Only those of one owner.")
    account: str = Field("", max_length=253, description="Only those of one domain.")


class HandoffLine(Schema):
    """One handoff in a list. Times are UTC."""

    id: int
    definition: str
    domain: str
    name: str
    level: str
    tier: str
    segment: str
    route: str
    team: str
    owner: str
    state: str
    reason: str
    until: date | None
    opened_at: datetime
    due_at: datetime
    reminded_at: datetime | None
    escalated_at: datetime | None
    reclaims: int
    closed_at: datetime | None


class Handoffs(Schema):
    """A page of handoffs, the one due first first; of those that are closed the latest first."""

    in_all: int
    page: int
    limit: int
    handoffs: list[HandoffLine]


class Said(Schema):
    """What sales said of a handoff."""

    id: int
    handoff: int
    answer: str
    reason: str
    told: str
    until: date | None
    note: str
    by: str
    at: datetime


class Packet(Schema):
    """What the owner was told, frozen: `hash` is the SHA-256 of the canonical JSON of `body`."""

    version: int
    hash: str
    made_at: datetime
    body: dict[str, Any]


class WholeHandoff(HandoffLine):
    """One handoff with its latest packet, how the route led to its owner, and what was said of it."""

    path: str
    packet: Packet | None
    dispositions: list[Said]


class Saying(Schema):
    """What sales says of a handoff."""

    model_config = ConfigDict(extra="forbid")

    answer: Answer
    reason: str = Field("", max_length=200, description="One that the definition agrees on for this answer.")
    until: Day | None = Field(None, description="Deferred until this day.")
    note: str = Field("", max_length=LONGEST_NOTE)


Key = Annotated[
    str,
    Header(
        "",
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[\x21-\x7e]*$",
        description="A word of yours: the same call under the same key is entered once, however often it is sent.",
    ),
]


@router.get("/handoffs", response=Handoffs, url_name="handoffs", summary="Handoffs, the one due first first")
def listed(request: Any, wanted: Query[Wanted]) -> dict[str, Any]:
    """Handoffs of a definition: the open ones, the one due first first; or others, the latest first."""
    definition = agreement_of(request, wanted.definition).definition.name
    found = Handoff.objects.filter(definition=definition)
    if wanted.state != "all":
        found = found.filter(state=wanted.state)
    for column, wish in (("owner", wanted.owner), ("domain", wanted.account.lower())):
        found = found.filter(**{column: wish}) if wish else found
    found = found.order_by("due_at", "id") if wanted.state == "open" else found.order_by("-id")
    some = [_line(one) for one in found[wanted.first : wanted.end]]
    return {"in_all": found.count(), "page": wanted.page, "limit": wanted.limit, "handoffs": some}


@router.get("/handoffs/{number}", response=WholeHandoff, url_name="handoff", summary="One handoff with its packet")
def one(request: Any, number: Path[Number]) -> dict[str, Any]:
    """One handoff with its latest packet and what was said of it."""
    del request
    found = _numbered(number)
    packet = handoffs.packet_of(number)
    said = found.dispositions.order_by("id")
    return {
        **_line(found),
        "path": found.path,
        "packet": packet and {name: getattr(packet, name) for name in Packet.model_fields},
        "dispositions": [_said(one) for one in said],
    }


@router.post(
    "/handoffs/{number}/dispositions",
    response={200: Said, 201: Said},
    url_name="dispositions",
    summary="What sales says of a handoff",
)
def say(request: Any, number: Path[Number], saying: Body[Saying], key: Key = "") -> Status[dict[str, Any]]:
    """Enters what sales says: 201; under a key that was used for the same call before, 200 and the first answer."""
    found = _numbered(number)
    agreement = agreement_of(request, found.definition)
    until = None if saying.until is None else day_number(saying.until)
    again = dispositions.said_under(key) is not None
    try:
        entered = answer(
            request.workspace,
            agreement,
            number,
            saying.answer,
            reason=saying.reason,
            until=until,
            note=saying.note,
            by=request.who,
            now=datetime.now(UTC),
            key=key,
        )
    except Refused as error:
        if again or _numbered(number).closed_at is not None:  # perhaps closed since it was looked at
            raise Conflicting(error.problems) from error
        raise
    return Status(200 if again else 201, _said(entered))


def _numbered(number: int) -> Handoff:
    found: Handoff | None = handoffs.numbered([number]).first()
    if found is None:
        raise Missing(f"There is no handoff {number}.", "GET /api/v1/handoffs lists them.")
    return found


def _line(one: Handoff) -> dict[str, Any]:
    names = [name for name in HandoffLine.model_fields if name != "until"]
    return {**{name: getattr(one, name) for name in names}, "until": _date(one.until)}


def _said(one: Any) -> dict[str, Any]:
    names = [name for name in Said.model_fields if name not in ("until", "handoff")]
    return {**{name: getattr(one, name) for name in names}, "handoff": one.handoff_id, "until": _date(one.until)}


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)
