"""What the answer to a condition does while nothing happens and only days go by."""

from __future__ import annotations

from typing import Literal

from mqa.terms.rules import ConditionKind, Definition

Course = Literal["steady", "falls", "wanders"]
# What a simple condition sees of an account of which nothing new is known, and whose penalties are gone: *steady*: the
# same, but on the day on which a fact ends or comes of age, or an act leaves what a quotient counts; *falls*: the same
# or less; *wanders*: now this, now that, but nothing for ever once there was nothing.
COURSES: dict[ConditionKind, Course] = {
    "fit_grade": "steady",
    "known_share_at_least": "steady",
    "engagement_at_least": "falls",
    "breadth_at_least": "falls",
    "depth_at_least": "falls",
    "recency_at_least": "falls",
    "product_score_at_least": "falls",
    "points_at_least": "falls",
    "people_at_least": "falls",
    "engaged_people_at_least": "falls",
    "role": "falls",
    "departments_at_least": "falls",
    "coverage_at_least": "falls",
    "contact_ratio_at_least": "falls",
    "buying_stage": "wanders",
    "surging_topics_at_least": "falls",
    "surging_share_at_least": "falls",
    "times_at_least": "falls",
    "visits_at_least": "falls",
    "assets_at_least": "falls",
    "topics_at_least": "falls",
    "rate_at_least": "steady",
    "lift_at_least": "steady",
    "facts": "steady",
}


def course(definition: Definition, name: str) -> Course:
    """What the answer to a condition does while only days go by; `not` turns what falls round, so it wanders."""
    condition = next(one for one in definition.conditions if one.name == name)
    if not condition.parts:
        return COURSES[condition.kind]
    of_parts = {course(definition, part) for part in condition.parts}
    if of_parts == {"steady"}:
        return "steady"
    return "wanders" if condition.kind == "not" or "wanders" in of_parts else "falls"


def falling(definition: Definition) -> list[int]:
    """The numbers of the highest conditions that fall, of those the levels rest on.

    While each of them answers the same (and nothing wanders by itself), every level does.
    """
    number = {condition.name: nth for nth, condition in enumerate(definition.conditions, start=1)}
    return sorted({number[name] for name in _highest(definition) if course(definition, name) == "falls"})


def wanders(definition: Definition) -> bool:
    """Whether a level rests on a simple condition that wanders by itself."""
    return any(course(definition, name) == "wanders" for name in _highest(definition))


def _highest(definition: Definition) -> set[str]:
    """The conditions that the levels rest on, no higher than those that do not wander, or are simple."""
    parts = {condition.name: condition.parts for condition in definition.conditions}

    def below(name: str) -> set[str]:
        if course(definition, name) != "wanders" or not parts[name]:
            return {name}
        return set().union(*(below(part) for part in parts[name]))

    return set().union(*(below(level.when) for level in definition.levels))
