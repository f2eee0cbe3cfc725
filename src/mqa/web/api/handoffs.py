"""Handoffs for programs: those that are open or were, one with its packet, and what sales says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from ninja import Body, Header, Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from mqa.answers import handoffs as told
from mqa.delivery.answering import LONGEST_NOTE, TooLate, answer, answers_left
from mqa.ledger import dispositions, handoffs
from mqa.ledger.models import Handoff
from mqa.ledger.models.work import ANSWERS, HANDOFF_STATES
from mqa.terms.durations import day_number
from mqa.web.api.asked import Day, InPages, Moment, Number, OfDefinition, Part, agreement_of, refuse_others
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
    """One handoff, as the inbox's JSON and `mqa handoffs --json` tell it, too. Moments are UTC.

    `clock`: green, amber or red, and `time_left` in words, while it is open; `why_now`: the sentences of its latest
    packet, version `packet_version`; `answer`, `by`, `note`: what was said last.
    """

    handoff: int
    definition: str
    account_id: int
    domain: str
    name: str
    level: str
    tier: str
    segment: str
    route: str
    path: str
    team: str
    owner: str
    state: str
    opened_at: Moment
    due_at: Moment
    reminded_at: Moment | None
    escalated_at: Moment | None
    closed_at: Moment | None
    respond_within: str
    reclaims: int
    clock: str | None
    time_left: str | None
    why_now: list[str]
    packet_version: int | None
    people_engaged: int | None
    reason: str
    until: date | None
    answer: str | None
    by: str | None
    note: str | None


class Handoffs(InPages):
    """A page of handoffs, the one due first first; of those that are closed the latest first."""

    handoffs: list[HandoffLine]


class Said(Schema):
    """What sales said of a handoff."""

    disposition: int
    handoff: int
    answer: str
    reason: str
    told: str
    note: str
    by: str
    until: date | None
    at: Moment


class Packet(Schema):
    """What the owner was told, frozen: `hash` is the SHA-256 of the canonical JSON of `body`."""

    version: int
    hash: str
    made_at: Moment
    body: dict[str, Any]


class WholeHandoff(HandoffLine):
    """One handoff with its latest packet, what was said of it, and the answers it may still get.

    `answers`: each with the reasons that were agreed on when it was handed off (empty: it takes none; null: any text).
    """

    packet: Packet | None
    dispositions: list[Said]
    answers: dict[str, list[str] | None]


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
        description="A word of yours: the same call under the same key is entered once, however often it is sent. "
        "Other callers' words are none of yours.",
    ),
]


@router.get("/handoffs", response=Handoffs, url_name="handoffs", summary="Handoffs, the one due first first")
def listed(request: Any, wanted: Query[Wanted]) -> dict[str, Any]:
    """Handoffs of a definition: the open ones, the one due first first; or others, the latest first."""
    refuse_others(request, Wanted)
    definition = agreement_of(request, wanted.definition).definition.name
    some, in_all = told.lines(
        definition,
        request.workspace.sales,
        datetime.now(UTC),
        state=wanted.state,
        owner=wanted.owner,
        account=wanted.account,
        first=wanted.first,
        most=wanted.limit,
    )
    return {**wanted.told(in_all), "handoffs": [one.document() for one in some]}


@router.get("/handoffs/{number}", response=WholeHandoff, url_name="handoff", summary="One handoff with its packet")
def one(request: Any, number: Path[Number]) -> dict[str, Any]:
    """One handoff with its latest packet, what was said of it, and what may be said now."""
    found = _numbered(number)
    line = told.line(found, request.workspace.sales, datetime.now(UTC))
    said = found.dispositions.order_by("id")
    return told.whole_document(line, handoffs.packet_of(number), said, _answers(request, found))


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
    again = dispositions.said_under(key, request.who) is not None
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
    except TooLate as error:
        raise Conflicting(error.problems) from error
    return Status(200 if again else 201, told.said_document(entered))


def _answers(request: Any, found: Handoff) -> Mapping[str, Sequence[str] | None]:
    """What may be said of a handoff now; nothing where the workspace has its definition no more."""
    try:
        agreement = agreement_of(request, found.definition)
    except Missing:
        return {}
    return answers_left(request.workspace, agreement, found)


def _numbered(number: int) -> Handoff:
    found: Handoff | None = handoffs.numbered([number]).first()
    if found is None:
        raise Missing(f"There is no handoff {number}.", "GET /api/v1/handoffs lists them.")
    return found
