"""What a story expects beside what came out: each difference in words, with what brought it about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mqa.explain.account import Explanation
from mqa.explain.conditions import Answer, Gap, gaps, value
from mqa.explain.numbers import MICRO, counted, listed, one_decimal, plain
from mqa.explain.standing import NO_LEVEL
from mqa.explain.stories import ends, number_name
from mqa.explain.why_now import reasons
from mqa.handoff.agreed import Sales, Team
from mqa.handoff.routing import Routed, RoutedAccount, routed, team_of
from mqa.terms.documents import quoted
from mqa.terms.durations import date_of, day_words
from mqa.terms.problems import Place
from mqa.terms.rules import Definition, Level
from mqa.terms.stages import QUALIFIED
from mqa.terms.stories import COUNTS, NONE, Becomes, Within

WITH_SALES = {
    "SAA": "sales has accepted it",
    "SQA": "sales has found it willing to talk",
    "pipeline": "an opportunity is open",
    "won": "an opportunity was won",
}
SHOWN = Decimal("0.001")  # to what a number that was seen is cut


@dataclass(frozen=True)
class Unmet:
    """One thing that came out otherwise: where it is expected, what was needed and seen, and what brought it about."""

    place: Place
    words: str
    why: tuple[str, ...] = ()


def unmet(one: Becomes, said: Explanation | None, owner: str, definition: Definition) -> tuple[Unmet, ...]:
    """All that came out otherwise than a story expects of a day; nothing where all came out.

    `said`: what came out (None: the company was not known on that day); `owner`: whose account it is.
    """
    if said is None:
        return (Unmet(_place(one), f"On {day_words(one.on)} the company was not known yet."),)
    found = (
        *_level(one, said, definition),
        *_words(one, said),
        *_fit(one, said),
        *_conditions(one, said, definition),
        *_numbers(one, said),
        *_handoff(one, said, owner, definition),
    )
    return tuple(sorted(found, key=lambda found: found.place))


def handed(said: Explanation, owner: str, definition: Definition) -> Routed | None:
    """By which route sales is given an account, where everybody is there; None where it is not handed off."""
    if said.level not in definition.handoff.levels or said.stage not in QUALIFIED:
        return None
    teams = {team_of(route.to) for route in definition.handoff.routes} - {""}
    everybody = Sales(teams=tuple(Team(name, (name,)) for name in teams))
    account = RoutedAccount(0, said.tier, said.segment, said.level, owner)
    routes = definition.handoff.routes
    return routed(account, routes, everybody, load={}, tried=(), turn={}, on=date_of(said.score["as_of"]))


def _level(one: Becomes, said: Explanation, definition: Definition) -> Iterator[Unmet]:
    level = NO_LEVEL if one.level == NONE else one.level
    if level and level != said.level:
        words = f"On {day_words(one.on)} it should stand at {level}; it stands at {said.level}."
        yield Unmet(_place(one, "level"), words, tuple(_why_another(level, said, definition)))
    elif one.since is not None and one.since != said.since:
        seen = f"is since {day_words(said.since)}" if said.since is not None else "stands at none"
        words = f"It should stand at its level since {day_words(one.since)}; it {seen}."
        yield Unmet(_place(one, "since"), words, tuple(_steps(said)))


def _why_another(level: str, said: Explanation, definition: Definition) -> Iterator[str]:
    """What keeps an account from the level that was expected, or what brought it to a higher one."""
    for higher in said.higher:
        if higher.level == level:
            yield from (f"{line}" for gap in higher.gaps for line in _gap(gap))
            yield from (f"“{higher.when}” {wait}" for wait in higher.waits)
            return
    if present := next((one for one in definition.levels if one.name == said.level), None):
        yield _why_held(present, said, definition)
    yield from _steps(said)


def _why_held(level: Level, said: Explanation, definition: Definition) -> str:
    held = said.verdicts[level.when]
    if not (held.enters or held.stays):
        days = counted(definition.stability.stay_at_least, "day")
        return f"“{level.when}” no longer holds, but a level is kept for at least {days}"
    names = [quoted(name) for name in reasons(level.when, said.verdicts)]
    return f"“{level.when}” holds because of {listed(names, 'and')}"


def _steps(said: Explanation) -> Iterator[str]:
    for step in said.history[:2]:
        yield f"{day_words(step.day)}: {step.was} -> {step.level}, {step.why}"


def _gap(gap: Gap, indent: str = "") -> Iterator[str]:
    yield f"{indent}{gap.condition}: {gap.words}"
    for way in gap.ways:
        yield from _gap(way, f"{indent}  ")


def _words(one: Becomes, said: Explanation) -> Iterator[Unmet]:
    """What is one word: stage, segment, tier, buying stage; and what surges."""
    found = {"stage": said.stage, "segment": said.segment, "tier": said.tier, "buying_stage": said.buying_stage}
    for key, seen in found.items():
        wanted = getattr(one, key)
        if wanted and wanted != seen:
            yield Unmet(_place(one, key), f"Its {key.replace('_', ' ')} should be {wanted}; it is {seen}.")
    if one.topics and set(one.topics) != set(said.topics):
        wanted, seen = listed(one.topics, "and"), listed(said.topics, "and") or "nothing"
        yield Unmet(_place(one, "topics"), f"What surges should be {wanted}; it is {seen}.")


def _fit(one: Becomes, said: Explanation) -> Iterator[Unmet]:
    state = said.score["state"]
    seen = said.grade if state == "graded" else state
    if one.fit and one.fit != seen:
        short = [line for line in said.fit if line.state != ("fails" if line.purpose == "excluded" else "holds")]
        why = tuple(
            f"{line.name}: {line.asks} ({f'has {line.known}' if line.known else 'not known'})" for line in short
        )
        yield Unmet(_place(one, "fit"), f"Its fit should be {one.fit}; it is {seen}.", why)


def _conditions(one: Becomes, said: Explanation, definition: Definition) -> Iterator[Unmet]:
    held = _made_of(said, definition)
    has = {"fit_grade": said.grade, "buying_stage": said.buying_stage}
    for name in one.because:
        answer = said.verdicts[name]
        if not (answer.enters or (answer.stays and name in held)):
            why = tuple(line for gap in gaps(name, said.verdicts, has) for line in _gap(gap))
            yield Unmet(_place(one, "because"), f"{quoted(name)} should hold; it does not.", why)
    for name in one.why_not:
        answer = said.verdicts[name]
        if answer.enters:
            yield Unmet(_place(one, "why_not"), f"{quoted(name)} should not hold; it does{_seen(answer)}.")


def _made_of(said: Explanation, definition: Definition) -> set[str]:
    """The conditions that the present level is made of: these are asked to stay, not to enter."""
    names = [level.when for level in definition.levels if level.name == said.level]
    for name in names:  # grows while it is read
        names += [part for part in said.verdicts[name].condition.parts if part not in names]
    return set(names)


def _seen(answer: Answer) -> str:
    if not answer.asked:
        return ": it is not asked of its segment"
    if answer.unit == "yes":
        return ""
    return f" (has {value(answer, answer.seen)}, needs {value(answer, answer.needed_to_enter)})"


def _numbers(one: Becomes, said: Explanation) -> Iterator[Unmet]:
    for wanted in one.numbers:
        seen = _number(wanted.name, said.score)
        if not _lies_within(wanted, seen):
            shown = plain(seen.quantize(SHOWN, ROUND_HALF_UP))
            words = f"Its {number_name(wanted.name)} should be {ends(wanted)}; it is {shown}."
            yield Unmet(_place(one, wanted.name), words, tuple(_made_up_of(wanted.name, said)))


def _number(name: str, score: Mapping[str, int]) -> Decimal:
    return Decimal(score[name] or 0) / (1 if name in COUNTS else MICRO)


def _lies_within(wanted: Within, seen: Decimal) -> bool:
    if wanted.low == wanted.high:
        return seen.quantize(wanted.low, ROUND_HALF_UP) == wanted.low
    return wanted.low <= seen <= wanted.high


def _made_up_of(name: str, said: Explanation) -> Iterator[str]:
    """What a score is made of."""
    whole = {"engagement": said.engagement, "product": said.product}.get(name)
    whole = whole or next((part for part in said.engagement.parts if part.name == name), None)
    if whole and whole.parts:
        parts = ", ".join(f"{part.name} {one_decimal(part.shown)}" for part in whole.parts)
        yield f"{number_name(name)} {one_decimal(whole.shown)}, of which {parts}" if name != "product" else parts


def _handoff(one: Becomes, said: Explanation, owner: str, definition: Definition) -> Iterator[Unmet]:
    if one.handoff is None:
        return
    found = handed(said, owner, definition)
    to = (found.team or found.owner) if found else ""
    if one.handoff.route == NONE:
        if found:
            yield Unmet(_place(one, "handoff"), f"It should not be handed off; it is, {_by(found)}.")
    elif found is None or found.route != one.handoff.route or one.handoff.to not in ("", to, found.owner):
        wanted = f"{quoted(one.handoff.route)}{f' to {one.handoff.to}' if one.handoff.to else ''}"
        seen = f"it is, {_by(found)}" if found else f"it is not: {_why_kept(said, definition)}"
        why = (_which_way(found),) if found else ()
        yield Unmet(_place(one, "handoff"), f"It should be handed off by {wanted}; {seen}.", why)


def _by(found: Routed) -> str:
    to = found.team or found.owner
    return f"by {quoted(found.route) if found.route else 'no route'}{f' to {to}' if to else ', to nobody'}"


def _which_way(found: Routed) -> str:
    """By which way a handoff goes: of a team it is not known here who is in it."""
    if not found.team:
        return found.path
    return f"{quoted(found.route)} is the first route that matches; it leads to the team {quoted(found.team)}"


def _why_kept(said: Explanation, definition: Definition) -> str:
    if said.level in definition.handoff.levels:
        return WITH_SALES.get(said.stage, f"its stage is {said.stage}")
    return f"{said.level} is not among the levels that are handed off"


def _place(one: Becomes, key: str = "on") -> Place:
    """Where a thing is expected, or where the first of them is."""
    return one.places.get(key) or min(one.places.values(), default=Place(""))
