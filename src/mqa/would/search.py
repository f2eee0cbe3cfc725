"""The search for the smallest changes that would be enough: bounded, in rounds, each change tried by judging it.

First every single part is tried, then the nearest of them with one part more, and so on, MOST_PARTS at most. What is
said to be enough is the least of its kind: everything smaller was tried too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from mqa.explain.conditions import answering
from mqa.explain.nearness import Distance, distance
from mqa.terms.supposed import Change, Doing, Learned, Part
from mqa.would.copies import Copies, Judged
from mqa.would.occurring import Occurring

MOST_PARTS = 3  # of a change, all missing facts being one
MOST_FACTS, MOST_VALUES, MOST_TOGETHER = 5, 2, 24  # of those; of each so many values; so many ways to be all known
MOST_NEW, MOST_DAYS = 3, 2  # new people of one role; days running
ROLES_AT_LENGTH = 2  # the most common, of which more than one new person is tried
NEAREST, FURTHER, FACTS_FURTHER = 3, 28, 6  # changes that are added to; parts, and sets of facts, that are added
MOST_ENOUGH, MOST_NOT = 5, 5  # that are told


@dataclass(frozen=True)
class Found:
    """What was found of an account, all from `from_day` on and by the day `until`: every change has happened then, and
    stood as long as a level asks. `alone`: what becomes of it if nothing happens.

    `enough`: the least changes that are, the smallest first; `not_enough`: the greatest single ones that were tried and
    are not, the most common first; `nearest`: what came nearest, where nothing is enough; `tried`: how many.
    """

    from_day: int
    until: int
    alone: Judged
    enough: tuple[Judged, ...] = ()
    not_enough: tuple[Judged, ...] = ()
    nearest: Judged | None = None
    tried: int = 0


def found(copies: Copies, goals: Sequence[int], occurring: Occurring) -> Found:
    """The changes that would bring an account to one of these levels, and those that would not."""
    tried = _Tried(copies, goals)
    parts = [Change((part,)) for part in _parts(occurring)]
    together = list(islice(_together(occurring.facts), MOST_TOGETHER))
    alone, *last = tried.all_of([Change(), *parts, *together])  # at once: to judge few takes as long as to judge many
    if alone.on:
        return Found(copies.as_of + 1, tried.until, alone)
    singles, facts = last[: len(parts)], last[len(parts) :]
    for count in range(2, MOST_PARTS + 1):
        enough = tried.enough()
        if enough and (count > 2 or enough[0].change.effort <= count):
            break  # what has so many parts takes no less
        further = [*_nearest(singles, tried)[:FURTHER], *_nearest(facts, tried)[:FACTS_FURTHER]]
        last = tried.all_of(_longer(_nearest(last, tried)[:NEAREST], further))
    least = _least(tried)
    nearest = min((one for one in tried.found.values() if one.change.parts), key=tried.order, default=None)
    return Found(
        copies.as_of + 1,
        tried.until,
        alone,
        least,
        tuple(_not_enough(singles)),
        None if least else nearest,
        len(tried.found),
    )


class _Tried:
    """What was tried so far, each change once."""

    def __init__(self, copies: Copies, goals: Sequence[int]) -> None:
        self.copies, self.goals = copies, goals
        self.until = copies.as_of + MOST_DAYS + max(copies.definition.levels[level - 1].enter_after for level in goals)
        self.found: dict[Change, Judged] = {}
        self._near: dict[Change, Distance] = {}
        self._answered = answering(copies.definition)
        self._wanted = [copies.definition.levels[level - 1].when for level in goals]

    def all_of(self, changes: Iterable[Change]) -> list[Judged]:
        """What becomes of these."""
        wanted = list(dict.fromkeys(changes))
        new = [change for change in wanted if change not in self.found]
        self.found |= {one.change: one for one in self.copies.judged(new, self.goals, self.until)} if new else {}
        return [self.found[change] for change in wanted]

    def enough(self) -> list[Judged]:
        """Those that are enough, the smallest first."""
        return sorted((one for one in self.found.values() if one.on), key=_size)

    def near(self, one: Judged) -> Distance:
        """How near a change comes to the nearest of the levels."""
        if one.change not in self._near:
            said = self._answered(one.verdicts, one.scope)
            self._near[one.change] = min(distance(when, said) for when in self._wanted)
        return self._near[one.change]

    def order(self, one: Judged) -> tuple[Distance, tuple[int, int, int]]:
        """The nearest first; of those that are as near the smallest."""
        return self.near(one), _size(one)


def _parts(occurring: Occurring) -> Iterator[Part]:
    """Every single part that is tried."""
    yield from occurring.facts
    yield from occurring.surges
    new = [doer for doer in occurring.doers if doer.is_new]
    for deed in occurring.deeds:
        for doer in occurring.doers:
            if not doer.is_new:
                yield from (Doing(doer, deed, 1, days) for days in range(1, MOST_DAYS + 1))
        for nth, doer in enumerate(new):
            most = MOST_NEW if nth < ROLES_AT_LENGTH else 1
            yield from (Doing(doer, deed, people) for people in range(1, most + 1))


def _together(facts: Sequence[Learned]) -> Iterator[Change]:
    """All missing facts become known, the most common values first; what is needless of it falls away in the end."""
    values: dict[str, list[Learned]] = {}
    for fact in facts:
        values.setdefault(fact.fact, []).append(fact)
    if len(values) > 1:
        some = [of_fact[:MOST_VALUES] for of_fact in values.values()][:MOST_FACTS]
        yield from (Change().and_also(Change(together)) for together in product(*some))


def _nearest(some: Sequence[Judged], tried: _Tried) -> list[Judged]:
    """Those that come nearest, but of those that come equally near by the same people and deeds only the smallest."""
    kept: dict[tuple[Distance, tuple[object, ...]], Judged] = {}
    for one in sorted((one for one in some if not one.on), key=tried.order):
        kept.setdefault((tried.near(one), tuple(map(_doing, one.change.parts))), one)
    return list(kept.values())


def _longer(nearest: Sequence[Judged], further: Sequence[Judged]) -> Iterator[Change]:
    """The nearest changes, each with another that is of other parts."""
    for one in nearest:
        done = {_doing(part) for part in one.change.parts}
        for other in further:
            if done.isdisjoint(map(_doing, other.change.parts)):
                yield one.change.and_also(other.change)


def _doing(part: Part) -> object:
    """What a part is of, however many people and days it takes, and whatever a fact is known to be."""
    if isinstance(part, Doing):
        return part.doer, part.deed
    return part.fact if isinstance(part, Learned) else part


def _least(tried: _Tried) -> tuple[Judged, ...]:
    """The least changes that are enough: everything smaller of them is tried too; of each kind the smallest."""
    chosen = _apart(tried.enough())[:MOST_ENOUGH]
    below = {one.change: list(one.change.smaller()) for one in chosen}
    tried.all_of(change for some in below.values() for change in some)
    least = []
    for one in chosen:
        candidates = [one, *(tried.found[change] for change in below[one.change] if tried.found[change].on)]
        least.append(min(candidates, key=_size))
    return tuple(_apart(sorted(least, key=_size)))


def _apart(some: Sequence[Judged]) -> list[Judged]:
    """Of changes that differ only in who, how many or how often, the first."""
    kept: dict[frozenset[object], Judged] = {}
    for one in some:
        kept.setdefault(frozenset(map(_what, one.change.parts)), one)
    return list(kept.values())


def _not_enough(singles: Sequence[Judged]) -> Iterator[Judged]:
    """Of each deed that is not enough, whoever does it, the greatest that was tried; the most common first."""
    by_what: dict[object, list[Judged]] = {}
    for one in singles:
        part = one.change.parts[0]
        by_what.setdefault((part.deed.kind, part.deed.seconds) if isinstance(part, Doing) else part, []).append(one)
    never = [max(some, key=_size) for some in by_what.values() if not any(one.on for one in some)]
    yield from sorted(never, key=lambda one: _rank(one.change.parts[0]))[:MOST_NOT]


def _size(one: Judged) -> tuple[int, int, int]:
    """The smallest first; of those that take as much the shortest, then the most common."""
    return one.change.effort, one.change.seconds, one.change.rank


def _what(part: Part) -> object:
    """What a part is about, whoever does it and however often."""
    match part:
        case Doing():
            return part.deed.kind, part.doer.is_new
        case Learned():
            return part.fact
    return part.topic


def _rank(part: Part) -> tuple[bool, int, bool]:
    if isinstance(part, Doing):
        return False, part.deed.rank, part.doer.is_new
    return True, part.rank, False
