"""A definition in words: each section of the file as sentences, each beside the line that it stands on.

What is written in the definition's own words (names of rules) stays as it is; numbers get their unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mqa.definition.rows.conditions import reached
from mqa.explain.conditions import Answer, question
from mqa.explain.fit import asks
from mqa.explain.numbers import counted, listed, plain
from mqa.terms.documents import quoted
from mqa.terms.durations import day_words
from mqa.terms.rules import BARRED, BY_CONTENT, Baseline, Calibration, Condition, Definition, Given, Level, Signal, Test


@dataclass(frozen=True)
class Sentence:
    """One rule in words. `name`: as the team calls it (empty: a sentence about the section); `line` 0: not known."""

    name: str
    words: str
    line: int = 0


def in_words(definition: Definition, signed: str = "") -> dict[str, tuple[Sentence, ...]]:
    """Each section of the file by its key, in the order of the file's usual sections; only those that say something.

    `signed`: who signed it, in a sentence, where teams sign; else it is told what the file says of that.
    """
    said = {section: tuple(sentences(definition)) for section, sentences in SECTIONS.items()}
    said["definition"] = tuple(_agreement(definition, signed))
    return {section: sentences for section, sentences in said.items() if sentences}


def _agreement(of: Definition, signed: str = "") -> Iterator[Sentence]:
    """What it is called, and who agreed to it: `signed`, which is known, else what the file says."""
    agreed = f" by {listed(of.agreed_by, 'and')}" if of.agreed_by else ""
    on = f" on {_day(of.agreed_on)}" if of.agreed_on else ""
    said = f" The file says it was agreed{on}{agreed}." if on or agreed else ""
    yield Sentence("", f"{quoted(of.name)}.{f' {signed}' if signed else said}")
    if of.review_on:
        yield Sentence("", f"To be looked at again on {_day(of.review_on)}.")


def _fit(of: Definition) -> Iterator[Sentence]:
    whole = sum((one.points for one in of.criteria if one.purpose == "points" and one.points > 0), Decimal(0))
    means = {
        "required": "Needed: {asks}; who misses it stays a suspect, which nobody works on.",
        "excluded": "Out: {asks}.",
    }
    for one in of.criteria:
        words = means.get(one.purpose, f"{_signed(one.points)} of {plain(whole)} points: {{asks}}.")
        yield Sentence(one.name, words.format(asks=_asks(one.test)), one.place.line)
    if of.grades:
        bars = ", ".join(f"{grade.name} from {plain(grade.bar)}" for grade in of.grades)
        yield Sentence("", f"Grades by fit score (0 to 100): {bars}; below that D.")
    if of.least_known_share:
        yield Sentence(
            "", f"No grade before the facts behind {_percent(of.least_known_share)} of the points are known."
        )


def _segments(of: Definition) -> Iterator[Sentence]:
    for one in of.segments:
        people = counted(one.benchmark_people, "person", "people")
        usual = f"Typical when an opportunity opens: {plain(one.benchmark_points)} points and {people}."
        yield Sentence(one.name, f"{_where(one.tests)}. {usual}", one.place.line)


def _tiers(of: Definition) -> Iterator[Sentence]:
    for one in of.tiers:
        bar = f"Needs {_percent(one.bar)} of each engagement threshold."
        yield Sentence(one.name, f"{_where(one.tests)}. {bar}", one.place.line)


def _signals(score: str) -> Callable[[Definition], Iterator[Sentence]]:
    def sentences(of: Definition) -> Iterator[Sentence]:
        for one in of.signals:
            if one.score == score:
                yield Sentence(one.name, _signal(one), one.place.line)

    return sentences


def _signal(one: Signal) -> str:
    fades = {
        "half_life": f"half of it is gone after {counted(one.fading_days, 'day')}",
        "lifespan": f"it has faded after {counted(one.fading_days, 'day')}",
        "none": "it does not fade",
    }[one.fading]
    most = [f"at most {limit}" for limit in limits(one)]
    shows = "the stage of what was looked at" if one.stage == BY_CONTENT else one.stage
    stage = [f"shows {shows}"] if shows != "none" else []
    said = "; ".join([fades, *most, *stage])
    return f"{given(one.points, 'point')} for {acts(one)}; {said}."


def acts(one: Signal) -> str:
    """Which acts a signal counts: `web.* (120 seconds or longer)`."""
    narrowed_to = {"path": one.paths, "source": one.sources, "campaign": one.campaigns, "topic": one.topics}
    narrowed = [f"{one.seconds_at_least} seconds or longer"] if one.seconds_at_least else []
    narrowed += [f"{name} {listed(some)}" for name, some in narrowed_to.items() if some]
    return f"{listed(one.patterns)} ({listed(narrowed, 'and')})" if narrowed else listed(one.patterns)


def limits(one: Signal) -> list[str]:
    """What a signal gives or takes at most: `40 in all`, `20 taken in all`, `3 times a person and day`."""
    taken = " taken" if one.points.default < 0 else ""
    said = [f"{given(one.cap)}{taken} in all"] if one.cap else []
    said += [f"{counted(one.per_day, 'time')} a person and day"] if one.per_day else []
    return said + ([f"{given(one.most_per_day)}{taken} a person and day"] if one.most_per_day else [])


def _engagement(of: Definition) -> Iterator[Sentence]:
    one = of.engagement
    yield Sentence(
        "",
        f"0 to 100, made of breadth ({_share(one.breadth)}: how many people, against the segment's benchmark), "
        f"depth ({_share(one.depth)}: how much and how serious) and recency ({_share(one.recency)}: how lately).",
    )
    halves, counts = counted(one.recency_half_life, "day"), counted(one.counts_for, "day")
    yield Sentence("", f"Recency halves every {halves}; acts count for {counts}.")
    most = f" and adds at most {given(one.most_per_person)}" if one.most_per_person else ""
    yield Sentence("", f"A person counts as engaged from {given(one.engaged_at, 'point')}{most}.")
    nobody, sure, likely = (_percent(weight) for weight in (one.without_role, one.anonymous.sure, one.anonymous.likely))
    bands = f"who are surely of the company {sure}, of those who likely are {likely}"
    nameless = sure if one.anonymous.alike else bands
    yield Sentence("", f"Points of people without a role count {nobody}, those of nameless visitors {nameless}.")
    if also := (*one.department_weights, *one.seniority_weights):
        said = listed([f"{name} {_percent(weight)}" for name, weight in also], "and")
        yield Sentence("", f"What titles show multiplies that: {said}.")
    if one.match == "all":
        yield Sentence("", "An act counts for every signal that it matches.")


def _product(of: Definition) -> Iterator[Sentence]:
    if any(one.score == "product" for one in of.signals):
        one, counts = of.product, counted(of.product.counts_for, "day")
        whole = given(one.benchmark, "point")
        yield Sentence("", f"0 to 100 from product signals alone: {whole} are all; acts count for {counts}.")
        if one.most_per_person:
            yield Sentence("", f"A person adds at most {given(one.most_per_person, 'point')}.")


def _intent(of: Definition) -> Iterator[Sentence]:
    if of.intent.topics:
        surge, counts = given(of.intent.surge, "of 100"), counted(of.intent.counts_for, "day")
        topics = listed(of.intent.topics, "and")
        yield Sentence("", f"Research seen elsewhere on {topics}. A topic surges at {surge}, for {counts}.")
    if of.intent.baseline != Baseline():
        usual = of.intent.baseline
        within, against = (counted(days, "day") for days in (usual.within, usual.against))
        least = counted(usual.at_least, "count")
        yield Sentence(
            "", f"Of counts, {within} are compared with the {against} before; fewer than {least} are too few."
        )


def _committee(of: Definition) -> Iterator[Sentence]:
    if any("*" in title for one in of.roles for title in one.titles):
        yield Sentence("", "In a title * stands for any words.")
    for one in of.roles:
        needed = "Required" if one.required else "Welcome"
        words = f"{needed}. Titles {listed(one.titles)}; what they do counts {_percent(one.weight)}."
        yield Sentence(one.name, words, one.place.line)


def _conditions(of: Definition) -> Iterator[Sentence]:
    for one in sorted(of.conditions, key=lambda one: one.place):
        yield Sentence(one.name, _condition(one), one.place.line)


def _condition(one: Condition) -> str:
    needed = reached(one, one.needed.default)
    words = question(Answer(one, 0, needed, needed, enters=False, stays=False))
    numbers = ", ".join(f"{plain(number)} for {name}" for name, number in one.needed.by_name)
    others = f" ({numbers})" if numbers else ""
    bar = ", times the tier’s bar" if one.kind in BARRED else ""
    only = f" Only asked of {listed(one.only_for, 'and')}; holds for all others." if one.only_for else ""
    few = one.kind == "rate_at_least"
    least = f" Asked from {one.at_least_in_denominator} on; with fewer it does not hold." if few else ""
    stays = f" Who is in stays in from {_percent(one.leave_at)} of it." if one.leave_at is not None else ""
    return f"{words[:1].upper()}{words[1:]}{others}{bar}.{least}{stays}{only}"


def _levels(of: Definition) -> Iterator[Sentence]:
    for one in of.levels:
        yield Sentence(one.name, _level(one), one.place.line)


def _level(one: Level) -> str:
    stage = f" Stage {one.stage}." if one.stage != "none" else ""
    wait = f" Entered after {counted(one.enter_after, 'day')}." if one.enter_after else " Entered at once."
    action = one.action.replace("_", " ")
    then = f" Then: {action}." if action else ""
    former = f" It was called {listed([quoted(name) for name in one.formerly], 'and')} before." if one.formerly else ""
    return f"When {quoted(one.when)} holds.{stage}{wait}{then}{former}"


def _stability(of: Definition) -> Iterator[Sentence]:
    one = of.stability
    if one.leave_at != 1:
        yield Sentence("", f"Who is in stays in from {_percent(one.leave_at)} of a score threshold.")
    if one.stay_at_least:
        yield Sentence("", f"A level is held for at least {counted(one.stay_at_least, 'day')}.")
    if one.expire_after is not None:
        yield Sentence("", f"Without anything new for {counted(one.expire_after, 'day')} it expires.")
    pauses = {"rejection": one.cooldown_rejected, "deferral": one.cooldown_deferred, "expiry": one.cooldown_expired}
    said = [f"{counted(days, 'day')} after {cause}" for cause, days in pauses.items() if days]
    if said:
        yield Sentence("", f"A pause of {listed(said, 'and')}.")


def _mql(of: Definition) -> Iterator[Sentence]:
    if of.mql:
        roles = f" as {listed(of.mql.roles)}" if of.mql.roles else ""
        until = f" until {_day(of.mql.report_until)}" if of.mql.report_until else ""
        yield Sentence("", f"Reported beside{until}: a person with {given(of.mql.points_at_least, 'point')}{roles}.")


def _handoff(of: Definition) -> Iterator[Sentence]:
    one = of.handoff
    waiting = [level for level in one.levels if level not in one.at_once]
    if waiting:
        when = f" {cadence_words(one.cadence)}" if one.cadence else ""
        yield Sentence("", f"{listed(waiting, 'and')} {_go(waiting)} to sales{when}.")
    if one.at_once:
        yield Sentence("", f"{listed(one.at_once, 'and')} {_go(one.at_once)} to sales at once.")


def _routes(of: Definition) -> Iterator[Sentence]:
    for one in of.handoff.routes:
        places = [word for word in (one.tier, one.segment, one.level) if word]
        who = f"{listed(places, 'and')}" if places else "All others"
        yield Sentence(one.name, f"{who}: to {_taker(one.to)}, answer within {one.respond_within}.", one.place.line)


def _sla(of: Definition) -> Iterator[Sentence]:
    one = of.handoff
    if one.routes:
        to = f" to the {one.escalate_to}" if one.escalate_to else ""
        remind, escalate, reclaim = (_percent(at) for at in (one.remind_at, one.escalate_at, one.reclaim_at))
        words = f"Reminded at {remind} of the time, escalated{to} at {escalate}, given to the next at {reclaim}."
        yield Sentence("", words)


def _dispositions(of: Definition) -> Iterator[Sentence]:
    answers_of: dict[str, list[str]] = {}
    for answer, told, reasons in of.handoff.dispositions:
        said = answers_of.setdefault(answer, [])
        if reasons:
            said.append(f"of {told} ({listed(reasons)})")
    for answer, kinds in answers_of.items():
        yield Sentence(answer, f"For a reason {listed(kinds)}." if kinds else "No reason is asked for.")


def _calibration(of: Definition) -> Iterator[Sentence]:
    one = of.calibration
    if one == Calibration():
        return  # the file says nothing of it: nothing was agreed
    yield Sentence("", f"Thresholds are measured by who gets an {one.outcome} within {counted(one.within, 'day')}.")
    if one.reps:
        whole = counted(one.reps * one.handoffs_per_rep, "handoff")
        each = f"{counted(one.reps, 'rep')} with {one.handoffs_per_rep} each"
        yield Sentence("", f"Sales can take {whole} a {one.each}: {each}.")
    if one.accepted_at_least:
        yield Sentence("", f"Sales should accept at least {_percent(one.accepted_at_least)} of them.")
    yield Sentence("", f"What was measured is looked at again {one.propose}.")


SECTIONS: dict[str, Callable[[Definition], Iterable[Sentence]]] = {
    "definition": _agreement,
    "fit": _fit,
    "segments": _segments,
    "tiers": _tiers,
    "signals": _signals("engagement"),
    "product_signals": _signals("product"),
    "engagement": _engagement,
    "product": _product,
    "intent": _intent,
    "committee": _committee,
    "conditions": _conditions,
    "levels": _levels,
    "stability": _stability,
    "mql": _mql,
    "handoff": _handoff,
    "routes": _routes,
    "sla": _sla,
    "dispositions": _dispositions,
    "calibration": _calibration,
}


def cadence_words(cadence: str) -> str:
    """When a cadence comes round.

    >>> cadence_words("daily 08:00"), cadence_words("biweekly monday 08:00")
    ('every day at 08:00', 'every other Monday at 08:00')
    """
    *days, at = cadence.split()
    named = {"daily": "day", "biweekly": "other"}
    return f"every {' '.join(named.get(day, day.capitalize()) for day in days)} at {at}"


def _taker(to: str) -> str:
    """Who takes a handoff, as a route writes it: `the pair “regulated”`."""
    kind, colon, team = to.partition(": ")
    if colon and kind == "round robin":
        return f"{team} in turn"
    return f"the {kind} {quoted(team)}" if colon else {"owner": "the account's owner"}.get(to, to)


def _go(levels: Sequence[str]) -> str:
    return "goes" if len(levels) == 1 else "go"


def _asks(test: Test) -> str:
    """What a test asks, with every value: people agree on all of them."""
    return asks(test, most=len(test.values))


def _day(written: str) -> str:
    return day_words(date.fromisoformat(written))


def _where(tests: Iterable[Test]) -> str:
    said = [_asks(test) for test in tests]
    words = listed(said, "and") if said else "all others"
    return words[:1].upper() + words[1:]


def given(number: Given, unit: str = "") -> str:
    """A number with its unit, and what it is for some: `40 points (50 for Enterprise)`, `1 point`."""
    others = ", ".join(f"{plain(value)} for {name}" for name, value in number.by_name)
    unit = f" {unit}s" if unit == "point" and abs(number.default) != 1 else f" {unit}" if unit else ""
    return f"{plain(number.default)}{unit}{f' ({others})' if others else ''}"


def _share(number: Given) -> str:
    others = ", ".join(f"{_percent(value)} for {name}" for name, value in number.by_name)
    return f"{_percent(number.default)}{f', {others}' if others else ''}"


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)} %"


def _signed(points: Decimal) -> str:
    return f"{'+' if points > 0 else ''}{plain(points)}"
