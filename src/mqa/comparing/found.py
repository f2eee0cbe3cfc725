"""What a comparison finds: who stands elsewhere, what sales would get and lose, and against what it can take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mqa.definition.differing import Difference
from mqa.explain.deciding import Deciding
from mqa.terms.rules import Agreement


@dataclass(frozen=True)
class LevelChange:
    """How many stand at a level under each, and how many would enter and leave it. `handed`: it goes to sales."""

    name: str
    handed: bool
    was: int
    now: int
    enter: int
    leave: int


@dataclass(frozen=True)
class Flow:
    """How many would stand at another level: from which to which (empty: none)."""

    was: str
    now: str
    accounts: int


@dataclass(frozen=True)
class Part:
    """How many of one tier, segment or owner, or with an open opportunity, sales would get and lose."""

    kind: str
    name: str
    enter: int
    leave: int


@dataclass(frozen=True)
class Period:
    """How many accounts were newly handed to sales from a day to another under each (not those with an opportunity that
    was open or won), which under one alone, and how many sales can take in that time (0: nobody said)."""

    first: int
    last: int
    was: int
    now: int
    only_was: tuple[str, ...]
    only_now: tuple[str, ...]
    capacity: int


@dataclass(frozen=True)
class Moved:
    """An account that would stand at another level. `handed`: 1 sales would get it, -1 lose it; `since`: the day from
    which it stood elsewhere; `why`: what decided on a day before; `cause`: what else did."""

    account_id: int
    domain: str
    name: str
    owner: str
    tier: str
    segment: str
    open_pipeline: bool
    was: str
    now: str
    handed: int
    since: int | None = None
    why: tuple[Deciding, ...] = ()
    cause: str = ""


@dataclass(frozen=True)
class Decisive:
    """A condition, and of how many accounts it decides that sales would get or lose them."""

    condition: str
    enter: int
    leave: int


@dataclass(frozen=True)
class Compared:
    """What another definition says and does: differences in words, and who stands elsewhere at the end of `last`.

    Accounts come first that sales would get or lose; of the first ones it is said why. `known`: how many accounts there
    were by then.
    """

    was: Agreement
    now: Agreement
    first: int
    last: int
    differences: tuple[Difference, ...]
    levels: tuple[LevelChange, ...]
    flows: tuple[Flow, ...]
    parts: tuple[Part, ...]
    periods: tuple[Period, ...]
    accounts: tuple[Moved, ...]
    known: int

    @property
    def enter(self) -> int:
        """How many accounts sales would get."""
        return sum(one.handed == 1 for one in self.accounts)

    @property
    def leave(self) -> int:
        """How many accounts sales would lose."""
        return sum(one.handed == -1 for one in self.accounts)

    @property
    def explained(self) -> int:
        """Of how many accounts it is said why they stand elsewhere."""
        return sum(one.since is not None for one in self.accounts)

    @property
    def deciding(self) -> tuple[Decisive, ...]:
        """What decides of the accounts that sales would get or lose and of which it is said why; the most first."""
        enter, leave = (
            Counter(why.condition for one in self.accounts if one.handed == handed for why in one.why)
            for handed in (1, -1)
        )
        names = sorted({*enter, *leave}, key=lambda name: (-enter[name] - leave[name], name))
        return tuple(Decisive(name, enter[name], leave[name]) for name in names)

    @property
    def anybody(self) -> bool:
        """Whether anybody stands elsewhere, or was handed to sales under one of both alone."""
        return bool(self.accounts) or any(one.only_was or one.only_now for one in self.periods)
