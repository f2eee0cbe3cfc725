"""Conditions as rows: what each looks at, what it is made of, and what it needs of each scope."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

from mqa.definition.rows.exact import MICRO, ceiling
from mqa.definition.rows.scopes import scopes
from mqa.definition.rows.windows import longest_window
from mqa.terms.rules import (
    BARRED,
    BUYING_STAGES,
    COMPOSITE,
    LOWEST_GRADE,
    SCORED,
    Condition,
    CountedUnit,
    Counter,
    Definition,
    Segment,
    Tier,
)
from mqa.terms.tables import RuleRows
from mqa.terms.titles import DEPARTMENTS, SENIORITIES, class_number

NO_NUMBER = 0  # of a counter that is not numbered yet

MEASURES = {
    "engagement_at_least": "engagement",
    "breadth_at_least": "breadth",
    "depth_at_least": "depth",
    "recency_at_least": "recency",
    "product_score_at_least": "product",
    "points_at_least": "points",
    "known_share_at_least": "known_share",
    "engaged_people_at_least": "engaged",
    "contact_ratio_at_least": "contact_ratio",
    "surging_topics_at_least": "surging_topics",
    "surging_share_at_least": "surging_share",
}
SHARES = {
    "known_share_at_least",
    "coverage_at_least",
    "contact_ratio_at_least",
    "surging_share_at_least",
    "rate_at_least",
    "lift_at_least",
}
MILLIONTHS = {*SCORED, *SHARES, "points_at_least"}  # kinds whose unit is a millionth; all others count
COUNTED_UNITS: dict[str, CountedUnit] = {
    "times_at_least": "times",
    "visits_at_least": "visits",
    "assets_at_least": "assets",
    "topics_at_least": "topics",
}


def layers(definition: Definition) -> dict[str, int]:
    """The layer of each condition: 0 for a simple one, for a composite one more than its highest part."""
    conditions = {condition.name: condition for condition in definition.conditions}

    @cache
    def layer(name: str) -> int:
        return 1 + max(layer(part) for part in conditions[name].parts) if conditions[name].parts else 0

    return {name: layer(name) for name in conditions}


def counters(definition: Definition) -> tuple[Counter, ...]:
    """What the conditions count, each once, numbered from 1."""
    wanted = dict.fromkeys(
        what for condition in definition.conditions for what in _counted_by(condition, definition) or () if what
    )
    return tuple(replace(what, number=nth) for nth, what in enumerate(wanted, start=1))


def condition_rows(definition: Definition) -> RuleRows:
    """The rule tables of conditions by what they look at, condition_parts and thresholds."""
    number = {condition.name: nth for nth, condition in enumerate(definition.conditions, start=1)}
    layer = layers(definition)
    counter = {replace(one, number=NO_NUMBER): one.number for one in counters(definition)}
    rows: RuleRows = {
        name: []
        for name in (
            "score_conditions",
            "grade_conditions",
            "people_conditions",
            "counter_conditions",
            "stage_conditions",
            "condition_parts",
        )
    }
    ranks = {grade.name: rank for rank, grade in enumerate(definition.grades, start=1)}
    ranks |= {LOWEST_GRADE: len(definition.grades) + 1}
    for condition in definition.conditions:
        nth = number[condition.name]
        if condition.kind in COMPOSITE:
            rows["condition_parts"] += [
                (nth, number[part], layer[condition.name], int(condition.kind == "not")) for part in condition.parts
            ]
        elif counted := _counted_by(condition, definition):
            first, second = counted
            out_of = counter[second] if second else 0
            rows["counter_conditions"].append((nth, counter[first], out_of, *_quotient(condition)))
        elif condition.kind in MEASURES:
            rows["score_conditions"].append((nth, MEASURES[condition.kind]))
        elif condition.kind == "fit_grade":
            rows["grade_conditions"] += [(nth, ranks[grade]) for grade in condition.grades]
        elif condition.kind == "buying_stage":
            rows["stage_conditions"] += [(nth, BUYING_STAGES.index(stage)) for stage in condition.stages]
        elif condition.kind != "facts":  # those are criteria, see `mqa.definition.rows.fit`
            rows["people_conditions"] += [(nth, *row) for row in _people_rows(condition, definition)]
    rows["thresholds"] = [
        (number[condition.name], scope, *_thresholds(condition, definition, segment, tier))
        for condition in definition.conditions
        for scope, segment, tier in scopes(definition)
    ]
    return rows


def _counted_by(condition: Condition, definition: Definition) -> tuple[Counter, Counter | None] | None:
    """What a condition counts (and what it divides by), or None where it looks at something else."""
    acts, topics = condition.activities or ("*",), condition.topics
    within = condition.within or longest_window(definition)
    if condition.kind in COUNTED_UNITS:
        of_visits = (condition.pages_at_least, condition.seconds_at_least)
        return Counter(NO_NUMBER, acts, COUNTED_UNITS[condition.kind], within, 0, topics, *of_visits), None
    if condition.kind == "rate_at_least":
        return Counter(NO_NUMBER, acts, "times", within), Counter(NO_NUMBER, condition.to, "times", within)
    if condition.kind == "lift_at_least":
        before = Counter(NO_NUMBER, acts, condition.unit, within + condition.against, within, topics)
        return Counter(NO_NUMBER, acts, condition.unit, within, 0, topics), before
    if condition.kind == "people_at_least" and condition.activities:
        return Counter(NO_NUMBER, acts, "people", within), None
    return None


def _quotient(condition: Condition) -> tuple[int, int, int]:
    """(least_out_of, times, per): a quotient is seen as count * times / (count it is divided by, at least 1, * per)."""
    if condition.kind == "lift_at_least":
        return 0, condition.against * MICRO, condition.within or 1
    return condition.at_least_in_denominator, MICRO, 1


def _people_rows(condition: Condition, definition: Definition) -> list[tuple[int, int, int, int]]:
    """(class, within, counts, out_of) for each class of people that a condition on people counts."""
    names = [role.name for role in definition.roles]
    required = [nth for nth, role in enumerate(definition.roles, start=1) if role.required]
    within = condition.within or definition.engagement.counts_for
    roles = [names.index(role) + 1 for role in condition.roles] or list(range(len(names) + 1))
    departments = [DEPARTMENTS.index(d) for d in condition.departments] or list(range(len(DEPARTMENTS)))
    seniorities = [SENIORITIES.index(s) for s in condition.seniorities] or list(range(len(SENIORITIES)))
    if condition.kind == "coverage_at_least":
        roles = required
    if condition.kind == "departments_at_least" and not condition.departments:
        departments = departments[1:]
    return [
        (
            class_number(role, department, seniority),
            within,
            {"coverage_at_least": role, "departments_at_least": department}.get(condition.kind, 0),
            len(required) if condition.kind == "coverage_at_least" else 0,
        )
        for role, department, seniority in product(roles, departments, seniorities)
    ]


def _thresholds(condition: Condition, definition: Definition, segment: Segment, tier: Tier) -> tuple[int, int]:
    """What a condition needs to enter and to stay, in its unit, of accounts of a segment and tier."""
    if condition.only_for and segment.name not in condition.only_for:
        return 0, 0
    if condition.kind in COMPOSITE and condition.kind != "at_least":
        needed = len(condition.parts) if condition.kind == "all_of" else 1
        return needed, needed
    if condition.kind == "facts":
        return len(condition.tests), len(condition.tests)
    needed_by_file = condition.needed.at(segment.name, tier.name)
    if condition.kind in BARRED:
        needed_by_file = min(Decimal(100), needed_by_file * tier.bar)
    leave_at = condition.leave_at
    if leave_at is None:
        leave_at = definition.stability.leave_at if condition.kind in SCORED else Decimal(1)
    enter = reached(condition, needed_by_file)
    if condition.kind in BARRED:
        enter = min(enter, 100 * MICRO)  # a full score enters wherever a bar leads
    if enter <= 0:
        return 0, 0
    return enter, max(1, min(enter, reached(condition, needed_by_file * leave_at)))


def reached(condition: Condition, needed: Decimal) -> int:
    """The smallest whole number of a condition's unit that is enough, where so much is needed of it."""
    exact = needed * (MICRO if condition.kind in MILLIONTHS else 1)
    return int(exact) + 1 if condition.above else ceiling(exact)
