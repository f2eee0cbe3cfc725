"""Fit, segments and tiers as rows: tests of facts, their points, grades."""

from __future__ import annotations

from math import gcd

from mqa.definition.rows.exact import MICRO, ceiling, micro
from mqa.terms.rules import LOWEST_GRADE, Definition, Test
from mqa.terms.tables import RuleRows

UNBOUNDED = 2**63 - 1
HIGHEST_POINTS = 90_000_000_000
FIT_GRADE = -1  # the fact number of the fit grade, which only tiers may ask for


Owned = tuple[str, int, Test, int]  # purpose, number of the segment, tier or condition (0: fit itself), test, points


def fit_rows(definition: Definition) -> RuleRows:
    """The rule tables used_facts, criteria, criterion_values, fit_rules, grades and places."""
    values = [_values(test) for _, _, test, _ in _owned(definition)]
    return {
        **criterion_rows(definition),
        "criterion_values": [(nth, value) for nth, of_one in enumerate(values, 1) for value in dict.fromkeys(of_one)],
    }


def criterion_rows(definition: Definition) -> RuleRows:
    """The same without criterion_values, which may be lists of thousands."""
    owned, places = _owned(definition), _places(definition)
    facts = sorted({test.fact for _, _, test, _ in owned} - {"fit_grade"})
    number = {"fit_grade": FIT_GRADE} | {fact: nth for nth, fact in enumerate(facts, start=1)}
    bars = [ceiling(grade.bar * MICRO) for grade in definition.grades] + [0]
    names = [grade.name for grade in definition.grades] + [LOWEST_GRADE]
    return {
        "used_facts": [(fact, number[fact]) for fact in facts],
        "criteria": [
            (nth, purpose, owner, number[test.fact], *_operator(test), points)
            for nth, (purpose, owner, test, points) in enumerate(owned, start=1)
        ],
        "fit_rules": [
            (
                sum(c.purpose == "required" for c in definition.criteria),
                ceiling(definition.least_known_share * MICRO),
                len(definition.segments),
                len(definition.tiers),
                max(1, sum(points for _, _, _, points in owned if points > 0)),
            )
        ],
        "grades": [
            (rank, name.lower(), bar, below)
            for rank, (name, bar, below) in enumerate(
                zip(names, bars, [100 * MICRO + 1, *bars[:-1]], strict=True), start=1
            )
        ],
        "places": [(purpose, owner, len(tests)) for purpose, owner, tests in places if tests],
    }


def _places(definition: Definition) -> list[tuple[str, int, tuple[Test, ...]]]:
    segments = [("segment", nth, owner.tests) for nth, owner in enumerate(definition.segments, start=1)]
    return segments + [("tier", nth, owner.tests) for nth, owner in enumerate(definition.tiers, start=1)]


def _owned(definition: Definition) -> list[Owned]:
    """Every test in the order of its number: those of fit, of segments, of tiers, of conditions."""
    of_fit = zip(definition.criteria, _points(definition), strict=True)
    of_conditions = [("condition", nth, condition.tests) for nth, condition in enumerate(definition.conditions, 1)]
    return [(c.purpose, 0, c.test, points) for c, points in of_fit] + [
        (purpose, owner, test, 0) for purpose, owner, tests in _places(definition) + of_conditions for test in tests
    ]


def _points(definition: Definition) -> list[int]:
    """Each criterion's points as whole numbers without a common divisor, so that sums of them are exact.

    Their positive sum stays below 9e10, so that 100 million times it fits into 64 bits.
    """
    points = [micro(c.points) if c.purpose == "points" else 0 for c in definition.criteria]
    divisor = gcd(*points) or 1
    most = sum(p for p in points if p > 0) // divisor
    return [p // divisor if most < HIGHEST_POINTS else p * HIGHEST_POINTS // (most * divisor) for p in points]


def _operator(test: Test) -> tuple[str, int | None, int | None]:
    """The operator a step knows, with its bounds: every comparison of numbers is a `between`."""
    if test.operator in ("any_of", "has_any", "listed_in"):
        return "any_of", None, None
    if test.operator == "within":
        return "within", None, test.days
    if test.operator == "known":
        return "known", None, None
    low = -UNBOUNDED if test.low is None else ceiling(test.low * 1000)
    high = UNBOUNDED if test.high is None else int(test.high * 1000)
    return "between", low, high


def _values(test: Test) -> tuple[str, ...]:
    return tuple(value.strip().lower() for value in test.values)
