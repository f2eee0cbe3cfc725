"""Where a number holds: each segment with each tier, and how such a place is called."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TypeAlias

from mqa.terms.rules import Given

SegmentAndTier: TypeAlias = tuple[str, str]  # a segment and a tier; empty where there are none


def everywhere(segments: Iterable[str], tiers: Iterable[str]) -> list[SegmentAndTier]:
    """Each segment with each tier, in the order of the file.

    >>> everywhere(["Large", "Small"], [])
    [('Large', ''), ('Small', '')]
    """
    return list(product([*segments] or [""], [*tiers] or [""]))


def called(place: SegmentAndTier, numbers: Iterable[Given]) -> str:
    """How a sentence names the place that it speaks of; empty where these numbers are the same everywhere.

    >>> from decimal import Decimal
    >>> number = Given(Decimal(30), (("Large", Decimal(40)),))
    >>> called(("Large", "Named"), [number]), called(("Small", "Named"), [number]), called(("Small", "Named"), [])
    (' for Large', ' for Small in Named', '')
    """
    told_apart = {name for number in numbers for name, _ in number.by_name}
    named = [name for name in place if name in told_apart] or [name for name in place if name]
    return f" for {' in '.join(named)}" if told_apart else ""
