"""The frozen types of a definition: what a marketer and a seller agreed on, nothing else.

Numbers a person wrote are `Decimal`, durations are whole days, names are the team's own. Order counts
where the file says "first match wins" or "last that holds": tuples keep it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from mqa.terms.problems import Place

Purpose = Literal["required", "excluded", "points"]
Operator = Literal["any_of", "has_any", "listed_in", "at_least", "at_most", "between", "within", "known"]
ScoreName = Literal["engagement", "product"]
BuyingStage = Literal["none", "awareness", "consideration", "decision"]
JourneyStage = Literal["none", "account of interest", "MQA", "PQA"]
ConditionKind = Literal[
    "fit_grade",
    "known_share_at_least",
    "engagement_at_least",
    "breadth_at_least",
    "depth_at_least",
    "recency_at_least",
    "product_score_at_least",
    "points_at_least",
    "people_at_least",
    "engaged_people_at_least",
    "role",
    "departments_at_least",
    "coverage_at_least",
    "contact_ratio_at_least",
    "buying_stage",
    "surging_topics_at_least",
    "surging_share_at_least",
    "times_at_least",
    "visits_at_least",
    "assets_at_least",
    "topics_at_least",
    "rate_at_least",
    "lift_at_least",
    "facts",
    "all_of",
    "any_of",
    "at_least",
    "not",
]
CountedUnit = Literal["times", "visits", "assets", "people", "topics"]
COMPOSITE: frozenset[str] = frozenset({"all_of", "any_of", "at_least", "not"})
SCORED: frozenset[str] = frozenset(
    {"engagement_at_least", "breadth_at_least", "depth_at_least", "recency_at_least", "product_score_at_least"}
)
BARRED: frozenset[str] = SCORED - {"product_score_at_least"}  # what the bar of a tier lifts or lowers
BUYING_STAGES: tuple[BuyingStage, ...] = get_args(BuyingStage)  # the least serious first
BY_CONTENT: Literal["by content"] = "by content"  # the stage of a signal that leaves it to the map of content
LOWEST_GRADE = "D"  # what is below the last bar; no definition writes it down


@dataclass(frozen=True)
class Test:
    """A question to one fact of an account: `{ fact: employees, at_least: 200 }`.

    `values` are lower-case texts (any_of, has_any, and the content of the file of listed_in);
    `low` and `high` bound numbers (both ends belong to it); `days` is the age that `within` allows.
    """

    fact: str
    operator: Operator
    values: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    days: int | None = None
    listed_in: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Criterion:
    """One line of `fit`. `points` counts only where the purpose is points."""

    name: str
    purpose: Purpose
    test: Test
    points: Decimal = Decimal(0)
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Grade:
    """A fit grade and the lowest fit score (0-100) that earns it; best first. Below the last is D."""

    name: str
    bar: Decimal


@dataclass(frozen=True)
class Segment:
    """A kind of account and what a typical one had earned when its opportunity opened; first match wins."""

    name: str
    tests: tuple[Test, ...]
    benchmark_points: Decimal
    benchmark_people: int
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Tier:
    """How much we want the account; `bar` multiplies every engagement threshold (at most 100)."""

    name: str
    bar: Decimal
    tests: tuple[Test, ...]
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Given:
    """A number, and other numbers for some segments or tiers (a segment's own beats a tier's).

    Written `30`, or `{ default: 30, Enterprise: 40, Tier 1: 20 }`.
    """

    default: Decimal
    by_name: tuple[tuple[str, Decimal], ...] = ()

    def at(self, segment: str, tier: str) -> Decimal:
        """The number that applies to an account of this segment and tier."""
        given = dict(self.by_name)
        return given.get(segment, given.get(tier, self.default))

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Every number that may apply, the usual one first."""
        return (self.default, *(number for _, number in self.by_name))


@dataclass(frozen=True)
class Nameless:
    """What multiplies acts of nameless visitors: of those who are surely of the account, and of those who likely are.

    Written `0.5` for both, or `{ sure: 0.5, likely: 0.2 }`; `likely` is never above `sure`.
    """

    sure: Decimal
    likely: Decimal

    @property
    def alike(self) -> bool:
        """Whether both weigh the same, so that nobody asks who is surely there."""
        return self.sure == self.likely


@dataclass(frozen=True)
class Signal:
    """One line of `signals` or `product_signals`: which acts, what they are worth, how it fades, its limits.

    `patterns` are activity kinds, `*` standing for any text. The further limits narrow an act by its
    seconds, path, source, campaign and topic (empty: any). `stage` BY_CONTENT: that of each act, by the
    workspace's map of content. `fading` with `fading_days`: half_life, lifespan or
    none. `cap` None: no limit. Of one person on one day `per_day` acts count, and `most_per_day` points of them.
    """

    name: str
    score: ScoreName
    patterns: tuple[str, ...]
    points: Given
    seconds_at_least: int = 0
    paths: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    fading: Literal["half_life", "lifespan", "none"] = "none"
    fading_days: int = 0
    cap: Given | None = None
    per_day: int | None = None
    stage: BuyingStage | Literal["by content"] = "none"
    topics: tuple[str, ...] = ()
    most_per_day: Given | None = None
    place: Place = field(default=Place(""), compare=False)

    @property
    def own_stage(self) -> BuyingStage:
        """The buying stage of all its acts; none where that is by content."""
        return "none" if self.stage == "by content" else self.stage


@dataclass(frozen=True)
class Engagement:
    """How the engagement score is put together. Weights sum to 1; `match` all: an act may count for several signals.

    The weights of a person's department and seniority (1 where not named) multiply that of the role.
    """

    breadth: Given
    depth: Given
    recency: Given
    recency_half_life: int
    counts_for: int
    engaged_at: Given
    most_per_person: Given | None
    without_role: Decimal
    anonymous: Nameless
    match: Literal["first", "all"] = "first"
    department_weights: tuple[tuple[str, Decimal], ...] = ()
    seniority_weights: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Product:
    """How the product score is put together: as depth, against its own benchmark."""

    benchmark: Given = Given(Decimal(100))
    counts_for: int = 90
    most_per_person: Given | None = None


@dataclass(frozen=True)
class Baseline:
    """What is compared of a provider that gives counts: those `within` so many days (fewer than `at_least` are none)
    with those of the days `against` before them; both are whole weeks."""

    within: int = 21
    against: int = 84
    at_least: int = 5


@dataclass(frozen=True)
class Intent:
    """Topics researched elsewhere; a topic surges at `surge` (0-100) within `counts_for` days."""

    topics: tuple[str, ...] = ()
    surge: Given = Given(Decimal(70))
    counts_for: int = 21
    baseline: Baseline = Baseline()


@dataclass(frozen=True)
class Role:
    """A committee role, read off the normalised title (`*` stands for any text); first match wins."""

    name: str
    titles: tuple[str, ...]
    weight: Decimal
    required: bool
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Condition:
    """A named yes-or-no question of one kind.

    `needed` is the threshold in the kind's own unit (a score 0-100, a count, a share 0-1); `above`: reaching it is
    not enough. `parts` names other conditions (all_of, any_of, at_least .. of, not). `only_for` names segments;
    outside them the condition holds. `leave_at` overrides the stability's for this condition alone. A lift counts
    in `unit` and divides what happens a day `within` so many days by what happened a day in those `against` before.
    A visit counts that has at least so many pages (acts) and seconds.
    """

    name: str
    kind: ConditionKind
    needed: Given = Given(Decimal(1))
    within: int | None = None
    activities: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    at_least_in_denominator: int = 5
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    seniorities: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    leave_at: Decimal | None = None
    above: bool = False
    unit: CountedUnit = "times"
    against: int = 0
    topics: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    pages_at_least: int = 1
    seconds_at_least: int = 0
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Level:
    """What is done about an account for which `when` holds; the last level that holds wins.

    `formerly` names levels of earlier definitions whose standings this one takes over.
    """

    name: str
    when: str
    stage: JourneyStage
    action: str
    enter_after: int
    formerly: tuple[str, ...] = ()
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Stability:
    """So that accounts do not flicker; all in days but `leave_at`, a share of score thresholds."""

    enter_after: int = 0
    leave_at: Decimal = Decimal(1)
    stay_at_least: int = 0
    expire_after: int | None = None
    cooldown_rejected: int = 0
    cooldown_deferred: int = 0
    cooldown_expired: int = 0


@dataclass(frozen=True)
class Mql:
    """The old measure beside the new one: a person with these points in one of these roles (none: any)."""

    points_at_least: Given
    roles: tuple[str, ...] = ()
    report_until: str = ""


@dataclass(frozen=True)
class Route:
    """Where a handoff goes: the first route whose tier, segment and level match (empty: any)."""

    name: str
    tier: str
    segment: str
    level: str
    to: str
    respond_within: str
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Handoff:
    """Which levels are handed to sales, when, by which routes, and the SLA in multiples of the route's time."""

    levels: tuple[str, ...] = ()
    cadence: str = ""
    at_once: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    remind_at: Decimal = Decimal("0.5")
    escalate_at: Decimal = Decimal(1)
    reclaim_at: Decimal = Decimal(3)
    escalate_to: str = ""
    dispositions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Calibration:
    """The goal that thresholds are proposed for, and the capacity of sales."""

    outcome: str = "opportunity"
    within: int = 90
    reps: int = 0
    handoffs_per_rep: int = 0
    each: str = "month"
    accepted_at_least: Decimal = Decimal(0)
    propose: str = "quarterly"


@dataclass(frozen=True)
class Definition:
    """The whole agreement. Conditions and topics stand in alphabetical order: their order in the file means nothing,
    and what a run stores calls them by their place. `formerly`: names of earlier texts that it goes on from."""

    name: str
    agreed_on: str
    agreed_by: tuple[str, ...]
    review_on: str
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...]
    least_known_share: Decimal
    segments: tuple[Segment, ...]
    tiers: tuple[Tier, ...]
    signals: tuple[Signal, ...]
    engagement: Engagement
    product: Product
    intent: Intent
    roles: tuple[Role, ...]
    conditions: tuple[Condition, ...]
    levels: tuple[Level, ...]
    stability: Stability
    mql: Mql | None
    handoff: Handoff
    calibration: Calibration
    formerly: tuple[str, ...] = ()
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True)
class Counter:
    """What a condition counts: acts of these kinds (and on these topics, where named) within so many days but not
    within the last `not_within`, as times, visits (of at least so many pages and seconds), or distinct assets, people
    or topics.
    """

    number: int
    activities: tuple[str, ...]
    unit: CountedUnit
    within: int
    not_within: int = 0
    topics: tuple[str, ...] = ()
    pages: int = 1
    seconds: int = 0


@dataclass(frozen=True)
class Agreement:
    """A definition with its version (the identity of its meaning), its text, and its lists by their paths in the text:
    what a run is made by, and all that it takes to read it again."""

    definition: Definition
    version: str
    text: str
    lists: tuple[tuple[str, str], ...] = ()
