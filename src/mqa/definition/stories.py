"""A story, read from its text for the definition it speaks of: every name checked, all problems at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from mqa.definition.parts import values
from mqa.definition.parts.facts import FIT_GRADE, amount
from mqa.definition.parts.structure import Known, Notes, Reader, Shape, fields, keys, many, name_of, offered, section
from mqa.terms import stories
from mqa.terms.blanks import asks, exactly_one
from mqa.terms.documents import Items, Node, Text, did_you_mean, document, quoted
from mqa.terms.documents import Mapping as Entries
from mqa.terms.durations import day_number
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import BUYING_STAGES, LOWEST_GRADE, Definition
from mqa.terms.stages import NAMES as STAGES
from mqa.terms.stories import (
    NONE,
    NUMBERS,
    Act,
    Becomes,
    Fact,
    Handed,
    Outcome,
    Page,
    Person,
    Research,
    Said,
    Story,
    World,
)

SEEN_AS = ("strength", "count")  # what research is told as
TOLD = ("people", "content", "acts", "research", "outcomes", "answers")  # of the world, beside the account
SECTIONS = ("story", "definition", "as_of", "account", *TOLD, "becomes")
OPERATORS_OF_NUMBERS = frozenset({"at_least", "at_most", "between"})
FIT_STATES = ("excluded", "outside", "unknown")
MOST_DAYS_APART = 800  # every day between the first and the last is judged
HIGHEST = 1_000_000  # a number that is expected


@dataclass(frozen=True)
class _Names:
    """What a story may mention, by kind. `facts`: how the definition asks each; `patterns`: the acts it looks at;
    `called`: what levels are called today, by what they were called formerly."""

    levels: Known
    conditions: Known
    segments: Known
    tiers: Known
    roles: Known
    routes: Known
    grades: tuple[str, ...]
    facts: Mapping[str, frozenset[str]]
    patterns: tuple[str, ...]
    topics: tuple[str, ...]
    called: Mapping[str, str]


def story(
    text: str, file: str, definition: Definition, *, called: Collection[str] = ()
) -> tuple[Story | None, tuple[Problem, ...]]:
    """The story that a text holds, or None with all that is wrong with it; remarks alone refuse nothing.

    `called`: the names by which the story may call its definition; `file` is the name that places carry.
    """
    node, found = document(text, file)
    if node is None:
        return None, found
    notes = Notes("This story", found=list(found))
    names = _names(definition)
    said = fields(
        node,
        _sections(node, names, (definition.name, *definition.formerly, *called)),
        notes,
        needed=["story", "account", "becomes"],
    )
    checks = _checks(section(node, "becomes"), section(node, "as_of"), said, names, notes)
    remarks = () if notes.found else (*_acts_nobody_looks_at(node, names), *_levels_called_otherwise(node, names))
    problems = tuple(sorted({*notes.found, *remarks}))
    return (None if notes.found else _story(said, checks, node.place)), problems


def definition_named_in(text: str) -> str:
    """The definition that a story names; empty where it names none."""
    node, _ = document(text, "")
    named = section(node, "definition") if node else Text("")
    return named.value if isinstance(named, Text) else ""


def _story(said: dict[str, Any], checks: tuple[Becomes, ...], place: Place) -> Story:
    told = {key: said[key] for key in TOLD if key in said}
    told |= {key: tuple(one for some in told.get(key, ()) for one in some) for key in ("acts", "research")}
    return Story(said["story"], World(**said["account"], **told), checks, place)


def _names(definition: Definition) -> _Names:
    tests = [one.test for one in definition.criteria]
    tests += [test for segment in definition.segments for test in segment.tests]
    tests += [test for tier in definition.tiers for test in tier.tests]
    tests += [test for condition in definition.conditions for test in condition.tests]
    asked: dict[str, set[str]] = {}
    for test in tests:
        if test.fact != FIT_GRADE:
            asked.setdefault(test.fact, set()).add(test.operator)
    looked_at = [pattern for signal in definition.signals for pattern in signal.patterns]
    looked_at += [pattern for one in definition.conditions for pattern in (*one.activities, *one.to)]
    looked_at += ["*" for one in definition.conditions if one.kind == "topics_at_least" and not one.activities]

    def known(some: Collection[Any]) -> Known:
        return {one.name: Place("") for one in some}

    levels = known(definition.levels)
    former = {name: level.name for level in definition.levels for name in level.formerly if name not in levels}
    return _Names(
        levels={**levels, **dict.fromkeys(former, Place(""))},
        conditions=known(definition.conditions),
        segments=known(definition.segments),
        tiers=known(definition.tiers),
        roles=known(definition.roles),
        routes=known(definition.handoff.routes),
        grades=(*(grade.name for grade in definition.grades), LOWEST_GRADE),
        facts={fact: frozenset(operators) for fact, operators in asked.items()},
        patterns=tuple(dict.fromkeys(looked_at)),
        topics=definition.intent.topics,
        called=former,
    )


def _sections(node: Node, names: _Names, called: Collection[str]) -> Shape:
    people = section(node, "people")
    readers: Shape = {
        "story": values.text,
        "definition": _definition_of(called),
        "as_of": day,
        "account": _account(names),
        "people": _people(names),
        "content": _entries(_page, "A page"),
        "acts": _entries(_act(keys(people)), "An act"),
        "research": _entries(_research(names), "Research"),
        "outcomes": _entries(_outcome, "An outcome"),
        "answers": _entries(_said, "An answer"),
        "becomes": lambda node, _: node,  # read with the days, when all else is known
    }
    return {key: _under_its_name(key, readers[key]) for key in SECTIONS}


def _under_its_name(key: str, reader: Reader[Any]) -> Reader[Any]:
    return lambda node, notes: reader(node, Notes(key, key, notes.found))


def day(node: Node, notes: Notes) -> int | None:
    """A date as written, 2026-07-01, as its day number."""
    written = values.day(node, notes)
    return None if written is None else day_number(date.fromisoformat(written))


def _definition_of(called: Collection[str]) -> Reader[str]:
    def read(node: Node, notes: Notes) -> str | None:
        named = values.text(node, notes)
        if named is None or named in called:
            return named
        what = f"This story is of the definition {quoted(named)}, but lies with those of {quoted(next(iter(called)))}."
        notes.add(node.place, what, did_you_mean(named, called) or "Move the file, or correct the name.")
        return None

    return read


def _entries(one: Reader[Any], whose: str) -> Reader[tuple[Any, ...]]:
    """A reader of a list of entries of one kind, which may well be equal."""

    def read(node: Node, notes: Notes) -> tuple[Any, ...] | None:
        if not isinstance(node, Items):
            notes.refuse(node, "a list of entries", "Write one entry a line: “- { on: 2026-07-01, … }”.")
            return None
        found = (one(value, notes.of(whose)) for value in node.values[: values.HIGHEST_POINTS])
        return tuple(entry for entry in found if entry is not None)

    return read


# --- the world ---------------------------------------------------------------------------------------------------


def _account(names: _Names) -> Reader[dict[str, Any]]:
    shape: Shape = {
        "domain": lambda node, notes: said.lower() if (said := values.text(node, notes)) else None,
        "name": values.text,
        "owner": values.text,
        "known_on": day,
        "facts": _facts(names),
    }
    return lambda node, notes: fields(node, shape, notes.of("The account"), needed=["domain"])


def _facts(names: _Names) -> Reader[tuple[Fact, ...]]:
    def read(node: Node, notes: Notes) -> tuple[Fact, ...] | None:
        if not isinstance(node, Entries):
            notes.refuse(node, "a list of facts with their values", "Write it as { country: NL, employees: 5200 }.")
            return None
        found: list[Fact] = []
        for name, value in node.entries:
            if name.value in names.facts:
                found += _facts_of(name.value, value, names.facts[name.value], notes.of(quoted(name.value)))
            else:
                what = f"The definition asks nothing of the fact {quoted(name.value)}."
                known = dict.fromkeys(names.facts, Place(""))
                mend = "Write it as the account’s domain." if name.value == "domain" else ""
                notes.add(name.place, what, mend or offered(name.value, "fact", known))
        return tuple(found)

    return read


def _facts_of(name: str, node: Node, operators: frozenset[str], notes: Notes) -> Iterator[Fact]:
    """What a fact was told to be: once, or again and again, where a list holds values with their days."""
    again = isinstance(node, Items) and any(isinstance(value, Entries) for value in node.values)
    for told in node.values if isinstance(node, Items) and again else (node,):
        if fact := _fact(name, told, operators, notes):
            yield fact


def _fact(name: str, node: Node, operators: frozenset[str], notes: Notes) -> Fact | None:
    """One fact: its value, several of them, or `{ value: …, on: … }` from a day on."""
    said: dict[str, Any] = {"value": node}
    if isinstance(node, Entries):
        shape: Shape = {"value": lambda node, _: node, "on": day, "ended_on": day}
        said = fields(node, shape, notes, needed=["value"])
    value = said.pop("value", None)
    written = None if value is None else many(values.text)(value, notes)
    if written is None:
        return None
    number = amount(value, notes) if operators & OPERATORS_OF_NUMBERS else None
    observed = day(value, notes) if "within" in operators else None
    several = isinstance(value, Items) or "has_any" in operators
    return Fact(name, written, several, number, observed, **said)


def _people(names: _Names) -> Reader[tuple[Person, ...]]:
    shape: Shape = {"title": values.text, "role": name_of("role", names.roles), "known_on": day}

    def one(name: Text, node: Node, notes: Notes) -> Person:
        if isinstance(node, Text):
            return Person(name.value, node.value.strip())
        return Person(name.value, **fields(node, shape, notes))

    def read(node: Node, notes: Notes) -> tuple[Person, ...] | None:
        if not isinstance(node, Entries):
            notes.refuse(
                node, "a list of people with their titles", "Write one a line: “Femke: Chief Financial Officer”."
            )
            return None
        return tuple(one(name, value, notes.of(quoted(name.value))) for name, value in node.entries)

    return read


def _act(people: Known) -> Reader[list[Act]]:
    """A reader of what one or several people did on one or several days."""
    shape: Shape = {
        "on": many(day),
        "activity": values.text,
        "person": many(name_of("person", people)),
        "visitor": values.text,
        "times": values.count(1, 1000),
        "seconds": values.count(0, 86_400),
        "url": values.text,
        "source": values.text,
        "campaign": values.text,
        "topic": values.text,
        "asset": values.text,
        "known_on": day,
    }

    def read(node: Node, notes: Notes) -> list[Act] | None:
        said = fields(node, shape, notes, needed=["on", "activity"])
        if "person" in said and "visitor" in said:
            notes.add(node.place, "An act has a person and a visitor.", "Remove one: a visitor has no name.")
        if "on" not in said or "activity" not in said:
            return None
        days, who = said.pop("on"), said.pop("person", ("",))
        return [Act(on, person=person, **said) for on, person in product(days, who)]

    return read


def _page(node: Node, notes: Notes) -> Page | None:
    """What the map of content says of a path or an asset."""
    shape: Shape = {
        "path": values.text,
        "asset": values.text,
        "topic": many(values.topic),
        "buying_stage": values.choice(*BUYING_STAGES[1:]),
    }
    said = fields(node, shape, notes)
    for group in (("path", "asset"), ("topic", "buying_stage")):
        if isinstance(node, Entries) and not {*group} & set(keys(node)):
            notes.add(node.place, f"{notes.whose} has neither {' nor '.join(group)}.", f"Write “{group[0]}: …”.")
    if "path" in said and said["path"][:1] not in ("/", "*"):
        notes.add(section(node, "path").place, f"{quoted(said['path'])} is no path.", "Write it as in /docs/*.")
    return Page(topics=said.pop("topic", ()), **said)


def _research(names: _Names) -> Reader[list[Research]]:
    """A reader of what one provider saw of one topic in one or several weeks."""
    shape: Shape = {
        "on": many(day),
        "topic": _topic(names),
        "strength": values.score,
        "count": values.count(0, 1_000_000),
        "provider": values.text,
    }

    def read(node: Node, notes: Notes) -> list[Research] | None:
        said = fields(node, shape, notes, needed=["on", "topic"])
        asks(node, oneOf=exactly_one(SEEN_AS))
        if isinstance(node, Entries) and len({*SEEN_AS} & set(keys(node))) != 1:
            mend = "Write “strength: 80” (0 to 100), or “count: 12” where the provider counts."
            notes.add(node.place, f"{notes.whose} needs either a strength or a count.", mend)
            return None
        return [Research(on, **said) for on in said.pop("on")] if {"on", "topic"} <= set(said) else None

    return read


def _topic(names: _Names) -> Reader[str]:
    return name_of("topic", dict.fromkeys(names.topics, Place("")))


def _outcome(node: Node, notes: Notes) -> Any:
    shape: Shape = {"on": day, "kind": values.choice("opened", "won", "lost"), "opportunity": values.text}
    return _made(Outcome, node, shape, notes, needed=["on", "kind"])


def _said(node: Node, notes: Notes) -> Any:
    answer = values.choice("accepted", "rejected", "deferred", "qualified")
    shape: Shape = {"on": day, "answer": answer, "reason": values.text, "until": day}
    return _made(Said, node, shape, notes, needed=["on", "answer"])


def _made(kind: type[Any], node: Node, shape: Shape, notes: Notes, *, needed: Collection[str]) -> Any:
    said = fields(node, shape, notes, needed=needed)
    return kind(**said) if set(needed) <= set(said) else None


def _acts_nobody_looks_at(node: Node, names: _Names) -> Iterator[Problem]:
    """Kinds of acts that neither a signal nor a condition looks at: perhaps meant so, perhaps misspelt."""
    acts = section(node, "acts")
    for act in acts.values if isinstance(acts, Items) else ():
        kind = section(act, "activity")
        written = kind.value.lower() if isinstance(kind, Text) else ""
        if not any(fnmatchcase(written, _escaped(pattern)) for pattern in names.patterns):
            plain = [pattern for pattern in names.patterns if "*" not in pattern]
            what = f"Neither a signal nor a condition looks at {quoted(written)}."
            mend = did_you_mean(written, plain) or "Leave it if the story means just that."
            yield Problem(kind.place, what, mend, "remark")


def _levels_called_otherwise(node: Node, names: _Names) -> Iterator[Problem]:
    """Levels by the names that they had formerly: they are understood."""
    becomes = section(node, "becomes")
    for one in becomes.values if isinstance(becomes, Items) else (becomes,):
        level = section(one, "level")
        if isinstance(level, Text) and level.value in names.called:
            today = quoted(names.called[level.value])
            yield Problem(level.place, f"{quoted(level.value)} is now called {today}.", f"Write {today}.", "remark")


def _escaped(pattern: str) -> str:
    return pattern.lower().replace("[", "[[]").replace("?", "[?]")


# --- what becomes of it ------------------------------------------------------------------------------------------


def _checks(node: Node, as_of: Node, said: Mapping[str, Any], names: _Names, notes: Notes) -> tuple[Becomes, ...]:
    """What is expected, by day; one day alone may be left to `as_of`."""
    entries = node.values if isinstance(node, Items) else (node,) if isinstance(node, Entries) else ()
    if not entries and "becomes" in said:
        notes.of("becomes").refuse(node, "a list of what is expected", "Write “becomes: { level: … }”.")
    found = [_check(entry, said.get("as_of"), as_of != Text(""), names, notes.of("becomes")) for entry in entries]
    checks = tuple(sorted((one for one in found if one), key=lambda one: one.on))
    if checks and checks[-1].on - checks[0].on > MOST_DAYS_APART:
        what = f"The days of this story lie more than {MOST_DAYS_APART} days apart."
        notes.add(node.place, what, "Make two stories of it.")
    return checks


def _check(node: Node, as_of: int | None, has_day: bool, names: _Names, notes: Notes) -> Becomes | None:
    of = {"segment": names.segments, "tier": names.tiers}
    condition = many(name_of("condition", names.conditions))
    shape: Shape = {
        "on": day,
        **{key: name_of(key, known) for key, known in of.items()},
        "level": _or_none(_today(name_of("level", names.levels), names.called)),
        "since": day,
        "stage": values.choice(*STAGES),
        "fit": values.choice(*names.grades, *FIT_STATES),
        "buying_stage": values.choice(*BUYING_STAGES),
        "topics": many(_topic(names)),
        "because": condition,
        "why_not": condition,
        "handoff": _handoff(names),
        **{name: _within(name) for name in NUMBERS},
    }
    said = fields(node, shape, notes)
    if not set(said) - {"on"} and not set(keys(node)) - {"on"}:
        notes.add(node.place, "becomes expects nothing.", "Write at least “level: …”.")
    numbers = tuple(said.pop(name) for name in NUMBERS if name in said)
    on = said.pop("on", as_of)
    if on is None:
        if "on" not in keys(node) and not has_day:
            notes.add(node.place, "It is not said on which day this is expected.", "Write “as_of: 2026-07-01”.")
        return None
    return Becomes(on, **said, numbers=numbers, places=keys(node))


def _today(one: Reader[str], called: Mapping[str, str]) -> Reader[str]:
    """A reader of a name that gives what is called so today."""

    def read(node: Node, notes: Notes) -> str | None:
        named = one(node, notes)
        return None if named is None else called.get(named, named)

    return read


def _or_none(one: Reader[str]) -> Reader[str]:
    return lambda node, notes: NONE if node == Text(NONE) else one(node, notes)


def _handoff(names: _Names) -> Reader[Handed]:
    route = _or_none(name_of("route", names.routes))
    shape: Shape = {"route": route, "to": values.text}

    def read(node: Node, notes: Notes) -> Handed | None:
        if isinstance(node, Entries):
            said = fields(node, shape, notes, needed=["route"])
            return Handed(**said) if "route" in said else None
        named = route(node, notes)
        return None if named is None else Handed(named)

    return read


def _within(name: str) -> Reader[stories.Within]:
    """A reader of one number, or of the two ends between which it must lie."""
    one = values.number(-HIGHEST, HIGHEST)

    def read(node: Node, notes: Notes) -> stories.Within | None:
        if not isinstance(node, Items):
            number = one(node, notes)
            return None if number is None else stories.Within(name, number, number)
        ends: list[Decimal] = [end for value in node.values if (end := one(value, notes)) is not None]
        if len(ends) == len(node.values) == 2 and ends[0] <= ends[1]:
            return stories.Within(name, *ends)
        if len(ends) == len(node.values):
            notes.refuse(node, "two numbers, the lower one first", "Write them as [40, 60].")
        return None

    return read
