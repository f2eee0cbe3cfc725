"""Words that say something (`titles.csv`, `networks.csv`, `hosts.csv`), and which of them a text has.

A row is one word or several, what they say, how much that weighs, and the language they are of; `*` stands for any
letters of the same word. Capitals, accents and the ways to write an umlaut make no difference, in rows as in texts.
Longer words hide the shorter ones within them, where both speak of the same kind of thing: a "product owner" is no
owner, "Salesforce" is no sales. A row that says `nothing` only hides others.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import normalize

from mqa.terms.networks import NETWORK_CLASSES
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

DEPARTMENT, SENIORITY, ASIDE, NOTHING, NETWORK = range(5)  # what rows speak of
SERVES = "serves"
KINDS = {
    **dict.fromkeys(DEPARTMENTS[1:], DEPARTMENT),
    **dict.fromkeys(SENIORITIES[1:], SENIORITY),
    **dict.fromkeys((SERVES, "employer", "past"), ASIDE),
    **dict.fromkeys(NETWORK_CLASSES, NETWORK),
    "nothing": NOTHING,
}
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ß": "ss", "\u00ad": ""}
    | {letter: first for letter in map(chr, range(0xC0, 0x250)) if (first := normalize("NFKD", letter)[0]) != letter}
    | dict.fromkeys(map(chr, range(0x300, 0x370)), "")  # accents that stand alone
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
SIGNS = str.maketrans({"&": " and ", "+": " and ", "@": " at "})
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # C.F.O.
BOTH_GENDERS = re.compile(r"(?<=[a-z])[*:/_(]-?in(?:nen)?\)?(?![-a-z])")  # Leiter:in, Leiter/-in
SPECIAL = re.compile(r"[.*:/_(&+@]")
BREAKS = frozenset((*"/|,;:()•·–—", " - "))
WORDS_KEPT = 100_000  # what was found in so many words is remembered
WORDS_AND_BREAKS = re.compile(r"[a-z0-9]+|[/|,;:()•·–—]| - ")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its words as patterns, what they say, of which kind that is, and how much it weighs."""

    words: tuple[str, ...]
    says: str
    kind: int
    weight: int


class Match(NamedTuple):
    """A row in a text, from its first word to its last."""

    row: Row
    first: int
    last: int


def words_of(text: str) -> list[str]:
    """The words of a text and the breaks between its parts.

    >>> words_of("VP Marketing & Sales, C.R.M. / Presales")
    ['vp', 'marketing', 'and', 'sales', ',', 'crm', '/', 'presales']
    """
    return WORDS_AND_BREAKS.findall(plain(text))


def matches(words: list[str], file: str) -> list[Match]:
    """The rows of a file that these words are, in their order, without those that are hidden within longer words.

    >>> [(match.row.says, match.first, match.last) for match in matches(["vp", "product", "marketing"], "titles.csv")]
    [('vice president', 0, 0), ('marketing', 1, 2)]
    """
    found: list[Match] = []
    longer: list[Match] = []
    for nth, word in enumerate(words):
        single, phrases = _begun_by(word, file)
        for row in single:
            found.append(Match(row, nth, nth))
        if phrases and nth + 1 < len(words):
            follows = _patterns_of(words[nth + 1], file)
            longer += [Match(row, nth, nth + len(row.words) - 1) for row in phrases if row.words[1] in follows]
    longer = [match for match in longer if _goes_on(match, words, file)]
    if not longer:
        return found
    seen = [match for match in (*found, *longer) if not any(_hides(other, match) for other in longer)]
    return sorted(seen, key=lambda match: match.first)


def plain(text: str) -> str:
    """A text without capitals and accents.

    >>> plain("Geschäftsführer:in"), plain("C.F.O.")
    ('geschaftsfuhrerin', 'cfo.')
    """
    text = text.lower()
    if SPECIAL.search(text):
        text = BOTH_GENDERS.sub("in", INITIALS.sub("", text).translate(SIGNS))
    return text if text.isascii() else text.translate(LETTERS)


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    """The rows of a file, each once; one with umlauts also as it is written without them."""
    text = files("mqa").joinpath("identity", file).read_text(encoding="utf-8")
    spelled = (
        Row(
            tuple("*".join(map(plain, words.split("*"))).split()),
            line["says"],
            KINDS[line["says"]],
            int(line["weight"]),
        )
        for line in csv.DictReader(text.splitlines())
        for words in (line["words"], line["words"].translate(UMLAUTS))
    )
    return tuple(dict.fromkeys(spelled))


def _goes_on(match: Match, words: list[str], file: str) -> bool:
    """Whether the words after the second are those of the row too."""
    rest = match.row.words[2:]
    return match.last < len(words) and all(
        pattern in _patterns_of(word, file) for pattern, word in zip(rest, words[match.first + 2 :], strict=False)
    )


def _hides(other: Match, match: Match) -> bool:
    around = other.first <= match.first and match.last <= other.last and other[1:] != match[1:]
    return around and other.row.kind in (match.row.kind, NOTHING)


@cache
def _by_first_word(file: str) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows_of(file):
        found[row.words[0]] = (*found.get(row.words[0], ()), row)
    return found


@cache
def _patterns(file: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of the rows: those that tell by how a word begins or ends, and those with a star at both ends."""
    every = {word for row in rows_of(file) for word in row.words}
    within = tuple(sorted(word for word in every if word[0] == word[-1] == "*"))
    return frozenset(every.difference(within)), within


@lru_cache(WORDS_KEPT)
def _begun_by(word: str, file: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that a word is, in the order of its letters; and the longer rows that it may begin.

    Of those that say the same the one that weighs most is kept, and none that lies within another of its kind.
    """
    found = [
        (row, *at) for pattern, at in _patterns_of(word, file).items() for row in _by_first_word(file).get(pattern, ())
    ]
    found.sort(key=lambda one: (-one[0].weight, one[1]))
    single: dict[str, tuple[Row, int, int]] = {}
    for row, start, end in found:
        within = any(
            a <= start and end <= b and b - a > end - start and other.kind in (row.kind, NOTHING)
            for other, a, b in found
            if len(other.words) == 1
        )
        if len(row.words) == 1 and not within:
            single.setdefault(row.says, (row, start, end))
    in_order = sorted(single.values(), key=lambda one: one[1])
    return tuple(row for row, _, _ in in_order), tuple(row for row, _, _ in found if len(row.words) > 1)


@lru_cache(WORDS_KEPT)
def _patterns_of(word: str, file: str) -> dict[str, tuple[int, int]]:
    """The patterns that a word has, each with where its letters lie in it."""
    edges, within = _patterns(file)
    length = len(word)
    found = {word: (0, length)} if word in edges else {}
    found |= {begin: (0, at) for at in range(1, length + 1) if (begin := word[:at] + "*") in edges}
    found |= {end: (at, length) for at in range(length) if (end := "*" + word[at:]) in edges}
    for pattern in within:
        if (at := word.find(pattern[1:-1])) >= 0:
            found[pattern] = (at, at + len(pattern) - 2)
    return found
