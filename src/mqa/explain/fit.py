"""Fit in words: each test of the ICP, whether it holds, fails or cannot be known, and what is known of the account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any, Literal

from mqa.definition.rows.fit import criterion_rows
from mqa.explain.numbers import MICRO, listed, percent, plain
from mqa.terms.durations import date_of
from mqa.terms.rules import Definition, Purpose, Test

Row = Mapping[str, Any]
State = Literal["holds", "fails", "unknown"]

MOST_VALUES = 6
CODES = {"country", "fit_grade"}  # facts whose values are written in capitals
STATES = {
    "graded": "graded",
    "outside": "outside the ICP",
    "excluded": "excluded",
    "unknown": "fit unknown: too little is known",
}


@dataclass(frozen=True)
class CriterionWords:
    """One line of `fit` for an account. `share`: millionths of the fit score's 0-100 that it gives (fails: 0)."""

    name: str
    purpose: Purpose
    state: State
    asks: str
    known: str
    share: int
    hindsight: bool


def known_share(score: Row, definition: Definition) -> str:
    """The share of fit points whose facts are known, told apart from the least that a grade asks for."""
    return percent(score["known_share"], int(definition.least_known_share * MICRO))


def criteria(met: Iterable[Row], known_facts: Sequence[Row], definition: Definition) -> list[CriterionWords]:
    """Every criterion of the definition, in its order; a criterion without a row is unknown, not false."""
    rules = criterion_rows(definition)
    number_of_fact = {row[0]: row[1] for row in rules["used_facts"]}
    rows = {row["criterion"]: row for row in met}
    points = {row[0]: int(row[-1] or 0) for row in rules["criteria"]}
    held = [points[nth] if nth in rows and rows[nth]["holds"] else 0 for nth in range(1, len(definition.criteria) + 1)]
    shares = _shares(held, int(rules["fit_rules"][0][-1] or 1))
    return [
        CriterionWords(
            criterion.name,
            criterion.purpose,
            _state(rows.get(nth)),
            asks(criterion.test),
            known(
                [row for row in known_facts if row["fact_number"] == number_of_fact.get(criterion.test.fact)],
                criterion.test.fact,
            ),
            shares[nth - 1],
            bool(rows[nth]["hindsight"]) if nth in rows else False,
        )
        for nth, criterion in enumerate(definition.criteria, start=1)
    ]


def _shares(points: Sequence[int], all_points: int) -> list[int]:
    """What each line gives of the score, millionths of 0-100: differences of running quotients that add up to it.

    >>> _shares([1, 0, 1], 3)
    [33333333, 0, 33333333]
    """
    if sum(points) <= 0:
        return [0 for _ in points]
    up_to = [total * 100_000_000 // all_points for total in accumulate(points, initial=0)]
    return [after - before for before, after in pairwise(up_to)]


def asks(test: Test, *, most: int = MOST_VALUES) -> str:
    """What a test asks of a fact: `employees at least 200`. `most`: values named; of others is said how many."""
    fact = test.fact.replace("_", " ")
    match test.operator:
        case "listed_in":
            return f"{fact} in {test.listed_in}"
        case "any_of" | "has_any":
            return f"{fact} {listed(_few(_written(test.values, test.fact), most))}"
        case "at_least":
            return f"{fact} at least {plain(test.low)}" if test.low is not None else fact
        case "at_most":
            return f"{fact} at most {plain(test.high)}" if test.high is not None else fact
        case "between":
            ends = [plain(end) for end in (test.low, test.high) if end is not None]
            return f"{fact} {' to '.join(ends)}"
        case "within":
            return f"{fact} within {test.days} days"
    return f"{fact} known"


def known(rows: Sequence[Row], fact: str) -> str:
    """The values of a fact that hold, as they were written; nothing where none is known."""
    return ", ".join(_few(_written(sorted({_value(row) for row in rows}), fact)))


def _value(row: Row) -> str:
    if row["value_on"] is not None:
        return date_of(row["value_on"]).isoformat()
    return str(row["value"] or plain(Decimal(row["number_milli"] or 0) / 1000))


def _state(row: Row | None) -> State:
    if row is None:
        return "unknown"
    return "holds" if row["holds"] else "fails"


def _written(values: Sequence[str], fact: str) -> list[str]:
    return [value.upper() for value in values] if fact in CODES else list(values)


def _few(values: Sequence[str], most: int = MOST_VALUES) -> list[str]:
    more = len(values) - most
    return [*values[:most], *([f"{more} more"] if more > 0 else [])]
