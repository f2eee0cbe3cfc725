"""Which acts count for what: activity kinds are matched here, over distinct shapes, so that SQL only joins.

A *pattern* is what one signal or counter asks of an act. The patterns an act matches are its *pattern
set*, whose number is made from their texts: it stays the same when new shapes arrive or points change,
so a roll-up by pattern set stays valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mqa.scoring.content import NEVER, NO_CONTENT, Content, Meaning, Reader
from mqa.scoring.globs import any_matches
from mqa.terms.keys import number_of
from mqa.terms.rules import BUYING_STAGES, BY_CONTENT, Counter, Signal
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
    """What is asked of an act: any of the kinds, and where given a path, source, campaign, topic and least seconds.

    `stage`: the number of the buying stage that the map of content must tell of it; 0: any.
    """

    kinds: tuple[str, ...]
    paths: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    seconds_at_least: int = 0
    keeps_asset: bool = False
    topics: tuple[str, ...] = ()
    stage: int = 0

    @property
    def text(self) -> str:
        """The pattern as one line, the same for equal patterns."""
        limits = (self.paths, self.sources, self.campaigns, self.seconds_at_least, self.keeps_asset)
        on_topics = f" on {list(self.topics)}" if self.topics else ""
        at_stage = f" at {BUYING_STAGES[self.stage]}" if self.stage else ""
        return f"{list(self.kinds)} {' '.join(map(str, limits))}{on_topics}{at_stage}"


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


def stage_patterns(signal: Signal) -> dict[Pattern, int]:
    """What a signal whose stage is that of the content asks of an act beside: one pattern for each buying stage."""
    stages = range(1, len(BUYING_STAGES)) if signal.stage == BY_CONTENT else ()
    return {replace(signal_pattern(signal), stage=stage): stage for stage in stages}


def counter_patterns(counter: Counter) -> dict[Pattern, int]:
    """What a counter asks of an act: one pattern, or one for each topic (by its number) where topics are counted."""
    kinds, keeps_asset = _in_one_way(counter.activities), counter.unit == "assets"
    if counter.unit != "topics":
        return {Pattern(kinds, keeps_asset=keeps_asset, topics=_in_one_way(counter.topics)): 0}
    return {Pattern(kinds, topics=(topic.lower(),)): nth for nth, topic in enumerate(counter.topics, start=1)}


def _in_one_way(patterns: Sequence[str]) -> tuple[str, ...]:
    """Patterns of one meaning are equal: two spellings of one would make two pattern sets under one key."""
    return tuple(sorted({pattern.lower() for pattern in patterns}))


def asks_content(signals: Sequence[Signal], counters: Sequence[Counter]) -> bool:
    """Whether it matters what acts are about: a topic is asked for, or a stage by content."""
    return any(s.topics or s.stage == BY_CONTENT for s in signals) or any(c.topics for c in counters)


def pattern_key(signals: Sequence[Signal], counters: Sequence[Counter], *, content: int = 0) -> str:
    """The identity of a roll-up: equal for definitions that ask the same of acts, whatever the points.

    `content`: the load that told the map of content last, where the definition asks for it (0: it does not).
    """
    asked = {
        *map(signal_pattern, signals),
        *(pattern for signal in signals for pattern in stage_patterns(signal)),
        *(pattern for counter in counters for pattern in counter_patterns(counter)),
        *MAIL_STOPS,
    }
    texts = {pattern.text for pattern in asked} | ({f"content {content}"} if content else set())
    return f"{number_of(chr(10).join(sorted(texts))):015x}"


def pattern_rows(
    shapes: Iterable[Shape],
    signals: Sequence[Signal],
    counters: Sequence[Counter],
    *,
    match_all: bool = False,
    content: Content = NO_CONTENT,
) -> RuleRows:
    """The rule tables of patterns for these shapes: shape_patterns, mapped_assets, pattern_signals, pattern_stages,
    counters and mail_stops.

    In each score an act counts for the first signal in file order whose pattern it matches
    (`match_all`: for each of them).
    """
    of_signal = {signal.name: signal_pattern(signal) for signal in signals}
    of_stage = {signal.name: stage_patterns(signal) for signal in signals}
    of_counter = {counter: counter_patterns(counter) for counter in counters}
    asked = {pattern for some in (*of_counter.values(), *of_stage.values()) for pattern in some}
    patterns = sorted({*of_signal.values(), *asked, *MAIL_STOPS}, key=lambda pattern: pattern.text)
    sets, shape_patterns = _matched(shapes, patterns, content)
    counting = {number: list(_counting_signals(signals, of_signal, sets[number], match_all)) for number in sorted(sets)}
    return {
        "shape_patterns": shape_patterns,
        "mapped_assets": [(number,) for number in sorted(content.assets)],
        "pattern_signals": [(number, nth) for number, some in counting.items() for nth in some],
        "pattern_stages": [
            (number, nth, stage)
            for number, some in counting.items()
            for nth in some
            for pattern, stage in of_stage[signals[nth - 1].name].items()
            if pattern in sets[number]
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


def _matched(
    shapes: Iterable[Shape], patterns: Sequence[Pattern], content: Content
) -> tuple[dict[int, frozenset[Pattern]], list[tuple[int | str | None, ...]]]:
    """The pattern sets that occur, by number, and the rows of shape_patterns.

    What the map of content says of an act may change with time: then its acts are of one set from the day on which one
    meaning became known, and are taken back from it on the day of the next.
    """
    by_kind: dict[str, list[Pattern]] = {}
    sets: dict[int, frozenset[Pattern]] = {}
    rows: list[tuple[int | str | None, ...]] = []
    reader = Reader(content.told)
    for shape in shapes:
        if shape.kind not in by_kind:
            by_kind[shape.kind] = [p for p in patterns if any_matches(p.kinds, shape.kind)]
        for asset in ("", *content.acts.get(shape.shape_id, ())):
            asset_id = number_of(asset) if asset else 0
            for meaning in reader.meanings(shape.path, asset):
                told = ("" if shape.topic else ", ".join(meaning.topics), meaning.stage)
                for seconds_from, seconds_below, found in _bands(by_kind[shape.kind], shape, meaning):
                    number = number_of("\n".join(sorted(p.text for p in found)))
                    sets[number] = found
                    keeps = int(any(p.keeps_asset for p in found))
                    row = (shape.shape_id, seconds_from, seconds_below, number, keeps, asset_id)
                    rows.append((*row, meaning.since, meaning.until, 1, *told))
                    if meaning.until < NEVER:
                        rows.append((*row, meaning.until, meaning.until, -1, *told))
    return sets, rows


def _bands(
    candidates: Sequence[Pattern], shape: Shape, meaning: Meaning
) -> Iterator[tuple[int, int, frozenset[Pattern]]]:
    """The ranges of seconds in which acts of a shape match the same patterns, without those that match none.

    An act's own topic is its only one; else it is about what the map of content says.
    """
    topics = (shape.topic,) if shape.topic or not meaning.topics else meaning.topics
    fitting = [
        p
        for p in candidates
        if (not p.paths or any_matches(p.paths, shape.path))
        and (not p.sources or any_matches(p.sources, shape.source))
        and (not p.campaigns or any_matches(p.campaigns, shape.campaign))
        and (not p.topics or any(any_matches(p.topics, topic) for topic in topics))
        and p.stage in (0, meaning.stage)
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
