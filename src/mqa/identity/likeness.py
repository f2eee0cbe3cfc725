"""How alike names are: readable features of pairs of names, each the same whichever of the two comes first.

Pairs are compared in blocks. No work for each pair is done in Python: rapidfuzz compares the words that are not equal
(each two words of a block once) and the whole texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, LCSseq, Prefix

from mqa.identity.name_arrays import LONGEST, Floats, Lexicon, Names, Numbers, Texts, Truths

FEATURES = (
    "covered",  # share of the words of one name, by their rarity, that the other has: of the name that has more such
    "covered_less",  # the same of the name that has less
    "shared",  # rarity of the words that both have, added up
    "first_word",  # rarity of the first word, where it is the same
    "own_words",  # each has a word that the other has nothing like, from 0 to 1
    "other_number",  # each has a word with a digit that the other has not
    "spelling",  # likeness of the letters of the whole names
    "other_form",  # they tell different legal forms
    "same_initials",  # both have at least two words, and the same initials
    "is_initials",  # one name is the initials of the other: their rarity
    "place",  # 1: the same city, 0.5: the same country, -1: another country, 0: not known of both
)
AREA = 1_000_000  # words by words by pairs that are compared at once
TRUNCATED = np.array((0, 0.35, 0.6, 0.8, 0.9))  # worth of a word that is the beginning of another, by its letters
ABBREVIATED = np.array((0, 0, 0.5, 0.7, 0.8))  # that is some letters of another
SAYING = 0.15  # rarity from which on a word says anything
MISSPELT = 0.75  # likeness of two words from which on they may be one misspelt; they are worth it


def features(left: Names, right: Names, pairs: tuple[Numbers, Numbers], lexicon: Lexicon) -> Floats:
    """The features of pairs (places in `left` and in `right`): a row for each pair, a column for each of `FEATURES`."""
    known = _known_of(lexicon)
    made = np.zeros((len(pairs[0]), len(FEATURES)))
    for block, width in _blocks(np.maximum(left.counts()[pairs[0]], right.counts()[pairs[1]])):
        i, j = pairs[0][block], pairs[1][block]
        of_words = _of_words(left.padded(i, width), right.padded(j, width), known)
        made[block] = np.column_stack((*of_words, *_of_names(left, right, i, j, known.rarity)))
        same = block[left.texts[i] == right.texts[j]]
        made[same, :2], made[same, 4:6] = 1, 0  # whatever is one word: Nano Dimension, Nanodimension
    return made


@dataclass(frozen=True)
class _Known:
    """What is known of words by their numbers; the last of each array stands for no word."""

    words: Sequence[str]
    rarity: Floats
    letter: Numbers
    numeric: Truths


def _known_of(lexicon: Lexicon) -> _Known:
    return _Known(
        lexicon.words,
        np.array([*lexicon.rarities, 0.0]),
        np.array([*lexicon.letters, 0]),
        np.array([*lexicon.numeric, False]),
    )


def _blocks(counts: Numbers) -> Iterator[tuple[Numbers, int]]:
    """The places of pairs in blocks, and how many words the longest of their names may have."""
    less = -1
    for width in (3, 5, 8, LONGEST):
        places = np.flatnonzero((counts > less) & (counts <= width))
        at_once = AREA // width**2
        yield from ((places[start : start + at_once], width) for start in range(0, len(places), at_once))
        less = width


def _of_words(a: Numbers, b: Numbers, known: _Known) -> tuple[Floats, ...]:
    """The features that come from the words of the names."""
    same = (a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)
    worth = _worth(a, b, same, known)
    covered_a, covered_b = worth.max(axis=2), worth.max(axis=1)
    rarity_a, rarity_b = known.rarity[a], known.rarity[b]
    share_a = (covered_a * rarity_a).sum(axis=1) / np.maximum(rarity_a.sum(axis=1), 1e-9)
    share_b = (covered_b * rarity_b).sum(axis=1) / np.maximum(rarity_b.sum(axis=1), 1e-9)
    numbers = (known.numeric[a] & (covered_a < 1)).any(axis=1) & (known.numeric[b] & (covered_b < 1)).any(axis=1)
    return (
        np.maximum(share_a, share_b),
        np.minimum(share_a, share_b),
        np.minimum((same.any(axis=2) * rarity_a).sum(axis=1), (same.any(axis=1) * rarity_b).sum(axis=1)),
        worth[:, 0, 0] * np.minimum(rarity_a[:, 0], rarity_b[:, 0]),
        np.minimum(_own(covered_a, rarity_a), _own(covered_b, rarity_b)),
        numbers.astype(np.float64),
    )


def _own(covered: Floats, rarity: Floats) -> Floats:
    """How little the other name has like the word that it has least like."""
    least: Floats = ((1 - covered) * (rarity > SAYING)).max(axis=1)
    return least


def _worth(a: Numbers, b: Numbers, same: Truths, known: _Known) -> Floats:
    """How far each word of one name stands for each of the other, from 0 to 1; one with its like for that only."""
    worth = same.astype(np.float64)
    alone_a, alone_b = ~same.any(axis=2) & (a >= 0), ~same.any(axis=1) & (b >= 0)
    alike = known.letter[a][:, :, None] == known.letter[b][:, None, :]
    pair, x, y = np.nonzero(alone_a[:, :, None] & alone_b[:, None, :] & alike)
    if len(pair):
        one, other = a[pair, x], b[pair, y]
        many = len(known.words)
        distinct, which = np.unique(np.minimum(one, other) * many + np.maximum(one, other), return_inverse=True)
        words = ([known.words[number] for number in half.tolist()] for half in np.divmod(distinct, many))
        worth[pair, x, y] = _worth_of_words(*words)[which]
    return worth


def _worth_of_words(ones: list[str], others: list[str]) -> Floats:
    """How far words that begin with the same letter stand for each other: cut off, abbreviated, misspelt."""
    lengths = np.array([[len(word) for word in words] for words in (ones, others)])
    short = lengths.min(axis=0)
    begins = process.cpdist(ones, others, scorer=Prefix.similarity, dtype=np.int64)
    within = process.cpdist(ones, others, scorer=LCSseq.similarity, dtype=np.int64)
    likeness = process.cpdist(ones, others, scorer=OSA.normalized_similarity, dtype=np.float64)
    letters = np.minimum(short, 4)
    truncated = np.where(begins == short, TRUNCATED[letters], 0)
    abbreviated = np.where(within == short, ABBREVIATED[letters], 0)
    misspelt = np.where((likeness >= MISSPELT) & (short > 3), likeness, 0)
    otherwise = np.array([_plainer(one) == _plainer(other) for one, other in zip(ones, others, strict=True)])
    worth: Floats = np.maximum(np.maximum(truncated, abbreviated), np.maximum(misspelt, otherwise))
    return worth


def _plainer(word: str) -> str:
    """A word without the e of a written-out umlaut: Mueller is Muller, as Müller is."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _of_names(left: Names, right: Names, i: Numbers, j: Numbers, rarity: Floats) -> tuple[Floats, ...]:
    """The features that come from names as a whole."""
    forms = left.forms[i], right.forms[j]
    initials = left.initials[i], right.initials[j]
    stand_for = [  # the numbers of initials, the last (no word) where they are none
        np.where((long >= 0) & (long == short), long, -1)
        for long, short in ((initials[0], right.as_initials[j]), (initials[1], left.as_initials[i]))
    ]
    return (
        _spelling(left.texts[i], right.texts[j]),
        ((forms[0] >= 0) & (forms[1] >= 0) & (forms[0] != forms[1])).astype(np.float64),
        ((initials[0] >= 0) & (initials[0] == initials[1])).astype(np.float64),
        rarity[np.maximum(*stand_for)],
        _place((left.countries[i], right.countries[j]), (left.cities[i], right.cities[j])),
    )


def _spelling(ones: Texts, others: Texts) -> Floats:
    return process.cpdist(ones.tolist(), others.tolist(), scorer=Indel.normalized_similarity, dtype=np.float64)


def _place(countries: tuple[Numbers, Numbers], cities: tuple[Numbers, Numbers]) -> Floats:
    """How near two companies are, where it is known of both; a city without its country tells nothing."""
    known = (countries[0] >= 0) & (countries[1] >= 0)
    same_city = (cities[0] >= 0) & (cities[0] == cities[1])
    return np.where(known, np.where(countries[0] == countries[1], np.where(same_city, 1.0, 0.5), -1.0), 0.0)
