"""What moved an account's scores between two days, in words: each cause down to signals, people, facts and acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mqa.definition.differing import Difference, differences
from mqa.definition.rows.fit import criterion_rows
from mqa.explain.committee import WITHOUT_ROLE
from mqa.explain.fit import CriterionWords, criteria, known
from mqa.explain.numbers import adding_up, counted, points
from mqa.explain.shares import DIMENSIONS, NAMELESS, NAMELESS_VISITORS, Occasion, Share, in_tenths
from mqa.explain.standing import grade_name
from mqa.terms.rules import Definition

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
People = Mapping[int, str]
NOTHING: Tables = {}
NOT_KNOWN, NOT_THERE, NOT_ASKED = "not known", "nobody here", "not asked"


@dataclass(frozen=True)
class Moved:
    """One score of one account on two days: millionths of 0-100, exact. `parts`: what each cause moved, in their order.

    `topic`: of intent, whose scores are the strengths of topics that surge; else empty.
    """

    account_id: int
    score: str
    topic: str
    was: int
    parts: tuple[int, ...]
    now: int

    @property
    def shown(self) -> tuple[int, ...]:
        """Where it began and what each cause moved, in tenths that add up to where it ended."""
        return tuple(adding_up([self.was, *self.parts]))


@dataclass(frozen=True)
class Became:
    """Something of an account that was one thing and became another. `moved`: millionths of a score."""

    name: str
    was: str
    now: str
    moved: int = 0


@dataclass(frozen=True)
class State:
    """What one judgement found of an account: its rows by table, the definition, and the acts that counted anew.

    `came`: acts that this judgement saw for the first time; `went`: those that it saw no longer at their place.
    """

    tables: Tables
    definition: Definition
    came: Sequence[Occasion] = ()
    went: Sequence[Occasion] = ()


@dataclass(frozen=True)
class Because:
    """What one cause moved, and what it was made of. `engagement`, `product`: as trees whose parts add up to it."""

    cause: str
    engagement: Share
    product: Share
    criteria: tuple[Became, ...]
    facts: tuple[Became, ...]
    people: tuple[Became, ...]
    places: tuple[Became, ...]
    rules: tuple[Difference, ...]

    @property
    def anything(self) -> bool:
        """Whether it did anything."""
        said = (self.criteria, self.facts, self.people, self.places)
        return any(said) or bool(self.engagement.parts or self.product.parts)


def because(causes: Sequence[str], states: Sequence[State], people: People) -> list[Because]:
    """What each cause did to an account, from what was found before it was let in to what was found after.

    `states`: before all causes, then after each; what is shown adds up over all of them.
    """
    steps = [*pairwise(states)]
    trees = {
        score: _in_tenths(score, states[0], [_tree(score, *step, people) for step in steps], causes)
        for score in ("engagement", "product")
    }
    return [
        Because(
            cause,
            trees["engagement"][nth],
            trees["product"][nth],
            tuple(_criteria(before, after)),
            tuple(_facts(before, after)),
            tuple(_people(before, after, people)),
            tuple(_places(before, after)),
            differences(before.definition, after.definition) if before.definition != after.definition else (),
        )
        for nth, (cause, (before, after)) in enumerate(zip(causes, steps, strict=True))
    ]


def _in_tenths(
    score: str, first: State, trees: Sequence[tuple[Share, ...]], causes: Sequence[str]
) -> tuple[Share, ...]:
    """What each cause moved of a score, shown in tenths that add up over all causes."""
    was = Share("", sum(row["share"] for row in _rows(first, "contributions") if row["score"] == score), 0)
    parts = [Share(cause, _sum(parts), 0, "", parts) for cause, parts in zip(causes, trees, strict=True)]
    return in_tenths(Share(score, 0, 0, "", (was, *parts))).parts[1:]


def _tree(score: str, before: State, after: State, people: People) -> tuple[Share, ...]:
    """What moved of a score from one judgement to the next: dimensions, signals, people."""
    was, now = _shares(score, before), _shares(score, after)
    leaves: dict[str, dict[str, list[Share]]] = {}
    for key in dict.fromkeys((*was, *now)):
        dimension, signal, person_id = key
        earlier, later = was.get(key), now.get(key)
        moved = _share(later) - _share(earlier)
        if moved:
            why = _why(dimension, earlier, later, before, after)
            acts = tuple(_acts(key, moved, before, after))
            who = "last act" if dimension == "recency" else _person(person_id, people)
            leaves.setdefault(dimension, {}).setdefault(signal, []).append(Share(who, moved, 0, why, (), acts))
    depth = _largest(Share(name, _sum(some), 0, "", _largest(some)) for name, some in leaves.get("depth", {}).items())
    if score == "product":
        return depth
    parts = {"breadth": _largest(leaves.get("breadth", {}).get("", ())), "depth": depth}
    parts["recency"] = tuple(leaves.get("recency", {}).get("", ()))
    return tuple(Share(name, _sum(some), 0, DIMENSIONS[name], some) for name, some in parts.items() if some)


def _shares(score: str, state: State) -> dict[tuple[str, str, int], Row]:
    """The shares of a score by dimension, signal (its name: numbers differ between definitions) and person."""
    names = {nth: signal.name for nth, signal in enumerate(state.definition.signals, start=1)}
    return {
        (row["dimension"], names.get(row["signal"], ""), row["person_id"]): row
        for row in _rows(state, "contributions")
        if row["score"] == score
    }


def _share(row: Row | None) -> int:
    return int(row["share"]) if row else 0


def _why(dimension: str, was: Row | None, now: Row | None, before: State, after: State) -> str:
    if dimension == "breadth":
        return "still engaged" if was and now else "engaged now" if now else "no longer engaged"
    if dimension == "recency":
        return _to(*(_ago(state) for state in (before, after)))
    return _to(*(points(row["counted"]) if row else "0.0" for row in (was, now))) + " points"


def _ago(state: State) -> str:
    row = _score(state)
    return "never" if row is None or row["last_age"] is None else f"{counted(row['last_age'], 'day')} ago"


def _acts(key: tuple[str, str, int], moved: int, before: State, after: State) -> Iterator[Occasion]:
    """The acts behind what moved: those that came where it rose, those that went where it fell."""
    dimension, signal, person_id = key
    some = after.came if moved > 0 else after.went
    if dimension == "depth":
        yield from (one for one in some if (one.signal, one.person_id) == (signal, person_id))
    elif dimension == "recency":
        row = _score(after if moved > 0 else before)
        day = row["as_of"] - row["last_age"] if row and row["last_age"] is not None else None
        yield from [one for one in some if one.day == day][:1]


def _criteria(before: State, after: State) -> Iterator[Became]:
    """The criteria of fit whose answer changed, or what they give."""
    was, now = ({line.name: line for line in _lines(state)} for state in (before, after))
    for name in dict.fromkeys((*was, *now)):
        earlier, later = was.get(name), now.get(name)
        moved = (later.share if later else 0) - (earlier.share if earlier else 0)
        if moved or (earlier and earlier.state) != (later and later.state):
            yield Became(name, earlier.state if earlier else NOT_ASKED, later.state if later else NOT_ASKED, moved)


def _lines(state: State) -> Sequence[CriterionWords]:
    if _score(state) is None:
        return ()
    return criteria(_rows(state, "criteria_met"), _rows(state, "known_facts"), state.definition)


def _facts(before: State, after: State) -> Iterator[Became]:
    """The facts that both definitions ask about and whose values are others."""
    was, now = (_values(state) for state in (before, after))
    for fact in was:
        if fact in now and was[fact] != now[fact]:
            yield Became(fact.replace("_", " "), was[fact] or NOT_KNOWN, now[fact] or NOT_KNOWN)


def _values(state: State) -> dict[str, str]:
    """What is known of each fact that the definition asks about."""
    rows = _rows(state, "known_facts")
    return {
        str(fact): known([row for row in rows if row["fact_number"] == number], str(fact))
        for fact, number in criterion_rows(state.definition)["used_facts"]
    }


def _people(before: State, after: State, people: People) -> Iterator[Became]:
    """The people whose role is another, and those who came or went."""
    was, now = (_roles(state) for state in (before, after))
    some = (
        Became(_person(one, people), was.get(one, NOT_THERE), now.get(one, NOT_THERE))
        for one in was.keys() | now.keys()
        if was.get(one) != now.get(one)
    )
    yield from sorted(some, key=lambda one: one.name)


def _roles(state: State) -> dict[int, str]:
    names = dict(enumerate((role.name for role in state.definition.roles), start=1))
    return {row["person_id"]: names.get(row["role"], WITHOUT_ROLE) for row in _rows(state, "members")}


def _places(before: State, after: State) -> Iterator[Became]:
    """The segment, the tier and the grade, where they are others."""
    was, now = (_placed(state) for state in (before, after))
    for name in ("segment", "tier", "grade"):
        earlier, later = was.get(name, NOT_KNOWN), now.get(name, NOT_KNOWN)
        if earlier != later:
            yield Became(name, earlier, later)


def _placed(state: State) -> dict[str, str]:
    row = _score(state)
    if row is None:
        return {}
    return {
        "segment": state.definition.segments[row["segment"] - 1].name,
        "tier": state.definition.tiers[row["tier"] - 1].name,
        "grade": grade_name(row, state.definition),
    }


def _score(state: State) -> Row | None:
    return next(iter(_rows(state, "scores")), None)


def _rows(state: State, table: str) -> Sequence[Row]:
    return state.tables.get(table, ())


def _sum(parts: Iterable[Share]) -> int:
    return sum(part.share for part in parts)


def _largest(parts: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(parts, key=lambda part: (-abs(part.share), part.name)))


def _person(person_id: int, people: People) -> str:
    return NAMELESS_VISITORS if person_id == NAMELESS else people.get(person_id, "somebody")


def _to(was: str, now: str) -> str:
    return was if was == now else f"{was} → {now}"
