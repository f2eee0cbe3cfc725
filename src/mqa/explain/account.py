"""One account explained: fit, engagement, product, verdicts, what is short of more, committee and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa.explain.committee import RoleWords, committee
from mqa.explain.conditions import Answer, answers
from mqa.explain.fit import CriterionWords, criteria
from mqa.explain.shares import Occasion, Share, waterfall
from mqa.explain.standing import HigherLevel, Step, grade_name, history, level_name, why_not
from mqa.terms.rules import BUYING_STAGES, Definition

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Surge:
    """A topic that surges: who saw it most strongly, the first day of that week, `strength` in millionths of 0-100."""

    topic: str
    provider: str
    week: int
    strength: int


@dataclass(frozen=True)
class Explanation:
    """An account on a day, in words. `score`: its row of scores (millionths of 0-100); days are day numbers."""

    stage: str
    level: str
    since: int | None
    segment: str
    tier: str
    grade: str
    buying_stage: str
    score: Row
    fit: tuple[CriterionWords, ...]
    engagement: Share
    product: Share
    verdicts: Mapping[str, Answer]
    higher: tuple[HigherLevel, ...]
    roles: tuple[RoleWords, ...]
    surges: tuple[Surge, ...]
    history: tuple[Step, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What surges."""
        return tuple(one.topic for one in self.surges)


def explanation(
    tables: Tables, people: Mapping[int, str], occasions: Sequence[Occasion], definition: Definition
) -> Explanation | None:
    """What the rows of one account on one day say; None where the account was not known on that day.

    `tables`: rows by table, of that account and day (transitions: of all days until then).
    """
    score = _only(tables["scores"])
    if score is None:
        return None
    standing, journey, buying = (_only(tables[name]) for name in ("standings", "journey", "buying_stages"))
    buying_stage = int(buying["stage"]) if buying else 0
    fit = criteria(tables["criteria_met"], tables["known_facts"], definition)
    verdicts = answers(tables["verdicts"], definition, score["scope"])
    return Explanation(
        stage=journey["stage"] if journey else "suspect",
        level=level_name(standing["level"] if standing else 0, definition),
        since=standing["since"] if standing and standing["level"] else None,
        segment=definition.segments[score["segment"] - 1].name,
        tier=definition.tiers[score["tier"] - 1].name,
        grade=grade_name(score, definition),
        buying_stage=BUYING_STAGES[buying_stage],
        score=score,
        fit=tuple(fit),
        engagement=waterfall(tables["contributions"], occasions, people, definition, last_on=_last_on(score)),
        product=waterfall(tables["contributions"], occasions, people, definition, score="product"),
        verdicts=verdicts,
        higher=_higher(tables, verdicts, fit, buying_stage, definition),
        roles=tuple(committee(tables["members"], tables["person_scores"], people, definition)),
        surges=tuple(_surge(row, definition) for row in tables["surges"]),
        history=tuple(history(tables["transitions"], definition)),
    )


def _higher(
    tables: Tables,
    verdicts: Mapping[str, Answer],
    fit: Sequence[CriterionWords],
    buying_stage: int,
    definition: Definition,
) -> tuple[HigherLevel, ...]:
    found = why_not(
        verdicts,
        definition,
        score=tables["scores"][0],
        standing=_only(tables["standings"]),
        streaks=tables["streaks"],
        criteria=fit,
        buying_stage=buying_stage,
    )
    return tuple(found)


def _surge(row: Row, definition: Definition) -> Surge:
    topic = definition.intent.topics[row["topic"] - 1]
    return Surge(topic, row["provider"], row["week"], row["strength_milli"] * 1000)


def _last_on(score: Row) -> int | None:
    """The day of the last act with positive points."""
    return None if score["last_age"] is None else score["as_of"] - score["last_age"]


def _only(rows: Sequence[Row]) -> Row | None:
    return rows[0] if rows else None
