"""A standing in words: the level, why not a higher one, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa.definition.rows import QUALIFIED
from mqa.explain.conditions import Answer, Gap, gaps
from mqa.explain.fit import CriterionWords
from mqa.explain.numbers import counted, listed
from mqa.terms.durations import date_of
from mqa.terms.rules import Definition, Level

Row = Mapping[str, Any]

NO_LEVEL = "no level"
BUYING_STAGES = ("none", "awareness", "consideration", "decision")
CAUSES = {
    "entered": "entered",
    "holds": "its condition holds",
    "stays at least": "its condition no longer holds, but a level is kept for some days",
    "left": "its condition no longer holds",
    "excluded": "it does not fit, or is excluded",
    "rejected": "sales rejected it",
    "deferred": "sales deferred it",
    "expired": "nothing new happened for too long",
}


@dataclass(frozen=True)
class HigherLevel:
    """One level above the present one: the condition it asks, what is short, and what else is waited for."""

    level: str
    when: str
    gaps: tuple[Gap, ...]
    waits: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One change of level: on a day, from a level to another, and why."""

    day: int
    was: str
    level: str
    why: str


def level_name(number: int | None, definition: Definition) -> str:
    """The name of a level; 0 is none."""
    return definition.levels[number - 1].name if number else NO_LEVEL


def why_not(
    found: Mapping[str, Answer],
    definition: Definition,
    *,
    score: Row,
    standing: Row | None,
    streaks: Iterable[Row] = (),
    criteria: Sequence[CriterionWords] = (),
    buying_stage: int = 0,
) -> list[HigherLevel]:
    """Every level above the present one, the next first, with all that keeps the account from it."""
    present = standing["level"] if standing else 0
    held_since = {row["level"]: row["since"] for row in streaks}
    has = {"fit_grade": grade_name(score, definition), "buying_stage": BUYING_STAGES[buying_stage]}
    outside = _outside(score["state"], criteria)
    return [
        HigherLevel(
            level.name,
            level.when,
            (*outside, *gaps(level.when, found, has)),
            tuple(_waits(level, held_since.get(nth), standing)),
        )
        for nth, level in enumerate(definition.levels, start=1)
        if nth > present
    ]


def grade_name(score: Row, definition: Definition) -> str:
    """The fit grade of an account, or why it has none."""
    rank = score["grade_rank"]
    if not rank:
        return "no grade" if score["state"] == "graded" else f"no grade: {score['state']}"
    return definition.grades[rank - 1].name if rank <= len(definition.grades) else "D"


def history(transitions: Iterable[Row], definition: Definition) -> list[Step]:
    """The changes of level, the latest first."""
    return [
        Step(
            row["as_of"],
            level_name(row["was"], definition),
            level_name(row["level"], definition),
            CAUSES.get(row["cause"], str(row["cause"])),
        )
        for row in sorted(transitions, key=lambda row: -row["as_of"])
    ]


def _outside(state: str, criteria: Sequence[CriterionWords]) -> tuple[Gap, ...]:
    """What puts an account out of reach of every level, however busy it is."""
    if state == "excluded":
        matched = [line for line in criteria if line.purpose == "excluded" and line.state == "holds"]
        return tuple(Gap(line.name, f"it is excluded: {line.asks}") for line in matched)
    if state == "outside":
        missed = [line for line in criteria if line.purpose == "required" and line.state == "fails"]
        return tuple(Gap(line.name, f"needs {line.asks} (has {line.known})") for line in missed)
    return ()


def _waits(level: Level, since: int | None, standing: Row | None) -> Iterable[str]:
    """What else stands between an account whose condition holds and the level."""
    if since is not None and level.enter_after:
        entered = date_of(since + level.enter_after).isoformat()
        yield f"holds since {date_of(since).isoformat()}; is entered on {entered} if it still holds then"
    if standing is None or level.stage not in QUALIFIED:
        return
    if standing["cooling_until"] is not None:
        yield f"cools down until {date_of(standing['cooling_until']).isoformat()}"
    if standing["asks_evidence_after"] is not None:
        yield f"asks for something new after {date_of(standing['asks_evidence_after']).isoformat()}"


def people_words(score: Row) -> str:
    """How many people are engaged, seen and known."""
    engaged, seen, known = (score[name] for name in ("engaged", "seen", "known"))
    return listed([f"{engaged} engaged", f"{seen} seen", f"{counted(known, 'person', 'people')} known"], "and")
