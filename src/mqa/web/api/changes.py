"""What moved an account's scores, for programs."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from mqa.answers.changes.accounts import in_turn
from mqa.answers.changes.asked import between
from mqa.answers.changes.documented import document
from mqa.terms.durations import day_number
from mqa.terms.problems import Refused
from mqa.web.api.asked import Day, OfDefinition, agreement_of, refuse_others
from mqa.web.api.problems import Missing

router = Router()


class Changed(Schema):
    """What moved one account's scores between two days: millionths of 0-100, the causes adding up exactly."""

    definition: str
    since: dict[str, Any]
    until: dict[str, Any]
    causes: list[str]
    account: dict[str, Any]
    level: dict[str, Any]
    scores: list[dict[str, Any]]
    because: list[dict[str, Any]]


class BetweenDays(OfDefinition):
    """Between which days."""

    since: Day = Field(description="The first day.")
    until: Day | None = Field(None, description="The last day; left out: that of the latest run.")
    known_at: Day | None = Field(None, description="Both with what was known on this day; left out: as runs knew it.")


@router.get(
    "/accounts/{account}/changes",
    response=Changed,
    url_name="changes",
    summary="What moved the scores of one account between two days",
)
def changes(request: Any, account: str, asked: Query[BetweenDays]) -> dict[str, Any]:
    """What moved the scores of one account between two days, by cause, down to the acts.

    The account is named as for its explanation. Nothing is written.
    """
    refuse_others(request, BetweenDays)
    agreement = agreement_of(request, asked.definition)
    until, known_at = (None if day is None else day_number(day) for day in (asked.until, asked.known_at))
    if known_at is not None:
        request.workspace.require_past(known_at)
    days = between(agreement, day_number(asked.since), until, known_at=known_at)
    try:
        found = in_turn(request.workspace.warehouse, days, account)
    except Refused as error:
        raise Missing(error.problems[0].what, error.problems[0].mend) from error
    return document(days, found)
