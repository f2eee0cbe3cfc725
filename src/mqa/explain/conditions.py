"""Verdicts in words: what a condition asks, what was seen, and what is short, in the units a person thinks in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from mqa.definition.rows.conditions import SHARES, condition_rows, layers
from mqa.explain.fit import asks
from mqa.explain.numbers import MICRO, counted, listed, percent, percent_needed, score_needed, score_seen
from mqa.terms.rules import COMPOSITE, SCORED, Condition, Definition

Row = Mapping[str, Any]
Unit = Literal["score", "points", "share", "count", "yes"]

SCORE_NAMES = {
    "engagement_at_least": "engagement",
    "breadth_at_least": "breadth",
    "depth_at_least": "depth",
    "recency_at_least": "recency",
    "product_score_at_least": "product score",
    "points_at_least": "engagement points",
}
YES_OR_NO = {"fit_grade", "buying_stage", "role", "facts", "not"}
COUNT_NOUNS = {
    "people_at_least": ("person", "people"),
    "engaged_people_at_least": ("engaged person", "engaged people"),
    "departments_at_least": ("department", "departments"),
    "surging_topics_at_least": ("surging topic", "surging topics"),
    "times_at_least": ("act", "acts"),
    "visits_at_least": ("visit", "visits"),
    "assets_at_least": ("asset", "assets"),
    "topics_at_least": ("topic", "topics"),
    "at_least": ("of its parts", "of its parts"),
    "all_of": ("of its parts", "of its parts"),
    "any_of": ("of its parts", "of its parts"),
}


@dataclass(frozen=True)
class Answer:
    """One verdict with its condition. `seen` and what is needed: whole numbers in `unit` (scores, shares: millionths).

    `asked`: whether it is asked of this account's segment at all.
    """

    condition: Condition
    seen: int
    needed_to_enter: int
    needed_to_stay: int
    enters: bool
    stays: bool

    @property
    def asked(self) -> bool:
        """Whether the condition is asked of accounts of this segment."""
        return self.needed_to_enter > 0

    @property
    def unit(self) -> Unit:
        """What its numbers are."""
        if self.condition.kind in SCORED:
            return "score"
        if self.condition.kind == "points_at_least":
            return "points"
        if self.condition.kind in SHARES:
            return "share"
        return "yes" if self.condition.kind in YES_OR_NO else "count"


@dataclass(frozen=True)
class Gap:
    """One thing that is short, and, where others would do instead, those."""

    condition: str
    words: str
    ways: tuple[Gap, ...] = ()


def answers(verdicts: Iterable[Row], definition: Definition, scope: int) -> dict[str, Answer]:
    """Every condition's answer for an account of a scope, in the order of the file; no row: nothing was seen."""
    return answering(definition)(verdicts, scope)


def answering(definition: Definition) -> Callable[[Iterable[Row], int], dict[str, Answer]]:
    """What gives the answers of one account after another."""
    needed = _needed(definition)
    in_order = sorted(enumerate(definition.conditions, start=1), key=lambda one: one[1].place)

    def answered(verdicts: Iterable[Row], scope: int) -> dict[str, Answer]:
        rows = {row["condition"]: row for row in verdicts}
        return {one.name: _answer(one, rows.get(nth), needed[nth, scope]) for nth, one in in_order}

    return answered


@lru_cache(maxsize=8)
def _needed(definition: Definition) -> Mapping[tuple[Any, Any], tuple[Any, Any]]:
    """What each condition needs of each scope to enter and to stay: made once for all accounts of a definition."""
    return {(row[0], row[1]): (row[2], row[3]) for row in condition_rows(definition)["thresholds"]}


def _answer(condition: Condition, row: Row | None, needed: tuple[Any, Any]) -> Answer:
    if row is None:
        return Answer(condition, 0, *needed, enters=False, stays=False)
    numbers = (row["seen"], row["needed_to_enter"], row["needed_to_stay"])
    return Answer(condition, *numbers, enters=bool(row["enters"]), stays=bool(row["stays"]))


def question(answer: Answer) -> str:
    """What the condition asks of this account: `3 people within 14 days`."""
    condition, needed = answer.condition, answer.needed_to_enter
    window = f" within {counted(condition.within, 'day')}" if condition.within else ""
    match condition.kind:
        case "fit_grade":
            return f"fit grade {listed(condition.grades)}"
        case "facts":
            return listed([asks(test) for test in condition.tests], "and")
        case "buying_stage":
            return f"buying stage {listed(condition.stages)}"
        case "role":
            return f"{_who(condition)} seen{window}"
        case "known_share_at_least":
            return f"{_bound(answer, needed)} of the fit points known"
        case "coverage_at_least":
            return f"{_bound(answer, needed)} of the required roles seen{window}"
        case "contact_ratio_at_least":
            return f"{_bound(answer, needed)} of the known people engaged"
        case "surging_share_at_least":
            return f"{_bound(answer, needed)} of the topics surging"
        case "rate_at_least":
            acts, of = listed(condition.activities), listed(condition.to)
            return f"acts of {acts}: {_bound(answer, needed)} of those of {of}{window}"
        case "lift_at_least":
            done, before = condition.unit.replace("times", "acts"), counted(condition.against, "day")
            return f"{done}{_which(condition)}{window}: a day {_bound(answer, needed)} of a day in the {before} before"
        case "all_of":
            return f"all of: {', '.join(condition.parts)}"
        case "any_of":
            return f"any of: {', '.join(condition.parts)}"
        case "at_least":
            return f"{needed} of: {', '.join(condition.parts)}"
        case "not":
            return f"not: {', '.join(condition.parts)}"
    if condition.kind in SCORE_NAMES:
        return f"{SCORE_NAMES[condition.kind]} {'' if _strict(answer) else 'of at least '}{_bound(answer, needed)}"
    return f"{counted(needed, *COUNT_NOUNS[condition.kind])}{_which(condition)}{window}"


def value(answer: Answer, number: int) -> str:
    """A number in the unit of its condition; what was seen is never rounded up to what is needed."""
    if answer.unit == "yes":
        return "yes" if number >= max(answer.needed_to_enter, 1) else "no"
    if answer.unit == "count":
        return f"{number:,}"
    if number == answer.seen:
        return _share_seen(answer) if answer.unit == "share" else score_needed(_seen(answer))
    return _bound(answer, number)


def _seen(answer: Answer) -> int:
    """A score as it is shown beside what it needs to enter and to stay, in millionths."""
    return score_seen(answer.seen, answer.needed_to_enter, answer.needed_to_stay)


def _share_seen(answer: Answer) -> str:
    """A share as it is shown beside what it needs to enter and to stay."""
    return percent(answer.seen, answer.needed_to_enter, answer.needed_to_stay)


def _strict(answer: Answer) -> bool:
    """Whether reaching the number written is not enough; a full score is, wherever a bar leads."""
    return answer.condition.above and not (answer.unit == "score" and answer.needed_to_enter == 100 * MICRO)


def _bound(answer: Answer, needed: int) -> str:
    """What is needed of a score, points or a share: `60.0`, or `above 60.0` where reaching it is not enough."""
    strict = _strict(answer)
    shown = percent_needed(needed - strict) if answer.unit == "share" else score_needed(needed - strict)
    return f"above {shown}" if strict else shown


def short(answer: Answer, has: str = "") -> str:
    """What is short of entering: `needs 1 more person within 14 days (has 2 of 3)`; `has`: a grade, a buying stage."""
    condition, seen, needed = answer.condition, answer.seen, answer.needed_to_enter
    window = f" within {counted(condition.within, 'day')}" if condition.within else ""
    if answer.unit == "yes":
        return f"needs {question(answer)} ({f'has {has}' if has else 'not yet'})"
    if answer.unit == "share":
        return f"needs {question(answer)} (has {_share_seen(answer)})"
    if answer.unit in ("score", "points") and _strict(answer):
        return f"needs {question(answer)} (has {score_needed(_seen(answer))})"
    if answer.unit in ("score", "points"):
        gap, has = score_needed(needed - _seen(answer)), score_needed(_seen(answer))
        return f"needs {gap} more {SCORE_NAMES[condition.kind]} (has {has} of {score_needed(needed)})"
    more = needed - seen
    one, many = COUNT_NOUNS[condition.kind]
    return f"needs {more:,} more {one if more == 1 else many}{_which(condition)}{window} (has {seen:,} of {needed:,})"


def gaps(name: str, found: Mapping[str, Answer], has: Mapping[str, str]) -> tuple[Gap, ...]:
    """What is short for a condition to be entered, down to the simple conditions; nothing where it is.

    `has`: what the account has, by kind of condition (its fit grade, its buying stage).
    """
    answer = found[name]
    condition = answer.condition
    if answer.enters:
        return ()
    if condition.kind not in COMPOSITE:
        return (Gap(name, short(answer, has.get(condition.kind, ""))),)
    if condition.kind == "not":
        return (Gap(name, f"needs “{condition.parts[0]}” not to hold (it does)"),)
    failing = [part for part in condition.parts if not found[part].enters]
    if condition.kind == "all_of" or (condition.kind == "any_of" and len(failing) == 1):
        return tuple(dict.fromkeys(gap for part in failing for gap in gaps(part, found, has)))
    more = answer.needed_to_enter - answer.seen
    of = f"(has {answer.seen} of {answer.needed_to_enter})" if condition.kind == "at_least" else ""
    ways = tuple(_joined(part, gaps(part, found, has)) for part in failing)
    return (Gap(name, f"needs {more} more of these {of}".rstrip(), ways),)


def in_order(definition: Definition, found: Mapping[str, Answer]) -> list[tuple[Answer, int]]:
    """The answers in the order of the file, each with its layer (0: simple)."""
    layer = layers(definition)
    return [(answer, layer[name]) for name, answer in found.items()]


def _joined(part: str, found: tuple[Gap, ...]) -> Gap:
    """The gaps of one part as one: itself, or all that it lacks."""
    return found[0] if len(found) == 1 else Gap(part, "needs all of these", found)


def _who(condition: Condition) -> str:
    return f"somebody as {listed(condition.roles)}" if condition.roles else "somebody"


def _which(condition: Condition) -> str:
    """The people, acts or topics that a condition is about."""
    limits = [*condition.roles, *condition.departments, *condition.seniorities]
    people = f" ({', '.join(limits)})" if limits else ""
    with_acts = condition.kind == "people_at_least" or condition.unit == "people"
    acts = f" {'with acts of' if with_acts else 'of'} {listed(condition.activities)}" if condition.activities else ""
    topics = f" on {listed(condition.topics)}" if condition.topics else ""
    return f"{people}{acts}{topics}{_each(condition)}"


def _each(condition: Condition) -> str:
    """What each visit must have."""
    pages, seconds = condition.pages_at_least, condition.seconds_at_least
    least = [counted(pages, "page")] if pages > 1 else []
    least += [counted(seconds, "second")] if seconds else []
    return f" with at least {listed(least, 'and')} each" if least else ""
