"""What acts are about, by the workspace's map of content: the topics and the buying stage of a page or an asset.

Patterns of paths are matched here, over the distinct paths of acts, so that SQL only joins. A map changes with time:
what it said of a page by a day of knowledge is a *meaning*, and a page has as many as its map has said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import NamedTuple

from mqa.scoring.globs import any_matches
from mqa.terms.keys import number_of
from mqa.terms.rules import BUYING_STAGES

EVER, NEVER = -(2**53), 2**53  # before and after every day of knowledge


class Told(NamedTuple):
    """A row of the map: a path (`*` stands for any text), an asset, or both, and one topic and the stage of it.

    It holds for what was known from `since` on and before `until` (day numbers).
    """

    path: str
    asset: str
    topic: str
    buying_stage: str
    since: int = EVER
    until: int = NEVER


class Meaning(NamedTuple):
    """What a page or an asset is about by what was known from `since` on and before `until`; stage 0: nobody said."""

    topics: tuple[str, ...] = ()
    stage: int = 0
    since: int = EVER
    until: int = NEVER


UNTOLD = (Meaning(),)


@dataclass(frozen=True)
class Content:
    """A map of content. `acts`: the assets that occur in acts of each shape, of those that the map names."""

    told: tuple[Told, ...] = ()
    acts: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def assets(self) -> dict[int, str]:
        """The assets that the map names, by number."""
        return {number_of(one.asset): one.asset for one in self.told if one.asset}

    def and_of(self, other: Content) -> Content:
        """The same map, with the assets in the acts of another one, too."""
        shapes = {*self.acts, *other.acts}
        both = {one: sorted({*self.acts.get(one, ()), *other.acts.get(one, ())}) for one in shapes}
        return Content(self.told, both)


NO_CONTENT = Content()


def as_known(told: Iterable[Told], known_at: int) -> tuple[Told, ...]:
    """A map as it was known on a day: as if it had never said anything else."""
    return tuple(Told(*one[:4]) for one in told if one.since <= known_at < one.until)


class Reader:
    """Looks up what a map says of a path and an asset; of each pattern it tries only those that begin as the path."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._of_asset: dict[str, list[Told]] = {}
        self._of_path: dict[str, list[Told]] = {}
        for one in told:
            if one.asset:
                self._of_asset.setdefault(one.asset, []).append(one)
            if one.path:
                self._of_path.setdefault(one.path.partition("*")[0], []).append(one)
        self._lengths = sorted({len(start) for start in self._of_path})
        self._found: dict[tuple[str, str], tuple[Meaning, ...]] = {}

    def meanings(self, path: str, asset: str = "") -> tuple[Meaning, ...]:
        """What the map has said of an act with this path and asset, one meaning after another, without gaps."""
        if not self._of_asset and not self._of_path:
            return UNTOLD
        key = (path, asset)
        if key not in self._found:
            self._found[key] = _meanings([*self._of_asset.get(asset, ()), *self._on(path.lower())], asset)
        return self._found[key]

    def _on(self, path: str) -> Iterator[Told]:
        for length in takewhile(lambda length: path and length <= len(path), self._lengths):
            yield from (one for one in self._of_path.get(path[:length], ()) if any_matches([one.path], path))


def _meanings(told: Sequence[Told], asset: str) -> tuple[Meaning, ...]:
    """What these rows say, from each day on which it changes."""
    edges = sorted({EVER, NEVER, *(day for one in told for day in (one.since, one.until))})
    found: list[Meaning] = []
    for since, until in pairwise(edges):
        here = [one for one in told if one.since <= since < one.until]
        topics = tuple(sorted({one.topic for one in _nearest([one for one in here if one.topic], asset)}))
        staged = _nearest([one for one in here if one.buying_stage], asset)
        stage = max((_STAGES[one.buying_stage] for one in staged), default=0)
        if found and found[-1][:2] == (topics, stage):
            since = found.pop().since
        found.append(Meaning(topics, stage, since, until))
    return tuple(found)


def _nearest(told: Sequence[Told], asset: str) -> Sequence[Told]:
    """The rows that speak of what is meant most closely: of the asset, else by the pattern with the most letters."""
    of_asset = [one for one in told if asset and one.asset == asset]
    most = max((_letters(one.path) for one in told), default=0)
    return of_asset or [one for one in told if _letters(one.path) == most]


_STAGES: dict[str, int] = {stage: nth for nth, stage in enumerate(BUYING_STAGES)}


def _letters(path: str) -> int:
    """How closely a pattern says what it means: its length without `*`, and of two alike the one without any."""
    return 2 * len(path.replace("*", "")) + ("*" not in path)
