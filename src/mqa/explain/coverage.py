"""What the stories of a definition show, and what none of them does: its levels, gates and routes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mqa.terms.rules import Condition, Definition
from mqa.terms.stories import Becomes, Story


@dataclass(frozen=True)
class Shown:
    """A level, gate or route, and the titles of the stories that show it: at this level, kept out by this gate, handed
    off by this route."""

    kind: str
    name: str
    stories: tuple[str, ...]


def coverage(stories: Iterable[Story], definition: Definition) -> tuple[Shown, ...]:
    """Every level, gate and route of a definition, in its order, with the stories that show it."""
    told = tuple(stories)

    def by(kind: str, name: str) -> Shown:
        titles = (story.title for story in told if any(_shows(one, kind, name) for one in story.becomes))
        return Shown(kind, name, tuple(dict.fromkeys(titles)))

    return (
        *(by("level", level.name) for level in definition.levels),
        *(by("gate", name) for name in gates(definition)),
        *(by("route", route.name) for route in definition.handoff.routes),
    )


def gates(definition: Definition) -> tuple[str, ...]:
    """The conditions that levels join, in the order of the file: each keeps out whoever does not pass it.

    What joins others (all_of) is asked for through its parts, and where a level has several ways (any_of) each of them
    is. Any other condition is a gate of its own, as is one that is asked of some segments only.
    """
    conditions = {condition.name: condition for condition in definition.conditions}
    names = dict.fromkeys(gate for level in definition.levels for gate in _of_ways(level.when, conditions))
    return tuple(sorted(names, key=lambda name: conditions[name].place))


def _of_ways(name: str, conditions: Mapping[str, Condition]) -> Iterator[str]:
    """The gates of a level's condition: those of each of its ways."""
    condition = conditions[name]
    for way in condition.parts if condition.kind == "any_of" and not condition.only_for else ():
        yield from _of_ways(way, conditions)
    if condition.kind != "any_of" or condition.only_for:
        yield from _joined(name, conditions)


def _joined(name: str, conditions: Mapping[str, Condition]) -> Iterator[str]:
    condition = conditions[name]
    if condition.kind != "all_of" or condition.only_for:
        yield name
        return
    for part in condition.parts:
        yield from _joined(part, conditions)


def _shows(one: Becomes, kind: str, name: str) -> bool:
    if kind == "level":
        return one.level == name
    if kind == "gate":
        return name in one.why_not
    return one.handoff is not None and one.handoff.route == name
