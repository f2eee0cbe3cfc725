"""A standing in words: the level, why not a higher one, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa.explain.conditions import Answer, Gap, gaps
from mqa.explain.fit import CriterionWords
from mqa.explain.nearness import distance
from mqa.explain.numbers import counted, listed
from mqa.terms.durations import date_of
from mqa.terms.rules import BUYING_STAGES, LOWEST_GRADE, Definition, Level
from mqa.terms.stages import QUALIFIED

Row = Mapping[str, Any]

NO_LEVEL = "no level"
MOST_IN_SHORT = 3  # things that are short, in one line
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

    @property
    def in_short(self) -> str:
        """What keeps the account from it, in one line."""
        told = [*self.waits, *map(_in_short, self.gaps)]
        more = [f"and {len(told) - MOST_IN_SHORT} more"] if len(told) > MOST_IN_SHORT else []
        return "; ".join([*told[:MOST_IN_SHORT], *more]) or f"“{self.when}” holds"


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
    """Every level above the present one, with all that keeps the account from it.

    Those that sales is handed come first, and of each kind the one that the least is short of.
    """
    present = standing["level"] if standing else 0
    held_since = {row["level"]: row["since"] for row in streaks}
    has = {"fit_grade": grade_name(score, definition), "buying_stage": BUYING_STAGES[buying_stage]}
    shut = out_of_reach(score["state"], criteria)
    higher = [
        HigherLevel(
            level.name,
            level.when,
            (*shut, *gaps(level.when, found, has)),
            tuple(_waits(level, held_since.get(nth), standing, score["as_of"])),
        )
        for nth, level in enumerate(definition.levels, start=1)
        if nth > present
    ]
    handed = definition.handoff.levels
    return sorted(higher, key=lambda one: (one.level not in handed, distance(one.when, found)))


def grade_name(score: Row, definition: Definition) -> str:
    """The fit grade of an account, or why it has none."""
    rank = score["grade_rank"]
    if not rank:
        return "no grade" if score["state"] == "graded" else f"no grade: {score['state']}"
    return definition.grades[rank - 1].name if rank <= len(definition.grades) else LOWEST_GRADE


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


def out_of_reach(state: str, criteria: Sequence[CriterionWords]) -> tuple[Gap, ...]:
    """What puts an account out of reach of every level, however busy it is."""
    if state == "excluded":
        matched = [line for line in criteria if line.purpose == "excluded" and line.state == "holds"]
        return tuple(Gap(line.name, f"it is excluded: {line.asks}") for line in matched)
    if state == "outside":
        missed = [line for line in criteria if line.purpose == "required" and line.state == "fails"]
        return tuple(Gap(line.name, f"needs {line.asks} (has {line.known})") for line in missed)
    return ()


def _in_short(gap: Gap) -> str:
    """A gap without what stands below it."""
    others = listed([f"“{way.condition}”" for way in gap.ways])
    return f"{gap.words}: {others}" if others else gap.words


def _waits(level: Level, since: int | None, standing: Row | None, as_of: int) -> Iterable[str]:
    """What else stands between an account and the level, though its condition may hold: the cooldown first."""
    resting = standing if level.stage in QUALIFIED else None
    cooling = resting["cooling_until"] if resting else None
    after, last = (resting["asks_evidence_after"], resting["evidence_on"]) if resting else (None, None)
    anything_new = after is None or (last is not None and last > after)
    if cooling is not None:
        yield f"cools down: it may be entered from {date_of(cooling).isoformat()} on"
    if after is not None:
        seen = f"there was, on {date_of(last).isoformat()}" if anything_new and last is not None else "nothing yet"
        yield f"asks for something new after {date_of(after).isoformat()} ({seen})"
    if since is not None and level.enter_after:
        entered = max(since + level.enter_after, cooling or 0)
        ahead = f"; is entered on {date_of(entered).isoformat()} if it still holds then" if entered > as_of else ""
        yield f"holds since {date_of(since).isoformat()}{ahead if anything_new else ''}"


def people_words(score: Row) -> str:
    """How many people are engaged, seen and known."""
    engaged, seen, known = (score[name] for name in ("engaged", "seen", "known"))
    return listed([f"{engaged} engaged", f"{seen} seen", f"{counted(known, 'person', 'people')} known"], "and")
