"""Coefficients of `mqa.identity.matching`, fitted: a logistic regression with a penalty and signs that make sense."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks import name_sets
from benchmarks.name_finding import candidates_of, compared, connected
from mqa.identity.candidates import Bounds
from mqa.identity.clustering import distinct_pairs
from mqa.identity.likeness import FEATURES, features
from mqa.identity.name_arrays import Floats, Lexicon, Truths, names_as_arrays
from mqa.identity.names import name_forms

PENALTY = 5.0
OTHERS_WEIGH = 0.1  # all pairs of a directory together, as a share of all pairs of listed companies
AGAINST = frozenset({"own_words", "other_number", "other_form"})  # a greater value speaks against a match
NOT_FITTED = frozenset({"place"})
ROUNDS = 30  # of Newton's method


def fitted(folder: Path) -> dict[str, float]:
    """The coefficients by feature, and the intercept under the empty name, from the first halves of all sets."""
    lookup = name_sets.listed(folder)
    listed, right = _of_lookup(lookup, ~lookup.held_out)
    rows, truths, weights = [listed], [right], [np.ones(len(listed))]
    for directory in (name_sets.openstack(folder), name_sets.cncf(folder)):
        of_pairs, same = _of_directory(directory.half(held_out=False))
        rows.append(of_pairs)
        truths.append(same)
        weights.append(np.full(len(same), OTHERS_WEIGH * len(listed) / len(same)))
    return coefficients(np.vstack(rows), np.concatenate(truths), np.concatenate(weights))


def coefficients(of_pairs: Floats, same: Truths, weights: Floats) -> dict[str, float]:
    """The coefficients that make the truth of these pairs likeliest; 0 where one would have the wrong sign."""
    used = [name for name in FEATURES if name not in NOT_FITTED]
    while True:
        found = dict(
            zip(("", *used), _regression(of_pairs[:, [*map(FEATURES.index, used)]], same, weights), strict=True)
        )
        wrong = {name: abs(found[name]) for name in used if (found[name] > 0) == (name in AGAINST)}
        if not wrong:
            return {"": found[""], **{name: found.get(name, 0.0) for name in FEATURES if name not in NOT_FITTED}}
        used.remove(max(wrong, key=wrong.__getitem__))


def _regression(rows: Floats, same: Truths, weights: Floats) -> list[float]:
    """Intercept and coefficients of a logistic regression; the penalty is on standardised features."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack((np.ones(len(rows)), (rows - mean) / spread))
    penalty = np.diag([1e-6, *[PENALTY] * rows.shape[1]])
    beta = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        expected = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (weights * (expected - same)) + penalty @ beta
        curve = (design * (weights * expected * (1 - expected))[:, None]).T @ design + penalty
        beta -= np.linalg.solve(curve, slope)
    plain = beta[1:] / spread
    return [float(beta[0] - (plain * mean).sum()), *map(float, plain)]


def _of_lookup(lookup: name_sets.Lookup, kept: Truths) -> tuple[Floats, Truths]:
    known, wanted = ([name_forms(name) for name in names] for names in (lookup.known, lookup.wanted))
    lexicon = Lexicon()
    ids = np.flatnonzero(kept).tolist()
    rows = candidates_of(connected(known, Bounds(200, 8, 1000)), [wanted[at] for at in ids], ids)
    i, j = rows["wanted_id"].to_numpy(), rows["known_id"].to_numpy()
    these, those = (names_as_arrays(range(len(forms)), forms, lexicon) for forms in (wanted, known))
    right = np.array([b in lookup.truth[a] for a, b in zip(i.tolist(), j.tolist(), strict=True)])
    return features(these, those, (i, j), lexicon), right


def _of_directory(directory: name_sets.Directory) -> tuple[Floats, Truths]:
    those, rows, lexicon = compared(directory.names)
    companies = np.array(directory.companies)
    i, j = distinct_pairs(those, rows)
    return features(those, those, (i, j), lexicon), companies[i] == companies[j]
