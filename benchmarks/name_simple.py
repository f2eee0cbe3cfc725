"""Two simple ways to match names, to compare with: the letters of the raw names, and equal names after normalising."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from benchmarks.name_judging import Answers
from benchmarks.name_sets import Lookup
from mqa.identity.name_arrays import Floats
from mqa.identity.names import NameForms, name_forms

ROWS = 200  # of a square of likenesses at a time


def by_jaro_winkler(lookup: Lookup) -> Answers:
    """The known name with the most similar letters, and how similar they are."""
    known, wanted = ([name.lower() for name in names] for names in (lookup.known, lookup.wanted))
    parts = [
        process.cdist(wanted[start : start + ROWS], known, scorer=JaroWinkler.similarity, dtype=np.float32, workers=-1)
        for start in range(0, len(wanted), ROWS)
    ]
    return Answers(
        np.concatenate([part.argmax(axis=1) for part in parts]),
        np.concatenate([part.max(axis=1) for part in parts]).astype(np.float64),
    )


def by_forms(lookup: Lookup) -> Answers:
    """The first known name with the same words, whatever the legal forms."""
    place: dict[tuple[str, ...], int] = {}
    for at, name in enumerate(lookup.known):
        place.setdefault(name_forms(name).words, at)
    found = np.array([place.get(name_forms(name).words, -1) for name in lookup.wanted])
    return Answers(found, (found >= 0).astype(np.float64))


def pairs_by_jaro_winkler(names: Sequence[str]) -> Floats:
    """How similar the letters of any two names are."""
    small = [name.lower() for name in names]
    return process.cdist(small, small, scorer=JaroWinkler.similarity, dtype=np.float64, workers=-1)


def clusters_by_forms(names: Sequence[str]) -> list[int]:
    """The cluster of each name: those with the same words, whatever the legal forms."""
    numbers: dict[NameForms, int] = {}
    return [numbers.setdefault(name_forms(name)._replace(form=""), len(numbers)) for name in names]
