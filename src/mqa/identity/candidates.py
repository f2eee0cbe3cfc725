"""What names are found by: rows of words, which the steps `words_known` and `candidates` join.

They run for a set of known names and any number of wanted ones, in shards of wanted names where they are many; they are
no steps of a day. `asked_again` tells which wanted names to ask about again when known ones came, went or changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import log2
from typing import NamedTuple

import pyarrow as pa

from mqa.identity.names import NameForms

STEPS = {step: f"identity/{step}.sql" for step in ("words_known", "candidates", "asked_again")}
MANY = 100_000  # known names among which a word is rare or not
LENGTH = 12  # words of a name that count; what stands behind them finds nothing more
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = dict.fromkeys(map(ord, "aeiouyh"))


def word_rows(forms: Sequence[NameForms], ids: Sequence[int], column: str) -> pa.Table:
    """One row for each name and each word it is found by: `column` (the id), word."""
    found = [found_by(name) for name in forms]
    counted = [number for number, words in zip(ids, found, strict=True) for _ in words]
    return pa.table(
        {column: pa.array(counted, pa.int64()), "word": pa.array([w for words in found for w in words], pa.string())}
    )


def found_by(name: NameForms) -> set[str]:
    """The words of a name, neighbours written as one, and its signs (marked, so that they are no words):
    the beginnings of neighbours `-`, the first word's beginning `>` and its consonants `~`, the initials `#`.

    >>> sorted(found_by(NameForms(("halozyme", "therapeutics"))))
    ['>halo', 'hal-the', 'halozyme', 'halozymetherapeutics', 'therapeutics', '~hlzm']
    >>> sorted(found_by(NameForms(("ibm",)))), "#ibm" in found_by(NameForms(("a", "b", "c"), acronym="ibm"))
    (['#ibm', '>ibm', 'ibm', '~ibm'], True)
    """
    words = name.words[:LENGTH]
    if not words:
        return set()
    found = {*words, ">" + words[0][:4], "~" + consonants(words[0])}
    for one, other in pairwise(words):
        found.add(one + other)
        found.add(one[:3] + "-" + other[:3])
    if 2 < len(name.acronym) <= 6:
        found.add("#" + name.acronym)
    elif len(words) == 1 and 2 < len(words[0]) <= 6:
        found.add("#" + words[0])
    return found


def consonants(word: str) -> str:
    """A word as it might be misspelt: its first letter and its other consonants, none twice in a row.

    >>> consonants("medesis"), consonants("medsis"), consonants("mitsubishi")
    ('mds', 'mds', 'mtsbs')
    """
    return word[0] + _DOUBLED.sub(r"\1", word[1:].translate(_VOWELS))


class Bounds(NamedTuple):
    """The row of `bounds`: how many known names a wanted one is compared with; how many candidates are kept at most;
    and one of how many parts of what the best one shares they share at least."""

    names: int = 50
    candidates: int = 6
    parts: int = 3


def rarity_rows(bounds: Bounds) -> list[tuple[int, int]]:
    """The rows of `rarities`: how many known names share a word, and how much that says in millionths of a bit, the
    logarithm of how few of `MANY` they are (Fellegi and Sunter 1969); however many names are known."""
    return [(names, round(1_000_000 * log2(MANY / names))) for names in range(1, bounds.names + 1)]
