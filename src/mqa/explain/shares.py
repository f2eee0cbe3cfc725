"""A score as a waterfall: dimension, signal, person, act; every share shown, and what is shown adds up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mqa.explain.numbers import adding_up, counted, points
from mqa.terms.durations import date_of
from mqa.terms.rules import Definition

Row = Mapping[str, Any]
People = Mapping[int, str]

DIMENSIONS = {"breadth": "how many people", "depth": "how much and how serious", "recency": "how lately"}
SIDES = {"signals": "the cap of the signal", "people": "the limit of one person"}
NAMELESS = 0
NAMELESS_VISITORS = "nameless visitors"


@dataclass(frozen=True)
class Act:
    """One act behind a share: when, what, by whom, where, and since when it is known (day numbers)."""

    activity_id: str
    day: int
    known_on: int
    kind: str
    person_id: int
    person: str
    about: str
    signal: str
    times: int

    @property
    def when(self) -> str:
        """The day, and where it became known later that day too."""
        late = f" (known on {date_of(self.known_on).isoformat()})" if self.known_on != self.day else ""
        return f"{date_of(self.day).isoformat()}{late}"


@dataclass(frozen=True)
class Share:
    """One part of a score and what it is made of. `share`: millionths of 0-100, exact; `shown`: tenths, adding up."""

    name: str
    share: int
    shown: int
    why: str = ""
    parts: tuple[Share, ...] = ()
    acts: tuple[Act, ...] = ()


def waterfall(
    contributions: Iterable[Row],
    acts: Sequence[Act],
    people: People,
    definition: Definition,
    *,
    score: str = "engagement",
) -> Share:
    """A score as the tree of its shares; the shares of the leaves add up to the whole, shown or exact."""
    rows = [row for row in contributions if row["score"] == score]
    names = dict(enumerate((signal.name for signal in definition.signals), start=1))
    acts_by = _by(acts, lambda act: (act.signal, max(act.person_id, NAMELESS)))
    dimensions = [
        _dimension(dimension, [row for row in rows if row["dimension"] == dimension], acts_by, people, names)
        for dimension in DIMENSIONS
    ]
    found = [part for part in dimensions if part.parts or part.share]
    if score == "product" and found:
        found = list(found[0].parts)
    return _shown(Share(score, sum(part.share for part in found), 0, "", tuple(found)))


def _dimension(
    dimension: str,
    rows: Sequence[Row],
    acts: Mapping[tuple[str, int], Sequence[Act]],
    people: People,
    names: Mapping[int, str],
) -> Share:
    why, total = DIMENSIONS[dimension], sum(row["share"] for row in rows)
    if dimension == "breadth":
        parts = [Share(_person(row, people), row["share"], 0, "engaged") for row in rows]
        return Share(dimension, total, 0, why, _largest_first(parts))
    if dimension == "recency":
        last = max((act for found in acts.values() for act in found), key=lambda act: act.day, default=None)
        parts = [Share("last act", total, 0, "", (), (last,) if last else ())] if rows else []
        return Share(dimension, total, 0, why, tuple(parts))
    signals = _by(rows, lambda row: names.get(row["signal"], ""))
    parts = [_signal(name, of_signal, acts, people) for name, of_signal in signals.items()]
    return Share(dimension, total, 0, why, _largest_first(parts))


def _signal(name: str, rows: Sequence[Row], acts: Mapping[tuple[str, int], Sequence[Act]], people: People) -> Share:
    parts = [
        Share(
            _person(row, people),
            row["share"],
            0,
            _worth(row),
            (),
            tuple(acts.get((name, row["person_id"]), ())),
        )
        for row in rows
    ]
    return Share(name, sum(row["share"] for row in rows), 0, "", _largest_first(parts))


def _worth(row: Row) -> str:
    """What the acts of one person and signal are worth, and what of it counts where a limit bound."""
    worth = f"{points(row['points'])} points"
    return worth if row["points"] == row["counted"] else f"{worth}, {points(row['counted'])} under {SIDES[row['side']]}"


def _person(row: Row, people: People) -> str:
    return NAMELESS_VISITORS if row["person_id"] == NAMELESS else people.get(row["person_id"], "somebody")


def _largest_first(parts: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(parts, key=lambda part: (-abs(part.share), part.name)))


def _shown(whole: Share) -> Share:
    """The tree with every leaf rounded so that each level adds up to the level above it."""
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
