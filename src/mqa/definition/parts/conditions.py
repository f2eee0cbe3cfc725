"""When it is enough: named yes-or-no questions, each of exactly one kind of a closed set."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast, get_args

from mqa.definition.parts.facts import fact_test
from mqa.definition.parts.lists import Lists
from mqa.definition.parts.names import Names
from mqa.definition.parts.structure import (
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
from mqa.definition.parts.values import HIGHEST_SUM, choice, count, days, given, number, share, texts, topic
from mqa.terms.documents import Mapping, Node, Text, quoted
from mqa.terms.rules import BUYING_STAGES, Condition, ConditionKind, Given
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

SCORES, SHARES, PEOPLE, TIMES = (0, 100), (0, 1), (1, 1_000_000), (1, 1_000_000_000)
NUMBERS: abc.Mapping[str, tuple[int, int]] = {  # the lowest and the highest number that a kind may ask for
    "known_share_at_least": SHARES,
    "engagement_at_least": SCORES,
    "breadth_at_least": SCORES,
    "depth_at_least": SCORES,
    "recency_at_least": SCORES,
    "product_score_at_least": SCORES,
    "points_at_least": (0, HIGHEST_SUM),
    "people_at_least": PEOPLE,
    "engaged_people_at_least": PEOPLE,
    "departments_at_least": (1, len(DEPARTMENTS) - 1),
    "coverage_at_least": SHARES,
    "contact_ratio_at_least": SHARES,
    "surging_topics_at_least": PEOPLE,
    "surging_share_at_least": SHARES,
    "times_at_least": TIMES,
    "visits_at_least": TIMES,
    "assets_at_least": TIMES,
    "topics_at_least": PEOPLE,
    "rate_at_least": (0, 10),
    "lift_at_least": (0, 1_000),
}


@dataclass(frozen=True)
class Beside:
    """The keys that must and that may stand beside the key of a kind."""

    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


SCORE = Beside(may=("leave_at",))
COUNT = Beside(must=("activity", "within"), may=("topics", "leave_at"))
ABOVE = {  # the kinds that a number above the one given may be asked of, by the key that asks it
    f"{kind.removesuffix('_at_least')}_above": kind for kind in get_args(ConditionKind) if kind.endswith("_at_least")
}
KINDS: dict[str, Beside] = {  # by the key that gives a condition its kind
    "fit_grade": Beside(),
    "known_share_at_least": SCORE,
    "engagement_at_least": SCORE,
    "breadth_at_least": SCORE,
    "depth_at_least": SCORE,
    "recency_at_least": SCORE,
    "product_score_at_least": SCORE,
    "points_at_least": SCORE,
    "people_at_least": Beside(must=("within",), may=("roles", "departments", "seniorities", "activity", "leave_at")),
    "engaged_people_at_least": SCORE,
    "role": Beside(must=("within",)),
    "departments_at_least": Beside(must=("within",), may=("leave_at",)),
    "coverage_at_least": Beside(must=("within",), may=("leave_at",)),
    "contact_ratio_at_least": SCORE,
    "buying_stage": Beside(),
    "surging_topics_at_least": SCORE,
    "surging_share_at_least": SCORE,
    "times_at_least": COUNT,
    "visits_at_least": Beside(COUNT.must, ("topics", "pages_at_least", "seconds_at_least", "leave_at")),
    "assets_at_least": COUNT,
    "topics_at_least": Beside(must=("topics", "within"), may=("activity", "leave_at")),
    "rate_at_least": Beside(must=("rate_of", "to", "within"), may=("at_least_in_denominator", "leave_at")),
    "lift_at_least": Beside(must=("activity", "within", "against"), may=("unit", "topics", "leave_at")),
    "facts": Beside(),
    "all_of": Beside(),
    "any_of": Beside(),
    "at_least": Beside(must=("of",)),
    "not": Beside(),
}
KINDS |= {key: KINDS[kind] for key, kind in ABOVE.items()}
LATER = ("likelihood_at_least", "likelihood_above")  # kinds that are agreed on and not yet there
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
    "facts": "tests",
} | dict.fromkeys(("at_least", *ABOVE, *ABOVE.values()), "needed")


def conditions(names: Names, lists: Lists) -> Reader[tuple[Condition, ...]]:
    """A reader of the conditions."""
    return named(_condition(_shape(names, lists)))


def key_sets() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each kind of condition, the keys that it must have and all that it may have."""
    for kind, beside in KINDS.items():
        must = (kind, *beside.must)
        yield must, (*must, *beside.may, "only_for")


def _shape(names: Names, lists: Lists) -> Shape:
    """Every key that a condition may have."""
    condition, role = name_of("condition", names.conditions), name_of("role", names.roles)
    thresholds = {"at_least": number(*PEOPLE, whole=True)}
    thresholds |= {kind: number(low, high, whole=low > 0) for kind, (low, high) in NUMBERS.items()}
    for key, kind in ABOVE.items():
        low, high = NUMBERS[kind]
        thresholds[key] = number(0, high, below=True, whole=low > 0)
    return {
        **{key: given(one, names.places) for key, one in thresholds.items()},
        "fit_grade": many(name_of("grade", names.grades)),
        "role": many(role),
        "buying_stage": many(choice(*BUYING_STAGES[1:])),
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
        "unit": choice("times", "visits", "people", "assets"),
        "against": days(),
        "topics": many(topic),
        "pages_at_least": count(1, 100_000),
        "seconds_at_least": count(1, 86_400),
        "facts": many(fact_test(lists, {})),
        "leave_at": share,
    }


def _condition(shape: Shape) -> NamedReader[Condition]:
    """A reader of one condition."""

    def read(name: Text, node: Node, notes: Notes) -> Condition | None:
        if later := [place for key, place in keys(node).items() if key in LATER]:
            what = f"{notes.whose} asks for a likelihood, which comes with the calibration and is not there yet."
            mend = "Ask for a score, or for what another system forecasts: “facts: [{ fact: …, at_least: … }]”."
            notes.add(later[0], what, mend)
            return None
        asked = [key for key in keys(node) if key in KINDS]
        must = KINDS[asked[0]].must if len(asked) == 1 else ()
        said = fields(node, shape, notes, needed=must)
        if len(asked) != 1:
            _note_kinds(node, asked, shape, notes)
            return None
        _note_idle_keys(node, asked[0], shape, notes)
        _note_too_many_wanted(node, said, notes)
        if any(key not in said for key in (asked[0], *must)):
            return None
        given = {FIELD.get(key, key): value for key, value in said.items()}
        kind, above = ABOVE.get(asked[0], asked[0]), asked[0] in ABOVE
        return Condition(name.value, cast(ConditionKind, kind), above=above, place=name.place, **given)

    return read


def _one_condition(names: Names) -> Reader[tuple[str, ...]]:
    """A reader of the only part of a `not`."""
    one = name_of("condition", names.conditions)

    def read(node: Node, notes: Notes) -> tuple[str, ...] | None:
        part = one(node, notes)
        return None if part is None else (part,)

    return read


def _note_kinds(node: Node, kinds: list[str], shape: Shape, notes: Notes) -> None:
    """Note that a condition asks nothing, or several things at once; an unknown key has been noted already."""
    if kinds:
        asked = " and ".join(quoted(kind) for kind in kinds)
        mend = "Make a condition of each, and join them in a third with “all_of: [one, other]”."
        notes.add(node.place, f"{notes.whose} asks several questions at once: {asked}.", mend)
    elif isinstance(node, Mapping) and set(keys(node)) <= set(shape):
        kinds_told = ", ".join(kind for kind in KINDS if kind not in ABOVE)
        mend = f"Add one of: {kinds_told}; “above” in place of “at_least” asks for more than the number."
        notes.add(node.place, f"{notes.whose} asks no question.", mend)


def _note_idle_keys(node: Node, kind: str, shape: Shape, notes: Notes) -> None:
    """Note keys that say nothing beside the kind of this condition."""
    beside = KINDS[kind]
    allowed = {kind, "only_for", *beside.must, *beside.may}
    of_people = ABOVE.get(kind, kind) == "people_at_least"
    says_most = "activity" if of_people and "activity" in keys(node) else kind
    allowed -= OF_PEOPLE if says_most == "activity" else set()
    for key, place in keys(node).items():
        if key in shape and key not in allowed:
            mend = f"Ask it in a condition of its own. Here may stand: {', '.join(sorted(allowed))}."
            notes.add(place, f"{notes.whose}: {quoted(key)} says nothing beside {quoted(says_most)}.", mend)


def _note_too_many_wanted(node: Node, said: dict[str, Any], notes: Notes) -> None:
    """Note an “at least n of” that asks for more conditions than it lists."""
    wanted: Given | None = said.get("at_least")
    most = max(wanted.numbers) if wanted else Decimal(0)
    if "of" in said and most > len(said["of"]):
        what = f"{notes.whose} asks for {most} of {len(said['of'])} conditions."
        notes.add(section(node, "at_least").place, what, f"Ask for {len(said['of'])} or fewer.")
