"""What is looked at before a run is published: how old its sources are, and whether a level emptied or doubled.

A workspace says (`runs` in mqa.yaml) whether that is only told, or holds the run back: readers keep the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mqa.explain.checks import age_words, jump_words
from mqa.terms.freshness import Contract, SourceAge, State, ages, state_of
from mqa.terms.populations import Jump, jumps
from mqa.terms.problems import Unavailable


class Held(Unavailable):
    """A run was made and not published."""


@dataclass(frozen=True)
class Checked:
    """What was found: each source's age, how many accounts stand at each level, and which of these jumped."""

    ages: tuple[SourceAge, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    jumps: tuple[Jump, ...] = ()

    @property
    def state(self) -> State:
        """What the ages of the sources make of the scores."""
        return state_of(self.ages)


def checked(
    contract: Contract,
    as_of: int,
    told_on: Mapping[str, int],
    levels: Mapping[str, int],
    earlier: Sequence[Mapping[str, int]],
) -> Checked:
    """What there is to say of a run of a day.

    `told_on`: when each source last told something new, as the run knew it; `levels`: how many accounts stand at each
    by name; `earlier`: the same of the runs before, the latest first.
    """
    return Checked(ages(contract.expected, told_on, as_of), levels, jumps(levels, earlier))


def require_fit(contract: Contract, found: Checked) -> None:
    """Raise Held with all that holds a run back by what the workspace says; nothing where it may be published."""
    stale = [one for one in found.ages if one.state == "stale"] if contract.hold_stale else []
    jumped = found.jumps if contract.hold_jumps else ()
    if reasons := [*map(age_words, stale), *map(jump_words, jumped)]:
        raise Held(
            f"The run was made, but is held back: {' '.join(reasons)} Readers keep the run before. See what happened "
            "with “mqa status”; to publish it nevertheless, run it once more with “--despite-checks”."
        )
