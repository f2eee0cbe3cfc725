"""Whether anybody can reach a level at all: the ways to it, and what stands in each of them.

A way is a set of simple conditions that must hold or fail together. Only what the text says is looked at: how high
scores can come, what excludes what. Where there are too many ways to look at, nothing is said.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from math import comb, prod
from typing import TypeAlias

from mqa.terms.documents import quoted
from mqa.terms.problems import Place
from mqa.terms.rules import (
    BARRED,
    BUYING_STAGES,
    BY_CONTENT,
    COMPOSITE,
    LOWEST_GRADE,
    SCORED,
    Condition,
    Definition,
    Given,
    Level,
    Signal,
)

Way: TypeAlias = frozenset[tuple[str, bool]]  # conditions by name, and whether each must hold
MOST_WAYS = 256
NO_GRADE, NO_STAGE = "", "none"


@dataclass(frozen=True)
class Reach:
    """What accounts of one segment and tier can reach by some signals (all of them where nothing else is said)."""

    definition: Definition
    segment: str
    tier: str
    signals: tuple[Signal, ...]
    _ways: dict[tuple[str, bool], list[Way] | None] = field(default_factory=dict, compare=False)

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """All conditions by name."""
        return {condition.name: condition for condition in self.definition.conditions}

    def ways(self, name: str, holds: bool = True) -> list[Way] | None:
        """How a condition can hold, or fail; None where there are too many ways to say."""
        if (name, holds) not in self._ways:
            self._ways[name, holds] = self._found(self.conditions[name], holds)
        return self._ways[name, holds]

    def _found(self, condition: Condition, holds: bool) -> list[Way] | None:
        if condition.only_for and self.segment not in condition.only_for:
            return [frozenset()] if holds else []
        if condition.kind not in COMPOSITE:
            return [frozenset({(condition.name, holds)})]
        parts = condition.parts
        if condition.kind == "not":
            return self.ways(parts[0], not holds)
        needed = {"all_of": len(parts), "any_of": 1}.get(condition.kind) or int(self.needed(condition))
        needed = needed if holds else len(parts) - needed + 1  # so many must fail for it to fail
        if comb(len(parts), needed) > MOST_WAYS:
            return None
        found: dict[Way, None] = {}
        for some in combinations(parts, needed):
            joined = self.joined([self.ways(part, holds) for part in some])
            if joined is None or len(found) + len(joined) > MOST_WAYS:
                return None
            found |= dict.fromkeys(joined)
        return list(found)

    def joined(self, several: abc.Sequence[list[Way] | None]) -> list[Way] | None:
        """The ways in which all of these hold together."""
        known = [ways for ways in several if ways is not None]
        if len(known) < len(several) or prod(map(len, known)) > MOST_WAYS:
            return None
        return list(dict.fromkeys(frozenset[tuple[str, bool]]().union(*chosen) for chosen in product(*known)))

    def needed(self, condition: Condition) -> Decimal:
        """The threshold here, raised by the bar of the tier where bars count."""
        number = condition.needed.at(self.segment, self.tier)
        if condition.kind in BARRED:
            bar = next(tier.bar for tier in self.definition.tiers if tier.name == self.tier)
            return min(number * bar, Decimal(100))
        return number

    @cached_property
    def points(self) -> dict[str, Decimal]:
        """The most points that signals can give to each score; without end where one of them has no cap."""
        found = {"engagement": Decimal(0), "product": Decimal(0)}
        for signal in filter(self._adds, self.signals):
            found[signal.score] += signal.cap.at(self.segment, self.tier) if signal.cap else Decimal("inf")
        return found

    def _adds(self, signal: Signal) -> bool:
        return signal.points.at(self.segment, self.tier) > 0

    def highest(self, condition: Condition) -> Decimal:
        """The most that a score or sum of points can come to."""
        if condition.kind not in SCORED | {"points_at_least"}:
            return Decimal("inf")
        engagement, points = self.definition.engagement, self.points["engagement"]
        (segment,) = (one for one in self.definition.segments if one.name == self.segment)
        full = Decimal(100 if points else 0)
        depth = min(full, 100 * points / segment.benchmark_points)
        match condition.kind:
            case "points_at_least":
                return points
            case "depth_at_least":
                return depth
            case "breadth_at_least" | "recency_at_least":
                return full
            case "engagement_at_least":
                weights = (engagement.breadth, engagement.depth, engagement.recency)
                breadth_weight, depth_weight, recency_weight = (one.at(self.segment, self.tier) for one in weights)
                return breadth_weight * full + depth_weight * depth + recency_weight * full
            case "product_score_at_least":
                benchmark = self.definition.product.benchmark.at(self.segment, self.tier)
                return min(Decimal(100), 100 * self.points["product"] / benchmark)
        return Decimal("inf")

    @cached_property
    def stages(self) -> frozenset[str]:
        """The buying stages that an account can be in."""
        told = {signal.stage for signal in self.signals if self._adds(signal)}
        return frozenset({NO_STAGE, *(BUYING_STAGES if BY_CONTENT in told else told)})

    def obstacle(self, way: Way) -> str:
        """Why this way cannot be gone; empty where nothing stands in it."""
        held = [self.conditions[name] for name, holds in sorted(way) if holds]
        failed = [self.conditions[name] for name, holds in sorted(way) if not holds]
        return next(
            (why for why in (*self._too_high(held), *self._opposed(held, failed), *self._apart(held, failed))), ""
        )

    def _too_high(self, held: abc.Sequence[Condition]) -> Iterator[str]:
        """Thresholds above what signals give."""
        for condition in held:
            highest, needed = self.highest(condition), self.needed(condition)
            if needed > highest or (condition.above and needed == highest):
                asked = f"{quoted(condition.name)} asks for {needed.normalize():f}"
                yield f"{asked}, but signals give at most {shown(highest)}"

    def _opposed(self, held: abc.Sequence[Condition], failed: abc.Sequence[Condition]) -> Iterator[str]:
        """Conditions that must hold while the same question must fail."""
        for one, other in product(held, failed):
            if _question(one) == _question(other):
                lowest, below = self.needed(one), self.needed(other)
                if lowest > below or (lowest == below and (one.above or not other.above)):
                    same = one.name == other.name
                    yield f"{quoted(one.name)} must hold and {'fail' if same else f'{quoted(other.name)} fail'}"

    def _apart(self, held: abc.Sequence[Condition], failed: abc.Sequence[Condition]) -> Iterator[str]:
        """Grades or buying stages of which none is left."""
        grades = frozenset({grade.name for grade in self.definition.grades} | {LOWEST_GRADE, NO_GRADE})
        for kind, possible in (("fit_grade", grades), ("buying_stage", self.stages)):
            asked = [one for one in (*held, *failed) if one.kind == kind]
            left = possible
            for one in held:
                left = left & {*one.grades, *one.stages} if one.kind == kind else left
            for one in failed:
                left = left - {*one.grades, *one.stages} if one.kind == kind else left
            if asked and not left:
                what = "grade" if kind == "fit_grade" else "buying stage"
                named = " and ".join(quoted(one.name) for one in asked)
                yield f"no {what} is left by {named}" if len(asked) > 1 else f"no signal leads to what {named} asks"


def shown(highest: Decimal) -> str:
    """The most that can be given, with one decimal where it has some.

    >>> shown(Decimal("66.66")), shown(Decimal("90.0"))
    ('66.7', '90')
    """
    return f"{highest.quantize(Decimal('0.1')).normalize():f}"


def _question(condition: Condition) -> Condition:
    """A condition without its name and its number: what it looks at."""
    nothing = Given(Decimal(0))
    return replace(
        condition,
        name="",
        needed=nothing,
        above=False,
        leave_at=None,
        only_for=(),
        grades=(),
        stages=(),
        place=Place(""),
    )


def reaches(definition: Definition) -> Iterator[Reach]:
    """What can be reached in each segment and tier."""
    for segment, tier in product(definition.segments, definition.tiers):
        yield Reach(definition, segment.name, tier.name, definition.signals)


def unreachable(level: Level, everywhere: abc.Sequence[Reach]) -> str:
    """Why nobody can reach a level; empty where somebody may."""
    why = ""
    for reach in everywhere:
        ways = reach.ways(level.when)
        if ways is None:
            return ""
        obstacles = [reach.obstacle(way) for way in ways]
        if not all(obstacles):
            return ""
        why = why or next(iter(obstacles), f"{quoted(level.when)} holds nowhere")
    return why


def hidden(lower: Level, higher: Level, everywhere: abc.Sequence[Reach]) -> bool:
    """Whether every account on a level is on a higher one too, so that nobody is seen on it."""
    for reach in everywhere:
        ways = reach.joined([reach.ways(lower.when), reach.ways(higher.when, False)])
        if ways is None or not all(reach.obstacle(way) for way in ways):
            return False
    return True
