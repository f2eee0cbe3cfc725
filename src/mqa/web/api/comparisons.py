"""Comparisons for programs: which there were, one with every account that would stand elsewhere, and asking for one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ninja import Body, Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from mqa import workspaces
from mqa.comparing.asked import ask
from mqa.comparing.beside import asked_document
from mqa.ledger import comparisons
from mqa.ledger.comparisons import State
from mqa.terms.problems import Refused, Unavailable
from mqa.web.api.asked import InPages, Moment, Number, OfDefinition, Part, agreement_of, refuse_others
from mqa.web.api.problems import Conflicting, Missing

router = Router()


class ComparisonLine(Schema):
    """One comparison: which version with which, who asked, what became of it and when. `why`: why it failed.

    `run` and `as_of`: the run it was made beside and the day that was judged, once it is begun.
    """

    comparison: int
    definition: str
    was: str
    now: str
    state: State
    by: str
    run: int | None
    as_of: date | None
    asked_at: Moment
    begun_at: Moment | None
    ended_at: Moment | None
    why: str


class Comparisons(InPages):
    """A page of comparisons, the latest first."""

    comparisons: list[ComparisonLine]


class Says(Schema):
    """One thing that the new version says otherwise. `line`: where in its text (0: nowhere)."""

    section: str
    name: str
    change: str
    words: str
    line: int


class LevelBefore(Schema):
    """How many stand at a level under each version, and how many would enter and leave it."""

    name: str
    handed: bool = Field(description="Whether it goes to sales.")
    was: int
    now: int
    enter: int
    leave: int


class Of(Schema):
    """How many accounts of one tier, segment, owner, or with an open opportunity, sales would get and lose."""

    kind: str
    name: str
    enter: int
    leave: int


class NewForSales(Schema):
    """How many were newly handed to sales in some time under each version. `capacity`: null where nobody said."""

    first: date
    last: date
    was: int
    now: int
    only_was: list[str]
    only_now: list[str]
    capacity: int | None


class Decides(Schema):
    """A condition, and of how many accounts it decides that sales would get or lose them."""

    condition: str
    enter: int
    leave: int


class Answered(Schema):
    """A condition that one version answers otherwise than the other, on a day."""

    condition: str
    on: date
    was_seen: str
    was_needed: str
    was_holds: bool
    now_seen: str
    now_needed: str
    now_holds: bool
    words: str


class Elsewhere(Schema):
    """An account that would stand elsewhere. `handed`: 1 sales would get it, -1 lose it, 0 neither."""

    model_config = ConfigDict(populate_by_name=True)

    account: str = Field(description="Its number, as text: some programs read no number of this size exactly.")
    account_id: int
    domain: str
    name: str
    owner: str
    tier: str
    segment: str
    open_pipeline: bool
    was: str | None = Field(alias="from", description="The level it stands at; null: none.")
    now: str | None = Field(alias="to", description="The level it would stand at; null: none.")
    handed: int
    since: date | None = Field(description="Since when it stood elsewhere; null: it was not looked into.")
    because: str
    why: list[Answered]


class Result(Schema):
    """What came of a comparison: who would enter and leave what sales gets, in all and by kinds of accounts."""

    enter: int
    leave: int
    elsewhere: int = Field(description="How many accounts would stand at another level.")
    explained: int = Field(description="Of how many of them it is said why, those that concern sales first.")
    differences: list[Says]
    levels: list[LevelBefore]
    parts: list[Of]
    periods: list[NewForSales]
    deciding: list[Decides]


class WholeComparison(ComparisonLine, InPages):
    """One comparison with what came of it, and a page of the accounts that would stand elsewhere."""

    result: Result | None
    accounts: list[Elsewhere]


class Wanted(Part, OfDefinition):
    """Which comparisons. Without a definition those of all."""


class Asking(Schema):
    """What is to be compared with the version that runs."""

    model_config = ConfigDict(extra="forbid")

    definition: str = Field("", max_length=200, description="Its name or its file's; empty: the workspace's first.")
    version: str = Field(
        "",
        max_length=64,
        pattern=r"^[0-9a-f]*$",
        description="The first digits of a version that is kept; empty: what the file says.",
    )


@router.get(
    "/comparisons", response=Comparisons, url_name="comparisons", summary="Comparisons of versions, the latest first"
)
def listed(request: Any, wanted: Query[Wanted]) -> dict[str, Any]:
    """All comparisons that were asked for, the latest first; of one definition, where it is named."""
    refuse_others(request, Wanted)
    name = agreement_of(request, wanted.definition).definition.name if wanted.definition else ""
    found, in_all = comparisons.comparisons(name, first=wanted.first, most=wanted.limit)
    return {**wanted.told(in_all), "comparisons": [asked_document(one) for one in found]}


@router.get(
    "/comparisons/{number}",
    response=WholeComparison,
    by_alias=True,
    url_name="comparison",
    summary="One comparison: who would enter and leave, and why",
)
def one(request: Any, number: Path[Number], wanted: Query[Part]) -> dict[str, Any]:
    """One comparison with what came of it; its accounts a page at a time, those that concern sales first."""
    refuse_others(request, Part)
    try:
        asked = comparisons.numbered(number)
    except Unavailable as error:
        raise Missing(str(error), "GET /api/v1/comparisons lists them.") from error
    accounts = comparisons.accounts(number)
    some = [{**one, "account": str(one["account_id"])} for one in accounts[wanted.first : wanted.first + wanted.limit]]
    told = {"result": comparisons.result(number), "accounts": some}
    return {**asked_document(asked), **wanted.told(len(accounts)), **told}


@router.post(
    "/comparisons",
    response={202: ComparisonLine},
    url_name="comparisons",
    summary="The question who would enter and leave",
)
def asking(request: Any, wanted: Body[Asking]) -> Status[dict[str, Any]]:
    """Asks for a comparison with the version that runs; the server judges it in its turn. The audit says who asked.

    While the same waits or is under way, or where its answer holds still, that one is given.
    """
    agreement = agreement_of(request, wanted.definition)
    name = agreement.definition.name
    now = workspaces.kept(request.workspace, name, wanted.version) if wanted.version else agreement
    try:
        return Status(202, asked_document(ask(request.workspace, now, by=request.who, at=datetime.now(UTC))))
    except Refused as error:
        raise Conflicting(error.problems) from error
