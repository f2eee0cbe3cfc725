"""Signals as rows: what one act is worth by role and age, caps, recency, and who may be a lead."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache

from mqa.definition.rows.exact import MICRO, NO_LIMIT, micro, rounded
from mqa.definition.rows.scopes import Worth, worth_classes
from mqa.definition.rows.windows import longest_window
from mqa.terms.placing import SURE_RULES
from mqa.terms.rules import BUYING_STAGES, Definition, Signal
from mqa.terms.tables import RuleRows
from mqa.terms.titles import DEPARTMENTS, SENIORITIES, weighing_number

MANY_TIMES = 10_000  # acts of one signal by one person that count on a day where no limit is given: no person does more


def signal_rows(definition: Definition) -> RuleRows:
    """The rule tables signals, worth, caps, recency_ages, mql_roles and sure_rules."""
    engagement = definition.engagement
    valued = [
        (worth_class, nth, signal, worth)
        for every_worth, worth_class in worth_classes(definition).items()
        for nth, (signal, worth) in enumerate(zip(definition.signals, every_worth, strict=True), start=1)
    ]
    return {
        "signals": [
            (nth, signal.name, signal.score, int(max(signal.points.numbers) > 0), BUYING_STAGES.index(signal.own_stage))
            for nth, signal in enumerate(definition.signals, start=1)
        ],
        "worth": _worth_rows(definition, valued),
        "caps": [
            (worth_class, nth, _limit(worth.cap), _limit(worth.most_per_person))
            for worth_class, nth, _, worth in valued
        ],
        "recency_ages": [
            (age, rounded(100 * MICRO * _half(age, engagement.recency_half_life)))
            for age in range(engagement.counts_for)
        ],
        "mql_roles": [(role,) for role in _mql_roles(definition)],
        "sure_rules": [(rule,) for rule in SURE_RULES if not engagement.anonymous.alike],
    }


def _worth_rows(
    definition: Definition, valued: Sequence[tuple[int, int, Signal, Worth]]
) -> list[tuple[int | str | None, ...]]:
    """What one act is worth, by class of worth, signal, who did it and how many days ago; `valued`: each class with the
    place of each signal, the signal, and what it is worth there."""
    window = {"engagement": definition.engagement.counts_for, "product": definition.product.counts_for}
    days = longest_window(definition)
    kept = [
        [fading(signal, age) * MICRO if age < window[signal.score] else Decimal(0) for age in range(days)]
        for signal in definition.signals
    ]
    weights = _weights(definition)
    return [
        (
            worth_class,
            nth,
            weighing,
            age,
            rounded(worth.points * weight * micro_kept),
            signal.per_day or MANY_TIMES,
            NO_LIMIT if worth.most_per_day is None else rounded(worth.most_per_day * weight * micro_kept),
        )
        for worth_class, nth, signal, worth in valued
        for weighing, weight in weights
        for age, micro_kept in enumerate(kept[nth - 1])
    ]


def _limit(points: Decimal | None) -> int:
    return NO_LIMIT if points is None else micro(points)


def _weights(definition: Definition) -> list[tuple[int, Decimal]]:
    """The weight of each weighing: of nameless visitors (-1), and of each role (0: none) and what titles add to it.

    -2: what being surely of the account adds to the weight of a nameless visitor, where that is weighed.
    """
    engagement = definition.engagement
    of_roles = [engagement.without_role, *(role.weight for role in definition.roles)]
    of_titles = {0: Decimal(1)} | {nth: weight for weight, nth in _distinct_weights(definition).items()}
    nameless = engagement.anonymous
    being_sure = [] if nameless.alike else [(-2, nameless.sure - nameless.likely)]
    return [(-1, nameless.likely), *being_sure] + [
        (weighing_number(role, nth), of_role * of_title)
        for role, of_role in enumerate(of_roles)
        for nth, of_title in of_titles.items()
    ]


def title_weighings(definition: Definition) -> dict[tuple[int, int], int]:
    """The weighing of a title by its department and seniority; 0, which weighs nothing more, is left out."""
    distinct = _distinct_weights(definition)
    return {places: distinct[weight] for places, weight in _title_weights(definition).items() if weight in distinct}


def _distinct_weights(definition: Definition) -> dict[Decimal, int]:
    """The weights that titles may have but 1, numbered from 1 by size, so that one meaning has one number."""
    return {weight: nth for nth, weight in enumerate(sorted({*_title_weights(definition).values()} - {1}), start=1)}


def _title_weights(definition: Definition) -> dict[tuple[int, int], Decimal]:
    """The weight of each department and seniority together, where either has one."""
    departments, seniorities = (
        dict(pairs) for pairs in (definition.engagement.department_weights, definition.engagement.seniority_weights)
    )
    return {
        (nth, mth): departments.get(department, Decimal(1)) * seniorities.get(seniority, Decimal(1))
        for nth, department in enumerate(DEPARTMENTS if departments or seniorities else ())
        for mth, seniority in enumerate(SENIORITIES)
    }


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
