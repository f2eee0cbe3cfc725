"""Who fits: criteria and grades, segments with their benchmarks, tiers with their bars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from mqa.definition.parts.facts import KEYS, fact_test, test_of
from mqa.definition.parts.lists import Lists
from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import NamedReader, Notes, Reader, Shape, fields, keys, many, named, section
from mqa.definition.parts.values import HIGHEST_POINTS, HIGHEST_SUM, count, number, score, share
from mqa.terms.documents import Items, Mapping, Node, Text, quoted
from mqa.terms.rules import LOWEST_GRADE, Criterion, Grade, Purpose, Segment, Tier

S = TypeVar("S", Segment, Tier)
points = number(-HIGHEST_POINTS, HIGHEST_POINTS)


@dataclass(frozen=True)
class Fit:
    """The section `fit`."""

    required: tuple[Criterion, ...] = ()
    excluded: tuple[Criterion, ...] = ()
    points: tuple[Criterion, ...] = ()
    grades: tuple[Grade, ...] = ()
    least_known_share: Decimal = Decimal(0)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the order they are asked."""
        return self.required + self.excluded + self.points


def fit(lists: Lists) -> Reader[Fit]:
    """A reader of the section `fit`."""
    shape = {
        "required": named(_criterion("required", lists)),
        "excluded": named(_criterion("excluded", lists)),
        "points": named(_criterion("points", lists)),
        "grades": _grades,
        "least_known_share": share,
    }

    def section_read(node: Node, notes: Notes) -> Fit | None:
        read = Fit(**fields(node, shape, notes))
        _note_repeated_names(read, notes)
        all_read = len(read.points) == len(keys(section(node, "points")))
        if read.grades and all_read and not any(criterion.points > 0 for criterion in read.points):
            what = "fit has grades, but no criterion adds points."
            notes.add(node.place, what, "Add a criterion under “points”, or remove the grades.")
        return read

    return section_read


def _criterion(purpose: Purpose, lists: Lists) -> NamedReader[Criterion]:
    """A reader of one line of fit; only those that add points carry points."""
    shape: Shape = {**KEYS, "points": points} if purpose == "points" else KEYS

    def read(name: Text, node: Node, notes: Notes) -> Criterion | None:
        said = fields(node, shape, notes, needed=[key for key in ("fact", "points") if key in shape])
        worth = said.pop("points", None) if "points" in shape else Decimal(0)
        test = test_of(node, said, notes, lists=lists, grades={})
        return None if test is None or worth is None else Criterion(name.value, purpose, test, worth, name.place)

    return read


def _grades(node: Node, notes: Notes) -> tuple[Grade, ...] | None:
    """The grades, best first, each with a lower bar than the one before."""
    grades = named(_grade)(node, notes) or ()
    for better, worse in pairwise(grades):
        if worse.bar >= better.bar:
            what = (
                f"Grade {quoted(worse.name)} has the bar {worse.bar}, not below {better.bar} of {quoted(better.name)}."
            )
            notes.add(section(node, worse.name).place, what, "Order the grades from best to worst, bars falling.")
    return grades


def _grade(name: Text, node: Node, notes: Notes) -> Grade | None:
    """One grade and its bar."""
    if name.value == LOWEST_GRADE:
        what = f"{LOWEST_GRADE} is what lies below the last bar; it has none of its own."
        notes.add(name.place, what, "Remove this line.")
    bar = score(node, notes.at("bar"))
    return None if bar is None else Grade(name.value, bar)


def _note_repeated_names(read: Fit, notes: Notes) -> None:
    """Note a criterion that carries the name of another: every explanation names criteria."""
    first: dict[str, Criterion] = {}
    for criterion in read.criteria:
        earlier = first.setdefault(criterion.name, criterion)
        if earlier is not criterion:
            what = f"{quoted(criterion.name)} is also the name of a criterion in line {earlier.place.line}."
            notes.add(criterion.place, what, "Rename one of the two.")


def segments(lists: Lists) -> Reader[tuple[Segment, ...]]:
    """A reader of the segments; the last one takes the rest."""
    where = many(fact_test(lists, {}), least=0)
    benchmark = {"points": number(0, HIGHEST_SUM, above=True), "people": count(1, 100_000)}

    def one(name: Text, node: Node, notes: Notes) -> Segment | None:
        shape = {"benchmark": lambda node, notes: fields(node, benchmark, notes, needed=benchmark), "where": where}
        said = fields(node, shape, notes, needed=shape)
        typical = said.get("benchmark", {})
        if len(typical) < 2 or "where" not in said:
            return None
        return Segment(name.value, said["where"], typical["points"], typical["people"], name.place)

    return _with_rest(named(one))


def tiers(names: Names, lists: Lists) -> Reader[tuple[Tier, ...]]:
    """A reader of the tiers; the last one takes the rest."""
    shape: Shape = {"bar": number(0, 10, above=True), "where": many(fact_test(lists, names.grades), least=0)}

    def one(name: Text, node: Node, notes: Notes) -> Tier | None:
        said = fields(node, shape, notes, needed=shape)
        return Tier(name.value, said["bar"], said["where"], name.place) if len(said) == len(shape) else None

    return _with_rest(named(one))


def _with_rest(read: Reader[tuple[S, ...]]) -> Reader[tuple[S, ...]]:
    """The same reader, noting where not exactly the last entry takes every account that is left."""

    def checked(node: Node, notes: Notes) -> tuple[S, ...] | None:
        entries = [(name, section(value, "where")) for name, value in node.entries] if isinstance(node, Mapping) else []
        rest = [name for name, where in entries if where == Items(())]
        for name in rest:
            if name is not entries[-1][0]:
                what = f"{quoted(name.value)} takes every account, so the {notes.key} below it are never reached."
                notes.add(name.place, what, "Move it to the end, or say in “where” which accounts it takes.")
        if entries and not rest:
            name = entries[-1][0]
            what = f"An account that matches none of the {notes.key} would belong to none."
            notes.add(name.place, what, "Let the last one take the rest: “where: []”.")
        return read(node, notes)

    return checked
