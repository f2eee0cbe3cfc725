"""Names that mean one company, from links between two of them: whatever order they come in.

Names are linked that are very likely one company, and links lead on: if A is B and B is C, all three are one. A single
wrong link would so join two companies, and a word that many have would make a chain of them. So a name stays in a
cluster only if it also agrees as much with the name at its core, to which no link need lead; those that do not agree
make clusters of their own in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from mqa.identity.matching import agreement, places
from mqa.identity.name_arrays import Floats, Lexicon, Names, Numbers

JOINED = 0.8  # agreement from which on names are joined: more than for a match, for nobody looks at every name


def clustered(names: Names, candidates: pa.Table, lexicon: Lexicon, *, sure: float = JOINED) -> pa.Table:
    """The cluster of each name of one list, in the order of their ids: name_id, cluster_id (the id of the name at its
    core).

    `candidates`: wanted_id, known_id, as `candidates.sql` finds them where names are wanted among themselves.
    """
    found = clusters(names.ids, distinct_pairs(names, candidates), agreement(names, lexicon), sure=sure)
    return pa.table({"name_id": names.ids, "cluster_id": found}).sort_by("name_id")


def distinct_pairs(names: Names, candidates: pa.Table) -> tuple[Numbers, Numbers]:
    """The places of names that are candidates for each other, each two once."""
    i, j = (places(names.ids, candidates[column]) for column in ("wanted_id", "known_id"))
    pairs = np.unique(np.stack((np.minimum(i, j), np.maximum(i, j)))[:, i != j], axis=1)
    return pairs[0], pairs[1]


def clusters(
    ids: Numbers,
    pairs: tuple[Numbers, Numbers],
    agreed: Callable[[Numbers, Numbers], Floats],
    *,
    sure: float = JOINED,
) -> Numbers:
    """The cluster of each name: the id of the name at its core; a name that is like no other is a cluster alone.

    `ids`: a number of each name, the same whatever the order. `pairs`: places of names that may be linked, each once.
    `agreed`: the probability that the names at two places mean one company, of which `sure` is enough. The core is
    the name that agrees most with those it is linked to; of equals the one with the smallest id.
    """
    millionths = np.rint(1_000_000 * agreed(*pairs)).astype(np.int64)  # whole numbers: sums without an order
    linked = millionths >= sure * 1_000_000
    i, j, strength = pairs[0][linked], pairs[1][linked], millionths[linked]
    cores = np.full(len(ids), -1)
    while (cores < 0).any():
        open_links = (cores[i] < 0) & (cores[j] < 0)
        i, j, strength = i[open_links], j[open_links], strength[open_links]
        alone = np.flatnonzero(cores < 0)
        core = _cores(ids, _components(len(ids), i, j), (i, j), strength)[alone]
        stays = (alone == core) | (agreed(alone, core) >= sure)
        cores[alone[stays]] = core[stays]
    named: Numbers = ids[cores]
    return named


def _components(many: int, i: Numbers, j: Numbers) -> Numbers:
    """For each of so many places the smallest that links lead to, itself included."""
    smallest = np.arange(many)
    while True:
        less = np.minimum(smallest[i], smallest[j])
        found = smallest.copy()
        for lowered in (i, j, smallest[i], smallest[j]):
            np.minimum.at(found, lowered, less)
        found = found[found]
        if (found == smallest).all():
            return smallest
        smallest = found


def _cores(ids: Numbers, component: Numbers, pairs: tuple[Numbers, Numbers], strength: Numbers) -> Numbers:
    """For each place the core of its component."""
    total = np.zeros(len(ids), np.int64)
    for side in pairs:
        np.add.at(total, side, strength)
    order = np.lexsort((ids, -total, component))
    first = np.searchsorted(component[order], component)
    cores: Numbers = order[first]
    return cores
