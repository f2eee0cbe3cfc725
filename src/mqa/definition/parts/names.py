"""The names that a definition gives, with their places: known before anything is read, so that every mention
can be checked where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from mqa.definition.parts.structure import Known, keys, section
from mqa.terms.documents import Mapping, Node, Text, document
from mqa.terms.problems import Place
from mqa.terms.rules import LOWEST_GRADE

EVERY_ACCOUNT = "Every account"  # the tier where a definition knows no tiers


@dataclass(frozen=True)
class Names:
    """What may be mentioned, by kind."""

    grades: Known
    segments: Known
    tiers: Known
    roles: Known
    conditions: Known
    levels: Known

    @property
    def places(self) -> Known:
        """Segments and tiers: what a number may be given for."""
        return {**self.segments, **self.tiers}


def levels_written(text: str) -> dict[str, str]:
    """The levels that a text agrees on, the lowest first, each with its action, however much else of it can be read."""
    node, _ = document(text, "")
    levels = section(node, "levels") if node else None
    if not isinstance(levels, Mapping):
        return {}
    actions = {name.value: section(level, "action") for name, level in levels.entries}
    return {name: action.value if isinstance(action, Text) else "" for name, action in actions.items()}


def names_in(node: Node) -> Names:
    """The names that a document gives in its sections."""
    return Names(
        grades={**keys(section(node, "fit", "grades")), LOWEST_GRADE: Place("")},
        segments=keys(section(node, "segments")),
        tiers=keys(section(node, "tiers")),
        roles=keys(section(node, "committee")),
        conditions=keys(section(node, "conditions")),
        levels=keys(section(node, "levels")),
    )
