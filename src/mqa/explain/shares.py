"""A score as a waterfall: dimension, signal, person, act; every share shown, and what is shown adds up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mqa.explain.numbers import adding_up, counted, points
from mqa.terms.durations import date_of
from mqa.terms.rules import BUYING_STAGES, BY_CONTENT, Definition

Row = Mapping[str, Any]
People = Mapping[int, str]

DIMENSIONS = {"breadth": "how many people", "depth": "how much and how serious", "recency": "how lately"}
SIDES = {"signals": "the cap of the signal", "people": "the limit of one person"}
NAMELESS = 0
NAMELESS_VISITORS = "nameless visitors"
PLACED = {"": "", "sure": "surely of the company", "likely": "likely of the company"}


@dataclass(frozen=True)
class Occasion:
    """The acts of one signal and kind by one person on one day, learned on one day (day numbers).

    `times`: how many acts; `about`: the first of the `places` they went to; `activity_ids`: the first of them;
    `in_all`: all acts of the signal and person that count, shown or not. person_id 0: all nameless visitors;
    `placed`: whether they weigh as sure or likely ones (empty: that is not weighed, or somebody known by name);
    `topics`, `stage`: what the workspace's map of content says of what they looked at (empty, 0: nothing); the stage
    only where the signal asks for it.
    """

    signal: str
    person_id: int
    day: int
    known_on: int
    kind: str
    about: str
    places: int
    activity_ids: Sequence[str]
    times: int
    in_all: int
    placed: str = ""
    topics: str = ""
    stage: int = 0

    @property
    def visitors(self) -> str:
        """Who nameless visitors are, as far as it is weighed."""
        return ", ".join(filter(None, (NAMELESS_VISITORS, PLACED[self.placed])))

    @property
    def as_weighed(self) -> str:
        """As whose act it counts, to stand behind what was done; nothing where that is not weighed."""
        return f" ({PLACED[self.placed]})" if self.placed else ""

    @property
    def by_content(self) -> str:
        """What the map of content says of it, to stand behind what was done; nothing where it says nothing."""
        said = [f"about {self.topics}"] if self.topics else []
        said += [BUYING_STAGES[self.stage]] if self.stage else []
        return f" ({', '.join(said)}, by the map of content)" if said else ""

    @property
    def when(self) -> str:
        """The day, and the day on which it became known where that is another."""
        late = f" (known on {date_of(self.known_on).isoformat()})" if self.known_on != self.day else ""
        return f"{date_of(self.day).isoformat()}{late}"


def stage_shown(one: Occasion, stage_of: Mapping[str, str]) -> str:
    """The buying stage of an occasion: that of its signal, or where it is by content, of what was looked at.

    `stage_of`: the stage of each signal by its name.
    """
    stage = stage_of.get(one.signal, "none")
    return BUYING_STAGES[one.stage] if stage == BY_CONTENT else stage


@dataclass(frozen=True)
class Share:
    """One part of a score and what it is made of. `share`: millionths of 0-100, exact; `shown`: tenths, adding up."""

    name: str
    share: int
    shown: int
    why: str = ""
    parts: tuple[Share, ...] = ()
    occasions: tuple[Occasion, ...] = ()


Occasions = Mapping[tuple[str, int], Sequence[Occasion]]


def waterfall(
    contributions: Iterable[Row],
    occasions: Iterable[Occasion],
    people: People,
    definition: Definition,
    *,
    score: str = "engagement",
    last_on: int | None = None,
) -> Share:
    """A score as the tree of its shares; the shares of the leaves add up to the whole, shown or exact.

    `last_on`: the day of the last act with positive points, on which recency rests.
    """
    rows = [row for row in contributions if row["score"] == score]
    names = dict(enumerate((signal.name for signal in definition.signals), start=1))
    of = _by(occasions, lambda occasion: (occasion.signal, occasion.person_id))
    depth, breadth, recency = (
        [row for row in rows if row["dimension"] == dimension] for dimension in ("depth", "breadth", "recency")
    )
    dimensions = [_breadth(breadth, people), _depth(depth, of, people, names)]
    dimensions += [_recency(recency, _last(depth, of, names, last_on), people)]
    found = [part for part in dimensions if part.parts or part.share]
    if score == "product" and found:
        found = list(found[0].parts)
    return in_tenths(Share(score, sum(part.share for part in found), 0, "", tuple(found)))


def _breadth(rows: Sequence[Row], people: People) -> Share:
    parts = _largest_first(Share(_person(row["person_id"], people), row["share"], 0, "engaged") for row in rows)
    return _dimension("breadth", parts)


def _depth(rows: Sequence[Row], of: Occasions, people: People, names: Mapping[int, str]) -> Share:
    signals = _by(rows, lambda row: names.get(row["signal"], ""))
    return _dimension("depth", _largest_first(_signal(name, some, of, people) for name, some in signals.items()))


def _recency(rows: Sequence[Row], last: Occasion | None, people: People) -> Share:
    who = f"by {_person(last.person_id, people)}" if last else ""
    behind = (last,) if last else ()
    return _dimension("recency", tuple(Share("last act", row["share"], 0, who, (), behind) for row in rows))


def _dimension(name: str, parts: tuple[Share, ...]) -> Share:
    return Share(name, sum(part.share for part in parts), 0, DIMENSIONS[name], parts)


def _last(depth: Iterable[Row], of: Occasions, names: Mapping[int, str], last_on: int | None) -> Occasion | None:
    """The first occasion of that day whose signal gave its person points: penalties and acts past counting do not."""
    gave = [(names.get(row["signal"], ""), row["person_id"]) for row in depth if row["points"] > 0]
    return next((one for key in gave for one in of.get(key, ()) if one.day == last_on), None)


def _signal(name: str, rows: Iterable[Row], of: Occasions, people: People) -> Share:
    parts = _largest_first(
        Share(
            _person(row["person_id"], people),
            row["share"],
            0,
            _worth(row),
            (),
            tuple(of.get((name, row["person_id"]), ())),
        )
        for row in rows
    )
    return Share(name, sum(part.share for part in parts), 0, "", parts)


def _worth(row: Row) -> str:
    """What the acts of one person and signal are worth, and what of it counts where a limit bound."""
    worth, within = f"{points(row['points'])} points", points(row["counted"])
    return worth if row["points"] == row["counted"] else f"{worth}, {within} within {SIDES[row['side']]}"


def _person(person_id: int, people: People) -> str:
    return NAMELESS_VISITORS if person_id == NAMELESS else people.get(person_id, "somebody")


def _largest_first(parts: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(parts, key=lambda part: (-abs(part.share), part.name)))


def in_tenths(whole: Share) -> Share:
    """The tree with every leaf rounded so that what is shown adds up, from the leaves to the whole."""
    rounded = iter(adding_up(leaf.share for leaf in _leaves(whole)))

    def filled(part: Share) -> Share:
        if not part.parts:
            return replace(part, shown=next(rounded))
        parts = tuple(filled(inner) for inner in part.parts)
        return replace(part, parts=parts, shown=sum(inner.shown for inner in parts))

    return filled(whole)


def _leaves(part: Share) -> list[Share]:
    return [leaf for inner in part.parts for leaf in _leaves(inner)] if part.parts else [part]


def few(whole: Share, most: int) -> Share:
    """The tree with only the largest parts of each level; the others stand together in one row, so it still adds up."""
    parts = tuple(few(part, most) for part in whole.parts)
    if len(parts) > most + 1:
        rest = parts[most:]
        others = Share(
            f"{counted(len(rest), 'other')}", sum(p.share for p in rest), sum(p.shown for p in rest), "", (), ()
        )
        parts = (*parts[:most], others)
    return replace(whole, parts=parts)


def _by(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
