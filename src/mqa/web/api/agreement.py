"""The definition for programs: what is agreed, as it was written."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema

from mqa import workspaces
from mqa.web.api.asked import OfDefinition, agreement_of, refuse_others

router = Router()


class LevelLine(Schema):
    """One level, the lowest first: which condition reaches it, the stage of the journey, what is done."""

    name: str
    when: str
    stage: str
    action: str


class Agreed(Schema):
    """A definition as it holds now. `version` is the hash of what it means, `text` is how it is written."""

    name: str
    version: str
    agreed_on: str
    agreed_by: list[str]
    review_on: str
    levels: list[LevelLine]
    answers: dict[str, list[str]]
    text: str


@router.get("/definition", response=Agreed, url_name="definition", summary="What is agreed")
def definition(request: Any, of: Query[OfDefinition]) -> dict[str, Any]:
    """The definition that holds now, with its levels, the answers sales may give with their reasons, and its text."""
    refuse_others(request, OfDefinition)
    agreement = workspaces.in_force(request.workspace, agreement_of(request, of.definition))
    rules = agreement.definition
    answers: dict[str, list[str]] = {}
    for answer, _, reasons in rules.handoff.dispositions:
        answers.setdefault(answer, []).extend(reasons)
    return {
        "name": rules.name,
        "version": agreement.version,
        "agreed_on": rules.agreed_on,
        "agreed_by": list(rules.agreed_by),
        "review_on": rules.review_on,
        "levels": [{name: getattr(level, name) for name in LevelLine.model_fields} for level in rules.levels],
        "answers": answers,
        "text": agreement.text,
    }
