"""What words say of one thing, with a confidence and its reason: all that speaks for something is weighed and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words, what they say, and how much that weighs where they stand."""

    words: str
    says: str
    weight: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of one thing (`none`: nothing), how sure that is (0-1), and all that was weighed."""

    says: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


def reading(evidence: Sequence[Evidence], preferred: dict[str, int], doubt: int) -> Reading:
    """What weighs most; of two that weigh the same the one that stands first in `preferred`.

    The confidence is its share of all that was weighed, and of the doubt: the weight of what words may mean beside
    what they say.

    >>> evidence = (Evidence("einkauf", "purchasing", 4), Evidence("it", "information technology", 2))
    >>> found = reading(evidence, {"information technology": 0, "purchasing": 1}, 2)
    >>> found.says, found.confidence
    ('purchasing', 0.5)
    """
    totals: dict[str, int] = {}
    for one in evidence:
        totals[one.says] = totals.get(one.says, 0) + one.weight
    best = heaviest(totals, preferred)
    if not totals:
        return Reading(best, 0.0)
    return Reading(best, round(totals[best] / (sum(totals.values()) + doubt), 2), tuple(evidence))


def heaviest(totals: dict[str, int], preferred: dict[str, int]) -> str:
    """What has the greatest total; `none` where nothing has any."""
    if len(totals) < 2:
        return next(iter(totals), "none")
    return min(totals, key=lambda says: (-totals[says], preferred[says]))


def reason(reading: Reading) -> str:
    """Why it is read so, as a sentence would go on.

    >>> reason(Reading("purchasing", 0.8, (Evidence("einkauf", "purchasing", 4), Evidence("it", "technology", 2))))
    '“einkauf” weighs 4 for purchasing, “it” 2 for technology'
    """
    if not reading.evidence:
        return "no word says anything of it"
    first, *others = reading.evidence
    told = (f"“{one.words}” {one.weight} for {one.says}" for one in others)
    return ", ".join((f"“{first.words}” weighs {first.weight} for {first.says}", *told))
