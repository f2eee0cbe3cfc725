"""How far back the rules of a definition look."""

from __future__ import annotations

from mqa.terms.rules import Definition


def longest_window(definition: Definition) -> int:
    """The days of activity that any rule may look back on; a standing expires for want of acts that young."""
    windows = [definition.engagement.counts_for, definition.product.counts_for, definition.intent.counts_for]
    windows += [(condition.within or 0) + condition.against for condition in definition.conditions]
    return max([*windows, definition.stability.expire_after or 0])
