"""How rare a word is among names of companies: estimates of our own, which no load changes.

What is counted among the names that are known would change with each of them. How sure a match is, and the reasons told
for it, would then depend on what else was loaded, and when. So rarities are fixed, and two names are compared without
asking who else there is.
"""

from __future__ import annotations

from math import log

from mqa.identity.name_words import ONE_OF

RAREST = 2_000  # one of so many names has a word that is not listed
SHORT = {1: 12, 2: 300, 3: 1_000}  # one of so many has a word (or initials) of so few letters


def rarity(word: str) -> float:
    """How much it says that two names share a word: from 0 (all names have it) to 1. Initials begin with `#`.

    >>> rarity("halyard"), round(rarity("group"), 2), round(rarity("x"), 2), round(rarity("#abc"), 2)
    (1.0, 0.45, 0.33, 0.91)
    """
    letters = word.removeprefix("#")
    return log(ONE_OF.get(word) or SHORT.get(len(letters), RAREST)) / log(RAREST)
