"""Problems that show only when the parts of a definition are seen together."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from typing import Any

from mqa.definition.parts.names import Names
from mqa.terms.documents import quoted
from mqa.terms.problems import Problem
from mqa.terms.rules import Condition
from mqa.terms.stages import QUALIFIED

MOST_CIRCLES, MOST_NAMED = 20, 20  # circles that are told; conditions named of one
DEEPEST = 4  # composite conditions within each other


def contradictions(said: abc.Mapping[str, Any], names: Names) -> Iterator[Problem]:
    """What the sections read so far say against each other; `said` holds them by key."""
    conditions = said.get("conditions", ())
    yield from shared_names(said, names)
    yield from circles(conditions)
    yield from too_deep(conditions)
    yield from unanswerable(conditions, said)
    yield from never_handed(said)


def shared_names(said: abc.Mapping[str, Any], names: Names) -> Iterator[Problem]:
    """Names that would mean two things wherever they are mentioned."""
    for name in names.tiers:
        if name in names.segments:
            what = f"{quoted(name)} is also the name of a segment (line {names.segments[name].line})."
            yield Problem(names.tiers[name], what, "Rename one: a number may be given for either.")
    if "default" in names.places:
        what = "“default” is what a number is called that holds everywhere else."
        yield Problem(names.places["default"], what, "Give it another name.")
    signals = {signal.name: signal.place for signal in said.get("signals", ())}
    for signal in said.get("product_signals", ()):
        if signal.name in signals:
            what = f"{quoted(signal.name)} is also the name of a signal in line {signals[signal.name].line}."
            yield Problem(signal.place, what, "Rename one of the two.")
    taken: dict[str, str] = {}
    for level in said.get("levels", ()):
        for former in level.formerly:
            if former in taken:
                what = f"{quoted(level.name)} was formerly {quoted(former)}, and so was {quoted(taken[former])}."
                yield Problem(level.place, what, "Let one of them go on from it.")
            taken.setdefault(former, level.name)


def circles(conditions: abc.Sequence[Condition]) -> Iterator[Problem]:
    """Conditions that ask for themselves, once for each circle; of very many circles the first."""
    left = _tangled({condition.name: condition for condition in conditions})
    for _ in range(MOST_CIRCLES):
        if not left:
            return
        circle = _circle(left)
        path = " → ".join(quoted(name) for name in (*circle, circle[0])[:MOST_NAMED])
        mend = "Let one of them ask for something else."
        yield Problem(left[circle[0]].place, f"Conditions ask for each other in a circle: {path}.", mend)
        broken = set(circle)
        left = _tangled({name: condition for name, condition in left.items() if name not in broken})


def _tangled(conditions: abc.Mapping[str, Condition]) -> dict[str, Condition]:
    """The conditions in a circle or above one."""
    finished = depths(conditions)
    return {name: condition for name, condition in conditions.items() if name not in finished}


def depths(conditions: abc.Mapping[str, Condition]) -> dict[str, int]:
    """How many conditions lie within each other in each one: 0 in a simple one; without those in or above a circle."""
    parts = {name: [part for part in condition.parts if part in conditions] for name, condition in conditions.items()}
    used_by: dict[str, list[str]] = {name: [] for name in conditions}
    for name, wanted in parts.items():
        for part in wanted:
            used_by[part].append(name)
    waiting = {name: len(wanted) for name, wanted in parts.items()}
    ready = [name for name, count in waiting.items() if not count]
    found: dict[str, int] = {}
    for name in ready:  # grows while it is read
        found[name] = 1 + max((found[part] for part in parts[name]), default=-1)
        for user in used_by[name]:
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    return found


def _circle(tangled: abc.Mapping[str, Condition]) -> list[str]:
    """One circle among conditions that all lead to one another, from its first member in the file."""
    path = {next(iter(tangled)): 0}
    while (following := next(part for part in tangled[next(reversed(path))].parts if part in tangled)) not in path:
        path[following] = len(path)
    circle = list(path)[path[following] :]
    first = min(range(len(circle)), key=lambda at: tangled[circle[at]].place)
    return circle[first:] + circle[:first]


def too_deep(conditions: abc.Sequence[Condition]) -> Iterator[Problem]:
    """The innermost conditions that hold more others within each other than a person can follow."""
    found = depths({condition.name: condition for condition in conditions})
    for condition in conditions:
        if found.get(condition.name) == DEEPEST + 1:
            what = f"{quoted(condition.name)} holds conditions more than {DEEPEST} deep within each other."
            yield Problem(condition.place, what, "Ask for the inner conditions directly, or leave one step out.")


def unanswerable(conditions: abc.Sequence[Condition], said: abc.Mapping[str, Any]) -> Iterator[Problem]:
    """Conditions on something that the rest of the definition does not provide."""
    topics = len(said["intent"].topics) if "intent" in said else 0
    required = [role for role in said.get("committee", ()) if role.required]
    for condition in conditions:
        name, most = quoted(condition.name), max(condition.needed.numbers)
        if condition.kind == "surging_topics_at_least" and most > topics:
            what = f"{name} asks for {most} surging topics, but intent names {topics}."
            yield Problem(condition.place, what, f"Ask for {topics} or fewer." if topics else "Add topics to intent.")
        if condition.kind == "topics_at_least" and most > len(condition.topics):
            what = f"{name} asks for {most} topics of content, but names {len(condition.topics)}."
            yield Problem(condition.place, what, f"Ask for {len(condition.topics)} or fewer, or name more.")
        if condition.kind == "surging_share_at_least" and not topics:
            what = f"{name} asks for surging topics, but intent names none."
            yield Problem(condition.place, what, "Add topics to intent.")
        if condition.kind == "coverage_at_least" and not required:
            what = f"{name} asks for coverage, but no role of the committee is required."
            yield Problem(condition.place, what, "Add “required: true” to the roles that must be there.")
        if condition.kind == "product_score_at_least" and most > 0 and not said.get("product_signals"):
            what = f"{name} asks for a product score, but there are no product_signals."
            yield Problem(condition.place, what, "Add product_signals, or remove the condition.")


def never_handed(said: abc.Mapping[str, Any]) -> Iterator[Problem]:
    """Levels that are to be handed off although the journey says that they do not qualify."""
    for level in said.get("levels", ()):
        if level.name in said.get("handoff", {}).get("levels", ()) and level.stage not in QUALIFIED:
            what = f"{quoted(level.name)} is to be handed off, but its stage is {quoted(level.stage)}."
            mend = "Only MQA and PQA go to sales: give it one of these stages, or leave it out of “handoff: levels”."
            yield Problem(level.place, what, mend)
