"""What counts: signals and product signals, how the scores are put together, and the topics of intent."""

from __future__ import annotations

from collections import abc
from decimal import Decimal
from typing import Any

from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import NamedReader, Notes, Reader, Shape, fields, form, many, named, section
from mqa.definition.parts.values import (
    HIGHEST_POINTS,
    HIGHEST_SUM,
    choice,
    count,
    days,
    given,
    number,
    share,
    texts,
    topic,
    weeks,
)
from mqa.terms.blanks import Blank, asks
from mqa.terms.documents import Mapping, Node, Text, quoted
from mqa.terms.places import called, everywhere
from mqa.terms.rules import (
    BUYING_STAGES,
    BY_CONTENT,
    Baseline,
    Engagement,
    Given,
    Intent,
    Nameless,
    Product,
    ScoreName,
    Signal,
)
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

points = number(-HIGHEST_POINTS, HIGHEST_POINTS)
limit = number(0, HIGHEST_SUM, above=True)
weight = number(0, 100)
WEIGHTS = ("breadth", "depth", "recency")
FADING = ("half_life", "lifespan")
PLACED = ("sure", "likely")
NARROWING: Shape = {
    "seconds_at_least": count(1, 86_400),
    "path": texts,
    "source": texts,
    "campaign": texts,
    "topic": many(topic),
}
PLURAL = {"path": "paths", "source": "sources", "campaign": "campaigns", "topic": "topics"}


def signals(names: Names, kind: ScoreName) -> Reader[tuple[Signal, ...]]:
    """A reader of the signals of one score, in the order in which the first match wins."""
    return named(_signal(names, kind))


def _signal(names: Names, kind: ScoreName) -> NamedReader[Signal]:
    """A reader of one signal."""
    shape: Shape = {
        "activity": texts,
        "where": lambda node, notes: fields(node, NARROWING, notes),
        "points": given(points, names.places),
        "half_life": days(),
        "lifespan": days(),
        "cap": given(limit, names.places),
        "per_day": count(1, 100_000),
        "most_per_day": given(limit, names.places),
        "stage": choice(*BUYING_STAGES, BY_CONTENT),
    }

    def read(name: Text, node: Node, notes: Notes) -> Signal | None:
        said = fields(node, shape, notes, needed=["activity", "points"])
        asks(node, **{"not": {"required": [*FADING]}})
        fading = {key: said.pop(key) for key in FADING if key in said}
        if len(fading) == 2:
            what = f"{notes.whose} fades both by half_life and by lifespan."
            notes.add(section(node, "lifespan").place, what, "Keep one of the two.")
        _note_low_caps(node, said, names, notes)
        if "activity" not in said or "points" not in said:
            return None
        narrowed = {PLURAL.get(key, key): value for key, value in said.pop("where", {}).items()}
        fades = [{"fading": key, "fading_days": value} for key, value in fading.items()] or [{}]
        return Signal(name.value, kind, said.pop("activity"), place=name.place, **said, **narrowed, **fades[0])

    return read


def _note_low_caps(node: Node, said: dict[str, Any], names: Names, notes: Notes) -> None:
    """Note a limit that not even one act fits under somewhere: its points would never be given in full there."""
    worth: Given | None = said.get("points")
    for key, limited in (("cap", "a cap of {}"), ("most_per_day", "{} points a day at most")):
        most: Given | None = said.get(key)
        if worth is None or most is None:
            continue
        for place in everywhere(names.segments, names.tiers):
            lowest, size = most.at(*place), abs(worth.at(*place))
            if lowest < size:
                has = f"{limited.format(lowest)}{called(place, (worth, most))}"
                what = f"{notes.whose} has {has}, below the {size} points of one act."
                notes.add(section(node, key).place, what, f"Raise {quoted(key)} or lower the points.")
                break


def engagement(names: Names) -> Reader[Engagement]:
    """A reader of the section `engagement`; its three weights sum to 1 in every segment and tier."""
    shape: Shape = {
        **dict.fromkeys(WEIGHTS, given(share, names.places)),
        "recency_half_life": days(),
        "counts_for": days(),
        "engaged_at": given(limit, names.places),
        "most_per_person": given(limit, names.places),
        "without_role": weight,
        "anonymous": _nameless,
        "match": choice("first", "all"),
        "department_weights": _weights(DEPARTMENTS[1:]),
        "seniority_weights": _weights(SENIORITIES[1:]),
    }
    needed = [*WEIGHTS, "recency_half_life", "counts_for", "engaged_at", "without_role", "anonymous"]

    def read(node: Node, notes: Notes) -> Engagement | None:
        said = fields(node, shape, notes, needed=needed)
        if all(key in said for key in WEIGHTS):
            _note_weights(node, [said[key] for key in WEIGHTS], names, notes)
        return Engagement(**{"most_per_person": None} | said) if set(needed) <= set(said) else None

    return read


def _nameless(node: Node, notes: Notes) -> Nameless | None:
    """The weight of nameless visitors: one number, or one of those who surely and one of those who likely belong."""
    shape: Shape = dict.fromkeys(PLACED, weight)
    if isinstance(node, Blank):
        node.asks(anyOf=[form(weight), form(lambda blank, notes: fields(blank, shape, notes, needed=PLACED))])
        return None
    if not isinstance(node, Mapping):
        value = weight(node, notes)
        return None if value is None else Nameless(value, value)
    said = fields(node, shape, notes.of(f"{notes.whose}: {quoted(notes.key)}"), needed=PLACED)
    if len(said) < len(PLACED):
        return None
    found = Nameless(**said)
    if found.likely > found.sure:
        what = f"Visitors likely of the company weigh {found.likely}, more than those surely of it: {found.sure}."
        notes.add(section(node, "likely").place, what, "Lower “likely” or raise “sure”.")
    return found


def _weights(words: abc.Sequence[str]) -> Reader[tuple[tuple[str, Decimal], ...]]:
    """A reader of the weights of some of these departments or seniorities."""
    shape: Shape = dict.fromkeys(words, weight)
    return lambda node, notes: tuple(fields(node, shape, notes, kind=notes.key.partition("_")[0]).items())


def _note_weights(node: Node, weights: abc.Sequence[Given], names: Names, notes: Notes) -> None:
    """Note the first segment and tier in which the weights do not sum to 1."""
    for place in everywhere(names.segments, names.tiers):
        total = sum((weight.at(*place) for weight in weights), Decimal(0))
        if total != 1:
            what = f"The weights {', '.join(WEIGHTS)} sum to {total}{called(place, weights)}, not to 1."
            notes.add(section(node, WEIGHTS[0]).place, what, "Change one of them so that they sum to 1.")
            return


def product_score(names: Names) -> Reader[Product]:
    """A reader of the section `product`."""
    shape: Shape = {
        "benchmark": given(limit, names.places),
        "counts_for": days(),
        "most_per_person": given(limit, names.places),
    }
    return lambda node, notes: Product(**fields(node, shape, notes))


def intent(names: Names) -> Reader[Intent]:
    """A reader of the section `intent`; topics are compared in lower case."""
    surge = given(number(0, 100, above=True), names.places)
    shape: Shape = {"topics": many(topic), "surge": surge, "counts_for": days(), "baseline": _baseline}

    def read(node: Node, notes: Notes) -> Intent:
        said = fields(node, shape, notes, needed=["topics"])
        return Intent(**said | {"topics": tuple(sorted(said.get("topics", ())))})

    return read


def _baseline(node: Node, notes: Notes) -> Baseline:
    """What is usual for an account, of providers that give counts."""
    shape: Shape = {"within": weeks, "against": weeks, "at_least": count(1, 1_000_000)}
    return Baseline(**fields(node, shape, notes.of(f"{notes.whose}: {quoted(notes.key)}")))
