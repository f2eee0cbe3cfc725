"""What is common to calls: the definition that is meant, a page of a list, a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from mqa import workspaces
from mqa.terms.durations import EARLIEST, LATEST
from mqa.terms.problems import Refused
from mqa.terms.rules import Agreement
from mqa.web.api.problems import Missing

MOST_A_PAGE = 200
LAST_PAGE = 1_000_000
LARGEST_NUMBER = 2**63 - 1  # of a row in the ledger


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"A day lies between {EARLIEST} and {LATEST}")
    return day


Day = Annotated[date, AfterValidator(_within), Field(description=f"A day between {EARLIEST} and {LATEST}.")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # UTC, as everywhere that JSON is written
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class Part(Schema):
    """Which part of a list is wanted."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, from 1.")
    limit: int = Field(50, ge=1, le=MOST_A_PAGE, description="The most entries on a page.")

    @property
    def first(self) -> int:
        """How many entries lie before this page."""
        return (self.page - 1) * self.limit

    @property
    def end(self) -> int:
        """How many entries lie before the page behind it."""
        return self.page * self.limit


class OfDefinition(Schema):
    """By which definition, where the workspace has several."""

    definition: str = Field("", max_length=200, description="Its name or its file's; empty: the workspace's first.")


def agreement_of(request: Any, name: str) -> Agreement:
    """The agreement that is meant. Raises Missing."""
    if not name:
        return request.workspace.agreements[0]  # type: ignore[no-any-return]
    try:
        return workspaces.chosen(request.workspace, name)
    except Refused as error:
        raise Missing(error.problems[0].what, error.problems[0].mend) from error
