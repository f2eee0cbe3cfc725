"""How good answers are: precision and recall of lookups, and of pairs of names of one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mqa.identity.name_arrays import Floats, Numbers, Truths

Truth = Sequence[frozenset[int]]


@dataclass(frozen=True)
class Answers:
    """What each wanted name was found to mean (a place, -1: nothing), and how sure that is, from 0 to 1."""

    known: Numbers
    confidence: Floats


@dataclass(frozen=True)
class Judged:
    """What is taken from a confidence on: how much of it is right, and how much of what there is to find it is."""

    confidence: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def lookup_curve(answers: Answers, truth: Truth, asked: Numbers) -> list[Judged]:
    """Answers to the names at the places asked, at each confidence where more are taken."""
    given = asked[answers.known[asked] >= 0]
    right = np.array([answers.known[at] in truth[at] for at in given.tolist()], np.bool_)
    return _curve(answers.confidence[given], right, sum(bool(truth[at]) for at in asked.tolist()))


def pair_curve(likeness: Floats, companies: Sequence[str]) -> list[Judged]:
    """Pairs of names (a square of likenesses), at each likeness where more are taken."""
    numbers = np.unique(np.array(companies), return_inverse=True)[1]
    i, j = np.triu_indices(len(companies), 1)
    right = numbers[i] == numbers[j]
    return _curve(likeness[i, j], right, int(right.sum()))


def _curve(confidence: Floats, right: Truths, findable: int) -> list[Judged]:
    order = np.argsort(-confidence, kind="stable")
    falling, hits = confidence[order], np.cumsum(right[order])
    last = np.flatnonzero(np.append(falling[1:] != falling[:-1], True))  # equals are taken together
    return [Judged(float(falling[at]), float(hits[at]) / (at + 1), float(hits[at]) / findable) for at in last.tolist()]


def best(judged: Sequence[Judged]) -> Judged:
    """Where the harmonic mean of precision and recall is greatest."""
    return max(judged, key=lambda at: at.f1)


def most_recall(judged: Sequence[Judged], precision: float) -> float:
    """The greatest recall with at least this precision."""
    return max((at.recall for at in judged if at.precision >= precision), default=0.0)


def from_confidence(judged: Sequence[Judged], confidence: float) -> Judged:
    """All that is taken from a confidence on."""
    return next((at for at in reversed(judged) if at.confidence >= confidence), Judged(confidence, 1.0, 0.0))


def pairwise(clusters: Sequence[int], companies: Sequence[str]) -> Judged:
    """Pairs of names that are in one cluster."""
    right = _pairs(zip(clusters, companies, strict=True))
    return Judged(0.0, right / max(1, _pairs(clusters)), right / max(1, _pairs(companies)))


def _pairs(groups: Iterable[object]) -> int:
    return sum(many * (many - 1) // 2 for many in Counter(groups).values())


def spread(answers: Answers, truth: Truth, asked: Numbers, times: int = 1000) -> tuple[float, float]:
    """Between which values the best F1 lies in nine of ten samples of what was asked (a bootstrap, always the same)."""
    draw = np.random.default_rng(7)
    found = sorted(best(lookup_curve(answers, truth, draw.choice(asked, len(asked)))).f1 for _ in range(times))
    return found[times // 20], found[-times // 20]


def reliability(answers: Answers, truth: Truth, asked: Numbers, steps: int = 5) -> list[tuple[float, float, int]]:
    """Of answers of about one confidence: the mean confidence, how many of them are right, and how many there are."""
    given = asked[answers.known[asked] >= 0]
    right = np.array([answers.known[at] in truth[at] for at in given.tolist()], np.bool_)
    confidence = answers.confidence[given]
    which = np.minimum((confidence * steps).astype(np.int64), steps - 1)
    bins = [which == step for step in range(steps)]
    return [(float(confidence[at].mean()), float(right[at].mean()), int(at.sum())) for at in bins if at.any()]
