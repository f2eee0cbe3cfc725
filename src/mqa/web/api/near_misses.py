"""The accounts that only just miss a level, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from mqa import versions
from mqa.answers import near_misses as answers
from mqa.answers.listing import place_of
from mqa.answers.reading import open_run, published
from mqa.terms.durations import date_of
from mqa.web.api.asked import InPages, OfDefinition, Part, agreement_of, refuse_others

MEMORY = "500MB"
router = Router()


class MissedLine(Schema):
    """One condition that is short by at most a tenth. `seen`, `needed`: whole numbers in its unit."""

    condition: str
    asks: str
    seen: int
    needed: int
    seen_words: str
    short: str


class NearMissLine(Schema):
    """One account and the highest level that it only just misses. `engagement`: millionths of 0-100."""

    account_id: int
    domain: str
    name: str
    level: str
    stands: str
    cooling_until: date | None
    engagement: int
    missed: list[MissedLine]


class NearMisses(InPages):
    """A page of near misses of a run. `in_all`: how many there are."""

    definition: str
    run: int
    as_of: date
    near_misses: list[NearMissLine]


class WantedMisses(Part, OfDefinition):
    """Which near misses."""

    level: str = Field("", max_length=200, description="Only those that miss this level.")


@router.get(
    "/near-misses", response=NearMisses, url_name="near-misses", summary="The accounts that only just miss a level"
)
def near_misses(request: Any, wanted: Query[WantedMisses]) -> dict[str, Any]:
    """The accounts that only just miss a level, the highest level first, then the most engaged.

    All that they miss for it is short by at most a tenth of what is needed.
    """
    refuse_others(request, WantedMisses)
    agreement = agreement_of(request, wanted.definition)
    run = published(agreement.definition.name)
    definition = versions.of_run(agreement, run).definition
    level = place_of(wanted.level, [one.name for one in definition.levels], "level") if wanted.level else None
    with open_run(request.workspace.warehouse, run, memory_limit=MEMORY, world=("accounts",)) as connection:
        found = answers.near_misses(connection, run, definition, level=level)
    start = (wanted.page - 1) * wanted.limit
    some = found[start : start + wanted.limit]
    return {
        "definition": definition.name,
        "run": run.run_id,
        "as_of": date_of(run.as_of),
        **wanted.told(len(found)),
        "near_misses": [{**vars(one), "cooling_until": _date(one.cooling_until)} for one in some],
    }


def _date(day: int | None) -> date | None:
    return None if day is None else date_of(day)
