"""What is unwise in a definition that can be read: remarks, never problems; nothing is refused for them."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from itertools import product

from mqa.definition.checking.reaching import Reach, hidden, reaches, shown, unreachable
from mqa.definition.checking.surface import enough, taken_seriously
from mqa.terms.documents import quoted
from mqa.terms.places import SegmentAndTier, called, everywhere
from mqa.terms.problems import Place, Problem
from mqa.terms.rules import BARRED, Condition, Definition, Given, Signal

OF_PEOPLE = ("people_at_least", "role", "departments_at_least", "coverage_at_least")


def remarks(definition: Definition, today: date) -> tuple[Problem, ...]:
    """What marketing and sales should look at again, in the order of the file."""
    conditions = {condition.name: condition for condition in definition.conditions}
    reached = list(reaches(definition))
    found = [
        *_review_overdue(definition, today),
        *_signals_never_reached(definition.signals),
        *_acts_above_the_person_limit(definition),
        *_bars_out_of_reach(definition, reached),
        *_windows_beyond_history(definition),
        *_unused(definition, conditions),
        *_levels_without_fit(definition, conditions),
        *_handoffs_without_route(definition),
        *_engaged_beyond_the_limit(definition),
        *_levels_out_of_reach(definition, reached),
    ]
    return tuple(sorted(found))


def _remark(place: Place, what: str, mend: str) -> Problem:
    return Problem(place, what, mend, "remark")


def _review_overdue(definition: Definition, today: date) -> Iterator[Problem]:
    """The day on which both teams wanted to look at the definition again has passed."""
    if definition.review_on and date.fromisoformat(definition.review_on) < today:
        what = f"{quoted(definition.name)} was to be reviewed on {definition.review_on}."
        yield _remark(definition.place, what, "Review it together, and set the next day in “review_on”.")


def _signals_never_reached(signals: abc.Sequence[Signal]) -> Iterator[Problem]:
    """Signals of which every act has already matched an earlier, unlimited one of the same score."""
    wide: list[Signal] = []
    named: dict[str, list[Signal]] = {}
    for signal in signals:
        earlier = next((one for one in (*named.get(signal.patterns[0], ()), *wide) if _takes_all(one, signal)), None)
        if earlier:
            what = f"{quoted(signal.name)} is never reached: its acts match {quoted(earlier.name)} first."
            yield _remark(signal.place, what, f"Move it above {quoted(earlier.name)} (line {earlier.place.line}).")
        if _unlimited(signal):
            wide += [signal] if any("*" in pattern for pattern in signal.patterns) else []
            for pattern in signal.patterns:
                named.setdefault(pattern, []).append(signal)


def _takes_all(earlier: Signal, signal: Signal) -> bool:
    """Whether each act of a signal matches the earlier, unlimited one too."""
    same = earlier.score == signal.score
    return same and all(any(_covers(wide, narrow) for wide in earlier.patterns) for narrow in signal.patterns)


def _unlimited(signal: Signal) -> bool:
    limits = (signal.seconds_at_least, signal.paths, signal.sources, signal.campaigns, signal.topics)
    return not any(limits)


def _covers(wide: str, narrow: str) -> bool:
    """Whether a pattern matches whatever another one matches; only `*` has a meaning of its own."""
    if "*" not in wide:
        return wide == narrow
    return fnmatchcase(narrow, wide.replace("[", "[[]").replace("?", "[?]"))


def _acts_above_the_person_limit(definition: Definition) -> Iterator[Problem]:
    """Signals of which a single act is worth more than one person may add."""
    limits = {"engagement": definition.engagement.most_per_person, "product": definition.product.most_per_person}
    for signal in definition.signals:
        if (limit := limits[signal.score]) and (place := _first_above(definition, signal.points, limit)):
            worth, most, where = signal.points.at(*place), limit.at(*place), called(place, (signal.points, limit))
            what = f"One act of {quoted(signal.name)} is worth {worth}{where}, but a person may add {most}."
            yield _remark(signal.place, what, "Lower the points, or raise “most_per_person”.")


def _first_above(definition: Definition, number: Given, limit: Given) -> SegmentAndTier | None:
    """The first segment and tier in which a number is above its limit."""
    places = everywhere((one.name for one in definition.segments), (one.name for one in definition.tiers))
    return next((place for place in places if number.at(*place) > limit.at(*place)), None)


def _bars_out_of_reach(definition: Definition, reached: abc.Sequence[Reach]) -> Iterator[Problem]:
    """Thresholds that a tier's bar lifts above 100, where they are cut, or above what signals and their caps give."""
    mend = "Lower the threshold, or the bar of the tier."
    barred = [condition for condition in definition.conditions if condition.kind in BARRED]
    for condition, tier in product(barred, (tier for tier in definition.tiers if tier.bar > 1)):
        here = [reach for reach in reached if reach.tier == tier.name]
        needed = max(condition.needed.at(reach.segment, tier.name) for reach in here) * tier.bar
        if needed > 100:
            asked = f"{needed.normalize():f} in {quoted(tier.name)}"
            yield _remark(condition.place, f"{quoted(condition.name)} asks for {asked}; no score passes 100.", mend)
            continue
        for reach in here:
            plain, highest = condition.needed.at(reach.segment, tier.name), reach.highest(condition)
            if plain <= highest < plain * tier.bar:
                asked = f"{(plain * tier.bar).normalize():f} of {quoted(reach.segment)} in {quoted(tier.name)}"
                what = f"{quoted(condition.name)} asks for {asked}, but signals give at most {shown(highest)} there."
                yield _remark(condition.place, what, mend)
                break


def _windows_beyond_history(definition: Definition) -> Iterator[Problem]:
    """Conditions on people that look back further than activity counts."""
    counts_for = definition.engagement.counts_for
    for condition in definition.conditions:
        of_people = condition.kind in OF_PEOPLE and not condition.activities
        if of_people and (condition.within or 0) > counts_for:
            what = f"{quoted(condition.name)} looks back {condition.within} days, but acts count for {counts_for}."
            yield _remark(condition.place, what, f"Write “within: {counts_for} days”, or let acts count for longer.")


def _unused(definition: Definition, conditions: abc.Mapping[str, Condition]) -> Iterator[Problem]:
    """Conditions that no level asks for, directly or through others."""
    used = [level.when for level in definition.levels]
    for name in used:  # grows while it is read
        used.extend(part for part in conditions[name].parts if part not in used)
    for name, condition in conditions.items():
        if name not in used:
            what = f"{quoted(name)} is not used by any level."
            yield _remark(condition.place, what, "Remove it, or ask for it in a condition that a level uses.")


def _levels_without_fit(definition: Definition, conditions: abc.Mapping[str, Condition]) -> Iterator[Problem]:
    """Levels that an account reaches whether it fits or not."""
    grading = [quoted(name) for name, condition in conditions.items() if condition.kind == "fit_grade"]
    advice = f"Use a condition that includes {' or '.join(grading[:2])}." if grading else "Ask for a fit grade."
    for level in definition.levels if definition.criteria else ():
        if not _asks_for_fit(level.when, conditions):
            what = f"{quoted(level.name)} can be reached by an account that does not fit."
            yield _remark(level.place, what, advice)


def _asks_for_fit(name: str, conditions: abc.Mapping[str, Condition]) -> bool:
    """Whether a condition can hold only for an account with a fit grade."""
    condition = conditions[name]
    if condition.only_for or condition.kind == "not":
        return False
    asking = sum(_asks_for_fit(part, conditions) for part in condition.parts)
    without = len(condition.parts) - asking
    match condition.kind:
        case "all_of":
            return asking > 0
        case "any_of":
            return without == 0
        case "at_least":
            return without < min(condition.needed.numbers)
    return condition.kind == "fit_grade"


def _engaged_beyond_the_limit(definition: Definition) -> Iterator[Problem]:
    """A person who counts as engaged only with more points than one person may add."""
    limit, bar = definition.engagement.most_per_person, definition.engagement.engaged_at
    if limit and (place := _first_above(definition, bar, limit)):
        where = called(place, (bar, limit))
        what = f"A person counts as engaged from {bar.at(*place)} points{where}, but may add only {limit.at(*place)}."
        yield _remark(definition.place, what, "Lower “engaged_at”, or raise “most_per_person”.")


def _levels_out_of_reach(definition: Definition, reached: abc.Sequence[Reach]) -> Iterator[Problem]:
    """Levels that nobody reaches, that a higher one always hides, or that the least serious acts reach."""
    serious = taken_seriously(definition)
    for nth, level in enumerate(definition.levels):
        if why := unreachable(level, reached):
            yield _remark(level.place, f"Nobody can reach {quoted(level.name)}: {why}.", "Change what it asks for.")
            continue
        for higher in definition.levels[nth + 1 :]:
            if higher.enter_after <= level.enter_after and hidden(level, higher, reached):
                what = f"Nobody is seen on {quoted(level.name)}: whoever reaches it is on {quoted(higher.name)} too."
                mend = f"Let {quoted(higher.name)} ask for more, or move {quoted(level.name)} below it."
                yield _remark(level.place, what, mend)
                break
        if level in serious and (signals := enough(level, reached)):
            named = ", ".join(map(quoted, signals))
            what = f"Opens and visits alone could bring an account to {quoted(level.name)}: {named}."
            yield _remark(level.place, what, "Ask beside them for an act that costs something, or lower their caps.")


def _handoffs_without_route(definition: Definition) -> Iterator[Problem]:
    """Routes that leave some handoffs without an owner."""
    routes = definition.handoff.routes
    if routes and not any((route.tier, route.segment, route.level) == ("", "", "") for route in routes):
        what = "A handoff that matches no route would have no owner."
        yield _remark(routes[-1].place, what, "Add a last route with “where: {}”.")
