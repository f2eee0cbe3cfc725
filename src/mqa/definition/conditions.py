"""When it is enough: named yes-or-no questions, each of exactly one kind of a closed set."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from mqa.definition.names import Names
from mqa.definition.structure import (
    NamedReader,
    Notes,
    Reader,
    Shape,
    fields,
    keys,
    many,
    name_of,
    named,
    section,
)
from mqa.definition.values import choice, count, days, given, number, score, share, texts
from mqa.terms.documents import Mapping, Node, Text, quoted
from mqa.terms.rules import Condition, ConditionKind, Given
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

people = number(1, 1_000_000, whole=True)
times = number(1, 1_000_000_000, whole=True)
rate = number(0, 10)


@dataclass(frozen=True)
class Beside:
    """The keys that must and that may stand beside the key of a kind."""

    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


SCORE = Beside(may=("leave_at",))
COUNT = Beside(must=("activity", "within"), may=("leave_at",))
KINDS: abc.Mapping[str, Beside] = {  # by the key that gives a condition its kind
    "fit_grade": Beside(),
    "known_share_at_least": SCORE,
    "engagement_at_least": SCORE,
    "breadth_at_least": SCORE,
    "depth_at_least": SCORE,
    "recency_at_least": SCORE,
    "product_score_at_least": SCORE,
    "people_at_least": Beside(must=("within",), may=("roles", "departments", "seniorities", "activity", "leave_at")),
    "engaged_people_at_least": SCORE,
    "role": Beside(must=("within",)),
    "departments_at_least": Beside(must=("within",), may=("leave_at",)),
    "coverage_at_least": Beside(must=("within",), may=("leave_at",)),
    "contact_ratio_at_least": SCORE,
    "buying_stage": Beside(),
    "surging_topics_at_least": SCORE,
    "times_at_least": COUNT,
    "visits_at_least": COUNT,
    "assets_at_least": COUNT,
    "rate_above": Beside(must=("rate_of", "to", "within"), may=("at_least_in_denominator", "leave_at")),
    "all_of": Beside(),
    "any_of": Beside(),
    "at_least": Beside(must=("of",)),
    "not": Beside(),
}
OF_PEOPLE = {"roles", "departments", "seniorities"}  # not asked of people who did certain acts
FIELD = {  # the field of a Condition that a key fills, where it is not the key's own name
    "fit_grade": "grades",
    "role": "roles",
    "buying_stage": "stages",
    "all_of": "parts",
    "any_of": "parts",
    "of": "parts",
    "not": "parts",
    "activity": "activities",
    "rate_of": "activities",
} | {kind: "needed" for kind in KINDS if kind.endswith(("_at_least", "_above")) or kind == "at_least"}


def conditions(names: Names) -> Reader[tuple[Condition, ...]]:
    """A reader of the conditions."""
    return named(_condition(names))


def _shape(names: Names) -> Shape:
    """Every key that a condition may have."""
    condition, role = name_of("condition", names.conditions), name_of("role", names.roles)
    thresholds = {
        "known_share_at_least": share,
        "engagement_at_least": score,
        "breadth_at_least": score,
        "depth_at_least": score,
        "recency_at_least": score,
        "product_score_at_least": score,
        "people_at_least": people,
        "engaged_people_at_least": people,
        "departments_at_least": number(1, len(DEPARTMENTS) - 1, whole=True),
        "coverage_at_least": share,
        "contact_ratio_at_least": share,
        "surging_topics_at_least": people,
        "times_at_least": times,
        "visits_at_least": times,
        "assets_at_least": times,
        "rate_above": rate,
        "at_least": people,
    }
    return {
        **{kind: given(one, names.places) for kind, one in thresholds.items()},
        "fit_grade": many(name_of("grade", names.grades)),
        "role": many(role),
        "buying_stage": many(choice("awareness", "consideration", "decision")),
        "all_of": many(condition),
        "any_of": many(condition),
        "of": many(condition),
        "not": _one_condition(names),
        "only_for": many(name_of("segment", names.segments)),
        "within": days(),
        "activity": texts,
        "rate_of": texts,
        "to": texts,
        "at_least_in_denominator": count(1, 1_000_000),
        "roles": many(role),
        "departments": many(choice(*DEPARTMENTS[1:])),
        "seniorities": many(choice(*SENIORITIES[1:])),
        "leave_at": share,
    }


def _condition(names: Names) -> NamedReader[Condition]:
    """A reader of one condition."""
    shape = _shape(names)

    def read(name: Text, node: Node, notes: Notes) -> Condition | None:
        kinds = [key for key in get_args(ConditionKind) if key in keys(node)]
        must = KINDS[kinds[0]].must if len(kinds) == 1 else ()
        said = fields(node, shape, notes, needed=must)
        if len(kinds) != 1:
            _note_kinds(node, kinds, shape, notes)
            return None
        _note_idle_keys(node, kinds[0], shape, notes)
        _note_too_many_wanted(node, said, notes)
        if any(key not in said for key in (kinds[0], *must)):
            return None
        return Condition(name.value, kinds[0], place=name.place, **{FIELD.get(k, k): v for k, v in said.items()})

    return read


def _one_condition(names: Names) -> Reader[tuple[str, ...]]:
    """A reader of the only part of a `not`."""
    one = name_of("condition", names.conditions)

    def read(node: Node, notes: Notes) -> tuple[str, ...] | None:
        part = one(node, notes)
        return None if part is None else (part,)

    return read


def _note_kinds(node: Node, kinds: list[ConditionKind], shape: Shape, notes: Notes) -> None:
    """Note that a condition asks nothing, or several things at once; an unknown key has been noted already."""
    if kinds:
        asked = " and ".join(quoted(kind) for kind in kinds)
        mend = "Make a condition of each, and join them in a third with “all_of: [one, other]”."
        notes.add(node.place, f"{notes.whose} asks several questions at once: {asked}.", mend)
    elif isinstance(node, Mapping) and set(keys(node)) <= set(shape):
        notes.add(node.place, f"{notes.whose} asks no question.", f"Add one of: {', '.join(KINDS)}.")


def _note_idle_keys(node: Node, kind: str, shape: Shape, notes: Notes) -> None:
    """Note keys that say nothing beside the kind of this condition."""
    beside = KINDS[kind]
    allowed = {kind, "only_for", *beside.must, *beside.may}
    says_most = "activity" if kind == "people_at_least" and "activity" in keys(node) else kind
    allowed -= OF_PEOPLE if says_most == "activity" else set()
    for key, place in keys(node).items():
        if key in shape and key not in allowed:
            mend = f"Ask it in a condition of its own. Here may stand: {', '.join(sorted(allowed))}."
            notes.add(place, f"{notes.whose}: {quoted(key)} says nothing beside {quoted(says_most)}.", mend)


def _note_too_many_wanted(node: Node, said: dict[str, Any], notes: Notes) -> None:
    """Note an “at least n of” that asks for more conditions than it lists."""
    wanted: Given | None = said.get("at_least")
    most = max((wanted.default, *dict(wanted.by_name).values())) if wanted else Decimal(0)
    if "of" in said and most > len(said["of"]):
        what = f"{notes.whose} asks for {most} of {len(said['of'])} conditions."
        notes.add(section(node, "at_least").place, what, f"Ask for {len(said['of'])} or fewer.")
