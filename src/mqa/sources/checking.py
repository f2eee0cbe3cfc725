"""What definitions ask of the data that no source of `mqa.yaml` can give, and sources of each other: remarks, each with
its place and its mend.

A source whose kinds or facts stand in a column may give anything: then nothing is said of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mqa.sources.agreed import NAMED_IN_BRACES, Workspace
from mqa.terms.documents import did_you_mean, quoted
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import BY_CONTENT, Condition, Definition, Signal

GIVEN = {"domain", "fit_grade"}  # known of every account, or told by fit


def remarks(definitions: Sequence[Definition], workspace: Workspace) -> tuple[Problem, ...]:
    """What definitions ask for and nothing is mapped to, what nobody asks for, and addresses without networks."""
    kinds, facts = _kinds(workspace), _facts(workspace)
    found = [remark for definition in definitions for remark in _unmapped_facts(definition, facts)]
    found += [remark for definition in definitions for remark in _untold(definition, workspace)]
    found += [*_unlocated(workspace), *_unasked(definitions, workspace)]
    return (*found, *(remark for definition in definitions for remark in _unmapped_signals(definition, kinds)))


def _kinds(workspace: Workspace) -> list[str] | None:
    """The kinds of acts that sources give, `*` where a column fills in; None where they may be any."""
    columns = [dict(source.columns).get("kind") for source in workspace.sources if source.table == "activities"]
    kinds = [
        "" if one is None else one.constant if one.constant is not None else NAMED_IN_BRACES.sub("*", one.template)
        for one in columns
    ]
    return kinds if kinds and all(kind.strip("*") for kind in kinds) else None


def _facts(workspace: Workspace) -> set[str] | None:
    """The facts that sources give; None where they may be any."""
    mapped = {fact for source in workspace.sources for fact, _ in source.facts} | GIVEN
    columns = [dict(source.columns).get("fact") for source in workspace.sources if source.table == "facts"]
    if not workspace.sources or any(one is None or one.constant is None for one in columns):
        return None
    return mapped | {one.constant for one in columns if one is not None and one.constant}


def _unlocated(workspace: Workspace) -> Iterator[Problem]:
    if any(source.table == "networks" for source in workspace.sources):
        return
    for source in workspace.sources:
        if source.addresses:
            mend = "Add a source with “table: networks”, or leave “address” out."
            yield _remark(source.place, f"No source tells whose the addresses of {quoted(source.name)} are.", mend)


def _asking(definition: Definition) -> list[Signal | Condition]:
    """What asks for topics of content, and what for the stage of it."""
    asking: list[Signal | Condition] = [*definition.signals, *definition.conditions]
    staged = [signal for signal in definition.signals if signal.stage == BY_CONTENT]
    return [*(one for one in asking if one.topics), *staged]


def _untold(definition: Definition, workspace: Workspace) -> Iterator[Problem]:
    """What asks of content what no source tells."""
    tables = {source.table for source in workspace.sources}
    if "content" in tables or not tables:
        return
    own = any(source.table == "activities" and "topic" in dict(source.columns) for source in workspace.sources)
    for one in _asking(definition):
        if one.topics and not own:
            mend = "Add a source with “table: content”, or map “topic” in a source of activities."
            yield _remark(one.place, f"No source tells a topic of content, and {quoted(one.name)} asks for one.", mend)
        elif not one.topics:
            mend = "Add a source with “table: content”, or write the stage here."
            yield _remark(one.place, f"No source tells the buying stage of what counts for {quoted(one.name)}.", mend)


def _unasked(definitions: Sequence[Definition], workspace: Workspace) -> Iterator[Problem]:
    """Maps of content that no definition asks."""
    if not definitions or any(_asking(definition) for definition in definitions):
        return
    for source in workspace.sources:
        if source.table == "content":
            mend = "Ask for a topic, write “stage: by content” at a signal, or leave the source out."
            yield _remark(source.place, f"No definition asks what {quoted(source.name)} tells of content.", mend)


def _unmapped_signals(definition: Definition, kinds: list[str] | None) -> Iterator[Problem]:
    for signal in definition.signals if kinds is not None else ():
        if not any(_meet(pattern, kind) for pattern in signal.patterns for kind in kinds or ()):
            mend = f"Map a source of activities to {quoted(signal.patterns[0])}, or remove the signal."
            yield _remark(signal.place, f"No source gives acts that count for {quoted(signal.name)}.", mend)


def _unmapped_facts(definition: Definition, facts: set[str] | None) -> Iterator[Problem]:
    for fact, places in _asked(definition).items() if facts is not None else ():
        if fact not in (facts or ()):
            mend = did_you_mean(fact, facts or ()) or f"Write “{fact}: <their column>” under “facts” of a source."
            lines = sorted({place.line for place in places} - {min(places).line})
            also = f" It is asked for in line {', '.join(map(str, lines))}, too." if lines else ""
            yield _remark(min(places), f"No source tells the fact {quoted(fact)}.{also}", mend)


def _asked(definition: Definition) -> dict[str, list[Place]]:
    """Each fact that is asked for, and where."""
    tests = [criterion.test for criterion in definition.criteria]
    tests += [test for segment in definition.segments for test in segment.tests]
    tests += [test for tier in definition.tiers for test in tier.tests]
    tests += [test for condition in definition.conditions for test in condition.tests]
    found: dict[str, list[Place]] = {}
    for test in tests:
        found.setdefault(test.fact, []).append(test.place)
    return found


def _meet(one: str, other: str) -> bool:
    """Whether some text matches both patterns, `*` standing for any text.

    >>> _meet("web.*", "*.pricing"), _meet("web.*", "email.{}")
    (True, False)
    """
    left, right = one.split("*"), other.split("*")
    if len(left) == 1 or len(right) == 1:
        plain, pattern = (one, right) if len(left) == 1 else (other, left)
        return re.fullmatch(".*".join(map(re.escape, pattern)), plain, re.DOTALL) is not None
    begin, end = (left[0], right[0]), (left[-1], right[-1])
    return _one_begins_other(*begin) and _one_begins_other(*(text[::-1] for text in end))


def _one_begins_other(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _remark(place: Place, what: str, mend: str) -> Problem:
    return Problem(place, what, mend, "remark")
