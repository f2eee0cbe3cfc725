"""The frozen types of what is supposed to happen at an account: deeds of people, facts that become known, research.

What is supposed is made of what really occurs: each part says at how many accounts of the segment it did. Days are day
numbers. `rank`: how many kinds of its sort are more common, so that of two parts the one with the smaller is likelier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product


@dataclass(frozen=True, order=True)
class Deed:
    """One kind of act, as it looks where it occurs; `assets`: what it was about, where that is told apart.

    `signal`: what it counts for (empty: for none, but a condition counts it); `at`: at how many accounts of the segment
    it occurred, within the days that count.
    """

    rank: int
    kind: str
    signal: str
    shape_id: int
    seconds: int
    assets: tuple[int, ...]
    at: int


@dataclass(frozen=True, order=True)
class Doer:
    """Who does it: one person known at the account (`person_id`, `called`), or new ones of a title (person_id 0).

    `at`: at how many accounts of the segment somebody of the role did something.
    """

    rank: int
    person_id: int
    called: str
    title: str
    role: str
    at: int

    @property
    def is_new(self) -> bool:
        """Whether nobody knows this person yet."""
        return self.person_id == 0


@dataclass(frozen=True, order=True)
class Doing:
    """So many people do one thing, each once a day on so many days running."""

    doer: Doer
    deed: Deed
    people: int = 1
    days: int = 1

    @property
    def effort(self) -> int:
        """How many acts that takes."""
        return self.people * self.days

    def smaller(self) -> Iterator[Doing | None]:
        """All that is the same with fewer people or days, and nothing; itself too."""
        yield None
        for people, days in product(range(1, self.people + 1), range(1, self.days + 1)):
            yield replace(self, people=people, days=days)


@dataclass(frozen=True, order=True)
class Learned:
    """A fact of the account that nobody knew becomes known: what the fact is, in thousandths where it is a number.

    `at`: at how many accounts of the segment it is known to be so.
    """

    rank: int
    fact: str
    value: str
    number_milli: int | None
    value_on: int | None
    at: int
    effort = 1

    def smaller(self) -> Iterator[Learned | None]:
        """Nothing, and itself."""
        yield from (None, self)


@dataclass(frozen=True, order=True)
class Surge:
    """The account is seen to research a topic elsewhere, as strongly as others of the segment that surge on it."""

    rank: int
    topic: str
    strength_milli: int
    at: int
    effort = 1

    def smaller(self) -> Iterator[Surge | None]:
        """Nothing, and itself."""
        yield from (None, self)


Part = Doing | Learned | Surge


@dataclass(frozen=True)
class Change:
    """What is supposed to happen together, all of it from one day on."""

    parts: tuple[Part, ...] = ()

    @property
    def days(self) -> int:
        """On how many days running something happens."""
        return max((part.days for part in self.parts if isinstance(part, Doing)), default=min(len(self.parts), 1))

    @property
    def new_people(self) -> dict[Doer, int]:
        """How many people of each title come anew: those of one title are the same in all that they do."""
        found: dict[Doer, int] = {}
        for part in self.parts:
            if isinstance(part, Doing) and part.doer.is_new:
                found[part.doer] = max(found.get(part.doer, 0), part.people)
        return found

    @property
    def effort(self) -> int:
        """What a change takes: acts, new people, facts and topics in all."""
        return sum(part.effort for part in self.parts) + sum(self.new_people.values())

    @property
    def seconds(self) -> int:
        """How long its acts take at least."""
        return sum(part.effort * part.deed.seconds for part in self.parts if isinstance(part, Doing))

    @property
    def rank(self) -> int:
        """How uncommon its parts are together."""
        return sum(part.deed.rank + part.doer.rank if isinstance(part, Doing) else part.rank for part in self.parts)

    def smaller(self) -> Iterator[Change]:
        """Every other change of the same kind of which no part takes more."""
        for some in product(*(part.smaller() for part in self.parts)):
            if some != self.parts:
                yield Change(tuple(part for part in some if part is not None))

    def and_also(self, other: Change) -> Change:
        """This and another; in whichever order, the change is the same."""
        return Change(tuple(sorted((*self.parts, *other.parts), key=lambda part: (type(part).__name__, part))))
