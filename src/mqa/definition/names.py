"""The names that a definition gives, with their places: known before anything is read, so that every mention
can be checked where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from mqa.definition.structure import Known, keys, section
from mqa.terms.documents import Node
from mqa.terms.problems import Place

LOWEST_GRADE = "D"  # what is below the last bar; no definition writes it down
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
