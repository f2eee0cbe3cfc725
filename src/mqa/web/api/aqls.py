"""The people at qualified accounts whom sales should contact, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from mqa import versions
from mqa.answers import aqls as answers
from mqa.answers.reading import open_run, published
from mqa.terms.durations import date_of
from mqa.web.api.asked import InPages, OfDefinition, Part, agreement_of, refuse_others

MEMORY = "500MB"
router = Router()


class AqlLine(Schema):
    """One person at a qualified account; `rank` among its people. `points`: millionths; `reach`: see contacts."""

    account_id: int
    domain: str
    name: str
    level: str
    rank: int
    person: str
    title: str
    role: str
    points: int
    last_act: date
    engaged: bool
    mql: bool
    reach: str


class Aqls(InPages):
    """A page of AQLs of a run. `in_all`: how many there are; `mqls`: leads by the old measure, of all accounts."""

    definition: str
    run: int
    as_of: date
    mqls: int
    mqls_among_them: int
    people: list[AqlLine]


class WantedAqls(Part, OfDefinition):
    """Which AQLs."""

    most: int = Field(5, ge=1, le=1_000, description="At most so many of an account.")


@router.get(
    "/aqls", response=Aqls, url_name="aqls", summary="The people at qualified accounts whom sales should contact"
)
def aqls(request: Any, wanted: Query[WantedAqls]) -> dict[str, Any]:
    """The people at qualified accounts whom sales should contact, ranked within each; the highest level first."""
    refuse_others(request, WantedAqls)
    agreement = agreement_of(request, wanted.definition)
    run = published(agreement.definition.name)
    definition = versions.of_run(agreement, run).definition
    world = ("accounts", "people")
    with open_run(request.workspace.warehouse, run, memory_limit=MEMORY, world=world) as connection:
        found, counts = answers.aqls(connection, run, definition, most=wanted.most), answers.counts(connection)
    start = (wanted.page - 1) * wanted.limit
    return {
        "definition": definition.name,
        "run": run.run_id,
        "as_of": date_of(run.as_of),
        **wanted.told(len(found)),
        **{name: counts[name] for name in ("mqls", "mqls_among_them")},
        "people": [{**vars(one), "last_act": date_of(one.last_act)} for one in found[start : start + wanted.limit]],
    }
