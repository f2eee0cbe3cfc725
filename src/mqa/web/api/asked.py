"""What is common to calls: the definition that is meant, a page of a list, a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from mqa import workspaces
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.durations import EARLIEST, LATEST
from mqa.terms.problems import Place, Problem, Refused
from mqa.terms.rules import Agreement
from mqa.web.api.problems import Missing

MOST_A_PAGE = 200
LAST_PAGE = 1_000_000
LONGEST_NAME = 60
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

    def told(self, in_all: int, *, at_least: bool = False) -> dict[str, Any]:
        """Where in its list this page lies. `at_least`: there are perhaps more than `in_all`."""
        following = self.page + 1 if at_least or self.page * self.limit < in_all else None
        return {"in_all": in_all, "page": self.page, "limit": self.limit, "next": following}


class InPages(Schema):
    """Where in its list a page lies."""

    in_all: int = Field(description="How many there are in all.")
    page: int = Field(description="This page, from 1.")
    limit: int = Field(description="The most entries on a page.")
    next: int | None = Field(description="The page that follows; null: this is the last.")


class OfDefinition(Schema):
    """By which definition, where the workspace has several."""

    definition: str = Field("", max_length=200, description="Its name or its file's; empty: the workspace's first.")


def refuse_others(request: Any, of: type[Schema]) -> None:
    """Refuse parameters of an address that a call does not have: one misspelt would change nothing, unnoticed."""
    known = [*of.model_fields]
    problems = [
        Problem(
            Place(f"the address: {name[:LONGEST_NAME]}"),
            f"There is no parameter {quoted(name[:LONGEST_NAME])}.",
            did_you_mean(name, known) or f"There are: {', '.join(known)}.",
        )
        for name in request.GET
        if name not in known
    ]
    if problems:
        raise Refused(problems)


def agreement_of(request: Any, name: str) -> Agreement:
    """The agreement that is meant. Raises Missing."""
    if not name:
        return request.workspace.agreements[0]  # type: ignore[no-any-return]
    try:
        return workspaces.chosen(request.workspace, name)
    except Refused as error:
        raise Missing(error.problems[0].what, error.problems[0].mend) from error
