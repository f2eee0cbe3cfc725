"""Why an account is somebody's today, in words: its level, its people, their acts, their research, who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mqa.explain.account import Explanation
from mqa.explain.acts import did, on
from mqa.explain.conditions import Answer
from mqa.explain.numbers import listed, percent, score
from mqa.explain.shares import Occasion, stage_shown
from mqa.handoff.packets import Member, MissingRole, titled
from mqa.terms.documents import quoted
from mqa.terms.rules import COMPOSITE, Definition

ACTIVE_WITHIN = (14, 30, 60)  # days; the first in which somebody was active
SERIOUS_WITHIN = 30
MOST_NAMED, MOST_ACTS = 4, 2
ONE_PERSON = 60  # per cent of all points, from which an account hangs on one person
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Seen:
    """What sentences are made of. `members` by person, `as_of`: a day number."""

    as_of: int
    said: Explanation
    members: Mapping[int, Member]
    occasions: Sequence[Occasion]
    missing: Sequence[MissingRole]


def why_now(seen: Seen, definition: Definition) -> list[str]:
    """The sentences, what matters most first."""
    return [*_level(seen, definition), *_people(seen), *_acts(seen, definition), *_elsewhere(seen), *_missing(seen)]


def reasons(name: str, verdicts: Mapping[str, Answer]) -> list[str]:
    """The names of the conditions that a condition holds by, down to those that are asked of the account itself."""
    answer = verdicts[name]
    condition = answer.condition
    if not answer.asked or not (answer.enters or answer.stays):
        return []
    if condition.kind not in COMPOSITE or condition.kind in ("at_least", "not"):
        return [name]
    parts = [part for part in condition.parts if (verdicts[part].enters or verdicts[part].stays)]
    if condition.kind == "any_of":
        parts = parts[:1]
    return list(dict.fromkeys(reason for part in parts for reason in reasons(part, verdicts)))


def _level(seen: Seen, definition: Definition) -> Iterator[str]:
    level = next((one for one in definition.levels if one.name == seen.said.level), None)
    if level is None or seen.said.since is None:
        return
    names = [quoted(name) for name in reasons(level.when, seen.said.verdicts)]
    why = listed(_few(names), "and")
    because = f" because of {why}" if why else ""
    yield f"It reached {level.name} on {on(seen.said.since, seen.as_of)}{because}."
    if level.stage == "PQA":
        yield f"Its product score is {score(seen.said.score['product'])} of 100."


def _people(seen: Seen) -> Iterator[str]:
    """How many people were active lately, and whether nearly all of it is one person's."""
    for within in ACTIVE_WITHIN:
        active = [one for one in _by_points(seen) if one.seen_age is not None and one.seen_age < within]
        committee = [one for one in active if one.role]
        if some := committee or active:
            of = " of the buying committee" if committee else ""
            number = f"{_number(len(some))} {'person' if len(some) == 1 else 'people'}{of}"
            were = "was" if len(some) == 1 else "were"
            yield f"{number} {were} active in the {within} days to {on(seen.as_of, seen.as_of)}: {_named(some)}."
            break
    points = [max(0, one.points) for one in seen.members.values()]
    first = next(iter(_by_points(seen)), None)
    if first and len([some for some in points if some]) > 1 and first.points * 100 >= ONE_PERSON * sum(points):
        share = percent(first.points * 1_000_000 // sum(points))
        yield f"Most of it hangs on one person: {titled(first)} has {share} of the points."


def _acts(seen: Seen, definition: Definition) -> Iterator[str]:
    """The acts that are closest to a decision: worth most, then the latest; each kind and person once."""
    stage_of = {signal.name: signal.stage for signal in definition.signals}
    worth = {signal.name: signal.points.default for signal in definition.signals}
    decisive = [one for one in seen.occasions if stage_shown(one, stage_of) == "decision"]
    told: set[tuple[int, str]] = set()
    worth_most = sorted(decisive, key=lambda one: (-worth[one.signal], -one.day, one.signal, one.person_id))
    for one in worth_most:
        key = (one.person_id, one.kind)
        late = seen.as_of - one.day >= SERIOUS_WITHIN
        if late or key in told or one.person_id not in seen.members:
            continue
        told.add(key)
        yield f"{titled(seen.members[one.person_id])} {did(one)} on {on(one.day, seen.as_of)}."
        if len(told) == MOST_ACTS:
            return


def _elsewhere(seen: Seen) -> Iterator[str]:
    if seen.said.topics:
        providers = sorted({one.provider for one in seen.said.surges} - {""})
        by = f", says {listed(providers, 'and')}" if providers else ""
        yield f"It researches {listed(seen.said.topics, 'and')} more than usual{by}."


def _missing(seen: Seen) -> Iterator[str]:
    for role in seen.missing:
        if role.known:
            are = "is" if len(role.known) == 1 else "are"
            yield f"Nobody was seen yet as {role.name}; {_named(role.known)} {are} known."
    if nobody := [role.name for role in seen.missing if not role.known]:
        yield f"Nobody is known yet as {listed(nobody)}."


def _by_points(seen: Seen) -> list[Member]:
    return sorted(seen.members.values(), key=lambda one: (-one.points, one.person))


def _named(some: Sequence[Member]) -> str:
    return listed(_few([titled(one) for one in some]), "and")


def _few(names: Sequence[str]) -> list[str]:
    """The first of many, and how many more there are; one more is named."""
    more = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], f"{_number(more).lower()} more"] if more > 1 else [*names]


def _number(count: int) -> str:
    """A number as a sentence begins with it."""
    return NUMBERS[count].capitalize() if count < len(NUMBERS) else f"{count:,}"
