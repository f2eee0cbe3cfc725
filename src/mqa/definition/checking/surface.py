"""Whether an account could qualify by what says little: mails that were opened, pages that somebody came by."""

from __future__ import annotations

from collections import abc
from dataclasses import replace

from mqa.definition.checking.reaching import Reach, Way
from mqa.terms.rules import COMPOSITE, SCORED, Condition, Definition, Level, Signal
from mqa.terms.stages import QUALIFIED

SEEN = ("open", "deliver", "sent", "send", "impression", "view")  # what the last word of such an act begins with
EARLY = ("none", "awareness")
OF_SCORES = SCORED - {"product_score_at_least"} | {"points_at_least"}
OF_PEOPLE = {
    *("people_at_least", "engaged_people_at_least", "role", "departments_at_least"),
    *("coverage_at_least", "contact_ratio_at_least"),
}
OF_ACTS = {"times_at_least", "visits_at_least", "rate_at_least", "lift_at_least", *OF_PEOPLE}


def is_surface(signal: Signal) -> bool:
    """Whether a signal says little: an opened mail or a visit of any length, early in the journey if at all."""
    limits = (signal.seconds_at_least, signal.paths, signal.campaigns, signal.topics)
    return signal.stage in EARLY and not any(limits) and all(_seen(pattern) for pattern in signal.patterns)


def _seen(pattern: str) -> bool:
    words = pattern.lower().split(".")
    return words[0] == "web" or words[-1].startswith(SEEN)


def taken_seriously(definition: Definition) -> list[Level]:
    """The levels that go to sales; where none are named, those of which the journey says that they qualify."""
    named = definition.handoff.levels
    return [level for level in definition.levels if (level.name in named if named else level.stage in QUALIFIED)]


def enough(level: Level, everywhere: abc.Sequence[Reach]) -> tuple[str, ...]:
    """The surface signals by which alone a level could be reached; none where it asks for more."""
    for reach in everywhere:
        lowly = replace(reach, signals=tuple(filter(is_surface, reach.signals)))
        for way in reach.ways(level.when) or ():
            if lowly.signals and not lowly.obstacle(way) and _carried(way, lowly):
                return tuple(signal.name for signal in lowly.signals)
    return ()


def _carried(way: Way, lowly: Reach) -> bool:
    """Whether surface signals carry an account along a way that asks for behaviour."""
    asked = [lowly.conditions[name] for name, holds in way if holds]
    of_behaviour = [one for one in asked if one.kind in OF_SCORES | OF_ACTS]
    return bool(of_behaviour) and all(_met(one, lowly) for one in asked)


def _met(condition: Condition, lowly: Reach) -> bool:
    """Whether opens and single visits can meet a condition; how many people come is not limited."""
    if condition.activities and condition.kind in OF_ACTS:
        few = condition.kind not in ("times_at_least", "visits_at_least") or lowly.needed(condition) <= 1
        few = few and condition.pages_at_least <= 1 and not condition.seconds_at_least
        return few and any(map(_seen, condition.activities))
    if condition.kind in ("surging_topics_at_least", "surging_share_at_least", "assets_at_least", "topics_at_least"):
        return False
    return condition.kind not in COMPOSITE
