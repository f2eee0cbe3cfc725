"""What differs by segment and tier: one scope for each pair, with its weights, benchmarks and class of points."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from mqa.definition.exact import micro, rounded
from mqa.terms.rules import Definition, Segment, Tier
from mqa.terms.tables import RuleRows


def scope_rows(definition: Definition) -> RuleRows:
    """The rule tables scopes and topics."""
    classes = worth_classes(definition)
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
                micro(engagement.breadth.at(segment.name, tier.name)),
                micro(engagement.depth.at(segment.name, tier.name)),
                micro(engagement.recency.at(segment.name, tier.name)),
                _benchmark(definition.product.benchmark.at(segment.name, tier.name)),
            )
            for scope, segment, tier in scopes(definition)
        ],
        "topics": [
            (nth, topic.strip().lower(), int(definition.intent.surge * 1000), definition.intent.counts_for)
            for nth, topic in enumerate(definition.intent.topics, start=1)
        ],
    }


def scopes(definition: Definition) -> list[tuple[int, Segment, Tier]]:
    """The scopes with their numbers (from 1): segments in file order, tiers within."""
    return [(nth, *both) for nth, both in enumerate(product(definition.segments, definition.tiers), start=1)]


def _benchmark(points: Decimal) -> int:
    """A benchmark in thousandths of points; never 0, since scores are divided by it."""
    return max(1, rounded(points * 1000))


def _points_at(definition: Definition, segment: Segment, tier: Tier) -> tuple[Decimal, ...]:
    return tuple(signal.points.at(segment.name, tier.name) for signal in definition.signals)


def worth_classes(definition: Definition) -> dict[tuple[Decimal, ...], int]:
    """Scopes whose signals are worth the same share one class, so `worth` stays small."""
    distinct = dict.fromkeys(_points_at(definition, segment, tier) for _, segment, tier in scopes(definition))
    return {points: nth for nth, points in enumerate(distinct, start=1)}
