"""What differs by segment and tier: one scope for each pair, with its weights, benchmarks, bars and class of worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from mqa.definition.rows.exact import NO_LIMIT, ceiling, micro, rounded
from mqa.terms.rules import Definition, Given, Segment, Tier
from mqa.terms.tables import RuleRows


def scope_rows(definition: Definition) -> RuleRows:
    """The rule tables scopes and topics."""
    classes = worth_classes(definition)
    engagement, mql, usual = definition.engagement, definition.mql, definition.intent.baseline
    return {
        "scopes": [
            (
                scope,
                definition.segments.index(segment) + 1,
                definition.tiers.index(tier) + 1,
                classes[_worth_at(definition, segment, tier)],
                _benchmark(segment.benchmark_points),
                segment.benchmark_people,
                micro(engagement.breadth.at(segment.name, tier.name)),
                micro(engagement.depth.at(segment.name, tier.name)),
                micro(engagement.recency.at(segment.name, tier.name)),
                _benchmark(definition.product.benchmark.at(segment.name, tier.name)),
                micro(engagement.engaged_at.at(segment.name, tier.name)),
                micro(mql.points_at_least.at(segment.name, tier.name)) if mql else NO_LIMIT,
                ceiling(definition.intent.surge.at(segment.name, tier.name) * 1000),
            )
            for scope, segment, tier in scopes(definition)
        ],
        "topics": [
            (nth, topic.strip().lower(), definition.intent.counts_for, usual.within, usual.against, usual.at_least)
            for nth, topic in enumerate(definition.intent.topics, start=1)
        ],
    }


def scopes(definition: Definition) -> list[tuple[int, Segment, Tier]]:
    """The scopes with their numbers (from 1): segments in file order, tiers within."""
    return [(nth, *both) for nth, both in enumerate(product(definition.segments, definition.tiers), start=1)]


def _benchmark(points: Decimal) -> int:
    """A benchmark in thousandths of points; never 0, since scores are divided by it."""
    return max(1, rounded(points * 1000))


@dataclass(frozen=True)
class Worth:
    """What one signal is worth in a scope: an act's points, and the limits of a day, of the signal, of a person."""

    points: Decimal
    most_per_day: Decimal | None
    cap: Decimal | None
    most_per_person: Decimal | None


def _worth_at(definition: Definition, segment: Segment, tier: Tier) -> tuple[Worth, ...]:
    def here(number: Given | None) -> Decimal | None:
        return number.at(segment.name, tier.name) if number else None

    a_person = {"engagement": definition.engagement.most_per_person, "product": definition.product.most_per_person}
    return tuple(
        Worth(
            signal.points.at(segment.name, tier.name),
            here(signal.most_per_day),
            here(signal.cap),
            here(a_person[signal.score]),
        )
        for signal in definition.signals
    )


def worth_classes(definition: Definition) -> dict[tuple[Worth, ...], int]:
    """Scopes whose signals are worth the same share one class, so that `worth` and `caps` stay small."""
    distinct = dict.fromkeys(_worth_at(definition, segment, tier) for _, segment, tier in scopes(definition))
    return {worth: nth for nth, worth in enumerate(distinct, start=1)}
