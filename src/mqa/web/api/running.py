"""Runs for programs: which there were, and the start of one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ninja import Body, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from mqa import workspaces
from mqa.answers.data import run_document
from mqa.ledger import audit, runs
from mqa.terms.durations import day_number
from mqa.terms.problems import Refused
from mqa.web.api.asked import Day, InPages, Moment, OfDefinition, Part, agreement_of, refuse_others
from mqa.web.api.problems import Conflicting
from mqa.web.starting import start_run

router = Router()


class RunLine(Schema):
    """One run: of which definition and version, for which day, what became of it and when. `why`: why it failed;
    `content`: the SHA-256 of its rows; `scores`: complete, or partial or stale by the age of a source."""

    run: int
    definition: str
    version: str
    kind: str
    state: str
    as_of: date
    known_at: date
    begun_at: Moment
    published_at: Moment | None
    ended_at: Moment | None
    seconds: float | None
    why: str
    content: str
    scores: str


class Runs(InPages):
    """A page of runs, the latest first."""

    runs: list[RunLine]


class Wanted(Part, OfDefinition):
    """Which runs. Without a definition those of all."""


class Start(Schema):
    """Which run to start."""

    model_config = ConfigDict(extra="forbid")

    definition: str = Field("", max_length=200, description="Its name or its file's; empty: the workspace's first.")
    as_of: Day | None = Field(None, description="The day to make; left out: today.")
    known_at: Day | None = Field(None, description="Only what was known on this day; left out: on the day itself.")


class Started(Schema):
    """A run was started; it is in the list as soon as it has begun."""

    definition: str
    as_of: date | None
    known_at: date | None
    command: str


@router.get("/runs", response=Runs, url_name="runs", summary="Runs, the latest first")
def listed(request: Any, wanted: Query[Wanted]) -> dict[str, Any]:
    """All runs, the latest first; of one definition, where it is named."""
    refuse_others(request, Wanted)
    name = agreement_of(request, wanted.definition).definition.name if wanted.definition else ""
    found, in_all = runs.runs(name, first=wanted.first, most=wanted.limit)
    return {**wanted.told(in_all), "runs": [run_document(one) for one in found]}


@router.post("/runs", response={202: Started}, url_name="runs", summary="The start of a run")
def start(request: Any, wanted: Body[Start]) -> Status[dict[str, Any]]:
    """Starts a run as the schedule would, and does not wait for it. The audit says who asked for it."""
    agreement = agreement_of(request, wanted.definition)
    name = agreement.definition.name
    if wanted.as_of:
        request.workspace.day_to_make(day_number(wanted.as_of))
    days = {"--as-of": wanted.as_of, "--known-at": wanted.known_at}
    words = [word for option, day in days.items() if day for word in (option, day.isoformat())]
    asked, now = wanted.model_dump(mode="json"), datetime.now(UTC)

    def noted() -> None:
        audit.note(request.who, "started a run", f"definition {name}", after=asked, now=now)

    try:
        workspaces.live(request.workspace, agreement)  # refused here: nobody waits for the run to be told
        start_run(request.workspace.folder, *words, definition=name, noted=noted)
    except Refused as error:
        raise Conflicting(error.problems) from error
    return Status(
        202,
        {
            "definition": name,
            **wanted.model_dump(include={"as_of", "known_at"}),
            "command": " ".join(["mqa run", *words]),
        },
    )
