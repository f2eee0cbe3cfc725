"""Names as arrays, to be compared a million at a time: every word is a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mqa.identity.names import NameForms
from mqa.identity.rarity import rarity

Floats = np.ndarray[Any, np.dtype[np.float64]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]
Texts = np.ndarray[Any, np.dtype[np.object_]]

LONGEST = 24  # words of a name that are compared


class Lexicon:
    """Words by number, in the order in which they come; it grows with every word that is new.

    Initials are words that begin with `#`. Names to be compared with each other are made of one lexicon.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.rarities: list[float] = []
        self.letters: list[int] = []
        self.numeric: list[bool] = []
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of a word: its place in `words`, `rarities`, first `letters` and `numeric` (it has a digit)."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            self.rarities.append(rarity(word))
            self.letters.append(ord(word[0]))
            self.numeric.append(not word.isalpha())
        return number


@dataclass(frozen=True, eq=False)
class Names:
    """Names as arrays: of each name its id, text without spaces, legal form, initials, itself as initials, country and
    city (the numbers -1: none is told); `words` are the numbers of the words of all names in turn, `starts` where those
    of each name start."""

    ids: Numbers
    starts: Numbers
    words: Numbers
    texts: Texts
    forms: Numbers
    initials: Numbers
    as_initials: Numbers
    countries: Numbers
    cities: Numbers

    def counts(self) -> Numbers:
        """How many words each name has."""
        return np.diff(self.starts)

    def padded(self, places: Numbers, width: int) -> Numbers:
        """The words of the names at `places`, a row for each, -1 where a name has less words than `width`."""
        steps = np.arange(width)
        there = steps < self.counts()[places][:, None]
        return np.where(there, np.append(self.words, -1)[np.where(there, self.starts[places][:, None] + steps, -1)], -1)


def names_as_arrays(
    ids: Sequence[int],
    forms: Sequence[NameForms],
    lexicon: Lexicon,
    *,
    countries: Sequence[str] = (),
    cities: Sequence[str] = (),
) -> Names:
    """Names to be compared, in the order given; countries and cities likewise, empty where not known."""

    def numbers(texts: Iterable[str], sign: str) -> Numbers:
        return np.array([lexicon.number(sign + text) if text else -1 for text in texts], np.int64)

    texts = np.empty(len(forms), np.object_)
    texts[:] = ["".join(name.words) for name in forms]
    return Names(
        ids=np.array(ids, np.int64),
        starts=np.cumsum([0, *(min(len(name.words), LONGEST) for name in forms)]),
        words=np.array([lexicon.number(word) for name in forms for word in name.words[:LONGEST]], np.int64),
        texts=texts,
        forms=numbers((name.form for name in forms), "."),
        initials=numbers((name.acronym for name in forms), "#"),
        as_initials=numbers((text if 1 < len(text) < 7 else "" for text in texts), "#"),
        countries=numbers(countries or [""] * len(forms), "@"),
        cities=numbers(cities or [""] * len(forms), "@"),
    )
