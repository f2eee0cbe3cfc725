"""A timeline: a lane for each person, a dot for each day on which they did something, bands for levels held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mqa.explain.acts import did, known_as
from mqa.explain.shares import NAMELESS, NAMELESS_VISITORS, Occasion, stage_shown
from mqa.explain.standing import NO_LEVEL
from mqa.terms.rules import BUYING_STAGES, Definition

ROOM_OF_A_LETTER = 28  # per mille of the timeline, where it is drawn narrowest
MOST_LANES = 10
MOST_ACTS_IN_A_DOT = 4
MOST_ROWS = 60
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Dot:
    """What somebody did on one day. `at`: its place on the way from the first day to the last, per mille."""

    day: int
    at: int
    stage: str
    acts: int
    words: str


@dataclass(frozen=True)
class Lane:
    """One person's dots, or those of all others together (`others`: how many they are).

    `person`: as they were loaded; `name`: how a sentence names them.
    """

    person: str
    name: str
    title: str
    role: str
    dots: tuple[Dot, ...]
    others: int = 0


@dataclass(frozen=True)
class Band:
    """A level that was held, from a day to another; `start` and `end` are per mille of the timeline."""

    level: str
    start: int
    end: int
    since: int

    @property
    def width(self) -> int:
        """How long it is, per mille of the timeline."""
        return self.end - self.start

    @property
    def has_room(self) -> bool:
        """Whether its name can be written into it."""
        return self.width >= ROOM_OF_A_LETTER * len(self.level)


@dataclass(frozen=True)
class Timeline:
    """The days from `first` to `last` (day numbers). `left_out`: acts that are too many to be drawn one by one."""

    first: int
    last: int
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    acts: tuple[Occasion, ...]
    left_out: int
    undrawn: int


def timeline(
    occasions: Sequence[Occasion],
    people: Mapping[int, Row],
    changes: Iterable[Row],
    definition: Definition,
    *,
    roles: Mapping[str, str],
    as_of: int,
    window: int,
) -> Timeline:
    """The last `window` days up to `as_of`: who did most stands first.

    `changes`: rows of day and to_level, in the order in which they happened; `roles`: each person's role by their key.
    """
    first = as_of - window + 1
    stage_of = {signal.name: signal.stage for signal in definition.signals}
    of_person: dict[int, list[Occasion]] = {}
    for one in occasions:
        of_person.setdefault(one.person_id, []).append(one)
    order = sorted(of_person, key=lambda person: (-_weight(of_person[person], stage_of), person == NAMELESS, person))
    named = order if len(order) <= MOST_LANES + 1 else order[:MOST_LANES]
    lanes = [_lane(of_person[one], people.get(one), roles, stage_of, first, window) for one in named]
    if rest := order[len(named) :]:
        together = [one for person in rest for one in of_person[person]]
        lanes.append(Lane("", "", "", "", _dots(together, stage_of, first, window), len(rest)))
    drawn = sum(one.times for one in occasions)
    return Timeline(
        first,
        as_of,
        tuple(lanes),
        tuple(_bands(changes, first, as_of)),
        tuple(occasions[:MOST_ROWS]),
        sum(one.times for one in occasions[MOST_ROWS:]),
        sum({(one.signal, one.person_id): one.in_all for one in occasions}.values()) - drawn,
    )


def _weight(theirs: Iterable[Occasion], stage_of: Mapping[str, str]) -> int:
    """Days count, those of a later stage more."""
    return sum(1 + BUYING_STAGES.index(stage_shown(one, stage_of)) for one in theirs)


def _lane(
    theirs: Sequence[Occasion],
    person: Row | None,
    roles: Mapping[str, str],
    stage_of: Mapping[str, str],
    first: int,
    window: int,
) -> Lane:
    key = person["person_key"] if person else NAMELESS_VISITORS if theirs[0].person_id == NAMELESS else "somebody"
    title = person["title"] if person else ""
    return Lane(key, known_as(key), title, roles.get(key, ""), _dots(theirs, stage_of, first, window))


def _dots(theirs: Iterable[Occasion], stage_of: Mapping[str, str], first: int, window: int) -> tuple[Dot, ...]:
    by_day: dict[int, list[Occasion]] = {}
    for one in theirs:
        if one.day >= first:
            by_day.setdefault(one.day, []).append(one)
    return tuple(
        Dot(
            day,
            (2 * (day - first) + 1) * 500 // window,
            max((stage_shown(one, stage_of) for one in some), key=BUYING_STAGES.index),
            sum(one.times for one in some),
            _words(some),
        )
        for day, some in sorted(by_day.items())
    )


def _words(some: Sequence[Occasion]) -> str:
    said = list(dict.fromkeys(did(one) for one in some))
    more = len(said) - MOST_ACTS_IN_A_DOT
    return "; ".join([*said[:MOST_ACTS_IN_A_DOT], *([f"and {more} more"] if more > 0 else [])])


def _bands(changes: Iterable[Row], first: int, last: int) -> Iterable[Band]:
    """The levels held, one after the other, as far as they lie in the timeline."""
    found: list[Row] = []
    for row in sorted(changes, key=lambda row: row["day"]):
        if not found or row["to_level"] != found[-1]["to_level"]:  # a change of stage alone ends no band
            found.append(row)
    window = last - first + 1
    for row, following in zip(found, [*found, None][1:], strict=True):
        end = following["day"] if following else last + 1
        if row["to_level"] in ("", NO_LEVEL) or end <= first or row["day"] > last:
            continue
        start = max(row["day"], first)
        yield Band(row["to_level"], (start - first) * 1000 // window, (end - first) * 1000 // window, row["day"])
