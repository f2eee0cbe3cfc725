"""The frozen types of a story: one made-up company, what is told of it day by day, and what should become of it.

Days are day numbers; a day that is None means since ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mqa.terms.problems import Place

NONE = "none"  # as it is written where no level, or no handoff, is expected
COUNTS = ("engaged", "seen", "known", "mqls")  # people
POINTS = ("points", "product_points")
SCORES = ("engagement", "breadth", "depth", "recency", "product", "fit_score")
NUMBERS = (*SCORES, *POINTS, *COUNTS)


@dataclass(frozen=True)
class Fact:
    """What a fact was told to be, from a day on; `several`: its values may hold at once. Texts as they are written."""

    name: str
    values: tuple[str, ...]
    several: bool = False
    number: Decimal | None = None
    date: int | None = None
    on: int | None = None
    ended_on: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody of the company who is known by name. `role`: the committee role that a person set, if any."""

    name: str
    title: str = ""
    role: str = ""
    known_on: int | None = None


@dataclass(frozen=True)
class Act:
    """What somebody did on a day, so many times. `person` empty: a visitor without a name (`visitor` tells two apart).

    `known_on`: the day on which we learned of it (None: the same day).
    """

    on: int
    activity: str
    person: str = ""
    visitor: str = ""
    times: int = 1
    seconds: int = 0
    url: str = ""
    source: str = ""
    campaign: str = ""
    topic: str = ""
    asset: str = ""
    known_on: int | None = None


@dataclass(frozen=True)
class Research:
    """How strongly (0-100), or how often, a topic was seen to be researched, in the week that begins on a day."""

    on: int
    topic: str
    strength: Decimal | None = None
    count: int | None = None
    provider: str = ""


@dataclass(frozen=True)
class Page:
    """What the map of content says of a path, an asset, or both: their topics and buying stage (empty: nothing)."""

    path: str = ""
    asset: str = ""
    topics: tuple[str, ...] = ()
    buying_stage: str = ""


@dataclass(frozen=True)
class Outcome:
    """A step of an opportunity: opened, won or lost."""

    on: int
    kind: str
    opportunity: str = ""


@dataclass(frozen=True)
class Said:
    """What sales said of a handoff: accepted, rejected, deferred (until a day) or qualified."""

    on: int
    answer: str
    reason: str = ""
    until: int | None = None


@dataclass(frozen=True)
class World:
    """One made-up company and all that is told of it. `content`: what the map of content has always said."""

    domain: str
    name: str = ""
    owner: str = ""
    known_on: int | None = None
    facts: tuple[Fact, ...] = ()
    people: tuple[Person, ...] = ()
    acts: tuple[Act, ...] = ()
    research: tuple[Research, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    answers: tuple[Said, ...] = ()
    content: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Within:
    """A number that is expected from `low` to `high`; where both are one, to as many decimals as it is written with."""

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Handed:
    """By which route, and to whom, sales is given the account. `route` NONE: not at all; `to` empty: anybody."""

    route: str
    to: str = ""


@dataclass(frozen=True)
class Becomes:
    """What should be true at the end of a day; what is empty (None) is not asked. `places`: where each key stands."""

    on: int
    level: str = ""
    since: int | None = None
    stage: str = ""
    fit: str = ""
    segment: str = ""
    tier: str = ""
    buying_stage: str = ""
    topics: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()
    numbers: tuple[Within, ...] = ()
    handoff: Handed | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True)
class Story:
    """An example that marketing and sales agreed on: a world, and what it becomes on one or several days, in order."""

    title: str
    world: World
    becomes: tuple[Becomes, ...]
    place: Place = field(default=Place(""), compare=False)
