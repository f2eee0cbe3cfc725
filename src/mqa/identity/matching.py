"""Which known name a wanted one means: an additive probability, three outcomes, and the reasons in words.

The logarithm of the odds that two names mean one company is a sum over the features of `mqa.identity.likeness`. A
wanted name means one known name or none, so the probability that it means the first of its candidates is
odds(1) / (1 + odds(1) + odds(2) + ...): candidates that are as good as each other take it from one another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from mqa.identity.likeness import FEATURES, features
from mqa.identity.name_arrays import Floats, Lexicon, Names, Numbers, names_as_arrays
from mqa.identity.names import NameForms

# Fitted by `python -m benchmarks.names --fit` (benchmarks/identity.md says on what), but for the place, of which there
# were no data: it is set so that it decides between namesakes and overrules no name.
INTERCEPT = -6.87
COEFFICIENTS = {
    "covered": 2.71,
    "covered_less": 3.51,
    "shared": 1.15,
    "first_word": 1.72,
    "own_words": -1.09,
    "other_number": -2.18,
    "spelling": 0.85,
    "other_form": -2.13,
    "same_initials": 0.55,
    "is_initials": 7.40,
    "place": 1.00,
}
OUTCOMES = MATCH, AMBIGUOUS, NONE = "match", "ambiguous", "none"
RULES = (
    *("same name", "same name, other legal form", "initials", "same words", "one name within the other"),
    "similar words",
)
SURE = 0.7  # probability from which on a match is taken
RIVAL = 0.25  # odds of the next candidate, as a share of the best one's, from which on nobody picks without looking
WORDS = {
    "covered": "{:.0%} of the one name is found in the other",
    "covered_less": "{:.0%} of the other is found in the one",
    "shared": "what both have is as rare as {:.1f} words that nobody else has",
    "first_word": "they begin with the same word",
    "own_words": "each has a word that the other has nothing like",
    "other_number": "they have different numbers",
    "spelling": "their letters are {:.0%} alike",
    "other_form": "their legal forms differ",
    "same_initials": "their initials are the same",
    "is_initials": "one is the initials of the other",
    "place": "{}",
}
PLACES = {
    1.0: "they are in the same city",
    0.5: "they are in the same country",
    -1.0: "they are in different countries",
}


class Reason(NamedTuple):
    """What speaks for two names being one company (or against it, below 0), in words and in log odds."""

    words: str
    weight: float


def log_odds(of_pairs: Floats) -> Floats:
    """The logarithm of the odds that the names of a pair mean one company, from rows of features."""
    odds: Floats = INTERCEPT + of_pairs @ np.array([COEFFICIENTS[feature] for feature in FEATURES])
    return odds


def probability(odds: Floats) -> Floats:
    """The probability for logarithms of odds."""
    likely: Floats = np.round(1 / (1 + np.exp(-np.clip(odds, -40, 40))), 9)  # equals are equal in whatever order
    return likely


def agreement(names: Names, lexicon: Lexicon) -> Callable[[Numbers, Numbers], Floats]:
    """The probability that the names at two places mean one company, whichever comes first."""
    return lambda i, j: probability(log_odds(features(names, names, (i, j), lexicon)))


def reasons(
    one: NameForms, other: NameForms, *, countries: tuple[str, str] = ("", ""), cities: tuple[str, str] = ("", "")
) -> tuple[Reason, ...]:
    """Why two names mean one company or do not, the weightiest first after what is known of any two names; the weights
    add up to the log odds.

    >>> told = reasons(NameForms(("halyard",), "ltd"), NameForms(("halyard",), "ag"))
    >>> told[0], Reason("their legal forms differ", COEFFICIENTS["other_form"]) in told
    (Reason(words='any two names', weight=-6.87), True)
    """
    lexicon = Lexicon()
    names = names_as_arrays((0, 1), (one, other), lexicon, countries=countries, cities=cities)
    values = features(names, names, (np.array([0]), np.array([1])), lexicon)[0]
    told = ((name, value) for name, value in zip(FEATURES, values.tolist(), strict=True) if value)
    found = [Reason(_words(name, value), COEFFICIENTS[name] * value) for name, value in told]
    return (
        Reason("any two names", INTERCEPT),
        *sorted(found, key=lambda reason: (-abs(reason.weight), reason.words)),
    )


def _words(feature: str, value: float) -> str:
    return PLACES[value] if feature == "place" else WORDS[feature].format(value)


def matches(
    wanted: Names, known: Names, candidates: pa.Table, lexicon: Lexicon, accounts: Numbers | None = None
) -> pa.Table:
    """What each wanted name means, in the order of its id.

    `accounts`: of which account each known name is, where several are of one: those are no rivals.

    `candidates`: wanted_id, known_id, as `candidates.sql` finds them. Columns: wanted_id; known_id, the best candidate
    (null: there is none); outcome: `match`, `ambiguous` (it is one of several, but which?) or `none`; rule, how the
    names of the two go together; confidence, the probability that known_id is meant, in millionths; rival_id and
    rival_confidence, the same of the next candidate.
    """
    (i, j), odds, of_pairs = _ranked(wanted, known, candidates, lexicon, accounts)
    asked = np.sort(wanted.ids)
    first = np.searchsorted(wanted.ids[i], asked)
    many = np.searchsorted(wanted.ids[i], asked, side="right") - first
    all_odds = 1 + np.bincount(np.searchsorted(asked, wanted.ids[i]), odds, minlength=len(asked))
    best, rival = (np.where(many > nth, first + nth, len(i)) for nth in (0, 1))  # the last: none
    found, shares = np.append(known.ids[j], -1), np.append(odds, 0)
    confidence = shares[best] / all_odds
    rivalled = shares[rival] >= RIVAL * shares[best]
    sure, one_of_them = confidence >= SURE, 1 - 1 / all_odds >= SURE
    outcomes = np.select([sure & ~rivalled, one_of_them & rivalled], [0, 1], 2)
    with_best = best[many > 0]
    rules = np.full(len(asked), len(RULES))
    rules[many > 0] = _rules(wanted, known, (i[with_best], j[with_best]), of_pairs[with_best])
    return pa.table(
        {
            "wanted_id": asked,
            "known_id": pa.array(found[best], mask=many < 1),
            "outcome": pa.array(OUTCOMES).take(outcomes),
            "rule": pa.array([*RULES, ""]).take(rules),
            "confidence": _millionths(confidence),
            "rival_id": pa.array(found[rival], mask=many < 2),
            "rival_confidence": _millionths(shares[rival] / all_odds),
        }
    )


def _ranked(
    wanted: Names, known: Names, candidates: pa.Table, lexicon: Lexicon, accounts: Numbers | None
) -> tuple[tuple[Numbers, Numbers], Floats, Floats]:
    """The candidates by wanted name, the likeliest first, of an account its first: their places, odds and features."""
    i, j = places(wanted.ids, candidates["wanted_id"]), places(known.ids, candidates["known_id"])
    of_pairs = features(wanted, known, (i, j), lexicon)
    odds = np.exp(np.round(np.clip(log_odds(of_pairs), -40, 40), 9))  # rounded: equals are equal in whatever order
    ranked = np.lexsort((known.ids[j], -odds, wanted.ids[i]))
    if accounts is not None:
        ranked = ranked[_first_of_each(wanted.ids[i[ranked]], accounts[j[ranked]])]
    return (i[ranked], j[ranked]), odds[ranked], of_pairs[ranked]


def _first_of_each(*keys: Numbers) -> Numbers:
    """The places, in order, at which a combination of keys comes first."""
    return np.sort(np.unique(np.stack(keys), axis=1, return_index=True)[1])


def places(ids: Numbers, asked: pa.ChunkedArray) -> Numbers:
    """Where the ids that are asked for stand among the ids."""
    order = np.argsort(ids)
    found: Numbers = order[np.searchsorted(ids, asked.to_numpy(), sorter=order)]
    return found


def _rules(wanted: Names, known: Names, pairs: tuple[Numbers, Numbers], of_pairs: Floats) -> Numbers:
    """How the names of each pair go together: places in `RULES`."""
    of = dict(zip(FEATURES, of_pairs.T, strict=True))
    same = wanted.texts[pairs[0]] == known.texts[pairs[1]]
    hold = [same & (of["other_form"] == 0), same, of["is_initials"] > 0, of["covered_less"] == 1, of["covered"] == 1]
    return np.select(hold, list(range(len(hold))), len(hold))


def _millionths(shares: Floats) -> Numbers:
    return np.rint(1_000_000 * shares).astype(np.int64)
