"""Which acts count for what: activity kinds are matched here, over distinct shapes, so that SQL only joins.

A *pattern* is what one signal or counter asks of an act. The patterns an act matches are its *pattern
set*, whose number is made from their texts: it stays the same when new shapes arrive or points change,
so a roll-up by pattern set stays valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from typing import NamedTuple

from mqa.terms.keys import number_of
from mqa.terms.rules import Counter, Signal
from mqa.terms.tables import RuleRows

NO_LIMIT = 2**53


class Shape(NamedTuple):
    """What acts look like to a pattern; see the world table `shapes`."""

    shape_id: int
    kind: str
    path: str
    source: str
    campaign: str
    topic: str = ""


@dataclass(frozen=True)
class Pattern:
    """What is asked of an act: any of the kinds, and where given a path, source, campaign, topic and least seconds."""

    kinds: tuple[str, ...]
    paths: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    seconds_at_least: int = 0
    keeps_asset: bool = False
    topics: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The pattern as one line, the same for equal patterns."""
        limits = (self.paths, self.sources, self.campaigns, self.seconds_at_least, self.keeps_asset)
        on_topics = f" on {list(self.topics)}" if self.topics else ""
        return f"{list(self.kinds)} {' '.join(map(str, limits))}{on_topics}"


MAIL_STOPS = {  # after which acts e-mail reaches nobody, and why
    Pattern(("email.bounce",)): "bounced",
    Pattern(("email.unsubscribe",)): "unsubscribed",
}


def signal_pattern(signal: Signal) -> Pattern:
    """What a signal asks of an act."""
    return Pattern(
        _in_one_way(signal.patterns),
        _in_one_way(signal.paths),
        _in_one_way(signal.sources),
        _in_one_way(signal.campaigns),
        signal.seconds_at_least,
        topics=_in_one_way(signal.topics),
    )


def counter_patterns(counter: Counter) -> dict[Pattern, int]:
    """What a counter asks of an act: one pattern, or one for each topic (by its number) where topics are counted."""
    kinds, keeps_asset = _in_one_way(counter.activities), counter.unit == "assets"
    if counter.unit != "topics":
        return {Pattern(kinds, keeps_asset=keeps_asset, topics=_in_one_way(counter.topics)): 0}
    return {Pattern(kinds, topics=(topic.lower(),)): nth for nth, topic in enumerate(counter.topics, start=1)}


def _in_one_way(patterns: Sequence[str]) -> tuple[str, ...]:
    """Patterns of one meaning are equal: two spellings of one would make two pattern sets under one key."""
    return tuple(sorted({pattern.lower() for pattern in patterns}))


def pattern_key(signals: Sequence[Signal], counters: Sequence[Counter]) -> str:
    """The identity of a roll-up: equal for definitions that ask the same of acts, whatever the points."""
    asked = {
        *map(signal_pattern, signals),
        *(p for counter in counters for p in counter_patterns(counter)),
        *MAIL_STOPS,
    }
    return f"{number_of(chr(10).join(sorted(pattern.text for pattern in asked))):015x}"


def pattern_rows(
    shapes: Iterable[Shape], signals: Sequence[Signal], counters: Sequence[Counter], *, match_all: bool = False
) -> RuleRows:
    """The rule tables shape_patterns, pattern_signals, counters and mail_stops for these shapes.

    In each score an act counts for the first signal in file order whose pattern it matches
    (`match_all`: for each of them).
    """
    of_signal = {signal.name: signal_pattern(signal) for signal in signals}
    of_counter = {counter: counter_patterns(counter) for counter in counters}
    counted = {pattern for some in of_counter.values() for pattern in some}
    patterns = sorted({*of_signal.values(), *counted, *MAIL_STOPS}, key=lambda pattern: pattern.text)
    by_kind: dict[str, list[Pattern]] = {}
    sets: dict[int, frozenset[Pattern]] = {}
    shape_patterns: list[tuple[int | str | None, ...]] = []
    for shape in shapes:
        if shape.kind not in by_kind:
            by_kind[shape.kind] = [p for p in patterns if _any_matches(p.kinds, shape.kind)]
        for seconds_from, seconds_below, found in _bands(by_kind[shape.kind], shape):
            number = number_of("\n".join(sorted(p.text for p in found)))
            sets[number] = found
            keeps = int(any(p.keeps_asset for p in found))
            shape_patterns.append((shape.shape_id, seconds_from, seconds_below, number, keeps))
    return {
        "shape_patterns": shape_patterns,
        "pattern_signals": [
            (number, nth)
            for number, found in sorted(sets.items())
            for nth in _counting_signals(signals, of_signal, found, match_all)
        ],
        "counters": [
            (
                counter.number,
                counter.unit,
                counter.within,
                number,
                counter.not_within,
                topic,
                counter.pages,
                counter.seconds,
            )
            for number, found in sorted(sets.items())
            for counter in counters
            for pattern, topic in of_counter[counter].items()
            if pattern in found
        ],
        "mail_stops": [
            (number, reach)
            for number, found in sorted(sets.items())
            for pattern, reach in MAIL_STOPS.items()
            if pattern in found
        ],
    }


def _bands(candidates: Sequence[Pattern], shape: Shape) -> Iterator[tuple[int, int, frozenset[Pattern]]]:
    """The ranges of seconds in which acts of a shape match the same patterns, without those that match none."""
    fitting = [
        p
        for p in candidates
        if (not p.paths or _any_matches(p.paths, shape.path))
        and (not p.sources or _any_matches(p.sources, shape.source))
        and (not p.campaigns or _any_matches(p.campaigns, shape.campaign))
        and (not p.topics or _any_matches(p.topics, shape.topic))
    ]
    edges = sorted({0, *(p.seconds_at_least for p in fitting)})
    for start, end in zip(edges, [*edges[1:], NO_LIMIT], strict=True):
        if found := frozenset(p for p in fitting if p.seconds_at_least <= start):
            yield start, end, found


def _counting_signals(
    signals: Sequence[Signal], of_signal: dict[str, Pattern], found: frozenset[Pattern], match_all: bool
) -> Iterator[int]:
    """The numbers (from 1, in file order) of the signals that acts of a pattern set count for."""
    taken: set[str] = set()
    for nth, signal in enumerate(signals, start=1):
        if of_signal[signal.name] in found and (match_all or signal.score not in taken):
            taken.add(signal.score)
            yield nth


def _any_matches(patterns: tuple[str, ...], text: str) -> bool:
    return any(_expression(pattern.lower()).match(text.lower()) for pattern in patterns)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern in which only `*` is special."""
    return re.compile(translate(pattern.replace("[", "[[]").replace("?", "[?]")))
