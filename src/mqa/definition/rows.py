"""A definition as rows: the small rule tables that the steps join.

Names become their place in the file (from 1): signals, roles, conditions, levels, segments, tiers,
grades. Every number is an integer: micro-points, millionths of a score or share, thousandths of a fact,
whole days. What only the data can tell (shapes, titles) is left to `scoring.patterns` and
`identity.roles`.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from itertools import accumulate, product

from mqa.terms.rules import (
    COMPOSITE,
    SCORED,
    Condition,
    CountedUnit,
    Counter,
    Criterion,
    Definition,
    Segment,
    Signal,
    Test,
    Tier,
)
from mqa.terms.tables import RuleRows
from mqa.terms.titles import DEPARTMENTS, SENIORITIES, class_number

MICRO = 1_000_000
NO_LIMIT = 9_000_000_000_000_000
MANY_TIMES = 1_000_000_000
FIT_GRADE = -1  # the fact number of the fit grade, which only tiers may ask for
STAGES = {"none": 0, "awareness": 1, "consideration": 2, "decision": 3}
QUALIFIED = ("MQA", "PQA")
MEASURES = {
    "engagement_at_least": "engagement",
    "breadth_at_least": "breadth",
    "depth_at_least": "depth",
    "recency_at_least": "recency",
    "product_score_at_least": "product",
    "known_share_at_least": "known_share",
    "engaged_people_at_least": "engaged",
    "contact_ratio_at_least": "contact_ratio",
    "surging_topics_at_least": "surging_topics",
}
BARRED = {"engagement_at_least", "breadth_at_least", "depth_at_least", "recency_at_least"}
SHARES = {"known_share_at_least", "coverage_at_least", "contact_ratio_at_least", "rate_above"}
COUNTED_UNITS: dict[str, CountedUnit] = {
    "times_at_least": "times",
    "visits_at_least": "visits",
    "assets_at_least": "assets",
}


def rule_rows(definition: Definition) -> RuleRows:
    """All rule tables that follow from the definition alone, by table name."""
    return {
        **_fit_rows(definition),
        **_scope_rows(definition),
        **_signal_rows(definition),
        **_condition_rows(definition),
        **_level_rows(definition),
    }


def longest_window(definition: Definition) -> int:
    """The days of activity that any rule may look back on; a standing expires for want of acts that young."""
    windows = [definition.engagement.counts_for, definition.product.counts_for, definition.intent.counts_for]
    windows += [condition.within or 0 for condition in definition.conditions]
    return max([*windows, definition.stability.expire_after or 0])


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
    return tuple(Counter(nth, *what) for nth, what in enumerate(wanted, start=1))


# --- fit, segments, tiers ---------------------------------------------------------------------------------


def _fit_rows(definition: Definition) -> RuleRows:
    owned: list[tuple[str, int, Test, int]] = [
        (c.purpose, 0, c.test, share) for c, share in zip(definition.criteria, _shares(definition), strict=True)
    ]
    places = [("segment", nth, owner.tests) for nth, owner in enumerate(definition.segments, start=1)]
    places += [("tier", nth, owner.tests) for nth, owner in enumerate(definition.tiers, start=1)]
    owned += [(purpose, owner, test, 0) for purpose, owner, tests in places for test in tests]
    facts = sorted({test.fact for _, _, test, _ in owned} - {"fit_grade"})
    number = {"fit_grade": FIT_GRADE} | {fact: nth for nth, fact in enumerate(facts, start=1)}
    bars = [_ceiling(grade.bar * MICRO) for grade in definition.grades] + [0]
    names = [grade.name for grade in definition.grades] + ["D"]
    return {
        "used_facts": [(fact, number[fact]) for fact in facts],
        "criteria": [
            (nth, purpose, owner, number[test.fact], *_operator(test), share)
            for nth, (purpose, owner, test, share) in enumerate(owned, start=1)
        ],
        "criterion_values": [
            (nth, value) for nth, (_, _, test, _) in enumerate(owned, 1) for value in dict.fromkeys(_values(test))
        ],
        "fit_rules": [
            (
                sum(c.purpose == "required" for c in definition.criteria),
                _ceiling(definition.least_known_share * MICRO),
                len(definition.segments),
                len(definition.tiers),
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


def _shares(definition: Definition) -> list[int]:
    """Each criterion's share of the fit score in millionths of 0-100; the positive ones add up to 100 exactly.

    Source: fit score = 100 x points that hold / all positive points; running quotients in file order.
    """
    points = [_micro(c.points) if c.purpose == "points" else 0 for c in definition.criteria]
    total = sum(p for p in points if p > 0) or 1
    up_to = list(accumulate((max(p, 0) for p in points), initial=0))
    return [
        after * 100 * MICRO // total - before * 100 * MICRO // total if p >= 0 else -(-p * 100 * MICRO // total)
        for p, before, after in zip(points, up_to, up_to[1:], strict=False)
    ]


def _operator(test: Test) -> tuple[str, int | None, int | None]:
    """The operator a step knows, with its bounds: every comparison of numbers is a `between`."""
    if test.operator in ("any_of", "has_any", "listed_in"):
        return "any_of", None, None
    if test.operator == "within":
        return "within", None, test.days
    if test.operator == "known":
        return "known", None, None
    low = -NO_LIMIT if test.low is None else _ceiling(test.low * 1000)
    high = NO_LIMIT if test.high is None else int(test.high * 1000)
    return "between", low, high


def _values(test: Test) -> tuple[str, ...]:
    return tuple(value.strip().lower() for value in test.values)


# --- scopes: what differs by segment and tier --------------------------------------------------------------


def _scope_rows(definition: Definition) -> RuleRows:
    classes = _worth_classes(definition)
    engagement = definition.engagement
    return {
        "scopes": [
            (
                scope,
                definition.segments.index(segment) + 1,
                definition.tiers.index(tier) + 1,
                classes[_points_at(definition, segment, tier)],
                _benchmark(segment.benchmark_points),
                segment.benchmark_people,
                _micro(engagement.breadth.at(segment.name, tier.name)),
                _micro(engagement.depth.at(segment.name, tier.name)),
                _micro(engagement.recency.at(segment.name, tier.name)),
                _benchmark(definition.product.benchmark.at(segment.name, tier.name)),
            )
            for scope, segment, tier in _scopes(definition)
        ],
        "topics": [
            (nth, topic.strip().lower(), int(definition.intent.surge * 1000), definition.intent.counts_for)
            for nth, topic in enumerate(definition.intent.topics, start=1)
        ],
    }


def _scopes(definition: Definition) -> list[tuple[int, Segment, Tier]]:
    return [(nth, *both) for nth, both in enumerate(product(definition.segments, definition.tiers), start=1)]


def _benchmark(points: Decimal) -> int:
    """A benchmark in thousandths of points; never 0, since scores are divided by it."""
    return max(1, _rounded(points * 1000))


def _points_at(definition: Definition, segment: Segment, tier: Tier) -> tuple[Decimal, ...]:
    return tuple(signal.points.at(segment.name, tier.name) for signal in definition.signals)


def _worth_classes(definition: Definition) -> dict[tuple[Decimal, ...], int]:
    """Scopes whose signals are worth the same share one class, so `worth` stays small."""
    distinct = dict.fromkeys(_points_at(definition, segment, tier) for _, segment, tier in _scopes(definition))
    return {points: nth for nth, points in enumerate(distinct, start=1)}


# --- signals -------------------------------------------------------------------------------------------------


def _signal_rows(definition: Definition) -> RuleRows:
    engagement, product_rules = definition.engagement, definition.product
    window = {"engagement": engagement.counts_for, "product": product_rules.counts_for}
    most = {"engagement": engagement.most_per_person, "product": product_rules.most_per_person}
    weights = [(-1, engagement.anonymous), (0, engagement.without_role)]
    weights += [(nth, role.weight) for nth, role in enumerate(definition.roles, start=1)]
    ages = range(longest_window(definition))
    return {
        "signals": [
            (
                nth,
                signal.name,
                signal.score,
                int(max(signal.points.default, *dict(signal.points.by_name).values(), Decimal(0)) > 0),
                NO_LIMIT if signal.cap is None else _micro(signal.cap),
                NO_LIMIT if (cap := most[signal.score]) is None else _micro(cap),
                STAGES[signal.stage],
            )
            for nth, signal in enumerate(definition.signals, start=1)
        ],
        "worth": [
            (
                worth_class,
                nth,
                role,
                age,
                _worth(points, weight, signal, age) if age < window[signal.score] else 0,
                signal.per_day or MANY_TIMES,
            )
            for given, worth_class in _worth_classes(definition).items()
            for nth, (signal, points) in enumerate(zip(definition.signals, given, strict=True), start=1)
            for role, weight in weights
            for age in ages
        ],
        "recency_ages": [
            (age, _rounded(100 * MICRO * _half(age, engagement.recency_half_life)))
            for age in range(engagement.counts_for)
        ],
        "engagement_rules": [
            (
                _micro(engagement.engaged_at),
                _micro(definition.mql.points_at_least) if definition.mql else NO_LIMIT,
            )
        ],
        "mql_roles": [(role,) for role in _mql_roles(definition)],
    }


def _worth(points: Decimal, weight: Decimal, signal: Signal, age: int) -> int:
    """What one act is worth, in micro-points, rounded once: points x weight of the role x fading."""
    return _rounded(points * weight * fading(signal, age) * MICRO)


def fading(signal: Signal, age: int) -> Decimal:
    """The share of its points that an act keeps at an age in days.

    Source: semantics, "Engagement" 3: 0.5^(age / half-life), or max(0, 1 - age / lifespan), or 1.
    """
    if signal.fading == "half_life":
        return _half(age, signal.fading_days)
    if signal.fading == "lifespan":
        return max(Decimal(0), 1 - Decimal(age) / signal.fading_days)
    return Decimal(1)


@cache
def _half(age: int, half_life: int) -> Decimal:
    with localcontext() as context:
        context.prec = 28
        return Decimal("0.5") ** (Decimal(age) / half_life)


def _mql_roles(definition: Definition) -> list[int]:
    if definition.mql is None:
        return []
    names = [role.name for role in definition.roles]
    return [names.index(role) + 1 for role in definition.mql.roles] or list(range(len(names) + 1))


# --- conditions ------------------------------------------------------------------------------------------------


def _condition_rows(definition: Definition) -> RuleRows:
    number = {condition.name: nth for nth, condition in enumerate(definition.conditions, start=1)}
    layer = layers(definition)
    counter = {(c.activities, c.unit, c.within): c.number for c in counters(definition)}
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
    ranks |= {"D": len(definition.grades) + 1}
    for condition in definition.conditions:
        nth = number[condition.name]
        if condition.kind in COMPOSITE:
            rows["condition_parts"] += [
                (nth, number[part], layer[condition.name], int(condition.kind == "not")) for part in condition.parts
            ]
        elif counted := _counted_by(condition, definition):
            first, second = counted
            out_of = counter[second] if second else 0
            rows["counter_conditions"].append((nth, counter[first], out_of, condition.at_least_in_denominator))
        elif condition.kind in MEASURES:
            rows["score_conditions"].append((nth, MEASURES[condition.kind]))
        elif condition.kind == "fit_grade":
            rows["grade_conditions"] += [(nth, ranks[grade]) for grade in condition.grades]
        elif condition.kind == "buying_stage":
            rows["stage_conditions"] += [(nth, STAGES[stage]) for stage in condition.stages]
        else:
            rows["people_conditions"] += [(nth, *row) for row in _people_rows(condition, definition)]
    rows["thresholds"] = [
        (number[condition.name], scope, *_thresholds(condition, definition, segment, tier))
        for condition in definition.conditions
        for scope, segment, tier in _scopes(definition)
    ]
    return rows


Counted = tuple[tuple[str, ...], CountedUnit, int]


def _counted_by(condition: Condition, definition: Definition) -> tuple[Counted, Counted | None] | None:
    """What a condition counts (and what it divides by), or None where it looks at something else."""
    within = condition.within or longest_window(definition)
    if condition.kind in COUNTED_UNITS:
        return (condition.activities, COUNTED_UNITS[condition.kind], within), None
    if condition.kind == "rate_above":
        return (condition.activities, "times", within), (condition.to, "times", within)
    if condition.kind == "people_at_least" and condition.activities:
        return (condition.activities, "people", within), None
    return None


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
    needed_by_file = condition.needed.at(segment.name, tier.name)
    if condition.kind in BARRED:
        needed_by_file = min(Decimal(100), needed_by_file * tier.bar)
    leave_at = condition.leave_at
    if leave_at is None:
        leave_at = definition.stability.leave_at if condition.kind in SCORED else Decimal(1)
    unit = MICRO if condition.kind in SCORED or condition.kind in SHARES else 1
    above = int(condition.kind == "rate_above")
    enter = _ceiling(needed_by_file * unit) + above
    if enter <= 0:
        return 0, 0
    stay = _ceiling(needed_by_file * leave_at * unit) + above
    return enter, max(1, min(enter, stay))


# --- levels ------------------------------------------------------------------------------------------------------


def _level_rows(definition: Definition) -> RuleRows:
    number = {condition.name: nth for nth, condition in enumerate(definition.conditions, start=1)}
    stability = definition.stability
    return {
        "levels": [
            (nth, level.name, number[level.when], level.stage, int(level.stage in QUALIFIED), level.enter_after)
            for nth, level in enumerate(definition.levels, start=1)
        ],
        "stability": [
            (
                stability.stay_at_least,
                stability.expire_after,
                stability.cooldown_rejected,
                stability.cooldown_deferred,
                stability.cooldown_expired,
            )
        ],
    }


def _micro(number: Decimal) -> int:
    return _rounded(number * MICRO)


def _rounded(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_EVEN))


def _ceiling(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))


def criterion_names(definition: Definition) -> dict[int, Criterion]:
    """The criteria of fit by the number their rows carry."""
    return dict(enumerate(definition.criteria, start=1))
